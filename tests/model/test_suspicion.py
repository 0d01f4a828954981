"""Every reason to listen to a take is told by its figures, and an ordinary take has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.suspicion import Expected, Reason, Suspicion, suspicions_of
from studio.model.take_facts import TakeFacts
from studio.model.usual import Acting, Usual, usual_of, usuals_of
from studio.wording.suspicions import SUSPICION, suspicion_fields

GOOD = TakeFacts(
    length_s=2.2,
    first_s=0.1,
    last_s=2.1,
    start_db=-80.0,
    end_db=-75.0,
    speech_db=-20.0,
    loudness_lufs=-20.0,
    peak=0.5,
    pause_s=0.3,
    sounding_s=1.5,
    lively_db=30.0,
    pitch_hz=120.0,
)
USUAL = Usual(-20.0, 1.0, 120.0, 0.5)
ORDINARY = Expected(estimate_s=2.1, most_s=2.5, usual=USUAL)
PLAIN: Acting = ("", "")


def reasons(expected: Expected = ORDINARY, **figures: float) -> list[Reason]:
    return [each.reason for each in suspicions_of(replace(GOOD, **figures), expected)]


def test_an_ordinary_take_is_not_suspicious() -> None:
    assert reasons() == []
    assert reasons(Expected()) == []


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({"start_db": -30.0}, Reason.CLIPPED_START),
        ({"end_db": -30.0}, Reason.CLIPPED_END),
        ({"pause_s": 1.5}, Reason.SILENCE_INSIDE),
        ({"loudness_lufs": -29.0}, Reason.LEVEL_JUMP),
        ({"loudness_lufs": -11.0}, Reason.LEVEL_JUMP),
        ({"last_s": 2.9}, Reason.TOO_LONG),
        ({"last_s": 1.0}, Reason.FAR_FROM_ESTIMATE),
        ({"pitch_hz": 160.0}, Reason.OTHER_PITCH),
        ({"pitch_hz": 90.0}, Reason.OTHER_PITCH),
        ({"loudness_lufs": -70.0}, Reason.EMPTY),
        ({"sounding_s": 0.02}, Reason.EMPTY),
        ({"lively_db": 2.0, "pitch_hz": 0.0}, Reason.EMPTY),
        ({"lively_db": 0.1}, Reason.EMPTY),
    ],
)
def test_each_fault_is_told_alone(figures: dict[str, float], reason: Reason) -> None:
    assert reasons(**figures) == [reason]


def test_an_empty_take_has_no_other_reason() -> None:
    silent = {"loudness_lufs": -70.0, "start_db": -10.0, "pause_s": 9.0, "last_s": 0.1}
    assert reasons(**silent) == [Reason.EMPTY]


def test_what_was_found_and_what_was_expected_are_told() -> None:
    (found,) = suspicions_of(replace(GOOD, pitch_hz=180.0), ORDINARY)
    assert found == Suspicion(Reason.OTHER_PITCH, 180.0, 120.0)


def test_a_pause_that_was_asked_for_is_none_to_listen_to() -> None:
    said = "Wait. <#1.5#> Now."
    assert reasons(replace(ORDINARY, said=said), pause_s=2.0) == []
    assert reasons(replace(ORDINARY, said=said), pause_s=3.5) == [Reason.SILENCE_INSIDE]


def test_a_gain_on_the_timeline_mends_a_level_and_can_spoil_it() -> None:
    louder = replace(ORDINARY, gain_db=9.0)
    assert reasons(louder, loudness_lufs=-29.0) == []
    assert reasons(louder) == [Reason.LEVEL_JUMP]


def test_a_clip_played_faster_fits_its_slot() -> None:
    assert reasons(last_s=2.9) == [Reason.TOO_LONG]
    assert reasons(replace(ORDINARY, tempo=1.2), last_s=2.9) == []


def test_a_line_acted_otherwise_may_be_further_off() -> None:
    loosely = replace(ORDINARY, usual=replace(USUAL, loosely=True))
    assert reasons(loosely, pitch_hz=160.0, loudness_lufs=-28.0) == []
    assert reasons(loosely, pitch_hz=240.0) == [Reason.OTHER_PITCH]


def test_a_whisper_has_no_pitch_to_be_wrong() -> None:
    assert reasons(pitch_hz=0.0) == []


def test_the_usual_is_the_middle_and_one_bad_take_does_not_move_it() -> None:
    good = [replace(GOOD, loudness_lufs=-20.0 + by) for by in (-0.4, 0.0, 0.1, 0.3)]
    bad = replace(GOOD, loudness_lufs=-45.0, pitch_hz=400.0)
    usual = usual_of([*good, bad])
    assert usual is not None
    assert usual.loudness_lufs == pytest.approx(-20.0, abs=0.5)
    assert usual.pitch_hz == pytest.approx(120.0, rel=0.02)


def test_a_lane_of_few_takes_has_nothing_usual() -> None:
    assert usual_of([GOOD] * 3) is None
    assert usuals_of([(PLAIN, GOOD)] * 3) == {PLAIN: None}


def test_lines_acted_alike_are_held_against_each_other_else_loosely_against_the_plain_ones() -> (
    None
):
    angry, sad = ("angry", ""), ("sad", "")
    heard = [(PLAIN, GOOD)] * 5
    heard += [(angry, replace(GOOD, loudness_lufs=-12.0))] * 4
    heard += [(sad, replace(GOOD, loudness_lufs=-26.0))]
    usuals = usuals_of(heard)
    plain, loud, quiet = usuals[PLAIN], usuals[angry], usuals[sad]
    assert plain and loud and quiet
    assert (plain.loudness_lufs, plain.loosely) == (-20.0, False)
    assert (loud.loudness_lufs, loud.loosely) == (-12.0, False)
    assert (quiet.loudness_lufs, quiet.loosely) == (-20.0, True)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    said = SUSPICION[reason].format(**suspicion_fields(reason, 1.25, 3.5))
    assert said[0].isupper() or said[0] in "+-123456789"
    assert said.endswith(".")


def test_a_sentence_has_the_figures_that_matter() -> None:
    jump = SUSPICION["level jump"].format(**suspicion_fields("level jump", -29.0, -20.0))
    assert jump.startswith("-9 dB")
    long = SUSPICION["too long"].format(**suspicion_fields("too long", 2.91, 2.5))
    assert long == "2.9 s long, and its place has 2.5 s."
