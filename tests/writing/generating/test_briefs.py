"""A brief is cleaned and held to its limits before a model sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import WritingError, WritingProblem
from studio.model.outline import Brief
from studio.wording import sentence
from studio.writing.generating.briefs import LONGEST_BRIEF, checked, language_tag
from studio.writing.generating.presets import FREE, PRESETS, preset_named


def a_brief(**fields: object) -> Brief:
    return replace(Brief("A ferry that never lands."), **fields)  # pyright: ignore[reportArgumentType]


def problem_of(brief: Brief) -> tuple[WritingProblem, str]:
    with pytest.raises(WritingError) as caught:
        checked(brief)
    return caught.value.problem, sentence(caught.value)


def test_a_brief_of_a_book_is_refused_and_the_limit_told() -> None:
    problem, told = problem_of(a_brief(idea="x" * 50_000))
    assert problem is WritingProblem.TOO_LONG
    assert f"{LONGEST_BRIEF:,}" in told and "50,000" in told


def test_all_words_of_a_brief_count_together() -> None:
    checked(a_brief(idea="x" * 5000, must_have="y" * 5000))
    assert problem_of(a_brief(idea="x" * 5000, must_not="y" * 5001))[0] is WritingProblem.TOO_LONG


def test_addresses_and_controls_are_taken_out() -> None:
    idea = "Like https://example.com/a?b=c (see www.example.org)\x07, but\r\non a\tferry，见https://例子.cn。"
    assert checked(a_brief(idea=idea)).idea == "Like (see ), but\non a ferry，见例子.cn。"


def test_a_brief_without_words_is_none() -> None:
    assert problem_of(Brief())[0] is WritingProblem.NO_WORDS
    assert problem_of(Brief("https://example.com"))[0] is WritingProblem.NO_WORDS
    assert checked(Brief(genre="noir")).genre == "noir"


@pytest.mark.parametrize(
    "fields",
    [
        {"episodes": 0},
        {"episodes": 101},
        {"seconds": 5},
        {"cast_size": 0},
        {"speech": 1.5},
        {"speech": float("nan")},
        {"language": "klingonese"},
        {"language": ""},
    ],
)
def test_a_size_that_cannot_be_meant_is_named(fields: dict[str, object]) -> None:
    problem, told = problem_of(a_brief(**fields))
    assert problem is WritingProblem.BAD_BRIEF and "Correct this" in told


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("zh_hant_tw", "zh-Hant-TW"),
        ("German", "de"),
        ("中文", "zh"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
    ],
)
def test_languages_are_written_one_way(written: str, tag: str) -> None:
    assert language_tag(written) == tag


def test_each_preset_says_what_it_expects_in_a_few_short_statements() -> None:
    for preset in (*PRESETS.values(), FREE):
        assert 5 <= len(preset.rules) <= 7
        assert all(len(rule) < 160 for rule in preset.rules)
        brief = checked(preset.brief("A ferry.", "en"))
        assert preset_named(brief.preset) is preset
        assert preset.scene_seconds <= brief.seconds
    assert preset_named("Vertical-Drama") is PRESETS["vertical drama"]
    assert preset_named("opera") is FREE
