"""Comps are made of stretches of takes, and are as fresh as what they are made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import EditRefused
from studio.model.comp import Cut, comp_take, comped, recut
from studio.model.ids import LineId, MediaKey, TakeId
from studio.model.span import Span
from studio.model.take import Take, WordTime, written_times


def a_take(id: str, length: int = 48_000, fingerprint: str = "now", said: str = "One two.") -> Take:
    return Take(
        TakeId(id), LineId("line"), "en", MediaKey(f"media {id}"), length, fingerprint,
        "offline", "tone", "man", said, 1.0, billed_characters=8,
    )  # fmt: skip


ONE, TWO, THREE = a_take("one"), a_take("two", 50_000), a_take("three", 40_000)
THERE = frozenset({ONE.id, TWO.id, THREE.id})


def a_comp(*sources: Take, wanted: str = "now", at: int = 10_000) -> Take:
    first, second = sources
    parts = comped(Cut(first, at, second, at), THERE)
    return comp_take(parts, sources, wanted=wanted, media=MediaKey("comp"), made_at=2.0)


def test_a_comp_has_the_first_take_up_to_the_cut_and_the_second_from_it_on() -> None:
    parts = comped(Cut(ONE, 20_000, TWO, 22_000), THERE)
    assert parts == ((ONE.id, Span(0, 20_000)), (TWO.id, Span(22_000, 50_000)))
    take = comp_take(parts, (ONE, TWO), wanted="now", media=MediaKey("m"), made_at=2.0)
    assert (take.length, take.parts, take.line, take.language) == (48_000, parts, "line", "en")
    assert (take.engine, take.model, take.voice) == ("offline", "tone", "man")
    assert take.id not in THERE
    assert (take.billed_characters, take.starred, take.locked) == (0, False, False)


def test_a_comp_of_a_comp_is_made_of_what_was_recorded() -> None:
    comp = replace(a_comp(ONE, TWO), id=TakeId("comp"))
    late = comped(Cut(comp, 30_000, THREE, 28_000), THERE)
    assert late == (
        (ONE.id, Span(0, 10_000)),
        (TWO.id, Span(10_000, 30_000)),
        (THREE.id, Span(28_000, 40_000)),
    )
    early = comped(Cut(comp, 5_000, THREE, 5_000), THERE)
    assert early == ((ONE.id, Span(0, 5_000)), (THREE.id, Span(5_000, 40_000)))


def test_a_cut_taken_back_leaves_one_whole_take() -> None:
    comp = replace(a_comp(ONE, TWO), id=TakeId("comp"))
    assert comped(Cut(ONE, 4_000, comp, 4_000), THERE) == comp.parts


def test_a_comp_whose_takes_are_gone_is_taken_as_it_is() -> None:
    comp = replace(a_comp(ONE, TWO), id=TakeId("comp"))
    parts = comped(Cut(comp, 30_000, THREE, 28_000), {THREE.id, ONE.id})
    assert parts == ((comp.id, Span(0, 30_000)), (THREE.id, Span(28_000, 40_000)))


def test_a_cut_is_moved_without_moving_the_others() -> None:
    parts = (
        (ONE.id, Span(0, 10_000)),
        (TWO.id, Span(10_000, 30_000)),
        (THREE.id, Span(28_000, 40_000)),
    )
    assert recut(parts, 1, 25_000, 24_000) == (
        (ONE.id, Span(0, 10_000)),
        (TWO.id, Span(10_000, 25_000)),
        (THREE.id, Span(24_000, 40_000)),
    )


@pytest.mark.parametrize(("junction", "end", "start"), [(2, 9, 9), (0, 0, 9), (0, 9, 30_000)])
def test_a_cut_that_leaves_nothing_of_a_part_is_refused(
    junction: int, end: int, start: int
) -> None:
    parts = (
        (ONE.id, Span(0, 10_000)),
        (TWO.id, Span(10_000, 30_000)),
        (THREE.id, Span(28_000, 40_000)),
    )
    with pytest.raises(EditRefused):
        recut(parts, junction, end, start)


@pytest.mark.parametrize(("end", "start"), [(0, 5), (48_001, 5), (5, 50_000), (5, -1)])
def test_a_cut_outside_of_a_take_is_refused(end: int, start: int) -> None:
    with pytest.raises(EditRefused):
        comped(Cut(ONE, end, TWO, start), THERE)


def test_takes_of_two_lines_or_languages_are_not_put_together() -> None:
    for other in (replace(TWO, line=LineId("other")), replace(TWO, language="de")):
        with pytest.raises(EditRefused):
            comped(Cut(ONE, 5, other, 5), THERE)


def test_a_comp_of_fresh_takes_is_fresh_and_of_stale_ones_stale() -> None:
    assert a_comp(ONE, TWO).fingerprint == "now"
    old = replace(ONE, fingerprint="then"), replace(TWO, fingerprint="then")
    assert a_comp(*old).fingerprint == "then"


def test_the_same_words_acted_in_two_ways_are_fresh_as_long_as_one_of_them_is() -> None:
    sad = replace(TWO, fingerprint="sad", said="One <#0.5#> two.")
    assert a_comp(ONE, sad, wanted="sad").fingerprint == "sad"
    assert a_comp(ONE, sad).fingerprint == "now"
    assert a_comp(ONE, sad, wanted="other").fingerprint not in ("now", "sad", "other")


def test_different_words_or_voices_put_together_are_never_fresh() -> None:
    for other in (replace(TWO, said="Two three."), replace(TWO, voice="woman")):
        changed = replace(other, fingerprint="then")
        print_of = a_comp(ONE, changed).fingerprint
        assert print_of not in ("now", "then")
        assert print_of == a_comp(ONE, changed).fingerprint


def test_words_are_found_where_they_sound_in_the_comp() -> None:
    timed = written_times((WordTime("One", 0, 200), WordTime("two.", 300, 900)))
    first, second = replace(ONE, word_times=timed), replace(TWO, word_times=timed)
    parts = comped(Cut(first, 12_000, second, 9_600), THERE)
    take = comp_take(parts, (first, second), wanted="now", media=MediaKey("m"), made_at=2.0)
    assert take.words == (WordTime("One", 0, 200), WordTime("two.", 350, 950))
    assert a_comp(first, TWO).words == ()
