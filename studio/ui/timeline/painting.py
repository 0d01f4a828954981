"""Draws what of the timeline is visible: lanes, clips, markers and playhead."""

from __future__ import annotations

from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from studio.ui.timeline.board import Board
from studio.ui.timeline.clip_painting import ClipPainting
from studio.ui.timeline.geometry import Scale, ticks_for
from studio.ui.timeline.gesture_painting import paint_bubble, paint_gesture
from studio.ui.timeline.look import faded
from studio.ui.timeline.scene import Scene
from studio.ui.timeline.shelves import Shelves

NARROW = 6
"""Pixels below which clips are drawn together as one shade."""

MOST_LOOKED_AT = 60
"""Narrow clips of a lane whose takes are looked at in a frame; of more only a shade is seen."""

CLIP_MARGIN = 3


def paint_scene(painter: QPainter, scene: Scene, dirty: QRect, clips: ClipPainting) -> None:
    """Draw the part of a scene in a rectangle of the view."""
    clips.begin_frame()
    painter.fillRect(dirty, scene.look.theme.panel)
    _paint_grid(painter, scene, dirty)
    painter.setFont(scene.look.label)
    for lane in scene.shelves.between(dirty.top(), dirty.bottom()):
        _paint_lane(painter, scene, lane, dirty, clips)
    _paint_markers(painter, scene, dirty)
    paint_gesture(painter, scene)
    _paint_playhead(painter, scene, dirty)
    paint_bubble(painter, scene)


def clip_rect(board: Board, number: int, scale: Scale, shelves: Shelves) -> QRect:
    """Where a clip is drawn in the view."""
    span = board.span(number)
    left = floor(span.start / scale.per_pixel + 0.5) - scale.left
    right = floor(span.end / scale.per_pixel + 0.5) - scale.left
    lane = int(board.lane_of[number])
    top, foot = shelves.y_of(lane) + CLIP_MARGIN, shelves.y_of(lane + 1) - CLIP_MARGIN
    return QRect(left, top, max(right - left, 1), foot - top)


def _paint_lane(
    painter: QPainter, scene: Scene, lane: int, dirty: QRect, clips: ClipPainting
) -> None:
    board = scene.board
    numbers = board.visible(lane, scene.scale.span(dirty.left() - 2, dirty.right() + 3))
    if not len(numbers):
        return
    starts = scene.pixels(board.starts[numbers])
    ends = np.maximum(scene.pixels(board.ends[numbers]), starts + 1)
    narrow = ends - starts < NARROW
    top = scene.shelves.y_of(lane) + CLIP_MARGIN
    height = scene.shelves.height_of(lane) - 2 * CLIP_MARGIN
    if narrow.any():
        area = QRect(dirty.left(), top, dirty.width(), height)
        _paint_shade(painter, starts[narrow], ends[narrow], area, scene.look.lanes[lane].edge)
        _paint_carried(painter, scene, numbers, narrow, starts, ends, area)
        _paint_marked(painter, scene, numbers[narrow], top, height)
        if int(narrow.sum()) <= MOST_LOOKED_AT:
            clips.paint_narrow(painter, scene, numbers[narrow].tolist(), top + height)
    wide = ~narrow
    clashing = frozenset(board.clashing_clips(numbers[wide]).tolist())
    for number, left, right in zip(
        numbers[wide].tolist(), starts[wide].tolist(), ends[wide].tolist(), strict=True
    ):
        rect = QRect(left, top, right - left, height)
        clips.paint(painter, scene, number, rect, dirty, clashes=number in clashing)


def _paint_carried(
    painter: QPainter,
    scene: Scene,
    numbers: NDArray[np.int64],
    narrow: NDArray[np.bool_],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    area: QRect,
) -> None:
    """Shade those of the narrow clips that go along with what is dragged."""
    if not scene.following:
        return
    carried = narrow & np.fromiter((n in scene.following for n in numbers.tolist()), np.bool_)
    if carried.any():
        _paint_shade(painter, starts[carried], ends[carried], area, scene.look.theme.accent)


def _paint_marked(
    painter: QPainter,
    scene: Scene,
    numbers: NDArray[np.int64],
    top: int,
    height: int,
) -> None:
    """Draw those of the narrow clips that must be seen one by one."""
    theme = scene.look.theme
    clips = scene.board.clips
    marked = scene.chosen | {scene.playing}
    for number in numbers.tolist() if scene.chosen or scene.playing else ():
        line = clips[number].line
        if line in marked:
            left = int(scene.pixels(scene.board.starts[number]))
            colour = theme.playing if line == scene.playing else theme.accent
            painter.fillRect(left, top, 2, height, colour)


def _paint_grid(painter: QPainter, scene: Scene, dirty: QRect) -> None:
    look, foot = scene.look, min(dirty.bottom() + 1, scene.shelves.y_of(scene.shelves.count))
    span = scene.scale.span(dirty.left(), dirty.right() + 1)
    ticks = ticks_for(scene.scale.per_pixel)
    for sample in ticks.within(span, ticks.major):
        painter.fillRect(scene.pixel(sample), dirty.top(), 1, foot - dirty.top(), look.grid)
    for lane in range(scene.shelves.count):
        y = scene.shelves.y_of(lane + 1) - 1
        painter.fillRect(dirty.left(), y, dirty.width(), 1, look.theme.line)


def _paint_shade(
    painter: QPainter,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    area: QRect,
    colour: QColor,
) -> None:
    """Draw many narrow clips as one row of pixels, stretched to the height of the lane."""
    width = area.width()
    begun = np.bincount(np.clip(starts - area.left(), 0, width), minlength=width + 1)
    ended = np.bincount(np.clip(ends - area.left(), 0, width), minlength=width + 1)
    covered = np.cumsum(begun - ended)[:width] > 0
    pixels = np.where(covered, np.uint32(colour.rgba()), np.uint32(0))
    row = QImage(pixels.data, width, 1, 4 * width, QImage.Format.Format_ARGB32)
    painter.drawImage(area, row)


def _paint_markers(painter: QPainter, scene: Scene, dirty: QRect) -> None:
    """Draw a thin line down from each marker."""
    colour = faded(scene.look.theme.speaking, 0.6)
    for at in scene.markers:
        x = scene.pixel(at)
        if dirty.left() <= x <= dirty.right():
            painter.fillRect(x, dirty.top(), 1, dirty.height(), colour)


def _paint_playhead(painter: QPainter, scene: Scene, dirty: QRect) -> None:
    x = scene.pixel(scene.playhead)
    if dirty.left() - 1 <= x <= dirty.right() + 1:
        painter.fillRect(x, dirty.top(), 1, dirty.height(), scene.look.theme.playing)
