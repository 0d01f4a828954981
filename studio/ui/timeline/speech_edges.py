"""Where in a clip somebody begins to speak, told by its outline; looked up once for each sound."""

from __future__ import annotations

from collections.abc import Callable

from studio.audio.peaks import Peaks
from studio.audio.speech_span import speech_span
from studio.model.ids import MediaKey
from studio.model.layout import Clip
from studio.model.span import at_tempo

KEPT = 20_000


class SpeechEdges:
    """The onsets of clips whose outlines are at hand."""

    def __init__(self, peaks: Callable[[MediaKey], Peaks | None]) -> None:
        self._peaks = peaks
        self._known: dict[MediaKey, int | None] = {}

    def onset(self, clip: Clip, start: int) -> int | None:
        """Where on the timeline someone begins to speak in a clip that starts there.

        None when nobody does, the outline is not loaded, or the beginning is cut away.
        """
        place = self._in_take(clip.media)
        if place is None or not clip.source_span.start < place < clip.source_span.end:
            return None
        first = at_tempo(clip.source_span.start, clip.tempo)
        return start + at_tempo(place, clip.tempo) - first

    def _in_take(self, media: MediaKey) -> int | None:
        if media in self._known:
            return self._known[media]
        peaks = self._peaks(media)
        if peaks is None:
            return None
        if len(self._known) >= KEPT:
            self._known.clear()
        speech = speech_span(peaks)
        self._known[media] = speech.start if speech.length else None
        return self._known[media]
