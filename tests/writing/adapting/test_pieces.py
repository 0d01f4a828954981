"""Prose is cut into what is said and what is told; every word is there again, in its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import WritingError, WritingProblem
from studio.writing.adapting.pieces import LONGEST, is_unsaid, pieces_of
from studio.writing.adapting.proof import prove


def cut(prose: str) -> list[tuple[bool, str]]:
    return [(piece.said, piece.words(prose)) for piece in pieces_of(prose)]


@pytest.mark.parametrize(
    ("prose", "pieces"),
    [
        ("“Go,” he said, “now.”", [(True, "Go,"), (False, "he said,"), (True, "now.")]),
        ('"It\'s late." She left.', [(True, "It's late."), (False, "She left.")]),
        ("‘It’s late,’ she said.", [(True, "It’s late,"), (False, "she said.")]),
        ("他说：“走吧。”她没动。", [(False, "他说："), (True, "走吧。"), (False, "她没动。")]),
        ("「行こう」と彼は言った。", [(True, "行こう"), (False, "と彼は言った。")]),
        ("„Komm!“, rief er.", [(True, "Komm!"), (False, "rief er.")]),
        ("»Komm!« rief er.", [(True, "Komm!"), (False, "rief er.")]),
        ("« Viens », dit-il.", [(True, "Viens"), (False, "dit-il.")]),
        ("— Да, — сказал он, — иду.", [(True, "Да,"), (False, "сказал он,"), (True, "иду.")]),
        ("“He said ‘no’ twice.” Rain.", [(True, "He said ‘no’ twice."), (False, "Rain.")]),
        ("“Wait—”", [(True, "Wait—")]),
        ("“他说：‘走。’”", [(True, "他说：‘走。’")]),
        ("“He said: ‘Go.’” Rain.", [(True, "He said: ‘Go.’"), (False, "Rain.")]),
        ("“‘Go,’ he said, and I went.”", [(True, "‘Go,’ he said, and I went.")]),
        ("‘Go,’ he said.", [(True, "Go,"), (False, "he said.")]),
        ("The 5\" pipe leaked.", [(False, "The 5\" pipe leaked.")]),
        ("Rain.\n\n“Never closed.\n\nMore rain.", [
            (False, "Rain."), (True, "Never closed."), (False, "More rain."),
        ]),
        ("A line\nthat is wrapped.", [(False, "A line that is wrapped.")]),
        ("", []),
        ("  \n “ ” \n", []),
    ],
)  # fmt: skip
def test_prose_is_cut_at_its_quotation_marks(prose: str, pieces: list[tuple[bool, str]]) -> None:
    assert cut(prose) == pieces


@pytest.mark.parametrize("unit", ["ab,cd.", "你好", "x", "ab "])
def test_what_has_no_good_place_is_cut_between_words_or_at_the_limit(unit: str) -> None:
    prose = unit * 1000
    words = [words for _, words in cut(prose)]
    assert all(len(each) <= LONGEST for each in words)
    prove(prose, words)


def test_a_long_paragraph_is_cut_where_sentences_end() -> None:
    sentence = "The ferry left without a sound and nobody on the pier waved."
    prose = " ".join([sentence] * 12)
    words = [words for _, words in cut(prose)]
    assert all(len(each) <= LONGEST for each in words)
    assert all(each.endswith("waved.") for each in words)
    prove(prose, words)


prose_texts = st.text(
    st.sampled_from("ab, .!?\n\t“”‘’\"'«»„「」『』—– 你好。，…9é"), max_size=400
) | st.text(max_size=200)


@given(prose_texts)
def test_any_prose_is_proved_to_be_said_whole(prose: str) -> None:
    pieces = pieces_of(prose)
    at = 0
    for piece in pieces:
        assert is_unsaid(prose[at : piece.start])
        assert piece.start < piece.end <= piece.start + LONGEST
        at = piece.end
    assert is_unsaid(prose[at:])
    prove(prose, [piece.words(prose) for piece in pieces])


@pytest.mark.parametrize(
    "lines",
    [
        ["Go,", "he said,"],
        ["Go,", "he said,", "now.", "More."],
        ["Go,", "he says,", "now."],
        ["he said,", "Go,", "now."],
        ["Go, he", "said,", "now."],
        ["Go,", "hesaid,", "now."],
        ["Go,", "he sa", "id,", "now."],
        ["Go,", "he said, now."],
    ],
)
def test_a_word_lost_added_changed_moved_or_joined_is_found(lines: list[str]) -> None:
    with pytest.raises(WritingError) as caught:
        prove("“Go,” he said, “now.”", lines)
    assert caught.value.problem is WritingProblem.OTHER_WORDS
