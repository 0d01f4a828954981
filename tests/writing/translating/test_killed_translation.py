"""A translation that is killed in the middle of its answers loses and repeats nothing it kept."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from studio.store.check import Depth, check
from studio.store.project_file import ProjectFile
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.wrongs import stalled
from tests.writing.translating.script import a_script, silently_wrong

ROOT = Path(__file__).parents[3]
CHILD = Path(__file__).with_name("killed_translation_program.py")
ROUNDS = 4

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


def a_child(path: Path, service: ChatService) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(path), service.base_url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def translated(path: Path) -> dict[str, str]:
    """The lines that have words by now."""
    with ProjectFile.open(path) as file:
        found = {line.id: line.words("de") for _, line in file.project.lines}
    return {line: words for line, words in found.items() if words}


@pytest.mark.timeout(300)
def test_a_killed_translation_goes_on_where_it_was(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model, dice = TextModel(delta=24), random.Random(5)
    chat_service.writes(model)
    path = tmp_path / "ferry.understudy"
    ProjectFile.create(path, a_script(150)).close()
    before: dict[str, str] = {}
    for _ in range(ROUNDS):
        first = len(model.requests)
        chat_service.faults.always(stalled(at=dice.randint(2500, 5000)))
        with a_child(path, chat_service) as child:
            assert child.stdout
            while int(child.stdout.readline()) <= len(before):
                pass  # the language comes before its first line
            child.kill()
            child.stdout.read()
        chat_service.faults.clear()
        chat_service.wait_until_idle()
        there = translated(path)
        assert there.items() >= before.items() and len(there) > len(before)
        asked = {row["id"] for request in model.requests[first:] for row in request.asked}
        assert asked.isdisjoint(before), "what is there is not asked for again"
        before = there
    assert len(before) < 150, "it was killed on its way"
    with a_child(path, chat_service) as child:
        assert child.stdout and child.stdout.read().splitlines()[-1] == "done"
    assert check(path, Depth.FULL) == ()
    assert len(translated(path)) == 150
    with ProjectFile.open(path) as file:
        assert silently_wrong(file.project, "de") == []
