"""A folder of samples becomes a cast from the window: looked at, agreed to, made, cast."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from studio.model.consent import Ground
from studio.store.voice_library_entry import VoiceState
from studio.ui.cloning.consent_dialog import ConsentDialog
from studio.ui.cloning.folder_dialog import FolderDialog
from studio.ui.cloning.folder_table import Column, FolderTable
from tests.casting.making.stage import a_file
from tests.rooms import until
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.ui.children import button, named
from tests.ui.cloning.stage import Stage, a_stage, go, tab_order, words_of, wrong_with

pytestmark = pytest.mark.timeout(120)

ROLE = Qt.ItemDataRole


def a_cast(folder: Path, *names: str, consent: str = "") -> Path:
    cast = folder / "cast"
    for place, name in enumerate(names):
        a_file(cast, f"{name}.wav", 12.0 + place / 10)
    if consent:
        (cast / "consent.txt").write_text(consent)
    return cast


async def opened(stage: Stage, folder: Path) -> FolderDialog:
    """The dialog with a folder that was looked at to its end."""
    stage.base.actions.get("voices.clone_folder").trigger()
    dialog = await stage.dialog(FolderDialog)
    dialog.open_folder(folder)
    await looked(dialog)
    return dialog


async def looked(dialog: FolderDialog) -> None:
    """Wait until every sample was looked at, and the library was asked."""

    def done() -> bool:
        count = table(dialog).rowCount()
        return 0 < count == len(rows(dialog)) and (go(dialog).isEnabled() or not ticked(dialog))

    await until(done)


async def pressed(dialog: FolderDialog) -> None:
    """Order as soon as it can be: the library may still be asked, as the service tells more."""
    await until(go(dialog).isEnabled)
    go(dialog).click()


def table(dialog: FolderDialog) -> FolderTable:
    model = named(dialog, QTableView, "Characters of the folder").model()
    assert isinstance(model, FolderTable)
    return model


def rows(dialog: FolderDialog) -> dict[str, list[str]]:
    """What the table says of each character."""
    model = table(dialog)
    cells = [
        [str(model.index(row, column).data()) for column in Column]
        for row in range(model.rowCount())
    ]
    return {row[Column.NAME]: row for row in cells if row[Column.FOUND] != "being looked at…"}


def ticked(dialog: FolderDialog) -> list[str]:
    model = table(dialog)
    return [
        str(model.index(row, 0).data())
        for row in range(model.rowCount())
        if model.index(row, 0).data(ROLE.CheckStateRole) == Qt.CheckState.Checked
    ]


def consent_of_all(dialog: FolderDialog | ConsentDialog, speaker: str) -> None:
    named(dialog, QLineEdit, "Who spoke").setText(speaker)
    box = named(dialog, QComboBox, "On what ground")
    box.setCurrentIndex(box.findData(Ground.OWN_VOICE))


def voice_of(stage: Stage, character: str) -> str:
    """The voice a character of the open project speaks with."""
    cast = stage.base.session.document.project.cast
    found = cast.named(character)
    assert found is not None
    return found.castings["en"].voice


async def test_a_button_that_cannot_be_pressed_has_its_reason_beside_it(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    cast = a_cast(tmp_path, "mara", "Bo/1")
    bad = tmp_path / "bad"
    bad.mkdir()
    a_file(bad, "Short.wav", 9.9)
    async with a_stage(tmp_path, useapi_service) as stage:
        stage.base.actions.get("voices.clone_folder").trigger()
        dialog = await stage.dialog(FolderDialog)
        assert not go(dialog).isEnabled() and "Choose a folder first." in words_of(dialog)
        dialog.open_folder(cast)
        await until(go(dialog).isEnabled)
        button(dialog, QPushButton, "Tick none").click()
        assert not go(dialog).isEnabled() and "Tick who is to get a voice." in words_of(dialog)
        dialog.open_folder(bad)
        await until(lambda: "None of the samples can be used" in words_of(dialog))
        dialog.done(0)


async def test_a_folder_is_looked_at_and_its_characters_are_those_of_the_project(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    cast = a_cast(tmp_path, "mara", "Bo/1", "Bo/2", consent="Kim; own voice")
    a_file(cast, "Short.wav", 9.9)
    (cast / "Text.wav").write_text("not a sound")
    (cast / "mara.txt").write_text("Mara Holm; own voice; until 2090-01-01")
    async with a_stage(tmp_path, useapi_service, project=True) as stage:
        dialog = await opened(stage, cast)
        found = rows(dialog)
        assert found["mara"][Column.CONSENT] == "Mara Holm" and found["mara"][Column.PART] == "MARA"
        assert found["Bo"][Column.FILES] == "2" and found["Bo"][Column.CONSENT] == "Kim"
        assert {found[name][Column.FOUND] for name in ("Short", "Text")} == {"cannot be used"}
        assert ticked(dialog) == ["Bo", "mara"]
        names = list(dict.fromkeys(tab_order(dialog)))
        assert names.index("Characters of the folder") < names.index("Account")
        assert names.index("Account") < names.index("Who spoke") < names.index("Reduce noise")
        assert "9.9 s; at least 10 s" in words_of(dialog), "the first that cannot be used is told"
        view = named(dialog, QTableView, "Characters of the folder")
        assert "at least 10 s" in str(view.model().index(2, Column.NAME).data(ROLE.ToolTipRole))
        dialog.done(0)


async def test_a_cast_is_made_and_its_characters_speak_with_their_voices(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", "MARA", "Nobody")
    async with a_stage(tmp_path, minimax_service, project=True) as stage:
        dialog = await opened(stage, cast)
        assert go(dialog).text() == (
            "Clone 3 voices: 1.50 USD (4.50 USD together) with the first line of each"
        )
        consent_of_all(dialog, "Kim")
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY", "MARA", "Nobody")
        assert {voice.state for voice in stage.voices.values()} == {VoiceState.READY}
        made = stage.voices
        await until(lambda: voice_of(stage, "IVY") == made["IVY"].voice)
        await until(lambda: voice_of(stage, "MARA") == made["MARA"].voice)


async def test_the_prompt_of_a_character_is_sent_with_its_words(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY/1", "MARA/1", consent="Kim; own voice")
    for name in ("IVY", "MARA"):
        a_file(cast, f"{name}/prompt.wav", 5.0)
    (cast / "IVY/prompt.txt").write_text("The wind is up today.\n")
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await opened(stage, cast)
        found = rows(dialog)
        assert found["IVY"][Column.FILES] == "1" and ticked(dialog) == ["IVY"]
        named(dialog, QTableView, "Characters of the folder").selectRow(1)
        assert "what is said in prompt.wav" in words_of(dialog)
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY")
        (sent,) = minimax_service.asked("voice_clone")
        assert sent.json["clone_prompt"]["prompt_text"] == "The wind is up today."
        dialog = await opened(stage, cast)
        assert rows(dialog)["IVY"][Column.THERE] == "is there"
        dialog.done(0)


async def test_a_prompt_is_left_out_where_the_service_takes_none(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    cast = a_cast(tmp_path, "IVY/1", consent="Kim; own voice")
    a_file(cast, "IVY/prompt.wav", 5.0)
    async with a_stage(tmp_path, useapi_service) as stage:
        dialog = await opened(stage, cast)
        named(dialog, QTableView, "Characters of the folder").selectRow(0)
        assert "prompt.wav is left out" in words_of(dialog) and ticked(dialog) == ["IVY"]
        dialog.done(0)


async def test_characters_stay_as_they_are_cast_if_that_is_wished(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", consent="Kim; own voice")
    async with a_stage(tmp_path, minimax_service, project=True) as stage:
        before = stage.base.session.document.project
        dialog = await opened(stage, cast)
        button(dialog, QCheckBox, "Cast the characters").setChecked(False)
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY")
        assert stage.voices["IVY"].state is VoiceState.READY
        assert stage.base.session.document.project is before


async def test_without_a_consent_nothing_is_ordered_and_it_is_told_who_has_none(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", "MARA")
    (cast / "IVY.txt").write_text("Ivy Holm; own voice")
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await opened(stage, cast)
        button(dialog, QPushButton, "Tick none").click()
        assert not go(dialog).isEnabled() and ticked(dialog) == []
        button(dialog, QPushButton, "Tick all").click()
        await pressed(dialog)
        assert "MARA has no consent that holds" in words_of(dialog)
        assert "No consent is recorded" in wrong_with(dialog, "On what ground")
        assert dialog.isVisible() and not stage.voices and not minimax_service.requests
        dialog.done(0)


async def test_a_few_can_have_a_consent_of_their_own(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", "MARA", consent="Kim; own voice")
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await opened(stage, cast)
        named(dialog, QTableView, "Characters of the folder").selectRow(1)
        button(dialog, QPushButton, "Consent of the chosen").click()
        asked = await stage.dialog(ConsentDialog)
        consent_of_all(asked, "Mara Holm")
        asked.accept()
        await until(lambda: rows(dialog)["MARA"][Column.CONSENT] == "Mara Holm")
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY", "MARA")
        speakers = {n: v.consent.speaker for n, v in stage.voices.items() if v.consent}
        assert speakers == {"IVY": "Kim", "MARA": "Mara Holm"}


async def test_voices_that_are_there_are_not_ordered_again_unasked(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", "MARA", consent="Kim; own voice")
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await opened(stage, cast)
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY", "MARA")
        a_file(cast, "NEW.wav", 14.0)
        dialog = await opened(stage, cast)
        await until(lambda: ticked(dialog) == ["NEW"])
        assert rows(dialog)["IVY"][Column.THERE] == "is there"
        assert go(dialog).text() == "Clone 1 voice: 1.50 USD with its first line"
        named(dialog, QLineEdit, "Language").setText("de")
        await until(lambda: ticked(dialog) == ["IVY", "MARA", "NEW"])
        dialog.done(0)


async def test_another_account_looks_at_the_samples_by_its_own_rules(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService, useapi_service: UseapiService
) -> None:
    cast = a_cast(tmp_path, "Bo/1", "Bo/2", consent="Kim; own voice")
    async with a_stage(tmp_path, minimax_service, useapi_service) as stage:
        dialog = await opened(stage, cast)
        assert ticked(dialog) == [] and rows(dialog)["Bo"][Column.FOUND] == "cannot be used"
        box = named(dialog, QComboBox, "Account")
        box.setCurrentIndex(box.findData("useapi/environment"))
        await until(lambda: ticked(dialog) == ["Bo"] and go(dialog).isEnabled())
        await pressed(dialog)
        assert "wants to be told the language" in wrong_with(dialog, "Language")
        assert dialog.isVisible() and not stage.voices
        dialog.done(0)


async def test_what_was_ordered_is_cast_although_the_program_ended_meanwhile(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", consent="Kim; own voice")
    minimax_service.accounts.first.verified = False
    async with a_stage(tmp_path, minimax_service, project=True) as stage:
        dialog = await opened(stage, cast)
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY")
        assert stage.voices["IVY"].state is VoiceState.WAITING
    minimax_service.accounts.first.verified = True
    async with a_stage(tmp_path, minimax_service, project=True) as stage:
        stage.desk.begin()
        await until(lambda: stage.voices["IVY"].state is VoiceState.READY)
        await until(lambda: voice_of(stage, "IVY") == stage.voices["IVY"].voice)


async def test_a_voice_that_was_made_while_its_project_was_closed_is_cast_when_it_opens(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", consent="Kim; own voice")
    minimax_service.accounts.first.verified = False
    async with a_stage(tmp_path, minimax_service, project=True) as stage:
        dialog = await opened(stage, cast)
        await pressed(dialog)
        await stage.closed()
        await stage.settled("IVY")
    minimax_service.accounts.first.verified = True
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.desk.begin()
        await until(lambda: stage.voices["IVY"].state is VoiceState.READY)
        await until(lambda: not stage.desk.maker.running)
    async with a_stage(tmp_path, minimax_service, project=True) as stage:
        await until(lambda: voice_of(stage, "IVY") == stage.voices["IVY"].voice)


async def test_a_folder_without_recordings_is_told(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.base.actions.get("voices.clone_folder").trigger()
        dialog = await stage.dialog(FolderDialog)
        dialog.open_folder(empty)
        await until(lambda: "no recordings in" in words_of(dialog))
        dialog.done(0)


async def test_the_program_can_be_left_while_samples_are_looked_at(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    cast = a_cast(tmp_path, "IVY", "MARA")
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.base.actions.get("voices.clone_folder").trigger()
        dialog = await stage.dialog(FolderDialog)
        dialog.open_folder(cast)
        await until(lambda: table(dialog).rowCount() == 2)
    assert not minimax_service.requests
