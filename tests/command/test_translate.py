"""`understudy translate`: a script in, a script in other languages out, and a run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.formats.language import is_known_language
from studio.model.translation import TranslationState
from studio.opening import script_at
from studio.store.project_file import ProjectFile
from tests.command.writing_stage import Ran, model, ran
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.wrongs import http
from tests.writing.translating.script import a_script, silently_wrong

__all__ = ["model", "ran"]

SCRIPT = """Title: Night Ferry

INT. DECK - NIGHT

MARA
(low)
Where have you been all night?

TOBIAS
At Black Harbour, with 7 men.

MARA
I never wanted this, Tobias.
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.fountain"
    path.write_text(SCRIPT, "utf-8")
    return path


def test_one_language_becomes_a_script_of_its_own(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ferry-de.fountain"
    done = ran("translate", script, "--to", "de", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["ok"], told["failed"], told["file"]) == (3, 0, str(out))
    assert told["requests"] == len(model.requests) == 2 and told["tokens"]["read"] > 0
    found, _ = script_at(out)
    assert found.language == "de" and found.languages == ("de",)
    assert [line.character for line in found.spoken_lines] == ["MARA", "TOBIAS", "MARA"]
    assert "Wo" not in SCRIPT and all(line.words("de") for line in found.spoken_lines)
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        assert silently_wrong(file.project, "de") == []
        assert [each.step for each in file.exchanges.newest(9)] == ["translate", "survey"]


def test_several_languages_stand_in_notes(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all.fountain"
    assert ran("translate", script, "--to", "de", "zh", "--out", out).returncode == 0
    found, _ = script_at(out)
    assert found.language == "en" and set(found.languages) == {"en", "de", "zh"}
    one = tmp_path / "one.fountain"
    assert ran("translate", script, "--to", "de", "--notes", "--out", one).returncode == 0
    assert set(script_at(one)[0].languages) == {"en", "de"}


def test_the_same_command_asks_only_for_what_changed(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ferry-de.txt"
    order = ("translate", script, "--to", "de", "--out", out)
    assert ran(*order).returncode == 0
    before, words = len(model.requests), out.read_bytes()
    done = ran(*order)
    assert "0 lines, 3 kept" in done.stdout and len(model.requests) == before
    assert out.read_bytes() == words
    script.write_text(SCRIPT.replace("all night", "all day"), "utf-8")
    assert ran(*order).returncode == 0
    assert [row["x"] for row in model.requests[-1].asked] == ["Where have you been all day?"]


def test_a_project_is_translated_where_it_is(ran: Ran, model: TextModel, tmp_path: Path) -> None:
    path = tmp_path / "ferry.understudy"
    ProjectFile.create(path, a_script(30)).close()
    assert ran("translate", path, "--to", "fr", "--mode", "draft").returncode == 0
    with ProjectFile.open(path) as file:
        assert file.project.languages == ("en", "fr")
        assert silently_wrong(file.project, "fr") == []
    out, copy = tmp_path / "fr.txt", tmp_path / "copy.understudy"
    assert ran("translate", path, "--to", "fr", "--out", out).returncode == 0
    assert script_at(out)[0].language == "fr"
    assert ran("translate", path, "--to", "de", "--out", copy).returncode == 0
    with ProjectFile.open(path) as file, ProjectFile.open(copy) as other:
        assert file.project.languages == ("en", "fr")
        assert other.project.languages == ("en", "fr", "de")


def test_an_estimate_asks_nobody_and_writes_nothing(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ferry-de.fountain"
    done = ran("translate", script, "--to", "de", "--out", out, "--estimate")
    assert done.returncode == 0 and done.stdout.startswith("about 2 requests, ")
    assert not model.requests and list(tmp_path.iterdir()) == [script]


def test_terms_and_style_reach_the_model(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    terms, out = tmp_path / "terms.csv", tmp_path / "de.fountain"
    terms.write_text("term,de\nBlack Harbour,Schwarzhafen\n", "utf-8")
    done = ran(
        "translate", script, "--to", "de", "--out", out, "--glossary", terms, "--style", "curt"
    )
    assert done.returncode == 0
    assert {"src": "Black Harbour", "tgt": "Schwarzhafen"} in model.requests[-1].rows("terms")
    assert "Schwarzhafen" in out.read_text("utf-8")


def test_new_names_are_told_in_a_line_with_the_way_to_write_them_down(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    words = "\n".join(f"TOBIAS\nWe sail to Vossburg, {at}.\n" for at in ("first", "then", "last"))
    script.write_text(f"{SCRIPT}\n{words}", "utf-8")
    out = tmp_path / "de.txt"
    order = ("translate", script, "--to", "de", "--mode", "draft", "--out", out)
    done = ran(*order, "--json")
    assert json.loads(done.stdout)["new_names"] == [
        {"term": "Vossburg", "language": "de", "times": 3}
    ]
    (told,) = (line for line in done.stderr.splitlines() if "Vossburg" in line)
    assert "Vossburg (3 times)" in told and "term,de" in told and "--glossary" in told
    terms = tmp_path / "terms.csv"
    terms.write_text("term,de\nVossburg,Vossburg\n", "utf-8")
    done = ran(*order, "--glossary", terms)
    assert done.returncode == 0 and "Vossburg" not in done.stderr
    assert model.requests[-1].rows("terms") == [{"src": "Vossburg", "tgt": "Vossburg"}]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", "term,es,fr\nFerry,barca,bac\n", "first line is “term,es,fr”"),
        ("t.toml", '[es]\n"Ferry" = "barca"\n', "in a table [de]"),
    ],
)
def test_a_glossary_without_a_term_for_the_language_is_told(
    ran: Ran, model: TextModel, script: Path, name: str, content: str, told: str
) -> None:
    terms = script.with_name(name)
    terms.write_text(content, "utf-8")
    out = script.with_name("de.fountain")
    done = ran("translate", script, "--to", "de", "es", "--out", out, "--glossary", terms)
    assert done.returncode == 0 and f"0 terms for de in {terms}" in done.stderr
    assert told in done.stderr and "0 terms for es" not in done.stderr


def test_a_line_that_fails_is_told_and_has_its_source_in_a_note(
    ran: Ran, model: TextModel, chat_service: ChatService, script: Path, tmp_path: Path
) -> None:
    chat_service.writes(lambda prompt: "I never wanted this, Tobias.")
    out = tmp_path / "de.fountain"
    done = ran("translate", script, "--to", "de", "--out", out, "--mode", "draft")
    assert done.returncode == 1
    assert "failed: The words are " in done.stderr and "(de)" in done.stderr
    assert "[[en: I never wanted this, Tobias.]]" in out.read_text("utf-8")
    with ProjectFile.open(out.with_suffix(".understudy")) as file:
        known = [line.translations.get("de") for _, line in file.project.lines if line.spoken]
        assert TranslationState.FAILED in [each.state for each in known if each]


def test_a_limit_ends_a_run_and_the_next_goes_on(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    path = tmp_path / "ferry.understudy"
    ProjectFile.create(path, a_script(100)).close()
    order = ("translate", path, "--to", "de", "--mode", "draft")
    stopped = ran(*order, "--most-tokens", 5000)
    assert stopped.returncode == 1 and "not asked for yet" in stopped.stderr
    assert "raise the limit and go on" in stopped.stderr
    assert ran(*order).returncode == 0
    asked = [row["id"] for request in model.requests for row in request.asked]
    assert len(asked) == len(set(asked)) == 100, "nothing is asked for twice"


def test_a_limit_too_small_for_anything_writes_no_script_and_tells_what_is_needed(
    ran: Ran, model: TextModel, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "de.fountain"
    order = ("translate", script, "--to", "de", "--out", out)
    done = ran(*order, "--most-tokens", 10)
    assert done.returncode == 1 and "the rest would need about " in done.stderr
    assert not model.requests and not out.exists()
    assert ran(*order).returncode == 0 and out.exists()


def test_a_key_that_is_not_let_in_is_a_matter_of_the_account(
    ran: Ran, model: TextModel, chat_service: ChatService, script: Path, tmp_path: Path
) -> None:
    chat_service.faults.always(http(401, content={"error": {"message": "no"}}))
    done = ran("translate", script, "--to", "de", "--out", tmp_path / "de.txt")
    assert done.returncode == 3 and "the key is wrong" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.fountain", "--to", "de", "--out", "x.txt"), "there is no such file"),
        (("missing.fountain", "--to", "de"), "there is no such file"),
        (("{script}", "--to", "en", "--out", "x.txt"), "the script is in en already"),
        (("{script}", "--to", "de"), "name another file with --out"),
        (("{script}", "--to", "de", "--out", "{script}"), "name another file with --out"),
        (("{script}", "--to", "de", "--out", "x.txt", "--glossary", "no.csv"), "no such file"),
        (("{script}", "--to", "de", "--out", "x.txt", "--writer", "nobody"), "there are chat/"),
    ],
)
def test_bad_input_is_told_before_anybody_is_asked(
    ran: Ran, model: TextModel, script: Path, arguments: tuple[str, ...], told: str
) -> None:
    given = [each.format(script=script) for each in arguments]
    done = ran("translate", *given)
    assert done.returncode == 2 and told in done.stderr and not model.requests


def test_without_an_account_it_says_how_to_get_one(ran: Ran, script: Path, tmp_path: Path) -> None:
    out = tmp_path / "de.txt"
    done = ran("translate", script, "--to", "de", "--out", out)
    assert done.returncode == 3 and "Add an account" in done.stderr
    assert list(tmp_path.iterdir()) == [script]


def test_a_translation_that_somebody_corrected_in_its_file_is_not_lost(
    ran: Ran, model: TextModel, script: Path
) -> None:
    out = script.with_name("german.fountain")
    ran("translate", script, "--to", "de", "--out", out)
    edited = out.read_text("utf-8") + "\nMARA\nMeins.\n"
    out.write_text(edited, "utf-8")
    assert ran("translate", script, "--to", "de", "--out", out).returncode == 0
    assert out.read_text("utf-8") == edited
    script.write_text(script.read_text("utf-8") + "\nMARA\nOne more line for the road.\n", "utf-8")
    done = ran("translate", script, "--to", "de", "--out", out)
    assert "german-1.fountain" in done.stderr
    assert out.with_name("german-1.fountain").read_text("utf-8") == edited


def test_a_script_of_somebody_else_is_left_alone(ran: Ran, model: TextModel, script: Path) -> None:
    out = script.with_name("mine.fountain")
    out.write_text("MARA\nMine.\n", "utf-8")
    done = ran("translate", script, "--to", "de", "--out", out)
    assert done.returncode == 2 and "already" in done.stderr
    assert out.read_text("utf-8") == "MARA\nMine.\n" and not model.requests


@pytest.mark.parametrize("language", ["xx", "klingonese", "xx-US"])
def test_what_is_no_language_is_refused_at_once(
    ran: Ran, script: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        ran("translate", script, "--to", language, "--out", script.with_name("x.txt"))
    assert ended.value.code == 2
    assert f"{language} is not a language" in capsys.readouterr().err


def test_every_language_that_is_known_by_name_may_be_translated_into() -> None:
    assert all(is_known_language(code) for code in ("id", "zh-Hant", "ceb", "pt-BR", "he", "nb"))
