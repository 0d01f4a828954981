"""Where on a clip the pointer is: its body, an edge, or one of its handles."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPoint, QRect

from studio.model.layout import Clip
from studio.model.shaping import LOUDEST_DB
from studio.ui.timeline.geometry import Scale

EDGE = 6
"""Pixels inside a clip that take hold of its edge."""

EDGED_FROM = 20
"""Pixels of width below which a clip is only taken as a whole."""

HANDLED_FROM = 56
"""Pixels of width from which a clip has handles for fades and level."""

HANDLE = 9
"""Pixels of a handle."""

LOWEST_DB = -30.0
"""The level at which its handle reaches the foot of the clip."""


class Zone(StrEnum):
    """What of a clip a hand takes hold of."""

    BODY = "body"
    START = "start"
    END = "end"
    FADE_IN = "fade in"
    FADE_OUT = "fade out"
    GAIN = "gain"


def handles(clip: Clip, rect: QRect, scale: Scale) -> dict[Zone, QPoint]:
    """Where the middle of each handle of a clip is; none when the clip is too narrow."""
    if rect.width() < HANDLED_FROM:
        return {}
    half = HANDLE // 2 + 1
    first, last = rect.left() + half, rect.right() - half
    rising = rect.left() + round(clip.fade_in / scale.per_pixel)
    falling = rect.right() - round(clip.fade_out / scale.per_pixel)
    top = rect.top() + half
    return {
        Zone.GAIN: QPoint(rect.center().x(), level_y(clip.gain_db, rect)),
        Zone.FADE_IN: QPoint(min(max(rising, first), last), top),
        Zone.FADE_OUT: QPoint(min(max(falling, first), last), top),
    }


def level_y(gain_db: float, rect: QRect) -> int:
    """The height of the level's handle: +12 dB at the top, -30 dB and less at the foot."""
    share = (LOUDEST_DB - max(gain_db, LOWEST_DB)) / (LOUDEST_DB - LOWEST_DB)
    inset = HANDLE // 2 + 2
    return rect.top() + inset + round(share * (rect.height() - 2 * inset))


def zone_at(at: QPoint, clip: Clip, rect: QRect, scale: Scale) -> Zone:
    """What of a clip is under the pointer; handles before edges."""
    half = HANDLE // 2 + 1
    for zone, middle in handles(clip, rect, scale).items():
        if abs(at.x() - middle.x()) <= half and abs(at.y() - middle.y()) <= half:
            return zone
    if rect.width() >= EDGED_FROM:
        if at.x() - rect.left() < EDGE:
            return Zone.START
        if rect.right() - at.x() < EDGE:
            return Zone.END
    return Zone.BODY
