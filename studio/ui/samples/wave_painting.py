"""Draws what is seen of a sample: outline, selection, the end of what is allowed, the caret."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from studio.model.span import Span
from studio.ui.samples.outline import HELD, Outline
from studio.ui.theme import Theme
from studio.ui.timeline.geometry import Scale, ticks_for
from studio.ui.timeline.look import faded, mixed

MARGIN = 6
"""Pixels above and below the highest peak there can be."""

FEWEST_PER_JOINT = 6
"""Pixels between joints below which they are not drawn: they would be all there is to see."""


@dataclass(frozen=True, slots=True)
class WaveScene:
    """What is to be drawn; places in samples of the edit, `limit` 0 where none is."""

    outline: Outline
    scale: Scale
    height: int
    theme: Theme
    ratio: float = 1.0
    selected: Span | None = None
    caret: int = 0
    playhead: int | None = None
    limit: int = 0
    in_hand: bool = False


def paint_wave(painter: QPainter, scene: WaveScene, dirty: QRect) -> None:
    """Draw the part of a scene in a rectangle of the view."""
    theme = scene.theme
    painter.fillRect(dirty, theme.ground)
    if scene.selected:
        _paint_stretch(painter, scene, scene.selected, dirty, theme.selected)
    _paint_ticks(painter, scene, dirty)
    _paint_levels(painter, scene, dirty)
    _paint_joints(painter, scene, dirty)
    if scene.limit and scene.outline.length > scene.limit:
        beyond = Span(scene.limit, scene.outline.length)
        _paint_stretch(painter, scene, beyond, dirty, faded(theme.failed, 0.14))
        _paint_line(painter, scene, scene.limit, theme.failed)
    _paint_line(painter, scene, scene.caret, theme.accent if scene.in_hand else theme.faint)
    if scene.playhead is not None:
        _paint_line(painter, scene, scene.playhead, theme.playing, width=2)


def _paint_levels(painter: QPainter, scene: WaveScene, dirty: QRect) -> None:
    ratio = scene.ratio
    first, count = int(dirty.left() * ratio), max(round(dirty.width() * ratio), 1)
    height = max(round((scene.height - 2 * MARGIN) * ratio), 3)
    places = (first + np.arange(count + 1)) / ratio + scene.scale.left
    edges = np.rint(places * scene.scale.per_pixel).astype(np.int64)
    columns = scene.outline.columns(edges)
    colours = _colours(scene, edges, columns.levels, columns.known)
    pixels = _mask(columns.levels, height, colours)
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, count, height, 4 * count, form).copy()
    image.setDevicePixelRatio(ratio)
    painter.drawImage(dirty.left(), MARGIN, image)


def _colours(
    scene: WaveScene,
    edges: NDArray[np.int64],
    levels: NDArray[np.float32],
    known: NDArray[np.bool_],
) -> NDArray[np.uint32]:
    """The colour of each column."""
    theme = scene.theme
    wave = mixed(theme.accent, theme.ground, 0.72)
    colours = np.full(len(edges) - 1, wave.rgba(), np.uint32)
    if scene.selected:
        inside = (edges[:-1] >= scene.selected.start) & (edges[1:] <= scene.selected.end)
        colours[inside] = theme.accent.rgba()
    colours[np.abs(levels).max(axis=1) >= HELD] = theme.failed.rgba()
    colours[~known] = theme.faint.rgba()
    colours[(edges[:-1] >= scene.outline.length) | (edges[1:] <= 0)] = 0
    return colours


def _mask(
    levels: NDArray[np.float32], height: int, colours: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """Rows of pixels, coloured where a column's outline reaches; at least one in each column."""
    middle = (height - 1) / 2
    top = np.rint(middle * (1 - np.clip(levels[:, 1], 0, 1)))
    bottom = np.rint(middle * (1 - np.clip(levels[:, 0], -1, 0)))
    rows = np.arange(height)[:, None]
    inside = (rows >= np.minimum(top, bottom)) & (rows <= bottom)
    return np.where(inside, colours[None, :], np.uint32(0))


def _paint_ticks(painter: QPainter, scene: WaveScene, dirty: QRect) -> None:
    span = scene.scale.span(dirty.left(), dirty.right() + 1)
    ticks, colour = (
        ticks_for(scene.scale.per_pixel),
        mixed(scene.theme.line, scene.theme.ground, 0.5),
    )
    for sample in ticks.within(Span(span.start, min(span.end, scene.outline.length)), ticks.major):
        painter.fillRect(round(scene.scale.x_of(sample)), dirty.top(), 1, dirty.height(), colour)


def _paint_joints(painter: QPainter, scene: WaveScene, dirty: QRect) -> None:
    span = scene.scale.span(dirty.left() - 2, dirty.right() + 2)
    joints = scene.outline.joints
    seen = joints[np.searchsorted(joints, span.start) : np.searchsorted(joints, span.end)]
    if len(seen) * FEWEST_PER_JOINT > max(dirty.width(), 60):
        return
    for joint in seen.tolist():
        x = round(scene.scale.x_of(joint))
        for y in range(0, scene.height, 6):
            painter.fillRect(x, y, 1, 3, scene.theme.pinned)


def _paint_stretch(
    painter: QPainter, scene: WaveScene, span: Span, dirty: QRect, colour: QColor
) -> None:
    left, right = round(scene.scale.x_of(span.start)), round(scene.scale.x_of(span.end))
    area = QRect(left, 0, max(right - left, 1), scene.height)
    painter.fillRect(area.intersected(dirty), colour)


def _paint_line(
    painter: QPainter, scene: WaveScene, place: int, colour: QColor, width: int = 1
) -> None:
    painter.fillRect(round(scene.scale.x_of(place)), 0, width, scene.height, colour)
