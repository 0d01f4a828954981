"""Scenes are written into the script line by line, checked, brought to length, and gone on with."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.errors import WritingError, WritingProblem
from studio.formats.language import guess_language
from studio.model.line import LineKind
from studio.model.outline import (
    Brief,
    Outline,
    PlannedCharacter,
    PlannedEpisode,
    PlannedScene,
    Written,
)
from studio.model.project import Project, new_project
from studio.writing.generating.budgets import LEAST, MOST, budget_of, spoken_seconds
from studio.writing.generating.orders import ScenesOrder
from studio.writing.generating.placing import lines_of
from studio.writing.generating.plan import plan
from studio.writing.generating.scenes import write_scenes
from studio.writing.page import GhostLine, Page
from studio.writing.timing.length import Lengths
from tests.builders import a_project
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Written as Answer
from tests.services.wrongs import cut_in_body, stalled
from tests.writing.generating.stage import (
    END,
    Replies,
    Stage,
    a_stage,
    as_rows,
    more_than_it_reads,
)

SHORT = 10
"""Seconds of a scene in which these few lines are about what is wanted."""


def a_plan(
    *scenes: int, language: str = "en", seconds: int = SHORT, names: tuple[str, ...] = ()
) -> Project:
    """A project with so many planned scenes for each episode, nothing written."""
    number = 0
    episodes: list[PlannedEpisode] = []
    for place, many in enumerate(scenes, 1):
        planned: list[PlannedScene] = []
        for _ in range(many):
            number += 1
            beats = f"Beat {number}."
            planned.append(PlannedScene(f"s{number}", f"INT. DECK {number}", beats, seconds))
        hook, ending = f"hook {place}", f"ending {place}"
        episodes.append(PlannedEpisode(f"e{place}", f"Part {place}", hook, ending, tuple(planned)))
    cast = (
        PlannedCharacter("c1", "Mara", "female", "30", "captain", "short words", "low voice"),
        PlannedCharacter("c2", "Tobias", "male", "60", "passenger", "jokes", "hoarse"),
        *(PlannedCharacter(f"c{n}", name) for n, name in enumerate(names, 3)),
    )
    brief = Brief("A ferry.", "vertical drama", language, episodes=len(scenes), seconds=seconds)
    outline = Outline(brief, "Night Ferry", "Nobody lands.", cast, tuple(episodes))
    return replace(new_project("Night Ferry", language=language), outline=outline)


def a_line(x: str, c: str = "c1", **other: Any) -> dict[str, Any]:
    return {"k": "line", "s": "s1", "c": c, "e": "", "d": "", "p": 0} | other | {"x": x}


TALK = [
    a_line("Nobody has crossed this water in forty years.", "c1", e="Cold", d="flat", p=400),
    a_line("Then why did you sell me a ticket?", "c2", e="furious"),
    a_line("A bell, far out.", ""),
    a_line("Because you asked.", "c1", p="300 ms"),
]


async def test_the_lines_of_a_scene_stand_under_its_heading(
    chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(Replies([*TALK, END]))
    async with a_stage(chat_service, tmp_path, a_plan(1)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        project = stage.file.project
    assert (outcome.scenes, outcome.lines, outcome.newcomers) == (1, 4, ())
    (episode,) = project.episodes
    assert (episode.number, episode.title) == (1, "Part 1")
    kinds = [line.kind for line in episode.lines]
    assert kinds == [
        LineKind.HEADING,
        LineKind.DIALOGUE,
        LineKind.DIALOGUE,
        LineKind.ACTION,
        LineKind.DIALOGUE,
    ]
    heading, first, second, _, last = episode.lines
    assert heading.words("en") == "INT. DECK 1"
    mara, tobias = project.cast.characters
    assert (mara.name, mara.gender, mara.age, mara.role) == ("Mara", "female", "30", "captain")
    assert (mara.style, mara.notes) == ("short words", "low voice")
    assert first.character == mara.id and second.character == tobias.id
    assert (first.emotion, first.direction, first.pause_after_ms) == ("calm", "flat", 400)
    assert second.emotion == "angry" and second.pause_after_ms is None
    assert last.pause_after_ms == 300
    assert project.outline
    (scene,) = project.outline.episodes[0].scenes
    assert (scene.written, scene.line) == (Written.WRITTEN, heading.id)
    assert [each.character for each in project.outline.characters] == [mara.id, tobias.id]


async def test_a_scene_is_told_what_came_before(chat_service: ChatService, tmp_path: Path) -> None:
    replies = Replies([*TALK, END], [*({**row, "s": "s2"} for row in TALK), END])
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, a_plan(2, 1)) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder(("s1", "s2")))
    first, second = replies.requests
    assert list(first.blocks) == ["brief", "cast", "story", "last", "scene"]
    assert first.rows("last") == [] and "Beat 1." not in first.text("story")
    assert first.row("scene")["hook"] == "hook 1" and "end" not in first.row("scene")
    assert "Beat 1." in second.text("story")
    assert [row["x"] for row in second.rows("last")] == [each["x"] for each in TALK]
    assert second.rows("last")[0]["c"] == "c1" and second.row("scene")["end"] == "ending 1"
    assert replies.prompts[0].system == replies.prompts[1].system


async def test_scenes_out_of_order_stand_in_the_order_of_the_plan(
    chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(TextModel())
    async with a_stage(chat_service, tmp_path, a_plan(3, 1)) as stage:
        for scene in ("s4", "s3", "s1", "s2"):
            await write_scenes(stage.page, stage.asker, ScenesOrder((scene,)))
        project = stage.project
    headings = [
        [line.words("en") for line in episode.lines if line.kind is LineKind.HEADING]
        for episode in project.episodes
    ]
    assert headings == [["INT. DECK 1", "INT. DECK 2", "INT. DECK 3"], ["INT. DECK 4"]]
    assert [episode.number for episode in project.episodes] == [1, 2]


async def test_an_episode_that_has_lines_is_never_written_into(
    chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(TextModel())
    project = replace(a_project(3), outline=a_plan(1).outline)
    async with a_stage(chat_service, tmp_path, project) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert stage.project.episodes[0] == project.episodes[0]
        assert [e.number for e in stage.project.episodes] == [1, 2]
        mara = stage.project.cast.characters[0]
    assert mara.name == "MARA" and mara.castings and mara.role == "captain"


async def test_who_is_not_planned_joins_the_cast_and_is_told(
    chat_service: ChatService, tmp_path: Path
) -> None:
    rows = [
        *TALK,
        a_line("Tickets!", "Bellboy"),
        a_line("Years pass.", "n"),
        a_line("BELLBOY: Tickets, please!", ""),
        END,
    ]
    chat_service.writes(Replies(rows))
    async with a_stage(chat_service, tmp_path, a_plan(1, seconds=12)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        project = stage.project
    assert outcome.newcomers == ("Bellboy", "NARRATOR")
    assert [each.name for each in project.cast] == ["Mara", "Tobias", "Bellboy", "NARRATOR"]
    *_, boy, narrator, again = [line for _, line in project.lines]
    assert boy.character == again.character and again.words("en") == "Tickets, please!"
    assert narrator.kind is LineKind.VOICE_OVER


async def test_long_lines_are_split_and_repetitions_left_out(
    chat_service: ChatService, tmp_path: Path
) -> None:
    speech = " ".join(["Nobody has crossed this water in forty years."] * 8)
    rows = [a_line(speech, p=500), TALK[1], a_line("then WHY did you sell me a ticket", "c2"), END]
    chat_service.writes(Replies(rows))
    async with a_stage(chat_service, tmp_path, a_plan(1, seconds=45)) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder())
        lines = [line for _, line in stage.project.lines if line.spoken]
    *parts, last = lines
    assert len(parts) == 2 and last.words("en") == TALK[1]["x"]
    assert " ".join(line.words("en") for line in parts) == speech
    assert [line.pause_after_ms for line in parts] == [None, 500]


async def test_a_line_being_written_is_shown_as_a_ghost(
    chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(Replies(Answer(as_rows(*TALK, END), delta=12)))
    ghosts: list[GhostLine] = []

    class Watched(Page):
        def show(self, stream: object, ghost: GhostLine | None) -> None:
            super().show(stream, ghost)
            ghosts.extend(self.ghosts.values())

    async with a_stage(chat_service, tmp_path, a_plan(1), page=Watched) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert stage.page.ghosts == {}
        episode = stage.project.episodes[0].id
    assert {each.speaker for each in ghosts} == {"Mara", "Tobias", ""}
    assert {each.episode for each in ghosts} == {episode}
    texts = [each.text for each in ghosts]
    assert any(TALK[0]["x"].startswith(text) and text for text in texts)


@pytest.mark.parametrize("at", range(60, 420, 51))
async def test_a_scene_that_broke_off_is_gone_on_with(
    chat_service: ChatService, tmp_path: Path, at: int
) -> None:
    whole = as_rows(*TALK, END)
    first = Answer(whole[:at], finish="length")
    came = [row for row in TALK if as_rows(row) in whole[:at]]
    replies = Replies(first, [*TALK[max(0, len(came) - 1) :], END])
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, a_plan(1)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert stage.words[1:] == [row["x"] for row in TALK]
    assert outcome.unfinished == () and outcome.scenes == 1
    assert [row["x"] for row in replies.requests[1].rows("written")] == [r["x"] for r in came]


async def test_a_scene_that_never_ends_is_left_as_begun_and_gone_on_with_later(
    chat_service: ChatService, tmp_path: Path
) -> None:
    def broken(row: dict[str, Any]) -> Answer:
        return Answer(as_rows(row) + '\n{"k":"li', finish="length")

    chat_service.writes(Replies(*map(broken, TALK)))
    async with a_stage(chat_service, tmp_path, a_plan(1, 1, seconds=60)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder(("s1",)))
        assert outcome.unfinished == ("s1",) and outcome.lines == 4
        assert stage.outline.episodes[0].scenes[0].written is Written.BEGUN
        before = stage.words
    model = TextModel()
    chat_service.writes(model)
    async with a_stage(chat_service, tmp_path) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert outcome.scenes == 2 and stage.words[: len(before)] == before
    assert [len(each.rows("written")) for each in model.requests if each.task == "lines"] == [4, 0]


async def test_a_connection_lost_in_a_scene_costs_no_line(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    chat_service.faults.next(cut_in_body(0.6))
    async with a_stage(chat_service, tmp_path, a_plan(1, seconds=40)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert outcome.scenes == 1 and len(set(stage.words)) == len(stage.words)
    there = model.requests[1].rows("written")
    assert there and [row["x"] for row in there] == stage.words[1 : len(there) + 1]


@pytest.mark.parametrize("language", ["en", "zh", "de"])
@pytest.mark.parametrize("seconds", [25, 60])
async def test_a_scene_comes_near_its_time(
    chat_service: ChatService, tmp_path: Path, language: str, seconds: int
) -> None:
    chat_service.writes(TextModel())
    project = a_plan(1, language=language, seconds=seconds)
    async with a_stage(chat_service, tmp_path, project) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert 0.7 <= _ratio(stage) <= 1.25
        assert guess_language(stage.words[1:]) == ("zh" if language == "zh" else "en")


def _ratio(stage: Stage) -> float:
    """The spoken seconds of the first scene as a share of what was wanted."""
    project, language = stage.project, stage.project.languages[0]
    scene = stage.outline.episodes[0].scenes[0]
    lines = lines_of(project, scene)
    budget = budget_of(scene, stage.outline.brief, language, Lengths())
    return budget.ratio(spoken_seconds(project, lines, language, Lengths()))


@pytest.mark.parametrize("seconds", [4, 24], ids=["too long", "too short"])
async def test_a_scene_far_from_its_time_is_adjusted_once(
    chat_service: ChatService, tmp_path: Path, seconds: int
) -> None:
    model = TextModel()

    def answer(prompt: Any) -> Answer:
        said = model(prompt)
        writes = model.requests[-1].task == "lines"
        return Answer(as_rows(*TALK, END)) if writes else said

    chat_service.writes(answer)
    async with a_stage(chat_service, tmp_path, a_plan(1, seconds=seconds)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        ratio = _ratio(stage)
    (adjust,) = [each for each in model.requests if each.task == "adjust"]
    rows = adjust.rows("rows")
    assert {row["c"] for row in rows} == {"Mara", "Tobias"} and all(row["max"] for row in rows)
    assert ("shorter" if seconds == 4 else "longer") in adjust.text("ask")
    assert outcome.adjusted and LEAST * 0.8 < ratio < MOST * 1.2


async def test_a_line_nobody_would_miss_may_go(chat_service: ChatService, tmp_path: Path) -> None:
    def answer(prompt: Any) -> str:
        replies(prompt)
        request = replies.requests[-1]
        if request.task == "lines":
            return as_rows(*TALK, END)
        ids = [row["id"] for row in request.rows("rows")]
        return as_rows({"id": ids[2], "x": ""}, {"id": "unknown", "x": "?"}, END)

    replies = Replies("")
    chat_service.writes(answer)
    async with a_stage(chat_service, tmp_path, a_plan(1, seconds=4)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert stage.words == ["INT. DECK 1", *(row["x"] for row in TALK[:3])]
    assert outcome.adjusted == 1


async def test_lines_in_other_letters_are_said_again(
    chat_service: ChatService, tmp_path: Path
) -> None:
    right = "四十年来没有人渡过这片水。"

    def answer(prompt: Any) -> str:
        replies(prompt)
        request = replies.requests[-1]
        if request.task == "lines":
            return as_rows(a_line(TALK[0]["x"]), a_line("你为什么卖票给我？", "c2"), END)
        return as_rows(*({"id": row["id"], "x": right} for row in request.rows("rows")), END)

    replies = Replies("")
    chat_service.writes(answer)
    async with a_stage(chat_service, tmp_path, a_plan(1, language="zh", seconds=8)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert stage.words[1:] == [right, "你为什么卖票给我？"]
    assert outcome.flagged == 0
    assert "Chinese" in replies.requests[1].text("ask")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("I'm sorry, but I cannot write this scene.", WritingProblem.DECLINED),
        ("抱歉，我无法创作这个内容。", WritingProblem.DECLINED),
        ("MARA\nNobody has crossed this water.", WritingProblem.NO_RECORDS),
    ],
)
async def test_an_answer_without_lines_leaves_the_script_alone(
    chat_service: ChatService, tmp_path: Path, said: str, problem: WritingProblem
) -> None:
    chat_service.writes(Replies(said))
    async with a_stage(chat_service, tmp_path, a_plan(1)) as stage:
        with pytest.raises(WritingError) as caught:
            await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert (caught.value.problem, caught.value.detail) == (problem, " ".join(said.split()))
        assert stage.words == []
        assert stage.outline.episodes[0].scenes[0].written is Written.PLANNED


async def test_one_answer_in_prose_is_taken_for_a_slip(
    chat_service: ChatService, tmp_path: Path
) -> None:
    replies = Replies("MARA\nNobody has crossed this water.", [*TALK, END])
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, a_plan(1)) as stage:
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
    assert outcome.scenes == 1 and len(replies.requests) == 2


async def test_a_written_scene_is_written_anew_only_when_asked(
    chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(Replies([*TALK, END]))
    async with a_stage(chat_service, tmp_path, a_plan(1)) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder())
        before = stage.project
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder(("s1",)))
        assert outcome.scenes == 0 and stage.project == before
        chat_service.writes(Replies("Sorry, no."))
        with pytest.raises(WritingError):
            await write_scenes(stage.page, stage.asker, ScenesOrder(("s1",), again=True))
        assert stage.project == before
        chat_service.writes(Replies([*reversed(TALK), END]))
        await write_scenes(stage.page, stage.asker, ScenesOrder(("s1",), again=True))
        assert stage.words == ["INT. DECK 1", *(row["x"] for row in reversed(TALK))]
        assert stage.outline.episodes[0].scenes[0].written is Written.WRITTEN


async def test_a_model_that_reads_little_is_told_less(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    async with a_stage(chat_service, tmp_path, a_plan(6)) as stage:
        await write_scenes(stage.page, stage.asker, ScenesOrder(("s1", "s2", "s3")))
        chat_service.faults.next(more_than_it_reads())
        await write_scenes(stage.page, stage.asker, ScenesOrder(("s4",)))
    *_, full, lean = [each.rows("last") for each in model.requests if each.task == "lines"]
    assert len(full) > len(lean) == 2


async def test_a_cancelled_job_keeps_what_came(chat_service: ChatService, tmp_path: Path) -> None:
    chat_service.writes(TextModel(delta=24))
    chat_service.faults.next(stalled(at=3000))
    async with a_stage(chat_service, tmp_path, a_plan(1, seconds=60)) as stage:
        came = asyncio.Event()
        stage.page.listen(lambda page: came.set() if any(page.project.lines) else None)
        job = asyncio.create_task(write_scenes(stage.page, stage.asker, ScenesOrder()))
        await asyncio.wait_for(came.wait(), 60)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        stage.page.close()
        assert stage.words == [line.words("en") for _, line in stage.file.project.lines]
        assert len(stage.words) > 1 and not stage.page.ghosts
        assert stage.outline.episodes[0].scenes[0].written is Written.BEGUN
        stage.document.undo()
        assert stage.document.project.outline == a_plan(1, seconds=60).outline
    chat_service.faults.clear()


async def test_without_a_plan_there_is_nothing_to_write(
    chat_service: ChatService, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path) as stage:
        with pytest.raises(WritingError) as caught:
            await write_scenes(stage.page, stage.asker, ScenesOrder())
    assert caught.value.problem is WritingProblem.NO_WORDS
    assert chat_service.requests == []


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_season_of_three_episodes_is_planned_and_written(
    chat_service: ChatService, tmp_path: Path, language: str
) -> None:
    chat_service.writes(TextModel())
    brief = Brief("A ferry that never lands.", "vertical drama", language, episodes=3, seconds=60)
    async with a_stage(chat_service, tmp_path) as stage:
        await plan(stage.page, stage.asker, brief)
        outcome = await write_scenes(stage.page, stage.asker, ScenesOrder())
        project = stage.file.project
    assert project.outline and [e.number for e in project.episodes] == [1, 2, 3]
    assert outcome.scenes == sum(len(e.scenes) for e in project.outline.episodes)
    assert outcome.newcomers == () and outcome.flagged == 0
    for episode, planned in zip(project.episodes, project.outline.episodes, strict=True):
        assert planned.episode == episode.id and episode.title == planned.title
        headings = [line for line in episode.lines if line.kind is LineKind.HEADING]
        assert [line.id for line in headings] == [scene.line for scene in planned.scenes]
        assert len(episode.spoken_lines) >= 2 * len(headings)
        assert all(project.cast.find(line.character) for line in episode.spoken_lines)
