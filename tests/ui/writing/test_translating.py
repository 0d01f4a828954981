"""Translating in the window: what comes, how it stands, and what a person makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import TranslationState
from studio.ui.notices import Place
from studio.ui.rows_view import RowsView
from studio.ui.script.columns import Column
from studio.ui.script.filters import LineFilter, Want
from studio.ui.writing.language_picker import LanguagePicker
from studio.ui.writing.survey_dialog import SurveyDialog
from studio.ui.writing.survey_pages import TermsPage
from studio.ui.writing.translate_dialog import TranslateDialog
from studio.writing.page import GhostLine
from studio.writing.translating.staleness import Standing, standings
from tests.builders import a_project
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.wrongs import stalled
from tests.ui.children import button, child, named
from tests.ui.stage import shown, texts
from tests.ui.writing.translating_room import (
    TranslatingRoom,
    a_model,
    a_translated,
    a_translating_room,
    tick,
    until,
)
from tests.writing.translating.script import a_script

OK, FLAGGED, FAILED = TranslationState.OK, TranslationState.FLAGGED, TranslationState.FAILED
EDITED, ADJUSTED = TranslationState.EDITED, TranslationState.ADJUSTED


@pytest.fixture
def model(chat_service: ChatService) -> TextModel:
    return a_model(chat_service)


def filters(room: TranslatingRoom) -> list[str]:
    box = named(room.panel.bar, QComboBox, "Lines to show")
    return [box.itemText(at) for at in range(box.count())]


async def test_a_new_language_is_translated_and_shown_beside_the_script(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    async with a_translating_room(qtbot, tmp_path, chat_service, a_script(12)) as room:
        await room.translate("German")
        assert room.project.languages == ("en", "de")
        assert all(room.words()) and set(room.states()) == {OK}
        assert room.panel.table.beside == "de"
        assert not room.panel.view.isColumnHidden(Column.BESIDE)
        assert "12 lines translated." in room.stage.said[-1].text
        room.stage.document.undo()
        assert room.project.languages == ("en",) and not any(room.words())


async def test_doubtful_lines_are_marked_counted_and_gone_to(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    model.defects.random(3, {"number changed": 1.0, "quoted": 0.5})
    async with a_translating_room(qtbot, tmp_path, chat_service, a_script(40)) as room:
        await room.translate("de")
        flagged = [line for line, state in zip(room.lines, room.states(), strict=True)
                   if state in (FLAGGED, FAILED)]  # fmt: skip
        assert flagged, model.defects
        count = sum(state is FLAGGED for state in room.states())
        await until(lambda: f"Flagged ({count})" in filters(room))
        room.act("translation.next")
        assert room.stage.selection.line == flagged[0].id
        await until(lambda: "Deutsch: " in strip(room))
        room.panel.bar.choose_filter(LineFilter(Want.FLAGGED))
        assert {line.id for line in room.panel.table.lines} >= {
            line.id for line in flagged if line.translations["de"].state is FLAGGED
        }


async def test_flagged_lines_are_gone_to_in_every_language_from_anywhere_in_the_window(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    project = a_translated(a_translated(a_project(lines=4), "de"), "fr")
    first, second, third, _ = (line.id for _, line in project.lines if line.spoken)
    project = with_state(project, second, "de", EDITED, key="of other words")
    project = with_state(project, first, "fr", FLAGGED)
    project = with_state(project, third, "fr", FAILED)
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:

        def in_hand() -> tuple[object, str]:
            return room.stage.selection.line, room.panel.table.target

        elsewhere = QLineEdit()
        shown(qtbot, room.stage, elsewhere)
        room.stage.selection.select_line(first)
        for expected in ((second, "de"), (first, "fr"), (third, "fr"), (second, "de")):
            QTest.keyClick(elsewhere, Qt.Key.Key_F8)
            assert in_hand() == expected
        QTest.keyClick(elsewhere, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        assert in_hand() == (third, "fr")


async def test_it_is_said_when_no_translation_is_flagged_in_any_language(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    project = a_translated(a_project(lines=2))
    async with a_translating_room(qtbot, tmp_path, chat_service, project) as room:
        room.act("translation.next")
        assert room.stage.said[-1].text == "No translation is flagged in any language."


def with_state(
    project: Project, line: LineId, language: str, state: TranslationState, *, key: str = ""
) -> Project:
    """The project with one line's translation standing otherwise."""

    def stand(line: Line) -> Line:
        how = line.translations[language]
        how = replace(how, state=state, key=key or how.key)
        return line.translated(language, line.words(language), how)

    found = project.find_line(line)
    assert found is not None
    return project.with_episode(found[0].changing([line], stand))


