"""How long takes are from their first to their last sound; each is measured once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from studio.audio.decoded import DecodedTakes
from studio.audio.peaks import Peaks, peaks_of
from studio.audio.speech_span import speech_span
from studio.errors import StudioError
from studio.model.ids import MediaKey
from studio.model.span import seconds
from studio.model.take import Take

AT_ONCE = 200
"""Takes measured between two looks at whether somebody cancelled."""


class TakeLengths:
    """Measures takes by the outline that is kept of their samples, or by the samples themselves.

    May be used from several threads.
    """

    def __init__(self, peaks: Callable[[MediaKey], bytes], sounds: DecodedTakes) -> None:
        self._peaks = peaks
        self._sounds = sounds
        self._known: dict[MediaKey, float | None] = {}

    def known(self, take: Take) -> float | None:
        """The seconds of a take that was measured; None for another, or for one without sound."""
        return self._known.get(take.media)

    def is_measured(self, take: Take) -> bool:
        """Whether a take was measured, or cannot be."""
        return take.media in self._known

    async def measure(self, take: Take) -> float | None:
        """The seconds of a take, None where its sound cannot be had."""
        if not self.is_measured(take):
            await asyncio.to_thread(self.measured, take)
        return self.known(take)

    async def measure_all(self, takes: Iterable[Take]) -> None:
        """Measure those of these takes that were not measured yet."""
        left = [take for take in takes if not self.is_measured(take)]
        for at in range(0, len(left), AT_ONCE):
            await asyncio.to_thread(self._measured, left[at : at + AT_ONCE])

    def measured(self, take: Take) -> float | None:
        """The same as `measure`. Blocking."""
        if take.media not in self._known:
            self._known[take.media] = self._seconds(take.media)
        return self._known[take.media]

    def _measured(self, takes: Iterable[Take]) -> None:
        for take in takes:
            self.measured(take)

    def _seconds(self, media: MediaKey) -> float | None:
        try:
            return seconds(speech_span(self._outline(media)).length)
        except StudioError:  # a sound that is lost or damaged is told where it is played
            return None

    def _outline(self, media: MediaKey) -> Peaks:
        """What is kept beside the sound; where that is damaged, the sound is looked at."""
        try:
            return Peaks.from_bytes(self._peaks(media))
        except StudioError:
            return peaks_of(self._sounds.samples(media))
