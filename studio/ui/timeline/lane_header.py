"""The fixed column that says whose lane each is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from studio.ui.timeline.board import Lane
from studio.ui.timeline.geometry import Shelves
from studio.ui.timeline.look import Look, look_of

HEADER_WIDTH = 168


class LaneHeader(QWidget):
    """Name and colour of each lane, beside what it holds; scrolls up and down only."""

    wheel_turned = Signal(QWheelEvent)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lanes: tuple[Lane, ...] = ()
        self._facts: tuple[str, ...] = ()
        self._shelves = Shelves(1, 0)
        self._look: Look = look_of(self, ())
        self.setAccessibleName(self.tr("Lanes"))

    def show_lanes(self, lanes: tuple[Lane, ...], facts: tuple[str, ...]) -> None:
        """Show these lanes; `facts` says in a few words what each holds."""
        self._lanes, self._facts = lanes, facts
        self._look = look_of(self, lanes)
        names = ", ".join(self.name_of(lane) for lane in lanes)
        self.setAccessibleDescription(names)
        self.update()

    def show_shelves(self, shelves: Shelves) -> None:
        """Draw the lanes at another height or place."""
        if shelves != self._shelves:
            self._shelves = shelves
            self.update()

    def name_of(self, lane: Lane) -> str:
        """What a lane is called."""
        return lane.name or self.tr("No character")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.panel)
        for number in range(len(self._lanes)):
            top = self._shelves.y_of(number)
            self._paint_lane(painter, number, QRect(0, top, self.width(), self._shelves.height))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say the whole name where it is shortened."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._shelves.at(event.pos().y())
            if number is not None and number < len(self._lanes):
                text = f"{self.name_of(self._lanes[number])}\n{self._facts[number]}"
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll up and down."""
        self.wheel_turned.emit(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take fonts and colours anew with another look."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._look = look_of(self, self._lanes)
            self.update()
        super().changeEvent(event)

    def _paint_lane(self, painter: QPainter, number: int, rect: QRect) -> None:
        look, theme = self._look, self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.lanes[number].colour)
        painter.drawRoundedRect(QRectF(8, rect.top() + 7, 4, rect.height() - 15), 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        text = rect.adjusted(22, 0, -12, -1)
        name_height, fact_height = (
            QFontMetrics(look.name).height(),
            QFontMetrics(look.label).height(),
        )
        top = text.top() + (text.height() - name_height - fact_height) // 2
        self._write(painter, QRect(text.left(), top, text.width(), name_height), number, named=True)
        fact = QRect(text.left(), top + name_height, text.width(), fact_height)
        self._write(painter, fact, number, named=False)
        painter.fillRect(0, rect.bottom(), rect.width(), 1, theme.line)

    def _write(self, painter: QPainter, rect: QRect, number: int, *, named: bool) -> None:
        look = self._look
        painter.setFont(look.name if named else look.label)
        painter.setPen(look.theme.text if named else look.theme.muted)
        words = self.name_of(self._lanes[number]) if named else self._facts[number]
        short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, short)
