"""How lines and pieces sound: gain, mute, fades, tempo and effect set by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.errors import EditProblem, EditRefused
from studio.model.cutting import split
from studio.model.episode import Episode
from studio.model.line import Line
from studio.model.moving import Ripple, lock
from studio.model.reel import Reel
from studio.model.shaping import effect, fade, gain, gain_piece, mute, mute_piece, tempo
from studio.model.timeline import Placement, Timeline
from tests.model.reels import LENGTH, a_reel, changed, held, of_line, places, says

HANDS: dict[str, Callable[[Reel, Line], Episode]] = {
    "gain": lambda reel, line: gain(reel, [line.id], 1),
    "gain of a piece": lambda reel, line: gain_piece(reel, line.id, 0, 1),
    "mute": lambda reel, line: mute(reel, [line.id], True),
    "mute of a piece": lambda reel, line: mute_piece(reel, line.id, 0, True),
    "fade": lambda reel, line: fade(reel, line.id, 0, fade_in=1),
    "tempo": lambda reel, line: tempo(reel, [line.id], 1.5, Ripple.OFF),
    "effect": lambda reel, line: effect(reel, [line.id], "hall"),
}


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
def test_a_locked_line_refuses(hand: Callable[[Reel, Line], Episode]) -> None:
    one = says()
    reel = a_reel(one)
    assert hand(reel, one) != reel.episode
    with pytest.raises(EditRefused) as refused:
        hand(changed(reel, lock(reel, [one.id])), one)
    assert refused.value.problem is EditProblem.LOCKED


def test_gain_has_ends() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    assert held(changed(reel, gain(reel, [one.id, two.id], 99)), two).gain_db == 12
    assert held(changed(reel, gain(reel, [one.id], -99)), one).gain_db == -48
    assert gain(reel, [one.id], 0) is reel.episode


def test_muting_is_taken_back_without_a_trace() -> None:
    one = says()
    reel = a_reel(one)
    assert mute(reel, [one.id], False) is reel.episode
    silent = changed(reel, mute(reel, [one.id], True))
    assert [clip.muted for clip in silent.clips()] == [True]
    assert mute(silent, [one.id], False).timeline("en") == Timeline()


def test_one_piece_is_changed_by_itself() -> None:
    one = says()
    reel = a_reel(one)
    cut = changed(reel, split(reel, one.id, 0, 20_000))
    softer = changed(reel, gain_piece(cut, one.id, 1, -6))
    silent = changed(reel, mute_piece(softer, one.id, 0, True))
    assert [(clip.gain_db, clip.muted) for clip in of_line(silent, one)] == [(0, True), (-6, False)]
    assert places(silent) == places(cut)
    whole = changed(reel, gain_piece(reel, one.id, 0, -6))
    assert [clip.gain_db for clip in whole.clips()] == [-6]
    assert gain_piece(whole, one.id, 0, 6).timeline("en") == Timeline()


def test_the_fade_in_hand_pushes_the_other_one_back() -> None:
    one = says()
    reel = a_reel(one)

    def fades(episode: Episode) -> tuple[int, int]:
        (clip,) = changed(reel, episode).clips()
        return clip.fade_in, clip.fade_out

    both = changed(reel, fade(reel, one.id, 0, fade_in=1000, fade_out=2000))
    assert fades(both.episode) == (1000, 2000)
    assert fades(fade(both, one.id, 0, fade_in=LENGTH - 500)) == (LENGTH - 500, 500)
    assert fades(fade(both, one.id, 0, fade_out=10**9)) == (0, LENGTH)
    assert fade(both, one.id, 0, fade_in=0, fade_out=-5).timeline("en") == Timeline()


def test_a_tempo_moves_what_follows_only_with_ripple() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    alone = changed(reel, tempo(reel, [one.id], 2.0, Ripple.OFF))
    along = changed(reel, tempo(reel, [one.id], 2.0, Ripple.TO_PIN))
    for quick in (alone, along):
        assert places(quick)[one.id, 0].length == LENGTH // 2
    assert places(alone)[two.id, 0] == places(reel)[two.id, 0]
    assert places(along)[two.id, 0] == places(reel)[two.id, 0].moved(-LENGTH // 2)
    assert held(along, two) == Placement()
    for wrong in (0.0, 0.49, 2.01, float("nan")):
        with pytest.raises(EditRefused) as refused:
            tempo(reel, [one.id], wrong, Ripple.OFF)
        assert refused.value.problem is EditProblem.OUT_OF_RANGE


def test_an_effect_reaches_the_clip_and_is_taken_off_again() -> None:
    one = says()
    reel = a_reel(one)
    far = changed(reel, effect(reel, [one.id], "telephone"))
    assert [clip.effect for clip in far.clips()] == ["telephone"]
    assert effect(far, [one.id], "").timeline("en") == Timeline()
