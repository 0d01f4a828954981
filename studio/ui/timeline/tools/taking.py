"""Which gesture a press on a clip begins, and the pointer that says so beforehand."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.ui.timeline.tools.dragging import DragClips
from studio.ui.timeline.tools.hand import Gesture, Hand, Stage
from studio.ui.timeline.tools.levelling import DragFade, DragGain
from studio.ui.timeline.tools.piecework import Duplicate, ShiftPiece, Slip, TrimEdge
from studio.ui.timeline.zones import Zone

_SHAPES = {
    Zone.START: Qt.CursorShape.SplitHCursor,
    Zone.END: Qt.CursorShape.SplitHCursor,
    Zone.FADE_IN: Qt.CursorShape.SizeHorCursor,
    Zone.FADE_OUT: Qt.CursorShape.SizeHorCursor,
    Zone.GAIN: Qt.CursorShape.SizeVerCursor,
}


def gesture_on(stage: Stage, number: int, hand: Hand, zone: Zone, *, movable: bool) -> Gesture:
    """What a press on a clip begins.

    With Alt a second clip is pulled off it, with Ctrl and Alt its sound is slipped. The piece with
    which a line begins carries the line; other pieces are moved by themselves, unless several
    lines are in hand.
    """
    if not movable:
        return DragClips(stage, number, hand, movable=False)
    if hand.copying:
        return Slip(stage, number, hand) if hand.adding else Duplicate(stage, number, hand)
    if zone in (Zone.START, Zone.END):
        return TrimEdge(stage, number, hand, at_start=zone is Zone.START)
    if zone in (Zone.FADE_IN, Zone.FADE_OUT):
        return DragFade(stage, number, hand, rising=zone is Zone.FADE_IN)
    if zone is Zone.GAIN:
        return DragGain(stage, number, hand)
    line = stage.board.clips[number].line
    alone = line not in stage.chosen or len(stage.chosen) == 1
    if alone and stage.board.by_line.get(line) != number:
        return ShiftPiece(stage, number, hand)
    return DragClips(stage, number, hand, movable=True)


def cursor_for(zone: Zone, hand: Hand) -> Qt.CursorShape | None:
    """The pointer over a clip, None for the usual one."""
    if hand.copying:
        return Qt.CursorShape.SizeHorCursor if hand.adding else Qt.CursorShape.DragCopyCursor
    return _SHAPES.get(zone)
