"""Finds what a dragged edge may catch on, from the clips, the view and the rules."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from studio.model.span import Span
from studio.ui.timeline.board import Board
from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.snapping import Lure, Magnets
from studio.ui.timeline.speech_edges import SpeechEdges

MOST_HEARD = 400
"""Clips in view whose speech is looked for; of more none is seen well enough to be meant."""


class Catching:
    """The places that catch, gathered when a gesture begins."""

    def __init__(self, clips: EpisodeClips, speech: SpeechEdges, handling: Handling) -> None:
        self._clips = clips
        self._speech = speech
        self._handling = handling

    def magnets(
        self,
        board: Board,
        still: NDArray[np.bool_],
        own: Iterable[int],
        *,
        seen: Span,
        playhead: int,
    ) -> Magnets:
        """What catches while these clips of a board stay; of `own` the speech catches, too."""
        rules = self._handling.rules
        markers = {marker.at: marker.name for marker in self._clips.markers}
        places = [
            (Lure.CLIP, np.concatenate((board.starts[still], board.ends[still]))),
            (Lure.PLAYHEAD, [playhead]),
            (Lure.MARKER, list(markers)),
            (Lure.CUT, self._clips.cuts),
        ]
        if rules.allows(Lure.SPEECH):
            places.append((Lure.SPEECH, self._onsets(board, still, own, seen)))
        return Magnets(places, rules, markers)

    def points(self, board: Board, number: int) -> tuple[int, ...]:
        """The places of a clip that catch: its start, its end, and where speech begins."""
        span = board.span(number)
        heard = self._handling.rules.allows(Lure.SPEECH)
        onset = self._speech.onset(board.clips[number], span.start) if heard else None
        return (span.start, span.end) if onset is None else (span.start, span.end, onset)

    def _onsets(
        self, board: Board, still: NDArray[np.bool_], own: Iterable[int], seen: Span
    ) -> list[int]:
        found = [board.visible(lane, seen) for lane in range(len(board.lanes))]
        numbers = np.concatenate(found) if found else np.empty(0, np.int64)
        heard = numbers[still[numbers]].tolist() if len(numbers) <= MOST_HEARD else []
        onsets = (
            self._speech.onset(board.clips[number], int(board.starts[number]))
            for number in (*heard, *own)
        )
        return [onset for onset in onsets if onset is not None]
