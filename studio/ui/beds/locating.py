"""Files of beds that are not where they were: found again by hand, one answer for all it can."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject

from studio.audio.beds import BedSounds
from studio.audio.media_facts import facts_of
from studio.audio.picture.facts import picture_of
from studio.document import Document
from studio.errors import AudioError, AudioProblem, StudioError
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.ui.beds.adding import SOUNDS, VIDEOS, linked_path
from studio.ui.beds.bed_desk import BedDesk
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter


class BedLocating(QObject):
    """Asks for one missing file, and takes others of the project from the same folder."""

    def __init__(
        self,
        document: Document,
        desk: BedDesk,
        sounds: BedSounds,
        folder: Path,
        prompter: Prompter,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._desk = desk
        self._sounds = sounds
        self._folder = folder
        self._prompter = prompter
        self._notices = notices

    async def locate(self) -> None:
        """Ask for the first file that is missing in the project; nothing to do when none is."""
        project = self._document.project
        linked = [bed for episode in project.episodes for bed in episode.beds if bed.path]
        missing = await asyncio.to_thread(_gone, self._sounds, linked)
        here = {bed.id for bed in self._desk.beds}
        missing.sort(key=lambda bed: bed.id not in here)
        if not missing:
            self._notices.status(self.tr("Every file of the timeline is where it should be."))
            return
        first = missing[0]
        title = self.tr("Where is {name}?").format(name=Path(first.path).name)
        kinds = (f"{self.tr('Sound and video')} ({VIDEOS} {SOUNDS})", f"{self.tr('All')} (*)")
        found = await self._prompter.open_file(title, kinds, self._folder)
        if found is None:
            return
        try:
            paths = await asyncio.to_thread(_relinked, first, missing, found, self._folder)
        except StudioError as error:
            self._notices.dialog(error)
            return
        self._desk.link(paths)
        self._notices.withdraw_banner()


def _gone(sounds: BedSounds, beds: Iterable[Bed]) -> list[Bed]:
    """Those whose file is not there. In a worker thread."""
    paths = ((bed, sounds.path(bed)) for bed in beds)
    return [bed for bed, path in paths if path is not None and not path.exists()]


def _relinked(first: Bed, missing: list[Bed], found: Path, folder: Path) -> dict[BedId, str]:
    """New paths by bed; raises AudioError when the file cannot be used. In a worker thread."""
    if first.kind is BedKind.VIDEO:
        _refuse_unusable(found)
    else:
        facts_of(found)
    paths = {bed.id: linked_path(found, folder) for bed in missing if bed.path == first.path}
    for bed in missing:
        beside = found.with_name(Path(bed.path).name)
        if bed.id not in paths and beside.exists():
            paths[bed.id] = linked_path(beside, folder)
    return paths


def _refuse_unusable(path: Path) -> None:
    try:
        picture_of(path)
    except AudioError as error:
        if error.problem is not AudioProblem.BAD_PICTURE:
            raise
