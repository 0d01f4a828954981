"""Clips follow from the script, the gap rules and what was pinned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId
from studio.model.layout import Clip, end_of, lay_out, overlapping
from studio.model.line import Line, LineKind, new_line
from studio.model.span import Span, samples_of_ms
from studio.model.take import Takes
from studio.model.timeline import GapRules, Placement, Timeline
from tests.builders import a_recording, a_take

GAPS = GapRules(same_speaker_ms=100, other_speaker_ms=200, scene_end_ms=500, head_ms=50, tail_ms=70)
RECORDING = a_recording(5)
LENGTH = samples_of_ms(1000)


def says(character: str = "mara") -> Line:
    return new_line(LineKind.DIALOGUE, {"en": "Yes."}, character=CharacterId(character))


def heading() -> Line:
    return new_line(LineKind.HEADING, {"en": "EXT. PIER"})


def action() -> Line:
    return new_line(LineKind.ACTION, {"en": "A gull."})


def takes_for(lines: Sequence[Line]) -> Takes:
    takes = (replace(a_take(line, RECORDING), length=LENGTH) for line in lines if line.spoken)
    return Takes({take.line: (take,) for take in takes})


def laid(*lines: Line, timeline: Timeline | None = None) -> tuple[Clip, ...]:
    timelines = {"en": timeline} if timeline else {}
    episode = Episode(EpisodeId("e"), 1, "", lines, timelines)
    return lay_out(episode, "en", takes_for(lines), GAPS)


def starts(clips: Sequence[Clip]) -> list[int]:
    """In milliseconds."""
    return [clip.timeline_span.start // 48 for clip in clips]


def test_gaps_follow_who_speaks_and_where_scenes_end() -> None:
    lines = (heading(), says(), says(), action(), says("tobias"), heading(), says("tobias"))
    clips = laid(*lines)
    assert starts(clips) == [50, 1150, 2350, 3850]
    assert [clip.line for clip in clips] == [line.id for line in lines if line.spoken]
    assert end_of(clips, GAPS) == samples_of_ms(4850 + 70)


def test_a_line_says_how_long_the_pause_after_it_is() -> None:
    lines = (replace(says(), pause_after_ms=0), says("tobias"))
    assert starts(laid(*lines)) == [50, 1050]
    lines = (replace(says(), pause_after_ms=3000), heading(), says())
    assert starts(laid(*lines)) == [50, 4050]


def test_a_line_without_a_take_leaves_no_hole() -> None:
    one, two, three = says(), says("tobias"), says()
    episode = Episode(EpisodeId("e"), 1, "", (one, two, three))
    clips = lay_out(episode, "en", takes_for((one, three)), GAPS)
    assert starts(clips) == [50, 1150]
    assert lay_out(episode, "zh", takes_for((one, three)), GAPS) == ()
    assert end_of((), GAPS) == 0


def test_a_pinned_clip_holds_its_time_and_the_rest_follows_it() -> None:
    one, two, three = says(), says(), says()
    timeline = Timeline().pin(two.id, samples_of_ms(5000))
    clips = laid(one, two, three, timeline=timeline)
    assert starts(clips) == [50, 5000, 6100]
    assert [clip.pinned for clip in clips] == [False, True, False]


def test_a_clip_pinned_over_another_is_allowed_and_found() -> None:
    one, two, three = says(), says("tobias"), says()
    timeline = Timeline().pin(two.id, samples_of_ms(500))
    clips = laid(one, two, three, timeline=timeline)
    assert overlapping(clips) == {one.id, two.id}
    assert overlapping(laid(one, two, three)) == frozenset()


def test_dual_lines_start_together_and_the_longer_one_is_waited_for() -> None:
    one, two, three = says(), replace(says("tobias"), dual=True), says("tobias")
    clips = laid(one, two, three)
    assert starts(clips) == [50, 50, 1150]


def test_a_dual_line_whose_partner_has_no_take_joins_nobody_else() -> None:
    one, silent, dual = says(), says(), replace(says("tobias"), dual=True)
    episode = Episode(EpisodeId("e"), 1, "", (one, silent, dual))
    clips = lay_out(episode, "en", takes_for((one, dual)), GAPS)
    assert starts(clips)[1] > clips[0].timeline_span.end // 48


def test_a_dual_line_at_the_head_of_a_scene_has_nobody_to_join() -> None:
    clips = laid(says(), heading(), replace(says("tobias"), dual=True))
    assert starts(clips) == [50, 1550]


def test_gain_and_mute_reach_the_clip() -> None:
    one = says()
    (clip,) = laid(one, timeline=Timeline({one.id: Placement(None, -6.0, True)}))
    assert (clip.gain_db, clip.muted, clip.pinned) == (-6.0, True, False)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12))
def test_overlaps_are_exactly_the_clips_that_sound_together(spans: list[tuple[int, int]]) -> None:
    clips = [
        Clip(
            LineId(f"l{index}"),
            None,
            RECORDING.key,
            Span(start, start + length),
            Span(0, length),
            pinned=True,
            gain_db=0.0,
            muted=False,
        )
        for index, (start, length) in enumerate(spans)
    ]
    together = {
        clip.line
        for clip in clips
        if any(
            clip is not other and clip.timeline_span.overlaps(other.timeline_span)
            for other in clips
        )
    }
    assert overlapping(clips) == together


@pytest.mark.parametrize("count", [0, 1, 50])
def test_laying_out_never_goes_back(count: int) -> None:
    clips = laid(*(says(("mara", "tobias")[n % 2]) for n in range(count)))
    ends = [clip.timeline_span.end for clip in clips]
    assert all(e <= c.timeline_span.start for e, c in zip(ends, clips[1:], strict=False))
    assert len(clips) == count
