"""Right translations are let be, wrong ones are told, line by line."""

from __future__ import annotations

import itertools

import pytest

from studio.model.ids import LineId
from studio.writing.translating.reasons import Weight
from studio.writing.translating.validation.frame import Asked, Frame
from studio.writing.translating.validation.language import language_findings
from studio.writing.translating.validation.record import Checked, checked
from tests.writing.translating.pairs import RIGHT, WRONG
from tests.writing.translating.small_talk import SMALL_TALK


def looked_at(source: str, text: str, *, of: str, to: str) -> Checked:
    return checked(Asked(LineId("k7f3m2qa"), source), text, Frame(of, to))


@pytest.mark.parametrize(("of", "to"), RIGHT)
def test_a_right_line_is_kept_as_it_came_without_a_flag(of: str, to: str) -> None:
    for source, text in RIGHT[of, to]:
        found = looked_at(source, text, of=of, to=to)
        assert found.words == text, source
        assert found.weight < Weight.FLAG, (source, text, found.findings)


@pytest.mark.parametrize(("of", "to"), WRONG)
def test_a_wrong_line_is_told(of: str, to: str) -> None:
    for source, text, reason in WRONG[of, to]:
        found = looked_at(source, text, of=of, to=to).findings
        told = {finding.reason.value for finding in found if finding.weight >= Weight.FLAG}
        assert reason in told, (source, text, found)


@pytest.mark.parametrize("language", SMALL_TALK)
def test_what_is_said_every_day_is_in_its_own_language(language: str) -> None:
    for source in {"en", "zh", "es", "de", "sv"} - {language}:
        for words in SMALL_TALK[language]:
            assert not language_findings("", words, Frame(source, language)), (source, words)


def test_a_scene_in_another_language_is_told_by_many_of_its_lines() -> None:
    for language, other in itertools.permutations(("de", "en", "es", "fr", "it", "nl", "pt"), 2):
        words = SMALL_TALK[other]
        told = sum(bool(language_findings("", said, Frame("zh", language))) for said in words)
        assert told >= len(words) / 4, (language, other, told)
