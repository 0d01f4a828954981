"""What of a line takes time, in the unit of its language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.writing.timing.numbers import number_units
from studio.writing.timing.units import counted, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("the", 1), ("ferry", 2), ("captain", 2), ("midnight", 2), ("wanted", 2), ("asked", 1)),
        *(("table", 2), ("fire", 1), ("people", 2), ("something", 2), ("houses", 2), ("being", 2)),
        *(("doesn't", 2), ("quiet", 2), ("station", 2), ("named", 1), ("hmm", 1)),
    ],
)
def test_english_words_are_counted_in_syllables(word: str, count: int) -> None:
    assert syllables(word, "en") == count


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        *(("mitternacht", "de", 3), ("schauen", "de", 2), ("feuer", "de", 2), ("glocke", "de", 2)),
        *(("guerra", "es", 2), ("agua", "es", 2), ("noche", "es", 2), ("ciudad", "es", 2)),
        *(("ciao", "it", 1), ("campana", "it", 3), ("cloche", "fr", 1), ("bateau", "fr", 2)),
        *(("полночь", "ru", 2), ("молоко", "ru", 3), ("νύχτα", "el", 2), ("gece", "tr", 2)),
    ],
)
def test_other_languages_count_syllables_by_their_own_vowels(
    word: str, language: str, count: int
) -> None:
    assert syllables(word, language) == count


@pytest.mark.parametrize(
    ("text", "language", "units"),
    [
        ("夜班渡轮上的钟，没有钟舌。", "zh", 11),
        ("OK，船长。", "zh", 3),
        ("鐘が鳴った。きゃ", "ja", 6),
        ("종이 울렸다.", "ko", 5),
        ("", "en", 0),
        ("…!?", "en", 0),
    ],
)
def test_characters_are_units_where_each_is_said(text: str, language: str, units: float) -> None:
    assert counted(text, language).units == units


@pytest.mark.parametrize(
    ("digits", "language", "units"),
    [
        *(("0", "en", 2), ("7", "en", 2), ("12", "en", 1), ("40", "en", 2), ("121", "en", 7)),
        *(("1906", "en", 4), ("1000", "en", 3), ("2026", "en", 6), ("007", "en", 6)),
        *(("40", "zh", 2), ("105", "zh", 4), ("2026", "zh", 6), ("30000", "zh", 2)),
    ],
)
def test_numbers_are_as_long_as_their_words(digits: str, language: str, units: float) -> None:
    assert number_units(digits, language) == units


def test_thousands_and_decimals_are_numbers_too() -> None:
    assert counted("1,000", "en").units == counted("1000", "en").units
    assert counted("1.5", "en").units == 1 + 1 + 1
    assert counted("٤٢", "ar").units == counted("42", "ar").units


def test_marks_pause_inside_a_line_and_not_at_its_end() -> None:
    what = counted("Well, no... Wait! Who? Me.", "en")
    assert (what.commas, what.ends, what.breaks) == (1, 2, 1)
    assert counted("No!", "en").ends == 0
    assert counted("“No.” “Yes.”", "en").ends == 1


def test_what_is_not_said_takes_no_time() -> None:
    plain = counted("Come in.", "en")
    assert counted("(softly) Come [laughs] in. [[a note]]", "en") == plain


def test_a_pause_marker_counts_in_full() -> None:
    what = counted("Come <#0.5#> in <#1.25#>.", "en")
    assert (what.units, what.pauses) == (2, 1.75)


@given(st.text(), st.sampled_from(["en", "zh", "ja", "de", "fr", "ru", "ar", "th", "xx", ""]))
def test_any_text_can_be_counted(text: str, language: str) -> None:
    what = counted(text, language)
    assert what.units >= 0
    assert what.pauses >= 0
