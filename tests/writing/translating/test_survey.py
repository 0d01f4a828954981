"""The survey of a script: what it finds gets into the project, what is a person's stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import AccountStopped, EngineRefused
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Address, Survey
from studio.writing.translating.order import TranslationOrder
from studio.writing.translating.survey import MOST_CHARACTERS, is_needed, pieces_of, survey
from studio.writing.translating.translate import translate
from tests.services.chat.service import ChatService
from tests.services.faults import NO_FAULT
from tests.services.text_model import TextModel
from tests.services.wrongs import http
from tests.writing.generating.stage import Replies, a_stage
from tests.writing.translating.script import a_script

ROWS = (
    {"k": "synopsis", "x": "Eine Fähre landet nie."},
    {"k": "tone", "x": "trocken"},
    {"k": "cast", "id": "c1", "name": "Maara", "note": "kurze Sätze"},
    {"k": "cast", "id": "c1", "name": "Zweite", "note": "x"},
    {"k": "cast", "id": "c9", "name": "Niemand", "note": "x"},
    {"k": "addr", "from": "c1", "to": "c2", "formal": True, "as": "Kapitän"},
    {"k": "addr", "from": "c1", "to": "c1", "formal": True, "as": "ich"},
    {"k": "addr", "from": "MARA", "to": "IVY", "formal": None, "as": "Kleine"},
    {"k": "term", "src": "Black Harbour", "tgt": "Schwarzhafen", "type": "place", "note": "Ort"},
    {"k": "term", "src": "black harbour", "tgt": "Nochmal", "type": "place", "note": ""},
    {"k": "term", "src": "Atlantis", "tgt": "Atlantis", "type": "place", "note": ""},
    {"k": "end", "count": 11},
)


def a_ferry() -> Project:
    project = a_script(12)
    line = next(line for _, line in project.lines if line.spoken)
    return project.with_line(line.saying("en", "Welcome to Black Harbour, captain."))


async def surveyed(
    service: ChatService, folder: Path, project: Project, *, again: bool = False
) -> Project:
    service.writes(Replies(ROWS))
    async with a_stage(service, folder, project) as stage:
        await survey(stage.page, stage.asker, "de", again=again)
        return stage.project


async def test_what_is_found_is_in_the_project(chat_service: ChatService, tmp_path: Path) -> None:
    project = await surveyed(chat_service, tmp_path, a_ferry())
    mara, tobias, ivy, *_ = project.cast
    found = project.surveys["de"]
    assert (found.synopsis, found.tone) == ("Eine Fähre landet nie.", "trocken")
    assert found.addresses == (
        Address(mara.id, tobias.id, "Kapitän", True),
        Address(mara.id, ivy.id, "Kleine", None),
    )
    assert mara.names == {"de": "Maara"} and mara.style == "kurze Sätze"
    assert project.glossary == (
        GlossaryEntry("Black Harbour", "de", "Schwarzhafen", kind="place", note="Ort"),
    ), "terms that are not in the script are made up"


async def test_what_a_person_wrote_or_locked_stays(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_ferry()
    mara = next(iter(project.cast))
    project = replace(
        project.with_character(replace(mara, names={"de": "Marie"}, style="laut")),
        glossary=(GlossaryEntry("Black Harbour", "de", "Düsterhafen"),),
        surveys={"de": Survey("Mein Text.", locked=True)},
    )
    now = await surveyed(chat_service, tmp_path, project, again=True)
    assert now == replace(project, languages=now.languages)


async def test_a_second_survey_fills_gaps_and_replaces_only_when_told(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = replace(a_ferry(), surveys={"de": Survey("Mein Text.")})
    (tmp_path / "kept").mkdir()
    kept = await surveyed(chat_service, tmp_path / "kept", project)
    assert (kept.surveys["de"].synopsis, kept.surveys["de"].tone) == ("Mein Text.", "trocken")
    again = await surveyed(chat_service, tmp_path, project, again=True)
    assert again.surveys["de"].synopsis == "Eine Fähre landet nie."


async def test_a_long_script_is_surveyed_in_parts_that_know_what_was_before(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_script(500)
    replies = Replies(ROWS)
    chat_service.writes(replies)
    pieces = list(pieces_of(project))
    assert len(pieces) > 1
    assert [row["id"] for piece in pieces for row in piece] == [
        line.id for _, line in project.lines if line.spoken
    ]
    assert all(sum(len(row["x"]) for row in piece) <= MOST_CHARACTERS for piece in pieces)
    async with a_stage(chat_service, tmp_path, project) as stage:
        await survey(stage.page, stage.asker, "de")
    assert len(replies.requests) == len(pieces)
    assert "synopsis" not in replies.requests[0].blocks
    assert replies.requests[1].text("synopsis") == "Eine Fähre landet nie."


async def test_a_translation_begins_with_a_survey_once(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel(delta=60)
    chat_service.writes(model)
    async with a_stage(chat_service, tmp_path, a_ferry()) as stage:
        for _ in range(2):
            await translate(stage.page, stage.asker, TranslationOrder(("zh",)))
        tasks = [request.task for request in model.requests]
        assert tasks == ["survey", "translate"]
        told = model.requests[1]
        assert told.text("synopsis").startswith(stage.project.surveys["zh"].synopsis)
        names = {c.name: c.names["zh"] for c in stage.project.cast if "zh" in c.names}
        assert names and {row["name"]: row["tgt"] for row in told.rows("cast") if "tgt" in row} == (
            names
        )
        assert {row["from"] for row in told.rows("addresses")} <= {
            c.name for c in stage.project.cast
        }


async def test_a_survey_that_fails_does_not_keep_the_lines_from_being_translated(
    chat_service: ChatService, tmp_path: Path
) -> None:
    chat_service.writes(TextModel(delta=60))
    chat_service.faults.next(http(400, content={"error": {"message": "no"}}))
    async with a_stage(chat_service, tmp_path, a_ferry()) as stage:
        outcome = await translate(stage.page, stage.asker, TranslationOrder(("de",)))
        assert sum(outcome.counts.values()) == 12 and outcome.ended_by is None
        chat_service.faults.next(http(400, content={"error": {"message": "no"}}))
        with pytest.raises(EngineRefused):
            await survey(stage.page, stage.asker, "fr")


async def test_of_a_survey_that_is_broken_off_names_are_kept_and_it_is_still_needed(
    chat_service: ChatService, tmp_path: Path
) -> None:
    replies = Replies(ROWS)
    chat_service.writes(replies)
    chat_service.faults.next(NO_FAULT)
    chat_service.faults.next(http(401))
    async with a_stage(chat_service, tmp_path, a_script(500)) as stage:
        with pytest.raises(AccountStopped):
            await survey(stage.page, stage.asker, "de")
        assert [c.names["de"] for c in stage.project.cast if "de" in c.names] == ["Maara"]
        assert is_needed(stage.project, "de")
