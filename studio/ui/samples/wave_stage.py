"""What is seen of one sample: its outline at a scale, what is selected, where one is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from studio.audio.survey import Survey
from studio.model.sample import SampleEdit
from studio.model.span import Span
from studio.ui.samples.outline import Outline
from studio.ui.samples.picking import Picked, Picking
from studio.ui.samples.wave_painting import WaveScene, paint_wave
from studio.ui.theme import RHYTHM, Theme
from studio.ui.timeline.geometry import Scale, fitting, page_for
from studio.ui.timeline.ruler import RULER_HEIGHT, Ruler

STEP = 1.4
"""How much one press of a zoom key enlarges."""

CLOSEST = 48.0
"""Samples per pixel at the deepest zoom: an outline tells nothing finer than 256."""


class WaveStage(QAbstractScrollArea):
    """Shows one edit. Until a person zooms, all of it is seen."""

    picked = Signal()
    """The caret or the selection is elsewhere."""

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
        self.ruler = Ruler(self)
        self.ruler.seek_requested.connect(lambda place: self._pick(self._picking.at(place)))

    @property
    def length(self) -> int:
        """Samples of what is shown."""
        return self._outline.length

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
        self._pick(Picked() if afresh else self._picking.within(self.length))
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
        self.ruler.show_playhead(self.caret if place is None else place)

    def select(self, span: Span | None) -> None:
        """Select a stretch, or nothing."""
        picked = Picked(self.caret, self.caret) if span is None else Picked(span.start, span.end)
        self._pick(picked)

    def select_all(self) -> None:
        """Select all of it."""
        self._pick(Picked(0, self.length))

    def put_caret(self, place: int) -> None:
        """Select nothing, and go somewhere."""
        self._pick(self._picking.at(min(max(place, 0), self.length)))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge by a factor around a pixel, the middle of the view when none is given."""
        self._whole = False
        at = self.viewport().width() / 2 if x is None else x
        fit = fitting(Span(0, self.length), self.viewport().width(), margin=0).per_pixel
        wanted = max(self._per_pixel / factor, CLOSEST)
        self._take(self.scale.zoomed(min(wanted, max(fit, CLOSEST)), at))

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the ruler its place."""
        super().resizeEvent(event)
        view = self.viewport().geometry()
        self.ruler.setGeometry(view.left(), 0, view.width(), RULER_HEIGHT)
        self._refresh()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw another part."""
        self.ruler.show_scale(self.scale)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours anew with another look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def sizeHint(self) -> QSize:
        """As wide as it gets, as high as speech is read well."""
        return QSize(RHYTHM * 70, RHYTHM * 22)

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
            self.ruler.show_playhead(picked.caret)
        self.viewport().update()
        self.picked.emit()

    def _refresh(self) -> None:
        width = max(self.viewport().width(), 1)
        if self._whole and self.length:
            self._take(fitting(Span(0, self.length), width, margin=0))
        else:
            self._take(self.scale)

    def _take(self, scale: Scale) -> None:
        self._per_pixel = scale.per_pixel
        bar, width = self.horizontalScrollBar(), max(self.viewport().width(), 1)
        content = round(self.length / scale.per_pixel)
        with QSignalBlocker(bar):
            bar.setRange(0, max(content - width, 0))
            bar.setPageStep(width)
            bar.setSingleStep(max(width // 20, 1))
            bar.setValue(scale.left)
        bar.update()
        self.ruler.show_scale(self.scale)
        self.viewport().update()
