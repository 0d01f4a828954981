"""What a loop goes round: chosen lines with what leads up to them, or a marked range."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from studio.model.ids import LineId
from studio.model.span import Span, samples_of


class PreRoll(StrEnum):
    """What is heard before the lines that are looped."""

    NONE = "none"
    ONE_SECOND = "1 s"
    TWO_SECONDS = "2 s"
    LINE_BEFORE = "line"


_SECONDS = {PreRoll.NONE: 0.0, PreRoll.ONE_SECOND: 1.0, PreRoll.TWO_SECONDS: 2.0}


@dataclass(frozen=True, slots=True)
class Loop:
    """Lines, wherever they lie just now, or a range of the timeline that stays where it is."""

    lines: tuple[LineId, ...] = ()
    span: Span | None = None


def stretch_of(loop: Loop, spans: Mapping[LineId, Span], pre_roll: PreRoll) -> Span | None:
    """Where the loop goes round now; None when nothing of it is on the timeline."""
    if loop.span is not None:
        return loop.span
    span = lines_span(loop.lines, spans)
    if span is None:
        return None
    return Span(_led_up(span.start, spans, pre_roll), span.end)


def lines_span(lines: tuple[LineId, ...], spans: Mapping[LineId, Span]) -> Span | None:
    """From the beginning of the first of these lines to the end of the last one."""
    found = [spans[line] for line in lines if line in spans]
    if not found:
        return None
    return Span(min(span.start for span in found), max(span.end for span in found))


def _led_up(start: int, spans: Mapping[LineId, Span], pre_roll: PreRoll) -> int:
    if pre_roll is not PreRoll.LINE_BEFORE:
        return max(start - samples_of(_SECONDS[pre_roll]), 0)
    starts = sorted(span.start for span in spans.values())
    before = bisect_left(starts, start)
    return starts[before - 1] if before else start
