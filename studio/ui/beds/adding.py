"""A file becomes a bed: looked at first, then kept in the project or linked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject

from studio.audio.bed_peaks import peaks_of_bed
from studio.audio.beds import BedSounds
from studio.audio.media_facts import facts_of
from studio.audio.picture.facts import picture_of
from studio.errors import AudioError, AudioProblem, StudioError
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, new_id
from studio.model.span import samples_of
from studio.model.take import Recording
from studio.ui.beds.bed_desk import DUCKING_DB, BedDesk
from studio.ui.notices import Notices

KEPT_BYTES = 48 << 20
"""Sound up to this size goes into the project file: five minutes of WAV, twenty of FLAC, an
hour of MP3. What is larger, and every video, is linked."""

MUSIC_FROM_S = 20.0
"""Seconds from which a sound that was dropped counts as music."""

SOUNDS = "*.wav *.flac *.mp3 *.m4a *.aac *.ogg *.opus *.aif *.aiff *.wma"
VIDEOS = "*.mp4 *.mov *.mkv *.webm *.avi *.m4v *.mpg *.mpeg *.ts *.mxf"
SUFFIXES = frozenset(f"{SOUNDS} {VIDEOS}".replace("*", "").split())


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bed that can be added, its sound where that goes into the project, and what it lacks."""

    bed: Bed
    recording: Recording | None = None
    lack: AudioError | None = None


class BedAdding(QObject):
    """Looks at files in a thread and adds what can be used; says in a sentence what cannot."""

    def __init__(
        self, desk: BedDesk, sounds: BedSounds, folder: Path, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sounds = sounds
        self._folder = folder
        self._notices = notices
        self._stop = Event()

    async def add(self, path: Path, kind: BedKind | None, at: int) -> Bed | None:
        """Add a file as a bed that begins at a sample; what it is tells the file without a kind.

        None when it cannot be used.
        """
        self._notices.status(self.tr("Looking at {name}…").format(name=path.name))
        try:
            found = await asyncio.to_thread(
                prepared, path, kind, at, self._sounds, self._folder, self._stop.is_set
            )
        except StudioError as error:
            self._notices.dialog(error)
            return None
        if not self._desk.editable:
            return None
        self._desk.add(found.bed, found.recording)
        linked = self.tr("{name} was added. It is linked: keep the file where it is.")
        kept = self.tr("{name} was added and is kept in the project.")
        words = kept if found.recording else linked
        self._notices.status(words.format(name=path.name))
        if found.lack is not None:
            self._notices.banner(found.lack)
        return found.bed

    def close(self) -> None:
        """Break off what is being looked at."""
        self._stop.set()


def prepared(
    path: Path,
    kind: BedKind | None,
    at: int,
    sounds: BedSounds,
    folder: Path,
    cancelled: Callable[[], bool] = lambda: False,
) -> Prepared:
    """A file as a bed at a place; raises AudioError when it cannot be one. In a worker thread."""
    _refuse_empty(path)
    bed = Bed(BedId(new_id()), BedKind.MUSIC, path.stem, path=linked_path(path, folder), start=at)
    if kind is BedKind.VIDEO or (kind is None and _has_picture(path)):
        return Prepared(_of_kind(bed, BedKind.VIDEO), lack=_lack_of(path, cancelled))
    seconds = facts_of(path, cancelled=cancelled).seconds
    placed = sounds.decoded(bed, cancelled=cancelled)
    if not len(placed.samples):
        raise AudioError(AudioProblem.EMPTY, str(path))
    sort = kind or (BedKind.MUSIC if seconds >= MUSIC_FROM_S else BedKind.EFFECTS)
    bed = _of_kind(bed, sort)
    if path.stat().st_size > KEPT_BYTES:
        return Prepared(bed)
    recording = Recording(path.read_bytes(), peaks_of_bed(placed.samples).to_bytes())
    return Prepared(replace(bed, media=recording.key, path=""), recording)


def linked_path(path: Path, folder: Path) -> str:
    """How a project in a folder names a file: from that folder on, where there is a way."""
    try:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive
        return path.absolute().as_posix()


def _of_kind(bed: Bed, kind: BedKind) -> Bed:
    """A new bed of a kind: music fades and steps back, the rest sounds as it is."""
    music = kind is BedKind.MUSIC
    fade = samples_of(1.0) if music else 0
    return Bed(
        bed.id,
        kind,
        bed.name,
        path=bed.path,
        start=bed.start,
        fade_in=0,
        fade_out=fade,
        duck_db=DUCKING_DB if music else 0.0,
    )


def _has_picture(path: Path) -> bool:
    try:
        picture_of(path)
    except AudioError as error:
        return error.problem is AudioProblem.BAD_PICTURE
    return True


def _lack_of(path: Path, cancelled: Callable[[], bool]) -> AudioError | None:
    """Why a video has no picture while it has sound; raises AudioError for one without both."""
    try:
        if not picture_of(path, cancelled=cancelled).seconds:
            raise AudioError(AudioProblem.EMPTY, str(path))
    except AudioError as error:
        if error.problem is not AudioProblem.BAD_PICTURE:
            raise
        try:
            facts_of(path, cancelled=cancelled)
        except AudioError:
            raise error from None
        return error
    return None


def _refuse_empty(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        detail = error.strerror or str(error)
        raise AudioError(AudioProblem.UNDECODABLE, str(path), detail) from error
    if not path.is_file():
        raise AudioError(AudioProblem.UNDECODABLE, str(path), "not a file")
    if not size:
        raise AudioError(AudioProblem.EMPTY, str(path))
