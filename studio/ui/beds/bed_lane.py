"""One bed on the timeline: drawn, and moved, cut and faded by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from studio.model.bed import Bed
from studio.model.bed_cutting import at_start, place_of
from studio.model.span import samples_of_ms
from studio.ui.beds.bed_book import BedFacts
from studio.ui.beds.bed_gestures import Part, Pull, part_at
from studio.ui.beds.bed_painting import BedView, OutlineCache, paint_bed
from studio.ui.beds.bed_words import told_of_bed
from studio.ui.theme import Theme
from studio.ui.timecode import clock, signed_seconds
from studio.ui.timeline.geometry import Scale, ticks_for
from studio.ui.timeline.look import mixed
from studio.ui.timeline.snapping import Magnets

NUDGE_MS = 10
FAR_NUDGE_MS = 100
CURSORS = {
    Part.BODY: Qt.CursorShape.OpenHandCursor,
    Part.START: Qt.CursorShape.SizeHorCursor,
    Part.END: Qt.CursorShape.SizeHorCursor,
    Part.FADE_IN: Qt.CursorShape.PointingHandCursor,
    Part.FADE_OUT: Qt.CursorShape.PointingHandCursor,
}


class BedLane(QWidget):
    """The lane of one bed; says what a hand wishes for it."""

    changed_by_hand = Signal(object, object)
    """What of the bed was pulled, or None by key, and the bed as it would be."""

    seek_requested = Signal(int)
    menu_requested = Signal(QPoint)
    removal_requested = Signal()
    wheel_turned = Signal(QWheelEvent)

    def __init__(self, magnets: Callable[[], Magnets], parent: QWidget) -> None:
        super().__init__(parent)
        self._magnets = magnets
        self._bed: Bed | None = None
        self._facts = BedFacts()
        self._whole = 0
        self._editable = True
        self._silent = False
        self._scale = Scale(1.0)
        self._playhead = 0
        self._pull: Pull | None = None
        self._caught: Magnets | None = None
        self._preview: Bed | None = None
        self._pressed_at = QPoint()
        self._outlines = OutlineCache()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_bed(
        self, bed: Bed, facts: BedFacts, whole: int, *, editable: bool, silent: bool
    ) -> None:
        """Show a bed as it is, `silent` when it is muted or others are soloed."""
        if self._pull is not None and bed != self._pull.bed:
            self._let_go()  # undone, or changed elsewhere, while a hand was on it
        self._bed, self._facts, self._whole = bed, facts, whole
        self._editable, self._silent = editable, silent
        self.setAccessibleName(self.tr("Bed {name}").format(name=bed.name))
        self.setAccessibleDescription(told_of_bed(bed, facts))
        self.update()

    def show_scale(self, scale: Scale) -> None:
        """Draw another part of the time."""
        if scale != self._scale:
            self._scale = scale
            self.update()

    def set_playhead(self, sample: int) -> None:
        """Draw the playhead somewhere else."""
        for place in (self._playhead, sample):
            self.update(QRect(int(self._scale.x_of(place)) - 2, 0, 5, self.height()))
        self._playhead = sample

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the grid, the bed, the numbers of a pull and the playhead."""
        theme, dirty = Theme.of(self), event.rect()
        painter = QPainter(self)
        painter.fillRect(dirty, theme.panel)
        ticks = ticks_for(self._scale.per_pixel)
        span = self._scale.span(dirty.left(), dirty.right() + 1)
        grid = mixed(theme.line, theme.panel, 0.5)
        for sample in ticks.within(span, ticks.major):
            painter.fillRect(round(self._scale.x_of(sample)), 0, 1, self.height(), grid)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        if self._bed is not None:
            view = BedView(
                self._preview or self._bed,
                self._facts,
                self._whole or self._scale.samples(120),
                self._scale,
                self.devicePixelRatioF(),
                in_hand=self.hasFocus(),
                silent=self._silent,
                hovered=self.underMouse() and self._editable,
            )
            paint_bed(painter, view, self.rect(), theme, self._outlines)
        painter.fillRect(int(self._scale.x_of(self._playhead)), 0, 1, self.height(), theme.playing)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell about the bed under the pointer, and keep Escape from the window while pulling."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._bed:
            QToolTip.showText(event.globalPos(), told_of_bed(self._bed, self._facts), self)
            return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and (self._moved_by(event) or (event.key() == Qt.Key.Key_Escape and self._pull))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge with Alt and arrows, remove with Delete, Enter opens the menu."""
        by, bed = self._moved_by(event), self._bed
        if event.key() == Qt.Key.Key_Escape and self._pull is not None:
            self._let_go()
        elif bed is None or not self._editable:
            super().keyPressEvent(event)
        elif by:
            self.changed_by_hand.emit(None, at_start(bed, bed.start + by))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.menu_requested.emit(self.mapToGlobal(self.rect().center()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the bed, or of nothing beside it."""
        if event.button() is not Qt.MouseButton.LeftButton or self._bed is None:
            return
        part = self._part(event)
        if part is not None and self._editable and self._whole:
            at = self._scale.samples(event.position().x() + self._scale.left)
            self._pull = Pull(part, self._bed, self._whole, at)
            self._caught = self._magnets()
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the bed as it would be, or what a press would take hold of."""
        if self._pull is None:
            part = self._part(event) if self._editable else None
            if part is None:
                self.unsetCursor()
            else:
                self.setCursor(CURSORS[part])
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if self._preview is None and far < QApplication.startDragDistance():
            return
        at = self._scale.samples(event.position().x() + self._scale.left)
        free = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self._preview = self._pull.pulled(at, self._scale, None if free else self._caught)
        QToolTip.showText(event.globalPosition().toPoint(), self._numbers(), self)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for what was shown, as one edit."""
        pull, preview = self._pull, self._preview
        self._let_go()
        if pull is not None and preview is not None and preview != self._bed:
            self.changed_by_hand.emit(pull.part, preview)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to the place under the pointer."""
        self.seek_requested.emit(self._scale.sample_at(event.position().x()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the bed."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.menu_requested.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll and zoom as over the voices."""
        self.wheel_turned.emit(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the bed in hand."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It is in hand no longer."""
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the handles."""
        super().leaveEvent(event)
        self.update()

    def _part(self, event: QMouseEvent) -> Part | None:
        if self._bed is None:
            return None
        x, y = event.position().x(), event.position().y()
        return part_at(x, y, self._bed, self._whole, self._scale)

    def _numbers(self) -> str:
        assert self._pull is not None and self._preview is not None
        before, after = (place_of(bed, self._whole) for bed in (self._pull.bed, self._preview))
        match self._pull.part:
            case Part.FADE_IN:
                return signed_seconds(self._preview.fade_in)
            case Part.FADE_OUT:
                return signed_seconds(self._preview.fade_out)
            case Part.END:
                return f"{clock(after.end)}  {signed_seconds(after.end - before.end)}"
        return f"{clock(after.start)}  {signed_seconds(after.start - before.start)}"

    def _let_go(self) -> None:
        self._pull = self._preview = self._caught = None
        QToolTip.hideText()
        self.update()

    def _moved_by(self, event: QKeyEvent) -> int:
        """Samples that a key moves the bed by, 0 for another key."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        far = {alt: NUDGE_MS, alt | shift: FAR_NUDGE_MS}.get(keys, 0)
        return way * samples_of_ms(far)
