"""What is not right is asked for again: few requests, told why, and no more than is allowed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.writing.translating.order import Mode, TranslationOrder
from studio.writing.translating.translate import translate
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.text_model_request import Request, read
from tests.services.writing import Prompt, Written
from tests.writing.generating.stage import a_stage
from tests.writing.translating.script import a_script, silently_wrong

ORDER = TranslationOrder(("de",), mode=Mode.DRAFT)
OK, FAILED = TranslationState.OK, TranslationState.FAILED


class Answers:
    """The test model, with the words of some rows changed by the turn; plain replies alike."""

    def __init__(self, change: Callable[[int, Mapping[str, str]], str | None]) -> None:
        self.model = TextModel(delta=60)
        self.requests: list[Request] = []
        self._change = change

    def __call__(self, prompt: Prompt) -> Written:
        request = read(prompt)
        assert request
        written, turn = self.model(prompt), len(self.requests)
        self.requests.append(request)
        if request.alone:
            words = self._change(turn, request.asked[0])
            return written if words is None else Written(words)
        rows = [json.loads(line) for line in written.text.splitlines()]
        asked = {row["id"]: row for row in request.asked}
        for row in rows:
            words = self._change(turn, asked[row["id"]]) if row.get("id") in asked else None
            if words is not None:
                row["t"] = words
        return replace(written, text="\n".join(json.dumps(row) for row in rows))


def spoken(project: Project) -> list[Line]:
    return [line for _, line in project.lines if line.spoken]


async def test_all_doubtful_lines_of_a_script_share_a_request(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_script(100, episodes=2)
    bad = {line.id for line in spoken(project)[::10]}
    answers = Answers(lambda turn, row: row["x"] if row["id"] in bad and "why" not in row else None)
    chat_service.writes(answers)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, ORDER)
    assert outcome.counts == {OK: 100} and outcome.extra == 1
    again = answers.requests[-1]
    assert {row["id"] for row in again.asked} == bad
    assert {row["why"] for row in again.asked} == {"it was not translated"}
    around = again.rows("context")
    assert around and not {pair["x"] for pair in around} & {row["x"] for row in again.asked}


async def test_the_ladder_goes_down_to_one_line_without_anything_around_it(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_script(40)
    bad = spoken(project)[7].id
    answers = Answers(lambda turn, row: row["x"] if row["id"] == bad else None)
    chat_service.writes(answers)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, ORDER)
    assert outcome.counts == {OK: 39, FAILED: 1}
    asked = [len(request.asked) for request in answers.requests]
    assert asked[-4:] == [1, 1, 1, 1] and outcome.extra == 4
    assert [request.alone for request in answers.requests[-4:]] == [False, False, True, True]
    assert "context" not in answers.requests[-1].blocks


async def test_one_line_in_a_plain_reply_is_taken_with_what_is_around_it(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_script(10)
    bad = spoken(project)[4].id
    said: list[str] = []

    def change(turn: int, row: Mapping[str, str]) -> str | None:
        if row["id"] != bad:
            return None
        if turn < 3:
            return row["x"]
        said.append(row["x"])
        return json.dumps({"id": bad, "t": "Das ist nicht von mir, Schwester, nicht von mir."})

    chat_service.writes(Answers(change))
    project = project.with_line(spoken(project)[4].saying("en", "That was not me, sister, not me."))
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, ORDER)
        assert said and outcome.counts == {OK: 10}
        assert spoken(stage.project)[4].words("de").startswith("Das ist nicht")


async def test_no_more_is_asked_than_is_allowed(chat_service: ChatService, tmp_path: Path) -> None:
    project = a_script(200, episodes=2)
    answers = Answers(lambda turn, row: row["x"])
    chat_service.writes(answers)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, ORDER)
        assert outcome.extra <= max(4, 0.3 * (outcome.requests - outcome.extra))
        assert outcome.failed + outcome.counts.get(OK, 0) == 200 and outcome.failed > 190
        assert not any(
            line.words("de") for line in spoken(stage.project)
            if line.translations["de"].state is FAILED
        )  # fmt: skip
        assert silently_wrong(stage.project, "de") == []


async def test_an_echo_is_asked_for_without_what_it_echoed(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_script(60)
    late = spoken(project)[40].id
    first: dict[str, str] = {}

    def change(turn: int, row: Mapping[str, str]) -> str | None:
        echo = row["id"] == late and "why" not in row
        return first["t"] if echo else None

    answers = Answers(change)

    def script(prompt: Prompt) -> Written:
        request = read(prompt)
        assert request
        pairs = request.rows("context")
        first["t"] = pairs[-1]["t"] if pairs else ""
        return answers(prompt)

    chat_service.writes(script)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, ORDER)
        assert outcome.counts == {OK: 60}
        assert silently_wrong(stage.project, "de") == []
    again = answers.requests[-1]
    assert [row["id"] for row in again.asked] == [late] and "context" not in again.blocks
