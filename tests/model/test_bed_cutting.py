"""Moving, cutting and fading beds: what sounds stays where it was, and nothing is overdrawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from studio.model.bed import Bed, BedKind
from studio.model.bed_cutting import (
    SHORTEST_BED,
    at_start,
    begun_at,
    ended_at,
    faded,
    place_of,
    used_of,
    whole_again,
)
from studio.model.ids import BedId
from studio.model.span import Span

WHOLE = 480_000
places = st.integers(-WHOLE, 3 * WHOLE)
starts = st.integers(0, WHOLE)


@st.composite
def beds(draw: st.DrawFn) -> Bed:
    """A bed of a recording of ten seconds, cut and faded in some way."""
    first = draw(st.integers(0, WHOLE - SHORTEST_BED))
    last = draw(st.integers(first + SHORTEST_BED, WHOLE))
    cut = draw(st.sampled_from([None, Span(first, last)]))
    bed = Bed(BedId("b"), BedKind.MUSIC, "rain", start=draw(starts), source_span=cut)
    return faded(bed, WHOLE, fade_in=draw(starts), fade_out=draw(starts))


def offset(bed: Bed) -> int:
    """Where on the timeline the recording would begin if nothing were cut off."""
    return bed.start - used_of(bed, WHOLE).start


@given(beds(), places)
def test_cutting_moves_nothing_that_sounds(bed: Bed, place: int) -> None:
    for cut in (begun_at(bed, WHOLE, place), ended_at(bed, WHOLE, place)):
        assert offset(cut) == offset(bed)
        used = used_of(cut, WHOLE)
        assert 0 <= used.start < used.end <= WHOLE and used.length >= SHORTEST_BED
        assert cut.start >= 0 and cut.fade_in + cut.fade_out <= used.length
    assert place_of(begun_at(bed, WHOLE, place), WHOLE).end == place_of(bed, WHOLE).end
    assert ended_at(bed, WHOLE, place).start == bed.start


@given(beds(), places)
def test_an_edge_goes_where_it_is_put_as_far_as_there_is_sound(bed: Bed, place: int) -> None:
    span = place_of(bed, WHOLE)
    if max(offset(bed), 0) <= place <= span.end - SHORTEST_BED:
        assert begun_at(bed, WHOLE, place).start == place
    if span.start + SHORTEST_BED <= place <= offset(bed) + WHOLE:
        assert place_of(ended_at(bed, WHOLE, place), WHOLE).end == place


@given(beds(), places)
def test_a_bed_never_begins_before_the_timeline(bed: Bed, place: int) -> None:
    moved = at_start(bed, place)
    assert moved.start == max(place, 0)
    assert replace(moved, start=bed.start) == bed


@given(beds(), starts)
def test_the_fade_that_is_given_wins(bed: Bed, fade: int) -> None:
    length = used_of(bed, WHOLE).length
    assert faded(bed, WHOLE, fade_in=fade).fade_in == min(fade, length)
    assert faded(bed, WHOLE, fade_out=fade).fade_out == min(fade, length)


def test_what_was_cut_off_comes_back() -> None:
    bed = Bed(BedId("b"), BedKind.MUSIC, "rain", start=100_000)
    cut = ended_at(begun_at(bed, WHOLE, 150_000), WHOLE, 300_000)
    assert cut.source_span == Span(50_000, 200_000)
    assert whole_again(cut) == bed


def test_a_bed_that_is_whole_again_names_no_cut() -> None:
    bed = Bed(BedId("b"), BedKind.MUSIC, "rain", start=1000, source_span=Span(1000, WHOLE))
    assert begun_at(bed, WHOLE, 0).source_span is None
