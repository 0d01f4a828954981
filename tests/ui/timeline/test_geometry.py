"""Time and pixels: scale, ticks, pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.model.span import SAMPLE_RATE, Span, samples_of_ms
from studio.ui.timeline.geometry import (
    CLOSEST,
    WIDEST_LABEL,
    Scale,
    fitting,
    lane_height,
    limited,
    page_for,
    tick_label,
    ticks_for,
)

zooms = st.floats(CLOSEST, 2_000_000)
samples = st.integers(0, 48_000 * 36_000)
SECOND = SAMPLE_RATE


@given(zooms, st.integers(0, 100_000), samples)
def test_a_sample_comes_back_from_its_pixel(zoom: float, left: int, sample: int) -> None:
    scale = Scale(zoom, left)
    assert abs(scale.sample_at(scale.x_of(sample)) - sample) <= 1


@given(zooms, zooms, st.integers(0, 50_000), st.integers(0, 2000))
def test_zooming_keeps_what_is_under_the_pointer(
    zoom: float, other: float, left: int, x: int
) -> None:
    before = Scale(zoom, left)
    after = before.zoomed(other, x)
    under = before.sample_at(x)
    if after.left > 0:
        assert abs(after.x_of(under) - x) <= 0.5 + 1 / other
    else:
        assert after.x_of(under) <= x + 1


def test_zoom_stays_between_a_quarter_of_a_millisecond_and_twice_the_episode() -> None:
    assert limited(0.001, 100 * SECOND, 1000) == CLOSEST
    assert limited(1e9, 100 * SECOND, 1000) == 200 * SECOND / 1000


@given(st.integers(0, 10**8), st.integers(48, 10**8), st.integers(200, 3000))
def test_a_fitted_stretch_is_wholly_in_view(start: int, length: int, width: int) -> None:
    span = Span(start, start + length)
    scale = fitting(span, width)
    assert scale.x_of(span.start) >= -0.5
    assert scale.x_of(span.end) <= width + 0.5


@given(zooms)
def test_labels_have_room_and_marks_divide_them(zoom: float) -> None:
    ticks = ticks_for(zoom)
    assert ticks.major / zoom >= WIDEST_LABEL
    assert ticks.major % ticks.minor == 0


def test_marks_are_seconds_from_afar_and_milliseconds_close_by() -> None:
    assert ticks_for(SECOND / 100).major == SECOND
    assert ticks_for(CLOSEST).major == samples_of_ms(20)


def test_labels_say_as_much_as_the_marks_need() -> None:
    assert tick_label(75 * SECOND, SECOND) == "01:15"
    assert tick_label(3_725 * SECOND, 5 * SECOND) == "1:02:05"
    assert tick_label(samples_of_ms(12_500), samples_of_ms(500)) == "00:12.5"
    assert tick_label(samples_of_ms(12_340), samples_of_ms(20)) == "00:12.34"
    assert tick_label(samples_of_ms(12_345), samples_of_ms(5)) == "00:12.345"


SCALE = Scale(480.0)  # a pixel is 10 ms


def test_the_page_turns_when_the_playhead_leaves_it() -> None:
    assert page_for(SECOND, SECOND - 480, SCALE, 1000) is None
    assert page_for(10 * SECOND, 10 * SECOND - 960, SCALE, 1000) == 1000 - 80


def test_a_view_scrolled_away_stays_while_the_sound_plays_on() -> None:
    away = Scale(480.0, 5000)
    assert page_for(SECOND + 480, SECOND, away, 1000) is None
    assert page_for(3 * SECOND, SECOND, away, 1000) is not None


def test_lanes_fill_the_view_as_far_as_they_stay_readable() -> None:
    assert lane_height(300, 5) == 60
    assert lane_height(100, 5) == 40
    assert lane_height(900, 2) == 80
