"""What one frame of the timeline shows, and where its samples are in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect

from studio.model.ids import LineId
from studio.ui.timeline.board import Board
from studio.ui.timeline.geometry import Scale
from studio.ui.timeline.look import Look
from studio.ui.timeline.shelves import Shelves
from studio.ui.timeline.tools.hand import Ghost


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one frame shows.

    `piece` is that of the line in hand which was taken hold of, `hover` the clip under the
    pointer; `following` are the clips that go along with those that are dragged, `caught` is
    where an edge caught and on what, `bubble` the numbers beside the pointer.
    """

    board: Board
    scale: Scale
    shelves: Shelves
    look: Look
    ratio: float
    playhead: int
    chosen: frozenset[LineId] = frozenset()
    in_hand: LineId | None = None
    piece: int | None = None
    playing: LineId | None = None
    hover: int | None = None
    markers: tuple[int, ...] = ()
    lasso: QRect | None = None
    following: frozenset[int] = frozenset()
    ghost: Ghost | None = None
    caught: tuple[int, str] | None = None
    bubble: tuple[QPoint, str, str] | None = None

    def pixels(self, samples: NDArray[np.int64]) -> NDArray[np.int64]:
        """Whole pixels of samples; a clip is as wide wherever the view is scrolled."""
        return np.floor(samples / self.scale.per_pixel + 0.5).astype(np.int64) - self.scale.left

    def pixel(self, sample: int) -> int:
        """The whole pixel of one sample."""
        return floor(sample / self.scale.per_pixel + 0.5) - self.scale.left
