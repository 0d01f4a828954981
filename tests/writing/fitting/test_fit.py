"""Lines are brought into their time: by speed, by words, by the gap; and what is not is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.model.translation import TranslationState
from studio.writing.timing.slots import Verdict
from tests.services.minimax.service import MinimaxService
from tests.services.text_model import TextModel
from tests.writing.fitting.stage import (
    MACHINE,
    SENTENCE,
    a_line,
    a_project,
    a_stage,
    seconds_of,
    slotted,
)


@pytest.fixture
def model(minimax_service: MinimaxService) -> TextModel:
    model = TextModel()
    minimax_service.writes(model)
    return model


async def test_a_line_that_fits_is_spoken_once_and_left_alone(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    project = a_project(slotted((a_line(), seconds_of(SENTENCE) + 0.2)))
    async with a_stage(minimax_service, tmp_path, project) as stage:
        outcome = await stage.fit()
        assert stage.spoken() == [SENTENCE] and model.requests == []
        assert (outcome.fitting, outcome.flagged, outcome.rewritten) == (1, 0, 0)
        fitted = outcome.lines[stage.line.id]
        assert fitted.seconds == pytest.approx(seconds_of(SENTENCE), abs=0.1)
        assert (fitted.speed, fitted.verdict) == (1.0, Verdict.FITS)
        await stage.fit()
        assert stage.spoken() == [SENTENCE]
        assert stage.line == project.episodes[0].lines[0]


async def test_a_line_a_little_too_long_is_only_read_faster(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.08), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert stage.speed == pytest.approx(1.08, abs=0.02)
        assert stage.line.words("de") == SENTENCE and model.requests == []
        assert outcome.lines[stage.line.id].times_spoken == 2
        assert outcome.lines[stage.line.id].seconds == pytest.approx(
            lines[0].slot.length / 48000, abs=0.08
        )  # type: ignore[union-attr]
        assert stage.how == MACHINE and outcome.fitting == 2
        assert outcome.faster == 1


async def test_a_line_much_too_long_gets_fewer_words(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.35), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert len(model.requests) == 1
        (asked,) = model.requests[0].asked
        assert asked["x"] == SENTENCE and asked["max"] < 14
        words = stage.line.words("de")
        assert SENTENCE.startswith(words.rstrip(".")) and len(words) < len(SENTENCE)
        assert stage.how.state is TranslationState.ADJUSTED and stage.how.reasons == ("fitted",)
        assert stage.how.key == MACHINE.key
        assert outcome.fitting == 2 and outcome.rewritten == 1


@pytest.mark.parametrize("how", [replace(MACHINE, state=TranslationState.EDITED), None])
async def test_the_words_of_a_person_stay_and_are_only_read_faster(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path, how: object
) -> None:
    long = a_line(how=how)  # type: ignore[arg-type]
    lines = slotted((long, seconds_of(SENTENCE) / 1.6), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert model.requests == [] and stage.line.words("de") == SENTENCE
        assert stage.speed == 1.25
        assert outcome.flagged == 1
        if how is not None:
            assert stage.how.state is TranslationState.EDITED
            assert stage.how.reasons == ("long: 2.5/2.0",)
        else:
            assert "de" not in stage.line.translations
