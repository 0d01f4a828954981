"""The sample series and its real translation: right words of people are not held for wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from studio.formats.scripting import project_of
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.opening import script_at
from studio.writing.translating.order import Mode, TranslationOrder
from studio.writing.translating.translate import translate
from studio.writing.translating.validation.frame import for_the_model
from tests.services.chat.service import ChatService
from tests.services.text_model_request import read
from tests.services.writing import Prompt
from tests.writing.generating.stage import a_stage

SAMPLE = Path(__file__).parents[3] / "resources" / "samples" / "night-ferry.fountain"


def without(project: Project, language: str) -> Project:
    def bare(line: Line) -> Line:
        return replace(line, text={c: t for c, t in line.text.items() if c != language})

    episodes = tuple(replace(e, lines=tuple(map(bare, e.lines))) for e in project.episodes)
    rest = tuple(code for code in project.languages if code != language)
    return replace(project, languages=rest, episodes=episodes)


@pytest.mark.parametrize(("of", "to"), [("en", "zh"), ("zh", "en")])
async def test_the_sample_series_comes_out_as_its_translators_wrote_it(
    of: str, to: str, chat_service: ChatService, tmp_path: Path
) -> None:
    script, _ = script_at(SAMPLE)
    sample = project_of(script, title="Night Ferry")
    words = {line.id: line.words(to) for _, line in sample.lines if line.spoken}

    def as_people_do(prompt: Prompt) -> str:
        request = read(prompt)
        assert request
        if request.alone:
            return words[request.asked[0]["id"]]
        rows = [{"id": row["id"], "t": words[row["id"]]} for row in request.asked]
        return "\n".join(json.dumps(row) for row in [*rows, {"k": "end", "count": len(rows)}])

    chat_service.writes(as_people_do)
    async with a_stage(chat_service, tmp_path, without(sample, to)) as stage:
        outcome = await translate(stage.page, stage.asker, TranslationOrder((to,), mode=Mode.DRAFT))
        assert outcome.doubtful == () and outcome.ended_by is None
        assert sum(outcome.counts.values()) == len(words) > 80
        assert outcome.counts[TranslationState.OK] >= len(words) - 3
        assert outcome.extra <= 2
        for _, line in stage.project.lines:
            if line.spoken and "*" not in words[line.id]:
                assert line.words(to) == for_the_model(words[line.id])
