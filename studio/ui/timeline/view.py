"""The lanes on the screen: routes the events of mouse and keyboard to what they mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.stage import LaneStage
from studio.ui.timeline.telling import told
from studio.ui.timeline.tools import DragClips, Gesture, Hand, Lasso, Pan

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9}
ACROSS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
PLAY = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OWN_KEYS = frozenset({*STEPS, *ACROSS, *PLAY})


class TimelineView(LaneStage):
    """The stage with hands: gestures, keys, wheel and tooltips."""

    def __init__(self, clips: EpisodeClips, peaks: PeakSource, parent: QWidget) -> None:
        super().__init__(clips, peaks, parent)
        self.ruler.wheel_turned.connect(self.wheelEvent)
        self.header.wheel_turned.connect(self._scroll_lanes)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move between clips from the window's shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            bare = plain in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            escape = event.key() == Qt.Key.Key_Escape and self._gesture is not None
            if escape or (bare and event.key() in OWN_KEYS):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from clip to clip, play, or take a gesture back."""
        key, board = Qt.Key(event.key()), self._clips.board
        here = board.by_line.get(self._scene.in_hand) if self._scene.in_hand else None
        if key == Qt.Key.Key_Escape and self._gesture is not None:
            self.cancel_gesture()
        elif key in STEPS:
            self._step(board.beside(here, STEPS[key]), event)
        elif key in ACROSS and here is not None:
            self._step(board.across(here, ACROSS[key]), event)
        elif key in PLAY and here is not None:
            self.play_requested.emit(board.span(here).start)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        hand, button = _hand(event), event.button()
        if self._gesture is not None:
            self.cancel_gesture()
            return
        if button is Qt.MouseButton.MiddleButton:
            self._gesture = Pan(self, hand)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        number = self._clip_at(hand.at)
        if button is Qt.MouseButton.LeftButton:
            self._gesture = self._begun(number, hand)
        elif button is Qt.MouseButton.RightButton and number is not None:
            line = self._clips.board.clips[number].line
            if line not in self.chosen:
                self.choose((line,), line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture."""
        if self._gesture is not None:
            self._gesture.move(_hand(event))
            if not isinstance(self._gesture, Pan):
                self._pulling.follow(_hand(event), self._gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        self._pulling.stop()
        self.viewport().unsetCursor()
        if gesture is not None:
            gesture.release(_hand(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play from the clip."""
        number = self._clip_at(_hand(event).at)
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self.play_requested.emit(self.board.span(number).start)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll through time, with Shift through lanes; with Ctrl zoom at the pointer."""
        turned, keys = event.angleDelta(), event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self._zooming.zoom(1.0015 ** turned.y(), event.position().x())
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self._scroll_lanes(event)
        else:
            by = event.pixelDelta() if not event.pixelDelta().isNull() else turned
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (by.x() or by.y()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the clips in hand."""
        if self.chosen:
            self.menu_requested.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell about the clip under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._clip_at(event.pos())
            text = "" if number is None else told(self, self._clips, number)
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _begun(self, number: int | None, hand: Hand) -> Gesture | None:
        if number is None:
            return Lasso(self, hand)
        board, line = self._clips.board, self._clips.board.clips[number].line
        if hand.adding:
            rest = self.chosen ^ {line}
            ordered = tuple(dict.fromkeys(c.line for c in board.clips if c.line in rest))
            self.choose(ordered, line if line in rest else None)
            return None
        if hand.spanning and self._scene.in_hand in board.by_line:
            self._span_to(number)
            return None
        return DragClips(self, number, hand, movable=self.movable)

    def _span_to(self, number: int) -> None:
        """Take in hand every clip from the one in hand to another, in script order."""
        board, here = self._clips.board, self._scene.in_hand
        first, last = sorted((number, board.by_line[here] if here else number))
        self.choose(tuple(dict.fromkeys(c.line for c in board.clips[first : last + 1])), here)

    def _step(self, number: int | None, event: QKeyEvent) -> None:
        if number is None:
            return
        line = self._clips.board.clips[number].line
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            reached = self.chosen | {line}
            clips = self._clips.board.clips
            self.choose(tuple(dict.fromkeys(c.line for c in clips if c.line in reached)), line)
        else:
            self.choose((line,), line)
        self.reveal(line)

    def _clip_at(self, at: QPoint) -> int | None:
        lane = self.shelves.at(at.y())
        if lane is None:
            return None
        span = self.scale.span(at.x(), at.x() + 1)
        return self.board.at(lane, span)

    def _scroll_lanes(self, event: QWheelEvent) -> None:
        bar, turned = self.verticalScrollBar(), event.angleDelta()
        bar.setValue(bar.value() - (turned.y() or turned.x()))
        event.accept()


def _hand(event: QMouseEvent) -> Hand:
    keys = event.modifiers()
    return Hand(
        event.position().toPoint(),
        adding=bool(keys & Qt.KeyboardModifier.ControlModifier),
        spanning=bool(keys & Qt.KeyboardModifier.ShiftModifier),
    )