def strip(room: TranslatingRoom) -> str:
    return named(room.panel.translated.strip, QLabel, "The translation in hand").text()


async def test_only_what_is_missing_or_stale_is_asked_for_again(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_translated(a_script(10))
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:
        first, second = room.lines[2], room.lines[5]
        changed = room.project.with_line(first.saying("en", "Quite another thing."))
        room.stage.document.edit("Type", changed)
        room.stage.selection.select_line(second.id)
        room.act("translation.clear")
        await until(lambda: "Stale translation (1)" in filters(room))
        assert "Untranslated (1)" in filters(room)
        room.stage.said.clear()
        await room.translate("de")
        asked = [row["id"] for request in model.requests for row in request.asked]
        assert asked == [first.id, second.id]
        assert set(standings(room.project, "de").values()) == {Standing.FRESH}


async def test_the_words_of_a_person_win_over_a_line_on_its_way(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    async with a_translating_room(qtbot, tmp_path, chat_service, a_script(6)) as room:
        stall = chat_service.faults.next(stalled())
        await room.begin("de")
        await stall.arrived()
        line = room.lines[0]
        await until(lambda: room.panel.table.beside == "de")
        room.panel.view.write(line.id, Column.BESIDE)
        editor = room.panel.view.editor
        assert editor is not None
        QTest.keyClicks(editor, "Meins.")
        stall.release()
        await room.idle()
        assert room.words()[0] == "Meins." and all(room.words())


async def test_typing_freezes_a_translation_and_the_menu_takes_that_back(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_translated(a_script(4))
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:
        line = room.lines[1]
        room.panel.view.write(line.id, Column.BESIDE)
        editor = room.panel.view.editor
        assert editor is not None
        QTest.keyClicks(editor, "!")
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert room.states()[1] is EDITED
        room.stage.selection.select_line(line.id)
        assert not room.can("translation.retry") and room.can("translation.again")
        room.act("translation.again")
        await until(lambda: room.stage.said)
        assert room.states()[1] is OK and room.words()[1] != f"[{line.words('en')}]!"
        room.stage.document.undo()
        assert room.states()[1] is EDITED and room.words()[1].endswith("!")


async def test_retry_asks_nothing_and_replaces_the_line(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_translated(a_script(4))
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:
        room.stage.selection.select_line(room.lines[3].id)
        before = room.words()
        room.act("translation.retry")
        await until(lambda: room.stage.said)
        assert room.words()[:3] == before[:3] and room.words()[3] != before[3]
        assert len(model.requests) == 1


async def test_accepting_and_clearing_take_several_lines_in_one_step(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_translated(a_script(5))
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:
        three = tuple(line.id for line in room.lines[:3])
        room.stage.selection.select_lines(three)
        room.act("translation.accept")
        assert room.states() == [EDITED] * 3 + [OK] * 2
        await until(lambda: "3 lines. 3 a person's." in strip(room))
        room.act("translation.clear")
        assert room.words()[:3] == ["", "", ""] and all(room.words()[3:])
        room.stage.document.undo()
        assert room.states() == [EDITED] * 3 + [OK] * 2


async def test_the_shorter_variant_is_taken_and_given_back(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_translated(a_script(3))
    line = project.episodes[0].spoken_lines[1]
    how = replace(line.translations["de"], shorter="Kurz.")
    project = project.with_line(line.translated("de", line.words("de"), how))
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:
        room.stage.selection.select_line(line.id)
        variant = named(room.panel.translated.strip, QLabel, "The other variant")
        await until(lambda: variant.text() == "Shorter: Kurz.")
        long = room.words()[1]
        room.act("translation.shorter")
        assert room.words()[1] == "Kurz."
        await until(lambda: variant.text() == f"Longer: {long}")
        room.act("translation.shorter")
        assert room.words()[1] == long


async def test_stop_keeps_what_is_there_and_the_rest_can_be_asked_for(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    async with a_translating_room(qtbot, tmp_path, chat_service, a_script(60)) as room:
        model.speed = 300.0
        await room.begin("de")
        await until(lambda: sum(map(bool, room.words())) >= 3)
        room.jobs.stop()
        await room.idle()
        kept = [words for words in room.words() if words]
        assert 3 <= len(kept) < 60
        model.speed = 0.0
        room.stage.said.clear()
        await room.translate("de")
        assert all(room.words()) and [words for words in room.words() if words in kept] == kept


async def test_a_language_has_one_translation_at_a_time(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_translated(a_script(4), "fr")
    async with a_translating_room(qtbot, tmp_path, chat_service, project) as room:
        stall = chat_service.faults.next(stalled())
        await room.begin("de")
        await stall.arrived()
        room.translator.retry((room.lines[0].id,), "de")
        assert "already" in room.stage.said[-1].text
        room.translator.retry((room.lines[0].id,), "fr")
        await until(lambda: not room.words("fr")[0].startswith("["))
        stall.release()
        await room.idle()


async def test_the_dialog_begins_with_the_languages(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    for project, kind in ((a_project(lines=2), QComboBox), (a_translated(a_project()), QCheckBox)):
        folder = tmp_path / kind.__name__
        folder.mkdir()
        async with a_translating_room(qtbot, folder, chat_service, project) as room:
            room.act("translate.script")
            dialog = await room.dialog(TranslateDialog)
            first = dialog.focusWidget()
            assert isinstance(first, kind) and first.parent() is child(dialog, LanguagePicker)
            dialog.reject()


async def test_the_dialog_says_how_many_lines_it_is_about_and_what_it_will_need(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    async with a_translating_room(qtbot, tmp_path, chat_service, a_script(7)) as room:
        room.act("translate.script")
        dialog = await room.dialog(TranslateDialog)
        told = named(dialog, QLabel, "How many lines")
        assert "Choose a language" in told.text()
        tick(dialog, ("Klingon",))
        dialog.accept()
        assert "Klingon" in told.text() and dialog.isVisible()
        tick(dialog, ("Deutsch",))
        await until(lambda: told.text() == "7 lines to translate: 7 missing.")
        need = named(dialog, QLabel, "About what it will need")
        await until(lambda: "request" in need.text())
        dialog.reject()


async def test_names_and_notes_are_seen_before_any_line_is_translated(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_script(6)
    line = project.episodes[0].spoken_lines[2]
    project = project.with_line(line.saying("en", "…"))
    async with a_translating_room(qtbot, tmp_path, chat_service, project) as room:
        await room.begin("zh", Care="Standard")
        dialog = await room.dialog(SurveyDialog)
        assert "zh" in room.project.surveys and not any(room.words("zh"))
        who = next(iter(room.project.cast))
        names = named(dialog, RowsView, "Names").model()
        names.setData(names.index(0, 1), "小马")
        button(dialog, QPushButton, "Translate").click()
        await until(lambda: room.stage.said)
        await room.idle()
        assert room.project.cast.characters[0].id == who.id
        assert room.project.cast.characters[0].names == {"zh": "小马"}
        assert room.words("zh")[2] == "…"
        assert set(standings(room.project, "zh").values()) == {Standing.FRESH}
        assert "6 lines translated." in room.stage.said[-1].text


async def test_a_draft_looks_nothing_up(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    async with a_translating_room(qtbot, tmp_path, chat_service, a_script(4)) as room:
        await room.translate("de")
        assert [request.task for request in model.requests] == ["translate"]
        assert not room.project.surveys


async def test_a_row_has_room_for_words_that_are_being_written(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_script(4).with_language("de")
    async with a_translating_room(qtbot, tmp_path, chat_service, project, shows="de") as room:
        view, line = room.panel.view, room.lines[1]
        row = room.panel.table.row_of(line.id)
        before = view.rowHeight(row)
        words = "Worte, die noch kommen und mehr als eine Zeile brauchen werden. " * 3
        ghost = GhostLine(words, "de", room.stage.selection.episode, line.id)
        room.panel.show_ghosts([ghost])
        assert view.rowHeight(row) > before and room.words() == [""] * 4
        room.panel.show_ghosts([])
        assert view.rowHeight(row) == before


@pytest.mark.parametrize(("fitting", "told"), [("Soft", True), ("Strict", True), ("Off", False)])
async def test_lines_are_held_to_the_time_in_which_their_source_was_voiced(
    qtbot: QtBot,
    tmp_path: Path,
    chat_service: ChatService,
    model: TextModel,
    fitting: str,
    told: bool,
) -> None:
    async with a_translating_room(qtbot, tmp_path, chat_service, a_project(3)) as room:
        await room.stage.voice()
        await room.translate("de", **{"Fit to length": fitting})
        assert [("max" in row) for row in model.requests[-1].asked] == [told] * 3
        assert all(room.words())


async def test_new_names_are_proposed_and_kept_or_taken_away(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService, model: TextModel
) -> None:
    project = a_script(6)
    for line in project.episodes[0].spoken_lines[:4]:
        words = f"We sail to Vossburg with Captain Hale. {line.words('en')}"
        project = project.with_line(line.saying("en", words))
    async with a_translating_room(qtbot, tmp_path, chat_service, project) as room:
        await room.translate("de")
        notice = room.stage.said[-1]
        assert "Captain Hale, Vossburg" in notice.text and notice.place is Place.BANNER
        assert notice.action is room.stage.actions.get("translate.names")
        room.act("translate.names")
        dialog = await room.dialog(SurveyDialog)
        terms = named(dialog, RowsView, "Terms")
        assert texts(terms, 0)[:2] == ["Captain Hale", "Vossburg"]
        assert texts(terms, 1)[:2] == ["", ""]
        assert not room.project.glossary, "nothing is in the project yet"
        model_of_terms = terms.model()
        model_of_terms.setData(model_of_terms.index(0, 1), "Kapitän Hale")
        terms.selectRow(1)
        button(dialog, QPushButton, "Keep as written").click()
        assert room.project.glossary == (
            GlossaryEntry("Captain Hale", "de", "Kapitän Hale", locked=True),
            GlossaryEntry("Vossburg", "de", "Vossburg", locked=True),
        )
        room.stage.document.undo()
        assert texts(terms, 0)[:2] == ["Captain Hale", "Vossburg"]
        terms.selectRow(1)
        button(child(dialog, TermsPage), QPushButton, "Remove").click()
        assert texts(terms, 0)[:2] == ["Captain Hale", "Add a term…"]
        dialog.reject()
        await until(lambda: not room.panel.findChildren(SurveyDialog))
        room.stage.said.clear()
        room.translator.retry([room.lines[0].id], "de")
        await until(lambda: room.stage.said)
        assert "Vossburg" not in room.stage.said[-1].text, "what was taken away stays so"
        terms_told = [row["src"] for row in model.requests[-1].rows("terms")]
        assert terms_told == ["Captain Hale"]
