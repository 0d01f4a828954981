"""Time and pixels: the scale of the view, the ruler's ticks, the height of a usual lane."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.span import SAMPLE_RATE, Span

CLOSEST = 12.0
"""Samples per pixel at the deepest zoom: four pixels are a millisecond."""

WIDEST_LABEL = 76
"""Pixels two labelled ticks are apart at least."""

_MS = SAMPLE_RATE // 1000
_STEPS = (
    (1 * _MS, 1),
    (2 * _MS, 2),
    (5 * _MS, 5),
    (10 * _MS, 5),
    (20 * _MS, 4),
    (50 * _MS, 5),
    (100 * _MS, 5),
    (200 * _MS, 4),
    (500 * _MS, 5),
    (1_000 * _MS, 5),
    (2_000 * _MS, 4),
    (5_000 * _MS, 5),
    (10_000 * _MS, 5),
    (15_000 * _MS, 3),
    (30_000 * _MS, 6),
    (60_000 * _MS, 6),
    (120_000 * _MS, 4),
    (300_000 * _MS, 5),
    (600_000 * _MS, 5),
    (1_800_000 * _MS, 6),
    (3_600_000 * _MS, 6),
    (7_200_000 * _MS, 4),
    (18_000_000 * _MS, 5),
    (36_000_000 * _MS, 5),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Which sample is where: `per_pixel` samples to a pixel, `left` pixels scrolled away."""

    per_pixel: float
    left: int = 0

    def x_of(self, sample: int) -> float:
        """The pixel of a sample, counted from the view's left edge."""
        return sample / self.per_pixel - self.left

    def sample_at(self, x: float) -> int:
        """The sample at a pixel of the view; never before the start of the timeline."""
        return max(0, round((x + self.left) * self.per_pixel))

    def samples(self, pixels: float) -> int:
        """How many samples so many pixels stand for."""
        return round(pixels * self.per_pixel)

    def span(self, x: float, end: float) -> Span:
        """The stretch of time between two pixels of the view."""
        return Span(self.samples(x + self.left), self.samples(end + self.left))

    def zoomed(self, per_pixel: float, x: float) -> Scale:
        """Another zoom, the sample under pixel `x` staying where it is as far as it can."""
        fixed = (x + self.left) * self.per_pixel
        return Scale(per_pixel, max(0, round(fixed / per_pixel - x)))


def limited(per_pixel: float, length: int, width: int) -> float:
    """A zoom within what makes sense: from 12 samples per pixel to half a view for everything."""
    widest = max(2 * length / max(width, 1), SAMPLE_RATE / 10, CLOSEST)
    return min(max(per_pixel, CLOSEST), widest)


def fitting(span: Span, width: int, margin: int = 16) -> Scale:
    """The scale that shows a stretch across the view, with a margin in pixels at both sides."""
    per_pixel = max(span.length / max(width - 2 * margin, 1), CLOSEST)
    return Scale(per_pixel, max(0, round(span.start / per_pixel) - margin))


@dataclass(frozen=True, slots=True)
class Ticks:
    """The ruler's marks: one each `minor` samples, a label each `major` samples."""

    major: int
    minor: int

    def within(self, span: Span, step: int) -> range:
        """The samples of the marks a step apart that lie in a stretch, the ends included."""
        first = -(-max(span.start, 0) // step) * step
        return range(first, span.end + 1, step)


def ticks_for(per_pixel: float) -> Ticks:
    """The finest marks whose labels have room at this zoom."""
    for major, parts in _STEPS:
        if major / per_pixel >= WIDEST_LABEL:
            return Ticks(major, major // parts)
    major, parts = _STEPS[-1]
    return Ticks(major, major // parts)


def tick_label(sample: int, step: int) -> str:
    """A time as mm:ss or h:mm:ss, with as many decimals as marks a `step` apart need."""
    digits = next((d for d, size in enumerate((1000, 100, 10)) if step % (size * _MS) == 0), 3)
    whole, part = divmod(sample * 10**digits // SAMPLE_RATE, 10**digits)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
    return f"{head}.{part:0{digits}}" if digits else head


def page_for(playhead: int, before: int, scale: Scale, width: int) -> int | None:
    """The `left` that shows a playhead which ran out of the view, None to stay.

    A view that was scrolled away on purpose stays, until the playhead jumps or comes back.
    """
    x, x_before = scale.x_of(playhead), scale.x_of(before)
    if 0 <= x < width:
        return None
    jumped = abs(playhead - before) > SAMPLE_RATE // 2
    if not jumped and not 0 <= x_before < width:
        return None
    return max(0, round(playhead / scale.per_pixel - width * 0.08))


SHORTEST_LANE = 40
TALLEST_LANE = 80


def lane_height(view_height: int, lanes: int) -> int:
    """Pixels for a lane so that all fill the view, as far as that is readable."""
    return min(max(view_height // max(lanes, 1), SHORTEST_LANE), TALLEST_LANE)
