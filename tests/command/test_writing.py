"""`understudy write`: a brief in, a script out, and a run that stopped goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from studio.model.outline import Written
from studio.opening import script_at
from studio.store.project_file import ProjectFile
from tests.command.writing_stage import Ran, model, ran
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.wrongs import http

__all__ = ["model", "ran"]

BRIEF = ("--brief", "A ferry that never lands.", "--episodes", "2", "--seconds", "60")


def test_a_brief_becomes_a_script_with_its_project_beside_it(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    done = ran("write", *BRIEF, "--out", out, "--cast-size", 3, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["language"] == "en" and len(told["characters"]) == 3
    assert [len(each["scenes"]) for each in told["episodes"]] == [2, 2]
    script, _ = script_at(out)
    assert [episode.number for episode in script.episodes] == [1, 2]
    lines = sum(scene["lines"] for each in told["episodes"] for scene in each["scenes"])
    assert len(list(script.spoken_lines)) == lines > 10
    assert script.title == told["title"]
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        assert file.project.outline and file.project.outline.brief.cast_size == 3
        steps = [each.step for each in file.exchanges.newest(50)]
    assert steps[-1] == "plan" and steps.count("lines") == 4
    assert told["requests"] == len(steps) == len(model.requests)


def test_the_same_command_again_asks_nothing(ran: Ran, model: TextModel, tmp_path: Path) -> None:
    out = tmp_path / "ferry.txt"
    ran("write", *BRIEF, "--out", out)
    written, asked = out.read_bytes(), len(model.requests)
    for again in (BRIEF, ()):
        done = ran("write", *again, "--out", out)
        assert done.returncode == 0 and "2 episodes" in done.stdout
    assert out.read_bytes() == written and len(model.requests) == asked


def test_a_run_that_reached_its_limit_goes_on_where_it_stopped(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    stopped = ran("write", *BRIEF, "--out", out, "--most-tokens", 5000)
    assert stopped.returncode == 1 and "raise the limit and go on" in stopped.stderr
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        before = [line.id for _, line in file.project.lines]
    assert before and [line.id for line in script_at(out)[0].lines] == before
    done = ran("write", "--out", out)
    assert done.returncode == 0 and "said something else" not in done.stderr
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        after = [line.id for _, line in file.project.lines]
    assert after[: len(before)] == before and len(after) > len(before)
    assert [each.task for each in model.requests].count("plan") == 1


def test_a_plan_can_be_had_alone_and_written_later(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    done = ran("write", *BRIEF, "--out", out, "--plan-only")
    assert done.returncode == 0 and not out.exists()
    assert done.stdout.count(" s): ") == 4
    assert [each.task for each in model.requests] == ["plan"]
    done = ran("write", "--out", out, "--review")
    assert out.exists() and "none carried out" in done.stdout
    told = json.loads(ran("write", "--out", out, "--json").stdout)["suggested"]
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        scenes = file.project.outline.episodes[0].scenes if file.project.outline else ()
        assert {scene.written for scene in scenes} == {Written.WRITTEN}
        found = [(line.id, s.problem) for _, line in file.project.lines for s in line.suggestions]
    assert found and [(each["id"], each["problem"]) for each in told] == found
    assert all(f"  {id} " in done.stdout and problem in done.stdout for id, problem in found)


def test_a_project_may_be_what_is_written(ran: Ran, model: TextModel, tmp_path: Path) -> None:
    out = tmp_path / "ferry.understudy"
    assert ran("write", *BRIEF, "--out", out).returncode == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [out.name]


def test_a_brief_may_be_a_file_of_its_fields(ran: Ran, model: TextModel, tmp_path: Path) -> None:
    brief = tmp_path / "brief.toml"
    brief.write_text(
        'idea = "一艘永远不靠岸的渡船。"\npreset = "audio-drama"\nepisodes = 1\n'
        'must-have = ["钟声", "信"]\nspeech = 0.5\n',
        "utf-8",
    )
    out = tmp_path / "ferry.understudy"
    done = ran("write", "--brief", brief, "--out", out, "--seconds", "60", "--plan-only")
    assert done.returncode == 0, done.stderr
    with ProjectFile.open(out) as file:
        assert file.project.languages == ("zh",) and file.project.outline
        found = file.project.outline.brief
    assert (found.preset, found.seconds, found.speech) == ("audio drama", 60, 0.5)
    assert found.must_have == "钟声; 信" and found.language == "zh"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("idea = ", "Invalid value"),
        ('ideas = "A ferry."', "there is no “ideas”; there are idea"),
        ('idea = "A ferry."\nepisodes = "three"', "“episodes” must be a number"),
        ('idea = "A ferry."\npreset = "opera"', "vertical drama"),
        ('idea = "A ferry."\nlanguage = "klingonese"', "klingonese"),
        ('idea = "A ferry."\nepisodes = 1000', "episodes"),
        ("", "brief.toml is empty"),
        ('idea = " "', "the brief says nothing"),
        (f'idea = "{"x" * 50_000}"', "10,000"),
    ],
)
def test_a_brief_that_cannot_be_used_says_why(
    ran: Ran, model: TextModel, tmp_path: Path, text: str, told: str
) -> None:
    brief = tmp_path / "brief.toml"
    brief.write_text(text, "utf-8")
    done = ran("write", "--brief", brief, "--out", tmp_path / "a.fountain")
    assert done.returncode == 2 and told in done.stderr, done.stderr
    assert len(done.stderr.splitlines()) == 1 and not model.requests
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [brief.name]


def test_a_missing_file_and_a_missing_brief_are_told(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "a.fountain"
    done = ran("write", "--brief", "no-such.toml", "--out", out)
    assert done.returncode == 2 and "no-such.toml" in done.stderr
    done = ran("write", "--out", out)
    assert done.returncode == 2 and "--brief" in done.stderr


def test_nothing_that_is_there_is_written_over(ran: Ran, model: TextModel, tmp_path: Path) -> None:
    out = tmp_path / "ferry.fountain"
    out.write_text("MARA\nMine.\n", "utf-8")
    done = ran("write", *BRIEF, "--out", out)
    assert done.returncode == 2 and "already" in done.stderr
    out.unlink()
    ran("write", *BRIEF, "--out", out)
    done = ran("write", "--brief", "Another story.", "--out", out)
    assert done.returncode == 2 and "already" in done.stderr
    assert "leave out --brief to go on" in done.stderr


def test_a_script_that_was_edited_is_kept_beside_the_new_one(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    ran("write", *BRIEF, "--out", out)
    edited = out.read_text("utf-8") + "\nMARA\nMine.\n"
    out.write_text(edited, "utf-8")
    assert ran("write", "--out", out).returncode == 0
    assert out.read_text("utf-8") == edited
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        outline = file.project.outline
        assert outline
        again = outline.changing_scene("s2", lambda scene: type(scene)("s2", "LAND", "", 20))
        file.keep(replace(file.project, outline=again))
    done = ran("write", "--out", out)
    assert done.returncode == 0 and "ferry-1.fountain" in done.stderr
    assert (tmp_path / "ferry-1.fountain").read_text("utf-8") == edited
    assert "LAND" in out.read_text("utf-8") and "Mine." not in out.read_text("utf-8")


def test_an_estimate_asks_nobody_and_writes_nothing(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    done = ran("write", *BRIEF, "--out", out, "--estimate", "--json")
    assert json.loads(done.stdout)["requests"] >= 5
    assert not model.requests and not list(tmp_path.glob("ferry*"))
    ran("write", *BRIEF, "--out", out)
    assert ran("write", "--out", out, "--estimate").stdout.startswith("about 0 requests")


def test_without_an_account_it_says_what_is_needed(ran: Ran, tmp_path: Path) -> None:
    out = tmp_path / "ferry.fountain"
    done = ran("write", *BRIEF, "--out", out)
    assert done.returncode == 3
    assert "understudy accounts add" in done.stderr and "Ollama" in done.stderr
    assert not list(tmp_path.glob("ferry*"))


def test_a_model_that_declines_is_quoted(
    ran: Ran, model: TextModel, chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(lambda prompt: "I'm sorry, I can't write about ferries.")
    done = ran("write", *BRIEF, "--out", tmp_path / "ferry.fountain")
    assert done.returncode == 3 and "can't write about ferries" in done.stderr


def test_a_run_that_wrote_nothing_leaves_no_script(
    ran: Ran, model: TextModel, chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(lambda prompt: "I'm sorry, but I can't help with that.")
    out = tmp_path / "ferry.fountain"
    assert ran("write", *BRIEF, "--out", out).returncode == 3
    assert not out.exists()


def test_a_limit_in_money_is_not_accepted_where_nobody_knows_the_price(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    done = ran("write", *BRIEF, "--out", out, "--limit", "0.01")
    assert done.returncode == 2 and "Limit the tokens instead" in done.stderr
    assert not model.requests


def test_a_model_that_is_not_there_is_told_without_talk_of_voices(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    done = ran("write", *BRIEF, "--out", out, "--model", "nosuch")
    assert done.returncode == 2 and "no such model" in done.stderr
    assert "with --model): small-model, large-model." in done.stderr
    assert "this line" not in done.stderr and "voice it again" not in done.stderr


def test_a_wait_for_a_service_that_is_away_is_told(
    ran: Ran, model: TextModel, chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.faults.next(http(429, text="slow down", retry_after=0))
    done = ran("write", *BRIEF, "--out", tmp_path / "ferry.fountain")
    assert done.returncode == 0
    assert done.stderr.count("takes no more just now") == 1 and "tried again" in done.stderr


def test_what_belongs_to_a_new_brief_is_not_left_aside_for_an_old_one(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    out = tmp_path / "ferry.fountain"
    ran("write", *BRIEF, "--out", out)
    done = ran("write", "--out", out, "--episodes", "9")
    assert done.returncode == 2 and "--episodes goes with --brief" in done.stderr


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody writes to")
def test_a_folder_that_cannot_be_written_to_is_told_without_talk_of_copies(
    ran: Ran, model: TextModel
) -> None:
    done = ran("write", *BRIEF, "--out", "/proc/self/ferry.fountain")
    assert done.returncode == 2 and "choose another folder" in done.stderr
    assert "copy" not in done.stderr and not model.requests


def test_how_much_is_spoken_may_be_said_beside_the_idea(
    ran: Ran, model: TextModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ferry.understudy"
    assert ran("write", "--idea", "A ferry.", "--speech", "0.4", "--out", out).returncode == 0
    with ProjectFile.open(out) as file:
        brief = file.project.outline.brief if file.project.outline else None
    assert brief and (brief.idea, brief.speech) == ("A ferry.", 0.4)
    with pytest.raises(SystemExit):
        ran("write", "--idea", "A ferry.", "--speech", "4", "--out", out)
    assert "4 is not a share between 0.1 and 1.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    [("write", "--brief", "A ferry."), ("adapt", "a.txt"), ("translate", "a.txt", "--to", "de")],
)
@pytest.mark.parametrize("name", ["ferry.docx", "ferry"])
def test_only_what_is_written_may_be_asked_for(
    ran: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], name: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        ran(*given, "--out", tmp_path / name)
    assert ended.value.code == 2
    assert "only .fountain, .txt, .fdx and .understudy are written" in capsys.readouterr().err
