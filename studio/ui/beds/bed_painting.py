"""Draws one bed: its body, its outline, its fades, its name."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from studio.model.bed import Bed, BedKind
from studio.model.bed_cutting import place_of, used_of
from studio.model.span import Span
from studio.ui.beds.bed_book import BedFacts, BedState
from studio.ui.beds.bed_gestures import HANDLE, HANDLED_FROM, fade_handles
from studio.ui.beds.bed_words import state_words
from studio.ui.theme import Theme, ui_font
from studio.ui.timeline.geometry import Scale
from studio.ui.timeline.look import faded, mixed
from studio.ui.timeline.waveforms import outlined

COLOURS = {BedKind.VIDEO: "speaking", BedKind.MUSIC: "pinned", BedKind.EFFECTS: "stale"}
MARGIN = 3
LABEL = 15


def bed_colour(kind: BedKind, theme: Theme) -> QColor:
    """The colour of a kind of bed."""
    return getattr(theme, COLOURS[kind])


@dataclass(frozen=True, slots=True)
class BedView:
    """What is drawn of one bed: how it is or would be, and how it is held."""

    bed: Bed
    facts: BedFacts
    whole: int
    scale: Scale
    ratio: float
    in_hand: bool = False
    silent: bool = False
    hovered: bool = False


class OutlineCache:
    """The picture of the part of an outline that was drawn last."""

    def __init__(self) -> None:
        self._key: object = None
        self._picture: QPixmap | None = None

    def picture(self, view: BedView, area: QRect, span: Span, colour: QColor) -> QPixmap | None:
        """The outline of a stretch of the recording, as large as an area; None without one."""
        peaks = view.facts.peaks
        if peaks is None or area.width() <= 0 or area.height() <= 0:
            return None
        key = (id(peaks), area.size().toTuple(), span, colour.rgba(), view.bed.gain_db, view.ratio)
        if key != self._key:
            width, height = round(area.width() * view.ratio), round(area.height() * view.ratio)
            outline = peaks.window(span.start, span.end, width) * 10 ** (view.bed.gain_db / 20)
            self._picture = QPixmap.fromImage(outlined(outline, height, colour))
            self._key = key
        return self._picture


def paint_bed(
    painter: QPainter, view: BedView, area: QRect, theme: Theme, outlines: OutlineCache
) -> None:
    """Draw a bed into its lane; `area` is the whole lane."""
    place = place_of(view.bed, view.whole)
    left, right = round(view.scale.x_of(place.start)), round(view.scale.x_of(place.end))
    body = QRect(left, area.top() + MARGIN, max(right - left, 2), area.height() - 2 * MARGIN)
    colour = bed_colour(view.bed.kind, theme)
    if view.facts.state in (BedState.MISSING, BedState.BROKEN):
        colour = theme.failed
    weak = view.silent or view.facts.state is not BedState.READY
    ground = mixed(colour, theme.panel, 0.08 if weak else 0.2)
    painter.fillRect(body, mixed(colour, theme.panel, 0.3 if weak else 0.55))
    painter.fillRect(body.adjusted(1, 1, -1, -1), ground)
    _paint_outline(painter, view, body, mixed(colour, theme.panel, 0.3 if weak else 0.8), outlines)
    _paint_fades(painter, view, body, theme)
    _paint_name(painter, view, body, theme)
    if view.in_hand:
        painter.setPen(QPen(theme.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(body.adjusted(1, 1, -1, -1))


def _paint_outline(
    painter: QPainter, view: BedView, body: QRect, colour: QColor, outlines: OutlineCache
) -> None:
    seen = body.intersected(QRect(0, body.top(), painter.viewport().width(), body.height()))
    seen.adjust(0, LABEL, 0, -2)
    if seen.width() <= 0 or seen.height() <= 2:
        return
    used = used_of(view.bed, view.whole)
    first = view.scale.sample_at(seen.left()) - view.bed.start + used.start
    span = Span(first, first + view.scale.samples(seen.width()))
    picture = outlines.picture(view, seen, span, colour)
    if picture is not None:
        painter.drawPixmap(QRectF(seen), picture, QRectF(picture.rect()))


def _paint_fades(painter: QPainter, view: BedView, body: QRect, theme: Theme) -> None:
    rising, falling = fade_handles(view.bed, view.whole, view.scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    dark, top, foot = faded(theme.panel, 0.6), float(body.top() + 1), float(body.bottom())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dark)
    left, right = float(body.left() + 1), float(body.right())
    for length, edge, inner in (
        (view.bed.fade_in, left, left + view.bed.fade_in / view.scale.per_pixel),
        (view.bed.fade_out, right, right - view.bed.fade_out / view.scale.per_pixel),
    ):
        if length:
            corners = [QPointF(edge, top), QPointF(inner, top), QPointF(edge, foot)]
            painter.drawPolygon(QPolygonF(corners))
    if view.hovered and body.width() >= HANDLED_FROM:
        painter.setBrush(theme.text)
        for x in (rising, falling):
            painter.drawEllipse(QPointF(x, top + HANDLE / 2), HANDLE / 2 - 1, HANDLE / 2 - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_name(painter: QPainter, view: BedView, body: QRect, theme: Theme) -> None:
    left = max(body.left(), 0) + 8
    strip = QRect(left, body.top() + 1, body.right() - 4 - left, LABEL)
    if strip.width() < 16:
        return
    painter.setFont(ui_font(11.5))
    painter.setPen(theme.muted if view.silent else theme.text)
    trouble = state_words(view.facts.state)
    words = f"{view.bed.name} – {trouble}" if trouble else view.bed.name
    if view.bed.gain_db:
        words += f"   {view.bed.gain_db:+g} dB"
    short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, strip.width())
    painter.drawText(strip, Qt.AlignmentFlag.AlignVCenter, short)
