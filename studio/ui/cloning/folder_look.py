"""Looks at the samples of a folder one after the other, in threads, and shows each as it comes."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.bridge import TaskScope
from studio.casting.making.bench import stoppable
from studio.casting.making.folder import characters_in
from studio.casting.making.ordering import CloneWish
from studio.engines.voice_orders import CloneRules
from studio.errors import StudioError
from studio.model.cast import Cast
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice
from studio.ui.cloning.folder_rows import (
    FolderRow,
    character_called,
    looked_at_row,
    those_there,
)
from studio.ui.cloning.folder_table import FolderTable

REST_MS = 200
"""After the last change the library is asked anew which voices are there."""


class FolderLook(QObject):
    """A newer look takes the place of one that is at work; `looking_changed` tells of the end."""

    looking_changed = Signal(bool)
    refused = Signal(object)
    """The StudioError of a folder in which nothing is to be found."""

    def __init__(
        self,
        table: FolderTable,
        library: VoiceLibrary,
        tasks: TaskScope,
        *,
        by: str,
        ffmpeg: str,
        today: datetime.date,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._library = library
        self._tasks = tasks
        self._by = by
        self._ffmpeg = ffmpeg
        self._today = today
        self._running: set[asyncio.Task[None]] = set()
        self._pattern: CloneWish | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask_now)

    @property
    def at_work(self) -> bool:
        """Whether samples are being looked at, or the library is asked."""
        return self._rest.isActive() or bool(self._running)

    def open(self, folder: Path, rules: CloneRules, pattern: CloneWish, cast: Cast | None) -> None:
        """Show what a folder has, and look at it."""
        self._pattern = pattern
        self._begin(self._open(folder, rules, pattern, cast))

    def again(self, rules: CloneRules, pattern: CloneWish) -> None:
        """Look at what is shown by other rules."""
        self._pattern = pattern
        rows = [replace(r, looked=False, there=None, ticked=False) for r in self._table.rows]
        self._table.show_rows(rows)
        self._begin(self._look(rules, pattern))

    def ask(self, pattern: CloneWish) -> None:
        """Ask soon which of the voices are there already when they are ordered like this."""
        self._pattern = pattern
        if self._table.rows:
            self._rest.start()

    def stop(self) -> None:
        """Look no further."""
        self._rest.stop()
        for task in self._running:
            task.cancel()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self.stop()
        task = self._tasks.start(self._told(work))
        self._running.add(task)
        task.add_done_callback(self._end)
        self.looking_changed.emit(True)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.looking_changed.emit(self.at_work)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except StudioError as error:
            self.refused.emit(error)

    async def _open(
        self, folder: Path, rules: CloneRules, pattern: CloneWish, cast: Cast | None
    ) -> None:
        self._table.show_rows(())
        found = await asyncio.to_thread(characters_in, folder)
        self._table.show_rows(
            [
                FolderRow(each, character=character_called(cast, each.name) if cast else None)
                for each in found
            ]
        )
        await self._look(rules, pattern)

    async def _look(self, rules: CloneRules, pattern: CloneWish) -> None:
        for place, row in enumerate(self._table.rows):
            look = partial(
                looked_at_row, row, rules,
                account=pattern.account, by=self._by, today=self._today, ffmpeg=self._ffmpeg,
            )  # fmt: skip
            seen = await stoppable(lambda cancelled, look=look: look(cancelled=cancelled))
            self._table.change(place, partial(_with_look, seen))
        await self._ask(self._pattern or pattern)

    def _ask_now(self) -> None:
        if self._pattern is None:
            return
        if all(row.looked for row in self._table.rows):
            self._begin(self._ask(self._pattern))

    async def _ask(self, pattern: CloneWish) -> None:
        known = partial(those_there, self._library, self._table.rows, pattern)
        there = await asyncio.to_thread(known)
        for place, row in enumerate(self._table.rows):
            found = there.get(row.name)
            if row.there != found:
                self._table.change(place, lambda row, found=found: _with_voice(row, found))


def _with_look(seen: FolderRow, row: FolderRow) -> FolderRow:
    """The row as it is by now, with what was seen; what can be used is ticked."""
    return replace(seen, given=row.given, ticked=seen.usable)


def _with_voice(row: FolderRow, there: OwnVoice | None) -> FolderRow:
    """A voice that is there is not ordered again unasked."""
    changed = replace(row, there=there)
    if changed.made is row.made:
        return changed
    return replace(changed, ticked=changed.usable and not changed.made)
