"""Where the picture of a new reference video is cut: found in a thread, kept with the bed."""

from __future__ import annotations

import asyncio
from concurrent.futures import CancelledError
from threading import Event

from PySide6.QtCore import QObject

from studio.audio.beds import BedSounds
from studio.audio.picture.cuts import cuts_of
from studio.audio.picture.facts import picture_of
from studio.errors import AudioError, StudioError
from studio.model.bed import Bed
from studio.model.ids import BedId
from studio.ui.beds.bed_desk import BedDesk
from studio.ui.notices import Notices


class CutFinding(QObject):
    """Looks through one video at a time; what it found can be snapped to."""

    def __init__(self, desk: BedDesk, sounds: BedSounds, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sounds = sounds
        self._notices = notices
        self._stop = Event()
        self._turn = asyncio.Lock()
        self._at_work: set[BedId] = set()

    async def find(self, bed: Bed) -> None:
        """Find the cuts of a video; its picture may be none, then there are no cuts."""
        if bed.id in self._at_work:
            return
        self._at_work.add(bed.id)
        try:
            async with self._turn:
                self._notices.status(self.tr("Looking for picture cuts…"))
                cuts = await asyncio.to_thread(self._found, bed)
        except StudioError as error:
            self._notices.report(error)
        else:
            if self._stop.is_set():
                return
            if cuts is None:
                self._notices.status(self.tr("There is no picture to find cuts in."))
                return
            self._desk.keep_cuts(bed.id, cuts)
            self._notices.status(self._told(len(cuts)))
        finally:
            self._at_work.discard(bed.id)

    def close(self) -> None:
        """Break off what is being looked through."""
        self._stop.set()

    def _found(self, bed: Bed) -> tuple[int, ...] | None:
        """The cuts, None without a picture or when it was broken off. In a worker thread."""
        path = self._sounds.path(bed)
        if path is None:
            return None
        try:
            picture = picture_of(path, cancelled=self._stop.is_set)
        except AudioError:
            return None
        except CancelledError:
            return None
        try:
            return cuts_of(path, picture, cancelled=self._stop.is_set)
        except CancelledError:
            return None

    def _told(self, count: int) -> str:
        if count == 0:
            return self.tr("No picture cuts were found.")
        if count == 1:
            return self.tr("1 picture cut was found; clips catch on it.")
        return self.tr("{n} picture cuts were found; clips catch on them.").format(n=count)
