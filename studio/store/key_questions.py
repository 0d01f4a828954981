"""Asks for the keys of accounts while the rest of the studio goes on."""

from __future__ import annotations

import asyncio

from studio.store.credentials import Credentials, in_thread


class KeyQuestions:
    """One question for each account at a time, whoever asks meanwhile.

    A locked keyring waits a minute for its person. Each question has a thread of its own, for
    those of the loop are few, and all other work on disks would wait behind it.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._running: dict[str, asyncio.Future[str]] = {}

    async def secret(self, account_key: str) -> str:
        """The key of an account; raises AccountError, NO_KEY when it was never given."""
        if known := self._credentials.at_hand(account_key):
            return known
        question = self._running.get(account_key) or self._asked(account_key)
        return await asyncio.shield(question)  # others may wait for it too

    def _asked(self, account_key: str) -> asyncio.Future[str]:
        question = asyncio.wrap_future(in_thread(lambda: self._credentials.secret(account_key)))
        self._running[account_key] = question

        def answered(question: asyncio.Future[str]) -> None:
            del self._running[account_key]
            if not question.cancelled():
                question.exception()  # looked at: perhaps nobody waits for it any more

        question.add_done_callback(answered)
        return question
