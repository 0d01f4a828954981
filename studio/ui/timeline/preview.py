"""What would become of the clips if one line were cut otherwise, while the mouse is still down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.layout import Clip, line_spans
from studio.model.moving import Ripple, following
from studio.model.reel import Reel
from studio.ui.timeline.board import Board, board_of

EXACT = 400
"""Clips up to which a preview lays out the whole episode; more take longer than a frame."""


class Sketch:
    """A line in hand whose clips are shown as an edit would leave them.

    Exact in short episodes. In long ones the line is laid out by itself, and what follows it is
    shown as far from its end as it was; the edit itself is laid out.
    """

    def __init__(self, board: Board, reel: Reel, line: LineId, ripple: Ripple) -> None:
        self._board, self._reel, self._line = board, reel, line
        slots = reel.slots()
        lines = following(reel, slots, frozenset((line,)), ripple)
        numbers = (n for n, clip in enumerate(board.clips) if clip.line in lines and not clip.apart)
        self.following: NDArray[np.int64] = np.fromiter(numbers, np.int64)
        self._alone = None if len(board.clips) <= EXACT else _alone(reel, line)

    def of(self, change: Callable[[Reel], Episode]) -> Board:
        """The board as it would be after an edit of this line."""
        board = self._board
        if self._alone is None:
            clips = replace(self._reel, episode=change(self._reel)).clips()
            return board_of(clips, board.lanes)
        return self._carried(replace(self._alone, episode=change(self._alone)).clips())

    def _carried(self, clips: tuple[Clip, ...]) -> Board:
        board, numbers = self._board, self._board.numbers_of(self._line)
        before = line_spans(board.clips[number] for number in numbers)[self._line]
        after = line_spans(clips)[self._line]
        starts = board.starts.copy()
        starts[self.following] += after.end - before.end
        held = [
            replace(clip, pinned=board.clips[number].pinned)
            for number, clip in zip(numbers, clips, strict=True)
        ]
        return board.with_clips(dict(zip(numbers, held, strict=True)), starts)


def _alone(reel: Reel, line: LineId) -> Reel:
    """The reel with one line only, held where it begins."""
    slot = reel.slot(line)
    timeline = reel.timeline
    held = timeline.placing(line, replace(slot.placement, pin=slot.start))
    episode = replace(reel.episode, lines=(slot.line,))
    return replace(reel, episode=episode.with_timeline(reel.language, held))
