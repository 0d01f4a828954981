"""An episode is made to fit: pauses first, then tempo, each to its floor, and never words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studio.model.flow import SHORTEST_PAUSE
from studio.model.layout import end_of, line_spans
from studio.model.line import Line
from studio.model.reel import Reel
from studio.model.span import samples_of_ms
from studio.model.tightening import LEAST_GAPS, MOST_TEMPO, tighten, with_tightness
from studio.model.timeline import AS_IT_FLOWS, Placement, Tightness, Timeline
from tests.model.reels import a_reel, heading, places, reels, says


def pauses(reel: Reel) -> list[int]:
    """Samples between each line and the next."""
    spans = list(line_spans(reel.clips()).values())
    return [b.start - a.end for a, b in pairwise(spans)]


def a_scene() -> list[Line]:
    return [
        says(),
        says("tobias"),
        says(pause_after_ms=2000),
        heading(),
        says(pause_after_ms=50),
        says(),
    ]


def length(reel: Reel) -> int:
    return end_of(reel.clips(), reel.gaps)


def test_what_fits_already_stays_as_it_flows() -> None:
    reel = a_reel(*a_scene())
    found = tighten(reel, length(reel))
    assert (found.tightness, found.length, found.reached) == (AS_IT_FLOWS, length(reel), True)


def test_pauses_give_way_before_the_tempo_does() -> None:
    reel = a_reel(*a_scene())
    wanted = length(reel) - samples_of_ms(600)
    found = tighten(reel, wanted)
    assert found.reached and found.length <= wanted
    assert LEAST_GAPS < found.tightness.gaps < 1 and found.tightness.tempo == 1
    looser = Tightness(found.tightness.gaps + 0.001)
    assert length(with_tightness(reel, looser)) > wanted


def test_the_tempo_helps_where_pauses_are_not_enough() -> None:
    reel = a_reel(*a_scene())
    wanted = length(with_tightness(reel, Tightness(LEAST_GAPS))) - samples_of_ms(300)
    found = tighten(reel, wanted)
    assert found.reached and found.tightness.gaps == LEAST_GAPS
    assert 1 < found.tightness.tempo < MOST_TEMPO


def test_what_cannot_be_reached_says_how_far_it_got() -> None:
    reel = a_reel(*a_scene())
    found = tighten(reel, 10)
    assert not found.reached
    assert found.tightness == Tightness(LEAST_GAPS, MOST_TEMPO)
    assert found.length == length(with_tightness(reel, found.tightness)) > 10


def test_a_tight_timeline_keeps_head_tail_and_short_pauses() -> None:
    reel = a_reel(*a_scene())
    tight = with_tightness(reel, Tightness(LEAST_GAPS))
    assert [pause // 48 for pause in pauses(reel)] == [200, 200, 2000, 50]
    assert [pause // 48 for pause in pauses(tight)] == [120, 120, 800, 50]
    assert tight.clips()[0].timeline_span.start == samples_of_ms(50)
    assert length(tight) == tight.clips()[-1].timeline_span.end + samples_of_ms(70)
    assert with_tightness(tight, Tightness(LEAST_GAPS)) is tight


def test_a_lead_is_a_part_of_its_pause() -> None:
    one, two = says(), says()
    late = Placement(lead=samples_of_ms(900))
    reel = a_reel(one, two, timeline=Timeline({two.id: late}))
    assert pauses(reel) == [samples_of_ms(1000)]
    assert pauses(with_tightness(reel, Tightness(0.5))) == [samples_of_ms(500)]


def test_a_pinned_line_stays_however_tight() -> None:
    one, two = says(), says()
    reel = a_reel(one, two, timeline=Timeline().pin(two.id, 500_000))
    found = tighten(reel, 10)
    assert places(with_tightness(reel, found.tightness))[two.id, 0].start == 500_000


@given(reels(), st.floats(0, 1))
def test_tightening_touches_no_text_and_stays_above_its_floors(reel: Reel, part: float) -> None:
    loose = with_tightness(reel, AS_IT_FLOWS)
    found = tighten(reel, round(part * length(loose)))
    tight = with_tightness(reel, found.tightness)
    assert tight.episode.lines is reel.episode.lines
    assert tight.timeline.placements is reel.timeline.placements
    assert found.tightness.gaps >= LEAST_GAPS and found.tightness.tempo <= MOST_TEMPO
    assert found.length == length(tight)
    assert found.reached == (found.length <= round(part * length(loose)))
    assert found.tightness.tempo == 1 or found.tightness.gaps == LEAST_GAPS
    for before, after in zip(loose.slots(), tight.slots(), strict=True):
        if before.placement.pin is None and before.start and after.start:
            pause, tighter = before.start - before.base, after.start - after.base
            assert min(pause, SHORTEST_PAUSE) <= tighter <= pause
