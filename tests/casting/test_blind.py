"""Voices under letters: drawn by lot, voted for line by line, named at the end."""

from __future__ import annotations

import random

import pytest

from studio.casting.blind import LETTERS, Draw
from studio.engines.speech import Voice

VOICES = [Voice("offline", name.lower(), name) for name in ("Ada", "Ben", "Cleo", "Dov")]


def test_every_voice_has_a_letter_and_the_dice_say_which() -> None:
    orders = set()
    for seed in range(40):
        draw = Draw(VOICES, random.Random(seed))
        found = draw.by_letter({(v.engine, v.id): v.name for v in VOICES})
        assert list(found) == list("ABCD") and sorted(found.values()) == [v.name for v in VOICES]
        orders.add(tuple(found.values()))
    assert len(orders) > 10
    again = [Draw(VOICES, random.Random(3)).by_letter({("offline", "ada"): 1}) for _ in "12"]
    assert again[0] == again[1]


def test_a_ballot_has_no_voice_in_it() -> None:
    draw = Draw(VOICES, random.Random(1))
    told = repr(draw.ballot(3).voting(0, "A")) + repr(draw)
    assert not any(voice.name in told or voice.id in told for voice in VOICES)


def test_each_line_has_one_best_and_the_points_rank_the_voices() -> None:
    draw = Draw(VOICES, random.Random(5))
    ballot = draw.ballot(3).voting(0, "A").voting(1, "C").voting(2, "C").voting(0, "B")
    assert ballot.leading == ("C",)
    ranking = draw.ranking(ballot)
    assert [(r.place, r.letter, r.points) for r in ranking] == [
        (1, "C", 2),
        (2, "B", 1),
        (3, "A", 0),
        (3, "D", 0),
    ]
    assert {r.voice for r in ranking} == set(VOICES)


def test_a_tie_has_several_winners_and_no_vote_has_none() -> None:
    ballot = Draw(VOICES, random.Random(5)).ballot(2)
    assert ballot.leading == ()
    assert ballot.voting(0, "D").voting(1, "A").leading == ("A", "D")


def test_a_vote_can_be_taken_back() -> None:
    ballot = Draw(VOICES, random.Random(5)).ballot(1)
    assert ballot.voting(0, "B").voting(0, "B") == ballot
    assert ballot.voting(1, "B") == ballot and ballot.voting(0, "E") == ballot


def test_who_is_out_gets_no_vote_and_comes_last() -> None:
    draw = Draw(VOICES, random.Random(5))
    ballot = draw.ballot(2).voting(0, "A").without("A")
    assert ballot.running == ("B", "C", "D") and ballot.leading == ()
    ballot = ballot.voting(0, "A").voting(1, "D")
    last = draw.ranking(ballot)[-1]
    assert (last.letter, last.place, last.points) == ("A", 0, 0)
    assert ballot.leading == ("D",)


@pytest.mark.parametrize("number", [0, 1, 7])
def test_two_to_six_voices_are_compared(number: int) -> None:
    many = [Voice("offline", letter, letter) for letter in LETTERS + "G"]
    with pytest.raises(ValueError, match="cannot be compared"):
        Draw(many[:number], random.Random(1))
