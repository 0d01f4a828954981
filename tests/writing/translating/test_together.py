"""An answer as a whole: words that read well, at the wrong line."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.ids import LineId
from studio.writing.translating.reasons import Reason
from studio.writing.translating.validation.frame import Asked
from studio.writing.translating.validation.together import Got, together
from tests.services.text_model_truth import truth
from tests.writing.translating.dialogues import SCENES
from tests.writing.translating.script import some_words

Rows = list[tuple[Asked, str | None]]
LANGUAGES = [("en", "de"), ("en", "zh"), ("zh", "en"), ("de", "ja"), ("es", "ru")]


def an_answer(seed: int, of: str, to: str, lines: int = 25) -> Rows:
    dice = Random(seed)
    asked = [Asked(LineId(f"k{seed}x{at}"), some_words(of, dice)) for at in range(lines)]
    return [(row, truth(row.words, to)) for row in asked]


def suspects(rows: Rows, order: list[int] | None = None, *, whole: bool = True) -> set[int]:
    """The places of the lines that are not trusted."""
    arrived = [rows[at][0].id for at in order or range(len(rows)) if rows[at][1] is not None]
    found = together([Got(*row) for row in rows], arrived, whole=whole)
    assert all(finding.reason in Reason for finding in found.values())
    return {at for at, (row, _) in enumerate(rows) if row.id in found}


@pytest.mark.parametrize(("of", "to"), LANGUAGES)
def test_right_answers_are_trusted(of: str, to: str) -> None:
    wronged = 0
    for seed in range(30):
        rows = an_answer(seed, of, to)
        wronged += len(suspects(rows))
        mixed = Random(seed).sample(range(len(rows)), len(rows))
        assert suspects(rows, mixed) == suspects(rows), "the order alone says nothing"
        assert not suspects(rows[:7], whole=False)
    assert wronged <= 0.005 * 30 * 25, "asking again costs little, but it costs"


@pytest.mark.parametrize("languages", SCENES)
def test_a_scene_is_trusted_and_one_that_slipped_is_not(languages: tuple[str, str]) -> None:
    scene = SCENES[languages]
    texts = [text for _, text in scene]
    asked = [Asked(LineId(f"line{at:04}"), said) for at, (said, _) in enumerate(scene)]
    assert suspects(list(zip(asked, texts, strict=True))) == set()
    for at in range(1, 12):
        slipped = [*texts[:at], f"{texts[at]} {texts[at + 1]}", *texts[at + 2 :], None]
        found = suspects(list(zip(asked, slipped, strict=True)))
        assert found >= set(range(at, len(texts) - 1)), at


@pytest.mark.parametrize(("of", "to"), LANGUAGES)
def test_a_shift_up_to_a_lost_end_is_seen_as_a_whole(of: str, to: str) -> None:
    for seed in range(30):
        rows = an_answer(seed, of, to)
        start = Random(seed).randrange(len(rows) - 3)
        texts = [text for _, text in rows]
        moved = [*texts[:start], *texts[start + 1 :], None]
        wrong = {at for at in range(start, len(rows) - 1) if moved[at] != texts[at]}
        found = suspects([(row, text) for (row, _), text in zip(rows, moved, strict=True)])
        assert wrong <= found


@pytest.mark.parametrize(("of", "to"), LANGUAGES)
def test_two_lines_that_changed_names_are_seen(of: str, to: str) -> None:
    for seed in range(30):
        rows = an_answer(seed, of, to)
        at = Random(seed).randrange(len(rows) - 1)
        (first, one), (second, two) = rows[at], rows[at + 1]
        rows[at], rows[at + 1] = (first, two), (second, one)
        order = [*range(at), at + 1, at, *range(at + 2, len(rows))]
        assert one == two or {at, at + 1} <= suspects(rows, order)


@pytest.mark.parametrize(("of", "to"), LANGUAGES)
def test_a_line_with_the_words_of_two_is_seen(of: str, to: str) -> None:
    for seed in range(30):
        rows = an_answer(seed, of, to)
        at = Random(seed).randrange(len(rows) - 1)
        rows[at] = (rows[at][0], f"{rows[at][1]} {rows[at + 1][1]}")
        rows[at + 1] = (rows[at + 1][0], None)
        assert at in suspects(rows)


@pytest.mark.parametrize(("of", "to"), [("en", "de"), ("zh", "en"), ("fr", "es")])
def test_words_that_moved_to_the_next_line_are_seen(of: str, to: str) -> None:
    for seed in range(30):
        rows = an_answer(seed, of, to)
        at = Random(seed).randrange(len(rows) - 1)
        words = (rows[at][1] or "").split(" ")
        if len(words) < 2:
            continue
        half = len(words) // 2
        rows[at] = (rows[at][0], " ".join(words[:half]))
        rows[at + 1] = (rows[at + 1][0], f"{' '.join(words[half:])} {rows[at + 1][1]}")
        assert {at, at + 1} <= suspects(rows)


def test_the_same_words_for_different_lines_are_seen() -> None:
    rows = an_answer(1, "en", "de")
    for at in (5, 6, 7):
        rows[at] = (rows[at][0], rows[5][1])
    assert {5, 6, 7} <= suspects(rows)


def test_short_calls_may_be_the_same() -> None:
    calls = [("Yes.", "Ja."), ("Yeah.", "Ja."), ("Hm.", "Hm."), ("No.", "Nein."), ("Yep.", "Ja.")]
    rows: Rows = [(Asked(LineId(f"k{at}"), x), t) for at, (x, t) in enumerate(calls)]
    assert not suspects(rows)


def test_nothing_is_said_of_nothing() -> None:
    assert not suspects([])
    assert not suspects([(Asked(LineId("k1"), "Yes."), None)])


ODD_WORDS = st.text("aA. ?!…的か0(){}<#> \n", max_size=12)


@given(st.lists(st.tuples(ODD_WORDS, st.none() | ODD_WORDS), max_size=8), st.data(), st.booleans())
def test_whatever_comes_is_compared(
    texts: list[tuple[str, str | None]], data: st.DataObject, whole: bool
) -> None:
    rows: Rows = [(Asked(LineId(f"k{at}"), x), t) for at, (x, t) in enumerate(texts)]
    order = data.draw(st.permutations(range(len(rows))))
    assert suspects(rows, list(order), whole=whole) <= {
        at for at, (_, text) in enumerate(rows) if text is not None
    }
