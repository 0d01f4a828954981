"""A blend of voices in words and back."""

from __future__ import annotations

from studio.engines.minimax.settings import blend_of
from studio.ui.cast.blend_words import shares_of, words_of


def test_a_blend_is_kept_as_the_engine_reads_it() -> None:
    shares = (("one", 60), ("声音", 40))
    assert shares_of(words_of(shares)) == shares
    assert tuple(blend_of(words_of(shares))) == shares


def test_voices_without_an_id_are_left_out() -> None:
    assert words_of((("", 60), (" one ", 40))) == '[["one", 40]]'
    assert words_of((("", 60), ("  ", 40))) == ""


def test_what_cannot_be_made_out_is_left_out_and_weights_stay_in_their_range() -> None:
    assert shares_of("no blend at all") == shares_of("") == shares_of("{}") == ()
    assert shares_of('[["a", 500], ["b"], 7, ["c", 0]]') == (("a", 100), ("c", 1))
    assert len(shares_of('[["a", 1], ["b", 1], ["c", 1], ["d", 1], ["e", 1]]')) == 4
