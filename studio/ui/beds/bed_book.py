"""What is known of the beds that are shown: length, outline, and what is wrong with each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from studio.audio.bed_peaks import peaks_of_bed
from studio.audio.beds import BedSounds
from studio.audio.peaks import Peaks
from studio.audio.picture.facts import picture_of
from studio.bridge import TaskScope
from studio.errors import AudioError, AudioProblem, StudioError
from studio.model.bed import Bed, BedKind
from studio.model.span import SAMPLE_RATE


class BedState(StrEnum):
    """How far a bed is on its way to be heard."""

    WAITING = "waiting"
    READY = "ready"
    SILENT = "silent"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, eq=False)
class BedFacts:
    """What is known of a bed's recording; `length` in samples, 0 while nobody knows."""

    state: BedState = BedState.WAITING
    length: int = 0
    peaks: Peaks | None = None


WAITING = BedFacts()


class BedBook(QObject):
    """Looks beds up in threads, once each until `look_again`; `changed` when one is known better.

    It decodes nothing: what plays the episode does, and calls `look_again` when it has.
    """

    changed = Signal()

    def __init__(self, sounds: BedSounds, tasks: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._sounds = sounds
        self._tasks = tasks
        self._facts: dict[tuple[object, str], BedFacts] = {}
        self._looking: set[tuple[object, str]] = set()
        self._again: set[tuple[object, str]] = set()
        self._beds: tuple[Bed, ...] = ()

    def facts(self, bed: Bed) -> BedFacts:
        """What is known of a bed by now."""
        return self._facts.get(_key(bed), WAITING)

    def length(self, bed: Bed) -> int:
        """Samples of its recording: as far as it is cut while nobody knows."""
        known = self.facts(bed).length
        return known or (bed.source_span.end if bed.source_span else 0)

    def show(self, beds: Iterable[Bed]) -> None:
        """Know these beds soon."""
        self._beds = tuple(beds)
        for bed in self._beds:
            if self.facts(bed).state is BedState.WAITING:
                self._look(bed)

    def look_again(self) -> None:
        """Look at those again that could not be heard so far."""
        for bed in self._beds:
            if self.facts(bed).state is not BedState.READY:
                self._look(bed)

    def missing(self) -> list[Bed]:
        """Those whose file is not where it was."""
        return [bed for bed in self._beds if self.facts(bed).state is BedState.MISSING]

    def _look(self, bed: Bed) -> None:
        key = _key(bed)
        if key in self._looking:
            self._again.add(key)
        else:
            self._looking.add(key)
            self._tasks.start(self._take_in(bed))

    async def _take_in(self, bed: Bed) -> None:
        key = _key(bed)
        try:
            found = await asyncio.to_thread(_looked_at, self._sounds, bed)
            while key in self._again:  # it may have been decoded during the look
                self._again.discard(key)
                found = await asyncio.to_thread(_looked_at, self._sounds, bed)
        finally:
            self._looking.discard(key)
        before = self._facts.get(key, WAITING)
        if (found.state, found.length) != (before.state, before.length):
            self._facts[key] = found
            self.changed.emit()


def _key(bed: Bed) -> tuple[object, str]:
    return bed.media, bed.path


def _looked_at(sounds: BedSounds, bed: Bed) -> BedFacts:
    """What can be told of a bed without decoding it. In a worker thread."""
    try:
        placed = sounds.ready(bed)
    except AudioError as error:
        gone = error.problem is AudioProblem.BED_MISSING
        return BedFacts(BedState.MISSING if gone else BedState.BROKEN)
    except StudioError:
        return BedFacts(BedState.BROKEN)
    if placed is not None:
        return BedFacts(BedState.READY, len(placed.samples), peaks_of_bed(placed.samples))
    path = sounds.path(bed)
    if bed.kind is not BedKind.VIDEO or path is None:
        return WAITING
    try:
        picture = picture_of(path)
    except AudioError:
        return WAITING
    state = BedState.WAITING if picture.sounds else BedState.SILENT
    return BedFacts(state, round(picture.seconds * SAMPLE_RATE))
