"""One lane's controls: its name, mute, solo, gain, pan, and the way to the rest."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from studio.ui.lanes.level_field import GainField, PanField
from studio.ui.theme import Theme, icon, mark_new, ui_font
from studio.ui.timeline.shelves import SHORTEST, TALLEST

GRIP = 5
"""Pixels at the foot of a strip that drag its height."""

LEAST_FACT = 36
"""Pixels a fact needs behind a name."""

_BARE_FROM = 36
"""Pixels below which a strip has a single row."""


@dataclass(frozen=True, slots=True)
class StripState:
    """What a strip shows; `fact` is a few words in the second row of a tall one."""

    name: str
    fact: str = ""
    colour: str = ""
    muted: bool = False
    soloed: bool = False
    gain_db: float = 0.0
    pan: float = 0.0
    collapsed: bool = False
    editable: bool = True


class Strip(QWidget):
    """Says what a person wishes for a lane; shows what is so once it is told."""

    mute_requested = Signal(bool)
    solo_requested = Signal(bool)
    gain_requested = Signal(float)
    pan_requested = Signal(float)
    collapse_requested = Signal(bool)
    menu_requested = Signal(QPoint)
    height_previewed = Signal(int)
    height_requested = Signal(int)
    height_left = Signal()
    let_go = Signal()
    """The next change is another step of undo."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = StripState("")
        self._pull: tuple[float, int] | None = None
        self._build()
        self._lay_out()
        self._connect()
        self.setMouseTracking(True)

    def _build(self) -> None:
        self._fold = self._button(checkable=False)
        self._mute = self._button(checkable=True)
        self._mute.setText("M")
        self._solo = self._button(checkable=True)
        self._solo.setText("S")
        mark_new(self._mute, "strip-mute")
        mark_new(self._solo, "strip-solo")
        self._more = self._button(checkable=False)
        self._more.setText("⋯")
        self._gain = GainField(self)
        self._pan = PanField(self)
        self._gain.setFixedSize(64, 18)
        self._pan.setFixedSize(44, 18)

    def _button(self, *, checkable: bool) -> QToolButton:
        button = QToolButton(self)
        mark_new(button, "strip")
        button.setCheckable(checkable)
        button.setFixedSize(20, 18)
        button.setIconSize(QSize(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(3)
        first.addWidget(self._fold)
        first.addStretch(1)
        first.addWidget(self._more)
        second.addWidget(self._mute)
        second.addWidget(self._solo)
        second.addWidget(self._gain)
        second.addWidget(self._pan)
        second.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 0, 4, 1)
        self._grid.setVerticalSpacing(1)
        self._grid.setRowStretch(0, 1)
        self._grid.addLayout(first, 1, 0)
        self._grid.addLayout(second, 2, 0)
        self._grid.setRowStretch(3, 1)
        for one, other in zip(self.stops, self.stops[1:], strict=False):
            QWidget.setTabOrder(one, other)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The controls in the order in which Tab goes through them."""
        return self._fold, self._mute, self._solo, self._gain, self._pan, self._more

    def _connect(self) -> None:
        self._mute.clicked.connect(self.mute_requested)
        self._solo.clicked.connect(self.solo_requested)
        self._gain.chosen.connect(self.gain_requested)
        self._pan.chosen.connect(lambda value: self.pan_requested.emit(value / 100))
        self._gain.left.connect(self.let_go)
        self._pan.left.connect(self.let_go)
        self._fold.clicked.connect(lambda: self.collapse_requested.emit(not self._state.collapsed))
        self._more.clicked.connect(
            lambda: self.menu_requested.emit(self._more.mapToGlobal(QPoint(0, self._more.height())))
        )

    @property
    def state(self) -> StripState:
        """What is shown."""
        return self._state

    def show_state(self, state: StripState) -> None:
        """Show a lane as it is."""
        if state == self._state:
            return
        self._state = state
        self._mute.setChecked(state.muted)
        self._solo.setChecked(state.soloed)
        self._gain.show_value(state.gain_db)
        self._pan.show_value(round(state.pan * 100))
        self._fold.setIcon(icon("chevron-right" if state.collapsed else "chevron-down"))
        for control in (self._mute, self._solo, self._gain, self._pan, self._fold):
            control.setEnabled(state.editable)
        self.setToolTip(f"{state.name}\n{state.fact}" if state.fact else state.name)
        self._name_controls()
        self._fit()
        self.update()

    def _name_controls(self) -> None:
        name, state = self._state.name, self._state
        fold = self.tr("Unfold {name}") if state.collapsed else self.tr("Fold {name}")
        words = (
            (self._fold, fold, ""),
            (self._mute, self.tr("Mute {name}"), ""),
            (self._solo, self.tr("Solo {name}"), ""),
            (self._gain, self.tr("Gain of {name}"), self.tr("Drag, scroll or type")),
            (self._pan, self.tr("Pan of {name}"), self.tr("Drag, scroll or type")),
            (self._more, self.tr("More for {name}"), ""),
        )
        self.setAccessibleName(self.tr("Lane {name}").format(name=name))
        for control, text, hint in words:
            told = text.format(name=name)
            control.setAccessibleName(told)
            control.setToolTip(f"{told}\n{hint}" if hint else told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as there is room for."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        both = not self._state.collapsed and self.height() >= _BARE_FROM
        for control in (self._mute, self._solo, self._gain, self._pan):
            control.setVisible(both)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the colour of the lane and the line below it."""
        theme = Theme.of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._state.colour) if self._state.colour else theme.faint)
        painter.drawRoundedRect(QRectF(5, 4, 4, self.height() - 9), 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._write(painter, theme)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)
        painter.end()

    def _write(self, painter: QPainter, theme: Theme) -> None:
        """The name, and the fact behind it where there is room."""
        row = self._fold.geometry()
        left, right = row.right() + 4, self._more.geometry().left() - 4
        room = QRect(left, row.top(), right - left, row.height())
        for words, font, colour in (
            (self._state.name, ui_font(12.5, bold=True), theme.text),
            (self._state.fact, ui_font(11), theme.muted),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            metrics = painter.fontMetrics()
            short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, short)
            room.setLeft(room.left() + metrics.horizontalAdvance(short) + 8)
            if room.width() < LEAST_FACT:
                return

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the lane."""
        self.menu_requested.emit(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the foot of the strip to drag its height."""
        if event.button() is Qt.MouseButton.LeftButton and self._on_grip(event):
            self._pull = event.globalPosition().y(), self.height()
            self.grabKeyboard()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the height, or show that one can."""
        if self._pull is not None:
            self.height_previewed.emit(self._pulled(event))
        elif self._on_grip(event):
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the height."""
        if self._pull is not None:
            height, before = self._pulled(event), self._pull[1]
            self._let_go()
            if height != before:
                self.height_requested.emit(height)
            else:
                self.height_left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a dragged height back with Escape."""
        if self._pull is not None and event.key() == Qt.Key.Key_Escape:
            self._let_go()
            self.height_left.emit()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold the lane."""
        if self._state.editable and not self._on_grip(event):
            self.collapse_requested.emit(not self._state.collapsed)

    def _let_go(self) -> None:
        self._pull = None
        self.releaseKeyboard()

    def _on_grip(self, event: QMouseEvent) -> bool:
        at_foot = event.position().y() >= self.height() - GRIP
        return at_foot and self._state.editable and not self._state.collapsed

    def _pulled(self, event: QMouseEvent) -> int:
        assert self._pull is not None
        from_, height = self._pull
        wanted = height + round(event.globalPosition().y() - from_)
        return min(max(wanted, SHORTEST), TALLEST)
