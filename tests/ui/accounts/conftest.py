"""The keyring of these tests: none, or a real one for those that ask for it."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import keyring.core
import pytest

from tests.secret_service import a_secret_service


@pytest.fixture(autouse=True)
def no_keyring(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a keyring, whatever this process found before."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)


@pytest.fixture
def secrets(no_keyring: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """A keyring that this process uses too."""
    with a_secret_service() as environ:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"):
            monkeypatch.setenv(name, environ[name])
        yield environ
    with warnings.catch_warnings():
        # Where it is refused, the keyring's library leaves a connection behind in the error.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
