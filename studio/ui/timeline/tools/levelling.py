"""Changes how one clip sounds: its fades and its level."""

from __future__ import annotations

from studio.model.episode import Episode
from studio.model.reel import Reel
from studio.model.shaping import fade, gain, gain_piece
from studio.model.span import seconds
from studio.ui.timeline.board import Board
from studio.ui.timeline.snapping import Catch
from studio.ui.timeline.tools.hand import Doing, Hand, Stage, distance
from studio.ui.timeline.tools.piecework import PieceGesture

DB_PER_PIXEL = 0.25
FINE_DB_PER_PIXEL = 0.05


class DragFade(PieceGesture):
    """Makes a fade of a clip longer or shorter."""

    def __init__(self, stage: Stage, number: int, hand: Hand, *, rising: bool) -> None:
        super().__init__(stage, number, hand)
        self._rising = rising
        self.doing = Doing.FADE_IN if rising else Doing.FADE_OUT

    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        delta = distance(self._stage.scale, hand, self._pressed_at)
        length, clip = self._clip.timeline_span.length, self._clip
        known = clip.fade_in if self._rising else clip.fade_out
        wanted = known + (delta if self._rising else -delta)
        return min(max(wanted, 0), length) - known, None

    def _change(self, reel: Reel, amount: float) -> Episode:
        line, piece = self._clip.line, self._clip.piece
        if self._rising:
            return fade(reel, line, piece, fade_in=self._clip.fade_in + int(amount))
        return fade(reel, line, piece, fade_out=self._clip.fade_out + int(amount))

    def _told(self, board: Board) -> tuple[str, str]:
        clip = board.clips[self._number]
        samples = clip.fade_in if self._rising else clip.fade_out
        return f"{seconds(samples):.3f} s", ""


class DragGain(PieceGesture):
    """Makes a clip louder or softer: the line, or the one piece of a line that is cut."""

    doing = Doing.GAIN

    def __init__(self, stage: Stage, number: int, hand: Hand) -> None:
        super().__init__(stage, number, hand)
        self._whole = len(stage.board.numbers_of(self._clip.line)) == 1

    def _measured(self, hand: Hand) -> tuple[float, Catch | None]:
        step = FINE_DB_PER_PIXEL if hand.spanning else DB_PER_PIXEL
        return round((self._pressed.at.y() - hand.at.y()) * step, 1), None

    def _change(self, reel: Reel, amount: float) -> Episode:
        if self._whole:
            return gain(reel, (self._clip.line,), amount)
        return gain_piece(reel, self._clip.line, self._clip.piece, amount)

    def _told(self, board: Board) -> tuple[str, str]:
        after = board.clips[self._number].gain_db
        return f"{after:+.1f} dB", f"{after - self._clip.gain_db:+.1f} dB"
