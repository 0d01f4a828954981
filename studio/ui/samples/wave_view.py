"""The waveform under mouse and keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.samples.picking import Picked
from studio.ui.samples.wave_stage import WaveStage

PLAY = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
KEY_PIXELS = 8


class WaveView(WaveStage):
    """The stage with hands: a mouse or keys select in it."""

    play_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ruler.wheel_turned.connect(self.wheelEvent)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the view from what is around it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            escape = event.key() == Qt.Key.Key_Escape and self.selected is not None
            if escape or event.key() in (*PLAY, *MOVES):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, with Shift its end of the selection; play; let the selection go."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in PLAY:
            self.play_requested.emit()
        elif key == Qt.Key.Key_Escape and self.selected is not None:
            self.select(None)
        elif key in MOVES and self.length:
            place = self._moved(key, joints=bool(held & Qt.KeyboardModifier.ControlModifier))
            extends = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._pick(self._picking.to(place) if extends else self._picking.at(place))
            self._reveal(place)
        else:
            event.ignore()  # to the buttons and the dialog around

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, or take hold of an end of what is selected."""
        if event.button() is Qt.MouseButton.LeftButton and self.length:
            place, extends = (
                self._place(event),
                event.modifiers() & Qt.KeyboardModifier.ShiftModifier,
            )
            reach = self.scale.samples(5)
            self._pick(self._picking.to(place) if extends else self._picking.grab(place, reach))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.length:
            place = self._place(event)
            self._pick(self._picking.to(place))
            self._reveal(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the piece under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton and self.length:
            start, end = self._outline.piece_at(self._place(event))
            self._pick(Picked(start, end))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll through time where there is more than is seen; with Ctrl zoom at the pointer."""
        turned, bar = event.angleDelta(), self.horizontalScrollBar()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.0015 ** turned.y(), event.position().x())
        elif bar.maximum() and (turned.x() or self.hasFocus()):
            bar.setValue(bar.value() - (turned.x() or turned.y()))
        else:
            event.ignore()  # what is around scrolls
            return
        event.accept()

    def focusInEvent(self, event: QEvent) -> None:
        """Show that the keys go here."""
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Show that the keys go elsewhere."""
        self.viewport().update()

    def _moved(self, key: Qt.Key, *, joints: bool) -> int:
        """Where a key leads from the caret."""
        length, here = self.length, self._picking.picked.end
        step = max(self.scale.samples(KEY_PIXELS), 1)
        page = self.scale.samples(self.viewport().width() * 0.9)
        if joints and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            stops = self._outline.starts
            if key == Qt.Key.Key_Left:
                return int(stops[max(np.searchsorted(stops, here) - 1, 0)])
            return int(stops[min(np.searchsorted(stops, here, "right"), len(stops) - 1)])
        by = {
            Qt.Key.Key_Left: -step, Qt.Key.Key_Right: step, Qt.Key.Key_Home: -length,
            Qt.Key.Key_End: length, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
        }[key]  # fmt: skip
        return min(max(here + by, 0), length)

    def _place(self, event: QMouseEvent) -> int:
        return min(self.scale.sample_at(event.position().x()), self.length)
