"""One sample on the screen: what is seen of it, what is selected, where one is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from studio.audio.survey import Survey
from studio.model.sample import SampleEdit
from studio.model.span import Span
from studio.ui.samples.outline import Outline
from studio.ui.samples.picking import Picked, Picking
from studio.ui.samples.wave_painting import WaveScene, paint_wave
from studio.ui.theme import RHYTHM, Theme
from studio.ui.timeline.geometry import Scale, fitting, limited, page_for
from studio.ui.timeline.ruler import RULER_HEIGHT, Ruler

STEP = 1.4
"""How much one press of a zoom key enlarges."""

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


class WaveView(QAbstractScrollArea):
    """Shows one edit; a mouse or keys select in it. Until a person zooms, all of it is seen."""

    picked = Signal()
    """The caret or the selection is elsewhere."""
    play_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._outline = Outline(SampleEdit(), {})
        self._edit = SampleEdit()
        self._picking = Picking()
        self._per_pixel = 1.0
        self._whole = True
        self._limit = 0
        self._playhead: int | None = None
        self._build()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Waveform"))
        self.setMinimumHeight(RHYTHM * 14)
        self.setViewportMargins(0, RULER_HEIGHT, 0, 0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._ruler = Ruler(self)
        self._ruler.seek_requested.connect(lambda place: self._pick(self._picking.at(place)))
        self._ruler.wheel_turned.connect(self.wheelEvent)

    @property
    def selected(self) -> Span | None:
        """What is selected; None where nothing is."""
        return self._picking.picked.span

    @property
    def caret(self) -> int:
        """Where playing begins, and what is pasted goes."""
        return self._picking.picked.caret

    @property
    def scale(self) -> Scale:
        """Which sample is where."""
        return Scale(self._per_pixel, self.horizontalScrollBar().value())

    def show_edit(self, edit: SampleEdit, surveys: Mapping[str, Survey], *, afresh: bool) -> None:
        """Draw this; `afresh` forgets zoom and selection, as another sample is shown."""
        self._outline, self._edit = Outline(edit, surveys), edit
        if afresh:
            self._whole = True
        self._pick(Picked() if afresh else self._picking.within(edit.length))
        self._refresh()

    def show_surveys(self, surveys: Mapping[str, Survey]) -> None:
        """Draw the same with what is known by now."""
        self._outline = Outline(self._edit, surveys)
        self.viewport().update()

    def show_limit(self, samples: int) -> None:
        """Shade what is beyond so many samples; 0 shades nothing."""
        self._limit = samples
        self.viewport().update()

    def show_playhead(self, place: int | None) -> None:
        """Draw the playhead somewhere else and turn the page after it; None draws none."""
        before, self._playhead = self._playhead, place
        if before == place:
            return
        if place is not None:
            at = before if before is not None else place
            left = page_for(place, at, self.scale, self.viewport().width())
            if left is not None:
                self.horizontalScrollBar().setValue(left)
        for each in (before, place):
            if each is not None:
                x = int(self.scale.x_of(each))
                self.viewport().update(QRect(x - 2, 0, 6, self.viewport().height()))
        self._ruler.show_playhead(self.caret if place is None else place)

    def select(self, span: Span | None) -> None:
        """Select a stretch, or nothing."""
        picked = Picked(self.caret, self.caret) if span is None else Picked(span.start, span.end)
        self._pick(picked)

    def select_all(self) -> None:
        """Select all of it."""
        self._pick(Picked(0, self._edit.length))

    def put_caret(self, place: int) -> None:
        """Select nothing, and go somewhere."""
        self._pick(self._picking.at(min(max(place, 0), self._edit.length)))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge by a factor around a pixel, the middle of the view when none is given."""
        self._whole = False
        at = self.viewport().width() / 2 if x is None else x
        wanted = limited(self._per_pixel / factor, self._edit.length, self.viewport().width())
        fit = fitting(Span(0, self._edit.length), self.viewport().width(), margin=0).per_pixel
        self._take(self.scale.zoomed(min(wanted, max(fit, 12.0)), at))

    def zoom_in(self) -> None:
        """See less, larger."""
        self.zoom(STEP)

    def zoom_out(self) -> None:
        """See more, smaller."""
        self.zoom(1 / STEP)

    def fit(self) -> None:
        """See the selection across the view, or all where nothing is selected or it is seen so."""
        wanted = fitting(self.selected, self.viewport().width()) if self.selected else None
        if wanted is None or wanted == self.scale:
            self._whole = True
            self._refresh()
        else:
            self._whole = False
            self._take(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part that must be drawn."""
        scene = WaveScene(
            self._outline,
            self.scale,
            self.viewport().height(),
            Theme.of(self),
            self.devicePixelRatioF(),
            self.selected,
            self.caret,
            self._playhead,
            self._limit,
            self.hasFocus(),
        )
        painter = QPainter(self.viewport())
        paint_wave(painter, scene, event.rect())
        painter.end()

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
        elif key in MOVES:
            place = self._moved(key, joints=bool(held & Qt.KeyboardModifier.ControlModifier))
            extends = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._pick(self._picking.to(place) if extends else self._picking.at(place))
            self._reveal(place)
        else:
            event.ignore()  # to the buttons and the dialog around

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, or take hold of an end of what is selected."""
        if event.button() is Qt.MouseButton.LeftButton and self._edit.length:
            place, extends = (
                self._place(event),
                event.modifiers() & Qt.KeyboardModifier.ShiftModifier,
            )
            reach = self.scale.samples(5)
            self._pick(self._picking.to(place) if extends else self._picking.grab(place, reach))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._edit.length:
            place = self._place(event)
            self._pick(self._picking.to(place))
            self._reveal(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the piece under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton and self._edit.length:
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the ruler its place."""
        super().resizeEvent(event)
        view = self.viewport().geometry()
        self._ruler.setGeometry(view.left(), 0, view.width(), RULER_HEIGHT)
        self._refresh()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw another part."""
        self._ruler.show_scale(self.scale)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours anew with another look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def sizeHint(self) -> QSize:
        """As wide as it gets, as high as speech is read well."""
        return QSize(RHYTHM * 70, RHYTHM * 22)

    def _moved(self, key: Qt.Key, *, joints: bool) -> int:
        """Where a key leads from the caret."""
        length, here = self._edit.length, self._picking.picked.end
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
        return min(self.scale.sample_at(event.position().x()), self._edit.length)

    def _reveal(self, place: int) -> None:
        x, bar = self.scale.x_of(place), self.horizontalScrollBar()
        width = self.viewport().width()
        if x < 0:
            bar.setValue(round(bar.value() + x) - RHYTHM)
        elif x > width:
            bar.setValue(round(bar.value() + x - width) + RHYTHM)

    def _pick(self, picked: Picked) -> None:
        if picked == self._picking.picked:
            return
        self._picking.picked = picked
        if self._playhead is None:
            self._ruler.show_playhead(picked.caret)
        self.viewport().update()
        self.picked.emit()

    def _refresh(self) -> None:
        width = max(self.viewport().width(), 1)
        if self._whole and self._edit.length:
            self._take(fitting(Span(0, self._edit.length), width, margin=0))
        else:
            self._take(self.scale)

    def _take(self, scale: Scale) -> None:
        self._per_pixel = scale.per_pixel
        bar, width = self.horizontalScrollBar(), max(self.viewport().width(), 1)
        content = round(self._edit.length / scale.per_pixel)
        with QSignalBlocker(bar):
            bar.setRange(0, max(content - width, 0))
            bar.setPageStep(width)
            bar.setSingleStep(max(width // 20, 1))
            bar.setValue(scale.left)
        bar.update()
        self._ruler.show_scale(self.scale)
        self.viewport().update()
