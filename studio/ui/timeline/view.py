"""The lanes on the screen: routes the events of mouse and keyboard to what they mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.painting import clip_rect
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.stage import LaneStage
from studio.ui.timeline.telling import told
from studio.ui.timeline.tools.choosing import Lasso, Pan
from studio.ui.timeline.tools.hand import Gesture, Hand
from studio.ui.timeline.tools.taking import cursor_for, gesture_on
from studio.ui.timeline.zones import Zone, zone_at

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9}
ACROSS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
PLAY = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OWN_KEYS = frozenset({*STEPS, *ACROSS, *PLAY})


class TimelineView(LaneStage):
    """The stage with hands: gestures, keys, wheel and tooltips."""

    def __init__(
        self, clips: EpisodeClips, peaks: PeakSource, handling: Handling, parent: QWidget
    ) -> None:
        super().__init__(clips, peaks, handling, parent)
        self.ruler.wheel_turned.connect(self.wheelEvent)
        self.header.wheel_turned.connect(self._scroll_lanes)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move between clips from the window's shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            bare = plain in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            escape = event.key() == Qt.Key.Key_Escape and self.in_gesture
            if escape or (bare and event.key() in OWN_KEYS):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from clip to clip, play, or take a gesture back."""
        key, board, here = Qt.Key(event.key()), self._clips.board, self.clip_in_hand()
        if key == Qt.Key.Key_Escape and self.in_gesture:
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
            self._take_hold(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture; without one show what a press would take hold of."""
        hand = _hand(event)
        if self._gesture is None:
            self._hover(hand)
            return
        self._gesture.move(hand)
        if not isinstance(self._gesture, Pan):
            self._pulling.follow(hand, self._gesture)

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
        """Tell about the clip under the pointer, and let go of it when the pointer leaves."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._clip_at(event.pos())
            text = "" if number is None else told(self, self._clips, number)
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() is QEvent.Type.Leave and self._scene.hover is not None:
            self._show(hover=None)
        return super().viewportEvent(event)

    def _begun(self, number: int | None, hand: Hand) -> Gesture | None:
        if number is None:
            return Lasso(self, hand)
        board, line = self._clips.board, self._clips.board.clips[number].line
        if hand.adding and not hand.copying:
            rest = self.chosen ^ {line}
            ordered = tuple(dict.fromkeys(c.line for c in board.clips if c.line in rest))
            self.choose(ordered, line if line in rest else None)
            return None
        if hand.spanning and self._scene.in_hand in board.by_line:
            self._span_to(number)
            return None
        gesture = gesture_on(self, number, hand, self._zone(number, hand.at), movable=self.movable)
        self._take_hold(number)
        return gesture

    def _take_hold(self, number: int) -> None:
        """Remember which piece of a line was pressed."""
        clip = self._clips.board.clips[number]
        if clip.line == self._scene.in_hand and clip.piece != self._scene.piece:
            self._show(piece=clip.piece)
            self.piece_taken.emit()

    def _hover(self, hand: Hand) -> None:
        """Show the handles of the clip under the pointer, and what a press would do."""
        number = self._clip_at(hand.at) if self.movable else None
        if number != self._scene.hover:
            self._show(hover=number)
        zone = Zone.BODY if number is None else self._zone(number, hand.at)
        shape = cursor_for(zone, hand) if number is not None else None
        if shape is None:
            self.viewport().unsetCursor()
        elif self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def _zone(self, number: int, at: QPoint) -> Zone:
        board = self._clips.board
        return zone_at(at, board.clips[number], self._rect(number), self.scale)

    def _rect(self, number: int) -> QRect:
        return clip_rect(self._clips.board, number, self.scale, self.shelves)

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
        self._take_hold(number)
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
        copying=bool(keys & Qt.KeyboardModifier.AltModifier),
    )
