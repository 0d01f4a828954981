"""Recordings written for a voice before its turn comes, while another one is being made."""

from __future__ import annotations

import asyncio
import datetime
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from studio.casting.making.bench import Bench, folder_for_samples, stoppable
from studio.engines.voice_orders import CloneOrder, CloneRules
from studio.errors import StudioError
from studio.model.consent import require_consent
from studio.store.voice_library_entry import OwnVoice


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an engine is asked; its recordings lie in the folder, which is the taker's to remove."""

    order: CloneOrder
    folder: tempfile.TemporaryDirectory[str]


class Ahead:
    """Prepares one voice ahead. Nothing is sent, so it may turn out to be another one's turn."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._voice: OwnVoice | None = None
        self._work: asyncio.Task[Prepared] | None = None

    async def begin(self, voice: OwnVoice, rules: CloneRules) -> None:
        """Prepare a voice from now on; one that was prepared before and not taken is dropped."""
        if self._voice is None or _what(self._voice) != _what(voice):
            await self.aclose()
            self._voice = voice
            self._work = asyncio.create_task(self._prepared(voice, rules))

    async def taken(self, voice: OwnVoice, rules: CloneRules) -> Prepared:
        """A voice's order, prepared now where it was not before; raises as `clone_order` does."""
        work = self._work
        if work is None or self._voice is None or _what(self._voice) != _what(voice):
            return await self._prepared(voice, rules)
        await asyncio.wait((work,))
        self._voice = self._work = None
        if work.cancelled() or work.exception():
            return await self._prepared(voice, rules)  # which says why anew, if it is still so
        today = datetime.date.fromtimestamp(self._bench.library.now)
        try:
            require_consent(voice.consent, today=today, source=voice.name)
        except StudioError:
            work.result().folder.cleanup()
            raise
        return work.result()

    async def aclose(self) -> None:
        """Drop what was prepared and not taken."""
        work, self._voice, self._work = self._work, None, None
        if work is None:
            return
        work.cancel()
        await asyncio.wait((work,))
        with suppress(asyncio.CancelledError, StudioError):
            work.result().folder.cleanup()

    async def _prepared(self, voice: OwnVoice, rules: CloneRules) -> Prepared:
        folder = folder_for_samples()
        try:
            work = partial(self._bench.clone_order, voice, rules, Path(folder.name))
            return Prepared(await stoppable(work), folder)
        except BaseException:
            folder.cleanup()
            raise


def _what(voice: OwnVoice) -> object:
    """What an order is made of."""
    return (
        voice.id, voice.account, voice.name, voice.languages, voice.consent, voice.samples,
        voice.prompt, voice.preview_text, voice.model, voice.options,
    )  # fmt: skip
