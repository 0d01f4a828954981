"""`understudy adapt`: prose in, a script out, and what is told of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.opening import script_at
from studio.store.project_file import ProjectFile
from studio.writing.adapting.proof import prove
from tests.command.writing_stage import Ran, model, ran
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Prompt, Written
from tests.services.wrongs import http
from tests.writing.adapting.test_verbatim import STORY

__all__ = ["model", "ran"]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


def test_every_word_of_a_story_becomes_a_script(ran: Ran, model: TextModel, story: Path) -> None:
    out = story.with_name("pier.fountain")
    done = ran("adapt", story, "--out", out, "--keep-words")
    assert done.returncode == 0, done.stderr
    assert "every word of the source in its place" in done.stdout
    script, _ = script_at(out)
    prove(STORY, [line.words("en") for line in script.spoken_lines])
    assert {line.character for line in script.spoken_lines} == {"NARRATOR", "Tobias", "Mara"}
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        assert len(file.exchanges.newest(10)) == 1


def test_the_same_command_again_asks_nothing(ran: Ran, model: TextModel, story: Path) -> None:
    out = story.with_name("pier.fountain")
    ran("adapt", story, "--out", out, "--keep-words")
    written, asked = out.read_bytes(), len(model.requests)
    told = json.loads(ran("adapt", story, "--out", out, "--keep-words", "--json").stdout)
    assert (told["lines"], told["proved"], told["unattributed"]) == (9, True, [])
    assert out.read_bytes() == written and len(model.requests) == asked


def test_speeches_that_nobody_can_place_are_named(
    ran: Ran, model: TextModel, chat_service: ChatService, story: Path
) -> None:
    def forgetful(prompt: Prompt) -> Written:
        rows = model(prompt).text.splitlines()
        return Written("\n".join(row for row in rows if '"p4"' not in row))

    chat_service.writes(forgetful)
    out = story.with_name("pier.understudy")
    done = ran("adapt", story, "--out", out, "--keep-words")
    assert done.returncode == 1
    with ProjectFile.open(out) as file:
        (line,) = [line for _, line in file.project.lines if line.character is None]
    assert f"1 line without a speaker: {line.id}" in done.stderr


def test_a_story_retold_is_not_paid_twice(ran: Ran, model: TextModel, story: Path) -> None:
    out = story.with_name("pier.fountain")
    assert ran("adapt", story, "--out", out).returncode == 0
    written, asked = out.read_bytes(), len(model.requests)
    assert ran("adapt", story, "--out", out).returncode == 0
    assert out.read_bytes() == written and len(model.requests) == asked


def test_two_stories_are_not_written_into_one_script(
    ran: Ran, model: TextModel, story: Path
) -> None:
    out = story.with_name("pier.fountain")
    ran("adapt", story, "--out", out)
    story.write_text(STORY.replace("ferry", "train"), "utf-8")
    again = ran("adapt", story, "--out", out)
    assert again.returncode == 2 and "Choose another name" in again.stderr


def test_an_estimate_asks_nobody_and_writes_nothing(
    ran: Ran, model: TextModel, story: Path
) -> None:
    done = ran("adapt", story, "--out", story.with_name("a.fountain"), "--estimate")
    assert done.stdout.startswith("about 1 request, ") and "tokens" in done.stdout
    assert not model.requests
    assert [path.name for path in story.parent.iterdir()] == ["story.txt"]


def test_without_anybody_who_writes_the_way_to_one_is_told(ran: Ran, story: Path) -> None:
    done = ran("adapt", story, "--out", story.with_name("a.fountain"))
    assert done.returncode == 3
    assert "needs no key" in done.stderr and "understudy accounts add" in done.stderr
    assert [path.name for path in story.parent.iterdir()] == ["story.txt"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b"  \n\n", "story.txt is empty"), (b"\x00\x01\x02" * 50, "not a text file")],
)
def test_what_is_no_prose_is_refused_in_a_sentence(
    ran: Ran, model: TextModel, story: Path, content: bytes, told: str
) -> None:
    story.write_bytes(content)
    done = ran("adapt", story, "--out", story.with_name("a.fountain"))
    assert done.returncode == 2 and told in done.stderr
    assert not model.requests


def test_a_limit_ends_the_run_and_keeps_what_is_there(
    ran: Ran, model: TextModel, story: Path
) -> None:
    out = story.with_name("a.fountain")
    done = ran("adapt", story, "--out", out, "--most-tokens", "10")
    assert done.returncode == 1 and "limit" in done.stderr
    assert out.with_suffix(".understudy").exists()


def test_a_script_of_somebody_else_is_left_alone(ran: Ran, model: TextModel, story: Path) -> None:
    out = story.with_name("pier.fountain")
    out.write_text("MARA\nMine.\n", "utf-8")
    done = ran("adapt", story, "--out", out, "--keep-words")
    assert done.returncode == 2 and "already" in done.stderr
    assert out.read_text("utf-8") == "MARA\nMine.\n" and not model.requests


def test_a_script_that_was_edited_keeps_what_somebody_wrote(
    ran: Ran, model: TextModel, story: Path
) -> None:
    out = story.with_name("pier.fountain")
    ran("adapt", story, "--out", out, "--keep-words")
    edited = out.read_text("utf-8") + "\nMARA\nMine.\n"
    out.write_text(edited, "utf-8")
    assert ran("adapt", story, "--out", out, "--keep-words").returncode == 0
    assert out.read_text("utf-8") == edited
    story.write_text(STORY + "\n“We go,” said Mara.\n", "utf-8")
    done = ran("adapt", story, "--out", out, "--keep-words")
    assert done.returncode == 0 and "pier-1.fountain" in done.stderr
    assert out.with_name("pier-1.fountain").read_text("utf-8") == edited


def test_a_retelling_that_broke_off_is_told(
    ran: Ran, model: TextModel, chat_service: ChatService, story: Path
) -> None:
    words = iter(("One", "Two", "Three", "Four"))

    def endless(prompt: Prompt) -> Written:
        row = {"k": "line", "s": "s1", "c": "Mara", "x": f"{next(words)} more."}
        return Written(json.dumps(row), finish="length")

    chat_service.writes(endless)
    done = ran("adapt", story, "--out", story.with_name("pier.fountain"), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["lines"], told["unfinished"]) == (1, 4, 1)
    assert told["requests"] == 4 and told["tokens"]["read"] > 0
    assert "broke off" in done.stderr


def test_an_answer_that_is_no_answer_is_the_fault_of_the_service(
    ran: Ran, model: TextModel, chat_service: ChatService, story: Path
) -> None:
    chat_service.faults.always(http(200, content={"hello": "world"}))
    done = ran("adapt", story, "--out", story.with_name("pier.fountain"), "--keep-words")
    assert done.returncode == 3
