"""A small number one drags, scrolls or types: a gain in decibels, or a place between the sides."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QValidator
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QWidget

from studio.model.shaping import LOUDEST_DB, QUIETEST_DB
from studio.ui.theme import mark_new, mono_font

_NUMBER = re.compile(r"[-+]?\d*[.,]?\d*")


class DraggedField(QDoubleSpinBox):
    """Says `chosen` for each value that is meant; while it is dragged only where it is let go.

    Ctrl makes steps finer. Escape takes a drag back, or what was typed.
    """

    chosen = Signal(float)
    left = Signal()

    def __init__(self, parent: QWidget, *, fine: float, per_pixel: float) -> None:
        super().__init__(parent)
        self._fine = fine
        self._per_pixel = per_pixel
        self._pressed: tuple[float, float] | None = None
        self._dragging = False
        self._showing = False
        mark_new(self, "strip")
        self.setFont(mono_font(10.5))
        self.setKeyboardTracking(False)
        self.setLocale(QLocale.c())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.lineEdit().setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setCursor(Qt.CursorShape.SizeVerCursor)
        self.valueChanged.connect(self._told)

    def show_value(self, value: float) -> None:
        """Show what is so, unless a hand is on it."""
        if self._dragging or value == self.value():
            return
        self._showing = True
        self.setValue(value)
        self._showing = False

    def stepBy(self, steps: int) -> None:
        """A step of a key or the wheel; a fine one with Ctrl, for which Qt counts ten."""
        finely = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        if finely:
            self.setValue(self.value() + self._fine * (1 if steps > 0 else -1))
        else:
            super().stepBy(steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back with Escape what was dragged or typed."""
        if event.key() == Qt.Key.Key_Escape:
            if self._dragging and self._pressed is not None:
                self._preview(self._pressed[1])
            self._let_go()
            self.lineEdit().setText(self.textFromValue(self.value()) + self.suffix())
            self.selectAll()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What comes next is another step of undo."""
        super().focusOutEvent(event)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drag up and down over the number."""
        if isinstance(event, QMouseEvent) and self.isEnabled():
            if event.type() is QEvent.Type.MouseButtonPress:
                if event.button() is Qt.MouseButton.LeftButton:
                    self._pressed = event.globalPosition().y(), self.value()
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    self.selectAll()
                return True
            if event.type() is QEvent.Type.MouseMove and self._pressed is not None:
                self._drag(event)
                return True
            if event.type() is QEvent.Type.MouseButtonRelease and self._pressed is not None:
                self._release()
                return True
        return super().eventFilter(watched, event)

    def _drag(self, event: QMouseEvent) -> None:
        assert self._pressed is not None
        from_, value = self._pressed
        by = from_ - event.globalPosition().y()
        if self._dragging or abs(by) >= QApplication.startDragDistance() // 2:
            self._dragging = True
            fine = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._preview(value + by * self._per_pixel * (0.1 if fine else 1.0))

    def _release(self) -> None:
        dragged, before = self._dragging, self._pressed
        self._let_go()
        if dragged and before is not None and self.value() != before[1]:
            self.chosen.emit(self.value())
            self.left.emit()

    def _let_go(self) -> None:
        self._pressed, self._dragging = None, False

    def _preview(self, value: float) -> None:
        self._showing = True
        self.setValue(value)
        self._showing = False

    def _told(self, value: float) -> None:
        if not self._showing:
            self.chosen.emit(value)


class GainField(DraggedField):
    """A gain in decibels, from -48 to +12."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, fine=0.1, per_pixel=0.1)
        self.setRange(QUIETEST_DB, LOUDEST_DB)
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setSuffix(" dB")

    def textFromValue(self, value: float) -> str:
        """The gain with its sign; zero has none."""
        return f"{value:+.1f}" if round(value, 1) else "0.0"


class PanField(DraggedField):
    """A place between the sides, in hundredths: `L 30`, `C`, `R 100`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, fine=1, per_pixel=1)
        self.setRange(-100, 100)
        self.setDecimals(0)
        self.setSingleStep(5)

    def textFromValue(self, value: float) -> str:
        """The side and how far; C in the middle."""
        far = abs(round(value))
        return f"{'L' if value < 0 else 'R'} {far}" if far else "C"

    def valueFromText(self, text: str) -> float:
        """What was typed: `L30`, `30 r`, `-30`, `c`."""
        plain = text.strip().casefold()
        far = float("".join(c for c in plain if c.isdigit()) or 0)
        return min(far, 100.0) * (-1 if "l" in plain or "-" in plain else 1)

    def validate(self, text: str, pos: int) -> object:
        """Whether it can be read as a place."""
        rest = re.sub(r"[lrcLRC\s]", "", text)
        good = _NUMBER.fullmatch(rest) is not None
        return (QValidator.State.Acceptable if good else QValidator.State.Invalid, text, pos)
