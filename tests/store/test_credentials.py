"""Keys are in the keyring, in memory or in the environment; a keyring's trouble has words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from studio.errors import AccountError, AccountFault
from studio.store.credentials import Credentials, cleaned, masked
from tests.secret_service import a_secret_service, a_silent_service, kept_secrets, lock, read_all

ROOT = Path(__file__).parent.parent.parent
MAIN = "minimax/main"
LONG_ENOUGH = "60"


@pytest.fixture
def service(home: Path) -> Iterator[Mapping[str, str]]:
    with a_secret_service() as environ:
        yield environ


def asked(
    environ: Mapping[str, str], *words: str, keys: str = "", patience: str = LONG_ENOUGH
) -> list[Any]:
    """What a program of its own is answered, for each pair of action and account."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.keyring_program", patience, *words],
        cwd=ROOT,
        env=dict(environ),
        input=keys,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(answer: Any, fault: AccountFault, *words: str) -> None:
    assert answer["fault"] == fault
    for word in words:
        assert word in answer["detail"]


def test_a_key_is_kept_for_the_next_run_and_forgotten_on_request(
    service: Mapping[str, str], home: Path
) -> None:
    said = asked(service, "state", "-", "keep", MAIN, keys=" sk-api-0123456789abcdef\r\n")
    assert said == [[True, "Secret Service"], None]
    assert kept_secrets(service) == {MAIN: "sk-api-0123456789abcdef"}
    assert asked(service, "secret", MAIN) == ["sk-api-0123456789abcdef"]
    assert b"sk-api-0123456789abcdef" not in read_all(home)
    forgotten, gone, again = asked(service, "forget", MAIN, "secret", MAIN, "forget", MAIN)
    assert forgotten is None and again is None
    refused(gone, AccountFault.NO_KEY, MAIN)
    assert kept_secrets(service) == {}


def test_a_key_is_given_to_another_name_too(service: Mapping[str, str]) -> None:
    assert asked(service, "keep", MAIN, "copy", MAIN, keys="first-key\n") == [None, None]
    assert kept_secrets(service) == {MAIN: "first-key", "minimax/main-too": "first-key"}
    assert asked(service, "copy", "minimax/none") == [None]


def test_a_newer_key_takes_the_place_of_the_older(service: Mapping[str, str]) -> None:
    said = asked(service, "keep", MAIN, "keep", MAIN, "secret", MAIN, keys="older\nnewer\n")
    assert said == [None, None, "newer"]
    assert kept_secrets(service) == {MAIN: "newer"}


def test_a_locked_keyring_is_an_error_with_a_remedy(service: Mapping[str, str]) -> None:
    asked(service, "keep", MAIN, keys="key\n")
    lock(service)
    for answer in asked(service, "secret", MAIN, "keep", MAIN, "forget", MAIN, keys="newer\n"):
        refused(answer, AccountFault.KEYRING_REFUSED, "locked")


def test_a_keyring_that_waits_for_ever_is_given_up(home: Path) -> None:
    with a_silent_service() as environ:
        first, second = asked(environ, "secret", MAIN, "keep", MAIN, keys="key\n", patience="0.05")
    refused(first, AccountFault.KEYRING_REFUSED, "did not answer", "unlocked")
    refused(second, AccountFault.KEYRING_REFUSED, "waits to be unlocked")


def test_without_a_keyring_a_key_is_held_for_this_run_only(home: Path) -> None:
    words = ("keep", MAIN, "secret", MAIN, "hold", MAIN, "secret", MAIN, "copy", MAIN)
    more = ("secret", f"{MAIN}-too", "forget", f"{MAIN}-too", "secret", f"{MAIN}-too")
    said = asked(os.environ, "state", "-", *words, *more, keys="key\nkey\n")
    assert said[0] == [False, "no keyring answers"]
    refused(said[1], AccountFault.NO_KEYRING, "no keyring answers")
    refused(said[2], AccountFault.NO_KEYRING)
    assert said[3:7] == [None, "key", None, "key"]
    assert said[7] is None
    refused(said[8], AccountFault.NO_KEYRING)
    refused(asked(os.environ, "secret", MAIN)[0], AccountFault.NO_KEYRING)


@pytest.mark.parametrize(
    ("backend", "why"),
    [
        ("keyring.backends.null.Keyring", "no keyring answers"),
        ("keyring.backends.nowhere.Keyring", "nowhere"),
        ("tests.store.plain_keyring.Keyring", "does not keep secrets safe"),
    ],
)
def test_a_keyring_that_keeps_no_secret_is_not_used(home: Path, backend: str, why: str) -> None:
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": backend}
    said = asked(environ, "keep", MAIN, "secret", MAIN, keys="key\n")
    for answer in said:
        refused(answer, AccountFault.NO_KEYRING, why)
    assert b"key\n" not in read_all(home)


def test_a_variable_of_the_environment_is_a_key_nobody_writes_down() -> None:
    credentials = Credentials({"MINIMAX_API_KEY": " from-outside \n"})
    assert credentials.secret("minimax/environment") == "from-outside"
    for change in (credentials.keep, credentials.hold):
        with pytest.raises(AccountError) as caught:
            change("minimax/environment", "another")
        assert caught.value.fault is AccountFault.FROM_ENVIRONMENT
    with pytest.raises(AccountError) as caught:
        credentials.secret("useapi/environment")
    assert caught.value.fault is AccountFault.EMPTY_KEY


@pytest.mark.parametrize("around", ["{}", " {}\n", "\ufeff{}\r\n", "\t{}\u00a0", "\u200b{}"])
def test_what_copying_brings_along_is_taken_off_a_key(around: str) -> None:
    assert cleaned(around.format("user:17-AbC")) == "user:17-AbC"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", AccountFault.EMPTY_KEY),
        (" \n", AccountFault.EMPTY_KEY),
        ("two words", AccountFault.BAD_VALUE),
        ("two\nlines", AccountFault.BAD_VALUE),
        ("schlüssel", AccountFault.BAD_VALUE),
        ("nul\0", AccountFault.BAD_VALUE),
        ("…", AccountFault.BAD_VALUE),
    ],
)
def test_what_cannot_be_a_key_is_refused_without_being_quoted(
    written: str, fault: AccountFault
) -> None:
    with pytest.raises(AccountError) as caught:
        cleaned(written, MAIN)
    assert caught.value.fault is fault
    assert not written.strip() or written not in caught.value.detail


def test_a_masked_key_shows_four_characters_of_a_long_one_only() -> None:
    assert masked("sk-api-0123456789abcdef") == "…cdef"
    assert masked("short") == "…" == masked("") == masked("fifteen-letters")
