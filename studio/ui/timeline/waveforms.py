"""Waveforms as pictures, kept while they are likely to be drawn again."""

from __future__ import annotations

from collections import OrderedDict
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPixmap

from studio.audio.peaks import Peaks
from studio.model.ids import MediaKey

KEPT = 4000
TILE = 512
"""Pixels of a long clip drawn into one picture."""

BUDGET = 0.001
"""Seconds a frame may spend on new pictures; the rest follows later, one a frame at least."""


class Waveform(NamedTuple):
    """What a picture of a sound looks like; sizes in device pixels, `width` of the whole take."""

    media: MediaKey
    width: int
    height: int
    tile: int
    gain_db: float
    colour: int


class Waveforms:
    """The latest pictures by what they show; a few new ones per frame, so that none is late."""

    def __init__(self, kept: int = KEPT) -> None:
        self._limit = kept
        self._pictures: OrderedDict[Waveform, QPixmap] = OrderedDict()
        self._latest: dict[MediaKey, Waveform] = {}
        self._spent = 0.0
        self.behind = False

    def begin_frame(self) -> None:
        """Start counting the time that new pictures take."""
        self._spent = 0.0
        self.behind = False

    def picture(self, wanted: Waveform, peaks: Peaks) -> QPixmap | None:
        """The picture, made now if there is time; None and `behind` when there is none left."""
        picture = self._pictures.get(wanted)
        if picture is not None:
            self._pictures.move_to_end(wanted)
            return picture
        if self._spent > BUDGET:
            self.behind = True
            return None
        begun = perf_counter()
        picture = QPixmap.fromImage(drawn(wanted, peaks))
        self._spent += perf_counter() - begun
        self._pictures[wanted] = picture
        self._latest[wanted.media] = wanted
        while len(self._pictures) > self._limit:
            gone, _ = self._pictures.popitem(last=False)
            if self._latest.get(gone.media) == gone:
                del self._latest[gone.media]
        return picture

    def stand_in(self, wanted: Waveform, part: QRectF) -> tuple[QPixmap, QRectF] | None:
        """A picture of the same sound at another zoom, and what in it is this part."""
        known = self._latest.get(wanted.media)
        picture = self._pictures.get(known) if known else None
        if known is None or picture is None or known.width > TILE or known.colour != wanted.colour:
            return None
        ratio = known.width / wanted.width
        left = (wanted.tile * TILE + part.left()) * ratio
        return picture, QRectF(left, 0, part.width() * ratio, known.height)

    def forget(self) -> None:
        """Drop everything."""
        self._pictures.clear()
        self._latest.clear()


def drawn(wanted: Waveform, peaks: Peaks) -> QImage:
    """The picture: a filled outline on nothing."""
    first = wanted.tile * TILE
    width = max(1, min(TILE, wanted.width - first))
    begin = first * peaks.length // wanted.width
    end = (first + width) * peaks.length // wanted.width
    outline = peaks.window(begin, end, width) * 10 ** (wanted.gain_db / 20)
    return outlined(outline, wanted.height, QColor.fromRgba(wanted.colour))


def outlined(outline: NDArray[np.float32], height: int, colour: QColor) -> QImage:
    """A filled outline on nothing: a column of pixels for each pair of -1.0 to 1.0."""
    pixels, width = _mask(outline, height, colour.rgba()), len(outline)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def _mask(outline: NDArray[np.float32], height: int, colour: int) -> NDArray[np.uint32]:
    """Rows of pixels, coloured where a column's outline reaches; at least one in each column."""
    middle = (height - 1) / 2
    top = np.rint(middle * (1 - np.clip(outline[:, 1], 0, 1)))
    bottom = np.rint(middle * (1 - np.clip(outline[:, 0], -1, 0)))
    rows = np.arange(height)[:, None]
    inside = (rows >= np.minimum(top, bottom)) & (rows <= bottom)
    return np.where(inside, np.uint32(colour), np.uint32(0))
