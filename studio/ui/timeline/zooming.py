"""What part of the time is seen and how large: zoom, fit, reveal, and how far one can scroll."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from studio.model.span import SAMPLE_RATE, Span
from studio.ui.timeline.board import Board
from studio.ui.timeline.geometry import SHORTEST_LANE, Scale, fitting, lane_height, limited
from studio.ui.timeline.shelves import COLLAPSED, height_of_lane

STEP = 1.4
"""How much one press of a zoom key enlarges."""

EDGE = 40
"""Pixels that stay free beside a clip which is scrolled into view."""


class Zooming(QObject):
    """Keeps a scroll area's bars in step with the zoom and with what there is to see.

    Until a person zooms, the whole episode is kept in view.
    """

    changed = Signal()

    def __init__(self, area: QAbstractScrollArea, board: Callable[[], Board]) -> None:
        super().__init__(area)
        self._area = area
        self._board = board
        self._whole = True
        self.per_pixel = SAMPLE_RATE / 40
        self.lane_height = SHORTEST_LANE
        self.heights: tuple[int, ...] = ()
        self._dragged: Mapping[int, int] = {}
        self._least_end = 0

    @property
    def scale(self) -> Scale:
        """Which sample is where."""
        return Scale(self.per_pixel, self._area.horizontalScrollBar().value())

    def refresh(self) -> None:
        """Adapt to another size of the view or of the episode."""
        board, height = self._board(), self._area.viewport().height()
        folded = sum(lane.collapsed for lane in board.lanes)
        self.lane_height = lane_height(height - folded * COLLAPSED, len(board.lanes) - folded)
        self.heights = tuple(
            self._dragged.get(number)
            or height_of_lane(self.lane_height, lane.height, collapsed=lane.collapsed)
            for number, lane in enumerate(board.lanes)
        )
        if self._whole and self._end / self.per_pixel != self._width:
            self._take(self._fitted())
        else:
            self._take(self.scale)

    def preview_height(self, heights: Mapping[int, int]) -> None:
        """Show lanes at heights they have not got yet, in pixels by number."""
        self._dragged = heights
        self.refresh()

    def reach(self, end: int) -> None:
        """Show the timeline at least as far as a sample, where beds go on after the voices."""
        if end != self._least_end:
            self._least_end = end
            self.refresh()

    def start_over(self) -> None:
        """Show all of another episode."""
        self._whole = True
        self.refresh()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge by a factor around a pixel of the view, its middle when none is given."""
        self._whole = False
        at = self._width / 2 if x is None else x
        per_pixel = limited(self.per_pixel / factor, self._end, self._width)
        self._take(self.scale.zoomed(per_pixel, at))

    def zoom_in(self) -> None:
        """See less time, larger."""
        self.zoom(STEP)

    def zoom_out(self) -> None:
        """See more time, smaller."""
        self.zoom(1 / STEP)

    def fit_episode(self) -> None:
        """See the whole episode, and keep it in view."""
        self.start_over()

    def fit(self, span: Span) -> None:
        """See a stretch of time across the view."""
        self._whole = False
        self._take(fitting(span, self._width, margin=max(EDGE, self._width // 6)))

    def reveal(self, number: int) -> None:
        """Scroll as little as shows a clip; of one too long, its start."""
        board = self._board()
        span, scale = board.span(number), self.scale
        left, right = scale.x_of(span.start), scale.x_of(span.end)
        bar = self._area.horizontalScrollBar()
        if left < 0 or right - left > self._width - 2 * EDGE:
            bar.setValue(round(bar.value() + left) - EDGE)
        elif right > self._width:
            bar.setValue(round(bar.value() + right) - self._width + EDGE)
        lanes, lane = self._area.verticalScrollBar(), int(board.lane_of[number])
        top = sum(self.heights[:lane])
        lanes.setValue(min(top, max(lanes.value(), top + self.heights[lane] - lanes.pageStep())))

    @property
    def _end(self) -> int:
        """Where the last clip or bed ends."""
        return max(self._board().end, self._least_end)

    @property
    def _width(self) -> int:
        return max(self._area.viewport().width(), 1)

    def _fitted(self) -> Scale:
        if not self._end:
            return Scale(SAMPLE_RATE / 40)
        scale = fitting(Span(0, self._end), self._width)
        return Scale(scale.per_pixel)

    def _take(self, scale: Scale) -> None:
        self.per_pixel = scale.per_pixel
        across, down = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        content = round(self._end / scale.per_pixel)
        room = 0 if content <= self._width else content + self._width // 4 - self._width
        height = self._area.viewport().height()
        with QSignalBlocker(across), QSignalBlocker(down):
            across.setRange(0, max(room, 0))
            across.setPageStep(self._width)
            across.setSingleStep(max(self._width // 20, 1))
            across.setValue(scale.left)
            down.setRange(0, max(0, sum(self.heights) - height))
            down.setPageStep(height)
            down.setSingleStep(self.lane_height // 2)
        across.update()
        down.update()
        self.changed.emit()
