"""What the tests of the window need besides: garbage is swept up in the window's thread only."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def swept_in_this_thread() -> Iterator[None]:
    """Python's collector runs in whichever thread allocates; a QObject must not die in another."""
    gc.disable()
    yield
    gc.enable()
    gc.collect(1)
