"""Changes one clip: its edges, what is heard in it, its place among the pieces of its line."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from studio.errors import EditRefused
from studio.model.cutting import duplicate, shift, slip, trim
from studio.model.episode import Episode
from studio.model.layout import Clip
from studio.model.moving import Ripple
from studio.model.reel import Reel
from studio.model.span import seconds
from studio.ui.timecode import clock, signed_seconds
from studio.ui.timeline.board import Board
from studio.ui.timeline.preview import Sketch
from studio.ui.timeline.snapping import Catch, Magnets, Snapped
from studio.ui.timeline.tools.hand import Doing, Ghost, Hand, Hint, Stage, Wish, distance, far


class PieceGesture(ABC):
    """A gesture on one clip, which is previewed at each move and made one edit on release.

    Subclasses say what the edit is; an amount of 0 is none.
    """

    doing: Doing

    def __init__(self, stage: Stage, number: int, hand: Hand) -> None:
        self._stage = stage
        self._number = number
        self._pressed = hand
        self._pressed_at = stage.scale.samples(hand.at.x() + stage.scale.left)
        self._board: Board = stage.board
        self._clip: Clip = stage.board.clips[number]
        self._ripple = stage.ripple
        self._sketch: Sketch | None = None
        self._magnets: Magnets | None = None
        self._refused = False
        self._amount = 0.0
        if self._clip.line not in stage.chosen:
            stage.choose((self._clip.line,), self._clip.line)

    def move(self, hand: Hand) -> None:
        """Show what would become of the clip."""
        sketch = self._sketch or self._begun(hand)
        if sketch is None:
            return
        self._amount, catch = self._measured(hand)
        board = sketch.of(lambda reel: self._change(reel, self._amount))
        main, extra = self._told(board)
        hint = Hint(hand.at, self.doing, main, extra, self._holding(board, catch))
        self._stage.preview(board, hint, moving=sketch.following)

    def release(self, hand: Hand) -> None:
        """Ask for the edit; a mere click takes the clip in hand."""
        if self._sketch is None:
            self._stage.choose((self._clip.line,), self._clip.line)
            return
        self.cancel()
        amount = self._amount
        if amount:
            self._stage.ask(Wish(self.doing, lambda reel: self._change(reel, amount)))

    def cancel(self) -> None:
        """Show the clip as it was."""
        self._stage.end_preview()

    @abstractmethod
    def _change(self, reel: Reel, amount: float) -> Episode:
        """The episode with so much of it done."""

    @abstractmethod
    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        """How much is meant by where the pointer is, and what it caught on."""

    @abstractmethod
    def _told(self, board: Board) -> tuple[str, str]:
        """The numbers beside the pointer."""

    def _holding(self, board: Board, catch: Catch | None) -> Catch | None:
        """What was caught, if an edge of the clip came to lie there."""
        span = board.span(self._number)
        return catch if catch is not None and catch.at in (span.start, span.end) else None

    def _begun(self, hand: Hand) -> Sketch | None:
        """The clip in hand once the pointer is far enough; says so when it cannot be changed."""
        if self._refused or not far(hand, self._pressed):
            return None
        reel = self._stage.reel
        try:
            reel.refuse_locked((self._clip.line,))
            sketch = Sketch(self._board, reel, self._clip.line, self._following_ripple)
        except EditRefused as refusal:
            self._refused = True
            self._stage.refuse(refusal)
            return None
        still = np.ones(len(self._board.clips), np.bool_)
        still[self._number] = False
        still[sketch.following] = False
        self._magnets = self._stage.magnets(still, own=(self._number,))
        self._sketch = sketch
        return sketch

    @property
    def _following_ripple(self) -> Ripple:
        """What follows when the clip becomes longer or shorter."""
        return Ripple.OFF

    def _snapped(self, hand: Hand, points: tuple[int, ...]) -> Snapped:
        delta = distance(self._stage.scale, hand, self._pressed_at)
        if hand.spanning or self._magnets is None:
            return Snapped(delta)
        return self._magnets.snapped(delta, points, self._stage.scale)


class TrimEdge(PieceGesture):
    """Moves one edge of a clip: less or more of the take is heard."""

    def __init__(self, stage: Stage, number: int, hand: Hand, *, at_start: bool) -> None:
        super().__init__(stage, number, hand)
        self._at_start = at_start
        self.doing = Doing.TRIM_START if at_start else Doing.TRIM_END

    @property
    def _following_ripple(self) -> Ripple:
        return Ripple.OFF if self._clip.apart else self._ripple

    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        span = self._board.span(self._number)
        found = self._snapped(hand, (span.start if self._at_start else span.end,))
        return found.delta, found.catch

    def _change(self, reel: Reel, amount: float) -> Episode:
        start, end = (int(amount), 0) if self._at_start else (0, int(amount))
        line, piece = self._clip.line, self._clip.piece
        return trim(reel, line, piece, start=start, end=end, ripple=self._following_ripple)

    def _told(self, board: Board) -> tuple[str, str]:
        before, after = self._board.span(self._number), board.span(self._number)
        edge = after.start if self._at_start else after.end
        return clock(
            edge
        ), f"{seconds(after.length):.3f} s ({signed_seconds(after.length - before.length)})"


class ShiftPiece(PieceGesture):
    """Moves one piece of a line in time and nothing else."""

    doing = Doing.SHIFT

    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        found = self._snapped(hand, self._stage.points(self._number))
        return found.delta, found.catch

    def _change(self, reel: Reel, amount: float) -> Episode:
        return shift(reel, self._clip.line, self._clip.piece, int(amount))

    def _told(self, board: Board) -> tuple[str, str]:
        before, after = self._board.span(self._number), board.span(self._number)
        return clock(after.start), signed_seconds(after.start - before.start)


class Slip(PieceGesture):
    """Moves what is heard inside a clip; its edges stay where they are."""

    doing = Doing.SLIP

    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        return distance(self._stage.scale, hand, self._pressed_at), None

    def _change(self, reel: Reel, amount: float) -> Episode:
        return slip(reel, self._clip.line, self._clip.piece, int(amount))

    def _told(self, board: Board) -> tuple[str, str]:
        span = board.clips[self._number].source_span
        by = self._clip.source_span.start - span.start
        return f"{seconds(span.start):.3f} – {seconds(span.end):.3f} s", signed_seconds(by)


class Duplicate(PieceGesture):
    """Puts a second clip like this one where it is let go, apart from the flow."""

    doing = Doing.DUPLICATE

    def move(self, hand: Hand) -> None:
        """Show where the second clip would be."""
        if (self._sketch or self._begun(hand)) is None:
            return
        span = self._board.span(self._number)
        found = self._snapped(hand, self._stage.points(self._number))
        start = max(span.start + found.delta, 0)
        self._amount = start - span.start
        catch = found.catch if self._amount == found.delta else None
        hint = Hint(hand.at, self.doing, clock(start), signed_seconds(start - span.start), catch)
        self._stage.preview(None, hint, ghost=Ghost(self._number, start))

    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        return self._amount, None

    def _change(self, reel: Reel, amount: float) -> Episode:
        at = self._board.span(self._number).start + int(amount)
        return duplicate(reel, self._clip.line, self._clip.piece, at)

    def _told(self, board: Board) -> tuple[str, str]:
        return "", ""
