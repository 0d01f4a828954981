"""Asking for keys: once for all who wait, and in nobody's way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from studio.errors import AccountError, AccountFault
from studio.store import credentials
from studio.store.credentials import Credentials, KeyringState
from studio.store.key_questions import KeyQuestions

MAIN, OTHER = "minimax/main", "minimax/other"


class LockedRing:
    """A keyring that answers when its person has unlocked it."""

    def __init__(self) -> None:
        self.unlocked = threading.Event()
        self.asked: list[str] = []
        self.kept = {MAIN: "sk-main-0123456789"}

    def get_password(self, service: str, account: str) -> str | None:
        self.asked.append(account)
        assert self.unlocked.wait(30)
        return self.kept.get(account)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[LockedRing]:
    locked = LockedRing()
    found: tuple[Any, KeyringState] = (locked, KeyringState(True, "a ring"))
    monkeypatch.setattr(credentials, "_found", lambda: found)
    yield locked
    locked.unlocked.set()


@contextmanager
def one_worker() -> Iterator[None]:
    """A loop whose other work in threads has a single one."""
    with ThreadPoolExecutor(1) as workers:
        asyncio.get_running_loop().set_default_executor(workers)
        yield


async def test_all_who_wait_for_a_key_share_one_question(ring: LockedRing) -> None:
    keys = KeyQuestions(Credentials({}))
    with one_worker():
        asking = [asyncio.ensure_future(keys.secret(MAIN)) for _ in range(4)]
        while not ring.asked:
            await asyncio.to_thread(lambda: None)  # other work is done meanwhile
        asking.pop().cancel()
        ring.unlocked.set()
        assert await asyncio.gather(*asking) == 3 * [ring.kept[MAIN]]
        assert await keys.secret(MAIN) == ring.kept[MAIN]
    assert ring.asked == [MAIN]


async def test_a_key_that_is_not_there_is_asked_for_anew(ring: LockedRing) -> None:
    ring.unlocked.set()
    keys = KeyQuestions(Credentials({}))
    for turn in (1, 2):
        answers = [keys.secret(OTHER) for _ in range(2)]
        for error in await asyncio.gather(*answers, return_exceptions=True):
            assert isinstance(error, AccountError) and error.fault is AccountFault.NO_KEY
        assert ring.asked == turn * [OTHER]


async def test_an_answer_that_nobody_waits_for_any_more_is_no_trouble(ring: LockedRing) -> None:
    keys = KeyQuestions(Credentials({}))
    asking = asyncio.ensure_future(keys.secret(OTHER))
    while not ring.asked:
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait((asking,))
    later = asyncio.ensure_future(keys.secret(OTHER))
    await asyncio.sleep(0)
    ring.unlocked.set()
    with pytest.raises(AccountError):
        await later


async def test_a_key_in_memory_needs_no_keyring(ring: LockedRing) -> None:
    held = Credentials({"MINIMAX_API_KEY": "sk-from-outside-01"})
    held.hold(OTHER, "sk-other-0123456789")
    keys = KeyQuestions(held)
    assert await keys.secret(OTHER) == "sk-other-0123456789"
    assert await keys.secret("minimax/environment") == "sk-from-outside-01"
    assert ring.asked == []
