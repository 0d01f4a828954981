"""Killed in the middle of a scene, again and again: what was written stays, and goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from studio.model.line import LineKind
from studio.model.outline import Brief, Written
from studio.model.project import Project
from studio.store.check import Depth, check
from studio.store.project_file import ProjectFile
from studio.writing.generating.budgets import budget_of
from studio.writing.generating.placing import lines_of
from studio.writing.generating.plan import plan
from studio.writing.timing.length import Lengths
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.wrongs import stalled
from tests.writing.generating.stage import a_stage

ROOT = Path(__file__).parents[3]
CHILD = Path(__file__).with_name("killed_writing_program.py")
ROUNDS = 5

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


def a_child(path: Path, service: ChatService) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(path), service.base_url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def killed_in_a_scene(path: Path, service: ChatService, at: int) -> Project:
    """Kill a child while an answer is held back after so many bytes; what is in the file then."""
    service.faults.always(stalled(at=at))
    with a_child(path, service) as child:
        assert child.stdout
        while int(child.stdout.readline()) == 0:
            pass  # the cast comes before the first line
        child.kill()
        child.stdout.read()
    service.faults.clear()
    service.wait_until_idle()
    with ProjectFile.open(path) as file:
        return file.project


def ids_of(project: Project) -> list[str]:
    return [line.id for _, line in project.lines]


@pytest.mark.timeout(300)
async def test_a_season_killed_in_its_scenes_is_written_to_its_end(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model, dice = TextModel(delta=24), random.Random(11)
    chat_service.writes(model)
    brief = Brief("A ferry that never lands.", "vertical drama", "en", episodes=3, seconds=60)
    async with a_stage(chat_service, tmp_path) as stage:
        await plan(stage.page, stage.asker, brief)
    path = tmp_path / "script.understudy"
    begun = 0
    before: list[str] = []
    project = stage.project
    for _ in range(ROUNDS):
        project = killed_in_a_scene(path, chat_service, dice.randint(1500, 2500))
        assert project.outline
        there = ids_of(project)
        assert [each for each in there if each in before] == before
        scenes = [scene for each in project.outline.episodes for scene in each.scenes]
        begun += sum(scene.written is Written.BEGUN for scene in scenes)
        before = there
    asked = len(model.requests)
    assert begun, "no kill was in the middle of a scene"
    with a_child(path, chat_service) as child:
        assert child.stdout and child.stdout.read().splitlines()[-1] == "done"
    assert check(path, Depth.FULL) == ()
    again = next(each for each in model.requests[asked:] if each.task == "lines")
    told = [row["x"] for row in again.rows("written")]
    words = [line.words("en") for _, line in project.lines]
    assert told == words[len(words) - len(told) :]
    with ProjectFile.open(path) as file:
        project = file.project
    assert project.outline
    planned = [scene for each in project.outline.episodes for scene in each.scenes]
    assert {scene.written for scene in planned} == {Written.WRITTEN}
    headings = [line for _, line in project.lines if line.kind is LineKind.HEADING]
    assert [line.id for line in headings] == [scene.line for scene in planned]
    assert ids_of(project)[: len(before)] == before
    for scene in planned:
        budget = budget_of(scene, project.outline.brief, "en", Lengths())
        wanted = (budget.lines_min + budget.lines_max) // 2
        assert wanted - 1 <= len(lines_of(project, scene)) <= wanted + ROUNDS
