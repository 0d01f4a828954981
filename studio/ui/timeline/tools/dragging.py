"""Moves clips in time: the lines in hand with what follows them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.errors import EditRefused
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.moving import Grip, move
from studio.model.reel import Reel
from studio.ui.timecode import clock, signed_seconds
from studio.ui.timeline.board import Board
from studio.ui.timeline.snapping import Magnets, Snapped
from studio.ui.timeline.tools.hand import Doing, Hand, Hint, Stage, Wish, distance, far


class _Held:
    """What a drag found out when it began: the clips as they lay, and which of them move."""

    def __init__(self, stage: Stage, lines: tuple[LineId, ...]) -> None:
        self.board, self.reel, self.lines = stage.board, stage.reel, lines
        self.ripple = stage.ripple
        self.grip = Grip(self.reel, lines, self.ripple)
        self.numbers = np.array(self.grip.numbers(self.board.clips), np.int64)
        in_hand = frozenset(lines)
        clips = self.board.clips
        self.following: NDArray[np.int64] = np.array(
            [number for number in self.numbers.tolist() if clips[number].line not in in_hand],
            np.int64,
        )
        still = np.ones(len(clips), np.bool_)
        still[self.numbers] = False
        self.magnets: Magnets = stage.magnets(still)

    def moved(self, delta: int) -> Board:
        """The board with everything that moves later by samples."""
        starts = self.board.starts.copy()
        starts[self.numbers] += delta
        return self.board.moved(starts)

    def edit(self, reel: Reel, delta: int) -> Episode:
        """The episode with the same done to it; what was found out holds for its own reel only."""
        if reel is self.reel:
            return self.grip.moved(delta)
        return move(reel, self.lines, delta, self.ripple)


class DragClips:
    """Moves the clips in hand in time; what follows them by the ripple goes along."""

    def __init__(self, stage: Stage, number: int, hand: Hand, *, movable: bool) -> None:
        self._stage = stage
        self._number = number
        self._pressed = hand
        self._movable = movable
        self._pressed_at = stage.scale.samples(hand.at.x() + stage.scale.left)
        self._held: _Held | None = None
        self._points: tuple[int, ...] = ()
        self._delta = 0
        line = stage.board.clips[number].line
        if line not in stage.chosen:
            stage.choose((line,), line)

    def move(self, hand: Hand) -> None:
        """Show where the clips would be let go, and what would move with them."""
        held = self._held or self._begun(hand)
        if held is None:
            return
        wanted = Snapped(distance(self._stage.scale, hand, self._pressed_at))
        if not hand.spanning:
            wanted = held.magnets.snapped(wanted.delta, self._points, self._stage.scale)
        self._delta = held.grip.limited(wanted.delta)
        catch = wanted.catch if self._delta == wanted.delta else None
        start = held.board.span(self._number).start + self._delta
        hint = Hint(hand.at, Doing.MOVE, clock(start), signed_seconds(self._delta), catch)
        self._stage.preview(held.moved(self._delta), hint, moving=held.following)

    def release(self, hand: Hand) -> None:
        """Ask for the edit, or take the one clip in hand when nothing was moved."""
        held = self._held
        if held is None:
            line = self._stage.board.clips[self._number].line
            self._stage.choose((line,), line)
            return
        self.cancel()
        delta = self._delta
        several = len(held.lines) > 1
        self._stage.ask(Wish(Doing.MOVE, lambda reel: held.edit(reel, delta), several))

    def cancel(self) -> None:
        """Show the clips where they were."""
        self._stage.end_preview()

    def _begun(self, hand: Hand) -> _Held | None:
        """The lines in hand once the pointer is far enough; says so when they cannot be moved."""
        if not self._movable or not far(hand, self._pressed):
            return None
        board = self._stage.board
        lines = tuple(line for line in self._stage.chosen if line in board.by_line)
        try:
            self._held = _Held(self._stage, lines)
        except EditRefused as refusal:
            self._movable = False
            self._stage.refuse(refusal)
            return None
        self._points = self._stage.points(self._number)
        return self._held
