"""What a loop goes round: lines wherever they are, with what leads up to them, or a range."""

from __future__ import annotations

from studio.model.ids import LineId
from studio.model.span import Span, samples_of
from studio.ui.looping import Loop, PreRoll, lines_span, stretch_of

A, B, C, GONE = (LineId(name) for name in "abcd")
SPANS = {
    A: Span(samples_of(1), samples_of(3)),
    B: Span(samples_of(4), samples_of(6)),
    C: Span(samples_of(8), samples_of(9)),
}


def test_a_line_is_led_up_to_by_the_line_before_or_by_seconds() -> None:
    loop = Loop(lines=(B,))
    assert stretch_of(loop, SPANS, PreRoll.NONE) == SPANS[B]
    assert stretch_of(loop, SPANS, PreRoll.ONE_SECOND) == Span(samples_of(3), samples_of(6))
    assert stretch_of(loop, SPANS, PreRoll.TWO_SECONDS) == Span(samples_of(2), samples_of(6))
    assert stretch_of(loop, SPANS, PreRoll.LINE_BEFORE) == Span(samples_of(1), samples_of(6))


def test_the_first_line_has_nothing_before_it_but_the_start() -> None:
    loop = Loop(lines=(A,))
    assert stretch_of(loop, SPANS, PreRoll.LINE_BEFORE) == SPANS[A]
    assert stretch_of(loop, SPANS, PreRoll.TWO_SECONDS) == Span(0, samples_of(3))


def test_several_lines_are_looped_from_the_first_to_the_last() -> None:
    assert lines_span((C, A), SPANS) == Span(samples_of(1), samples_of(9))
    assert stretch_of(Loop(lines=(C, B)), SPANS, PreRoll.NONE) == Span(samples_of(4), samples_of(9))


def test_lines_that_are_not_on_the_timeline_are_passed_over() -> None:
    assert lines_span((GONE, B), SPANS) == SPANS[B]
    assert stretch_of(Loop(lines=(GONE,)), SPANS, PreRoll.LINE_BEFORE) is None


def test_a_range_stays_where_it_is() -> None:
    marked = Span(5, 500)
    assert stretch_of(Loop(span=marked), {}, PreRoll.LINE_BEFORE) == marked
