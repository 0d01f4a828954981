"""One clone from the window: bad input is told beside its field, the rest ends in the library."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.audio.ffmpeg import ffmpeg_program
from studio.audio.input import InputDevice
from studio.model.consent import Consent, Ground
from studio.store.settings import Settings
from studio.store.voice_library_entry import VoiceState
from studio.ui.cloning.clone_dialog import CloneDialog
from studio.ui.cloning.folder_dialog import FolderDialog
from studio.ui.samples.drop_page import DropPage
from studio.ui.samples.editor import SampleEditor
from tests.casting.making.stage import a_file, a_recording
from tests.rooms import until
from tests.services.faults import Fault
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, changed, cut
from tests.ui.children import button, child, named
from tests.ui.cloning.stage import Stage, a_stage, go, tab_order, words_of, wrong_with

pytestmark = pytest.mark.timeout(120)


def fill(dialog: CloneDialog, name: str = "Lin", *, speaker: str = "Lin Xia") -> None:
    """Type a name and a consent."""
    named(dialog, QLineEdit, "Name").setText(name)
    if speaker:
        named(dialog, QLineEdit, "Who spoke").setText(speaker)
        box = named(dialog, QComboBox, "On what ground")
        box.setCurrentIndex(box.findData(Ground.OWN_VOICE))


async def add(dialog: CloneDialog, *files: Path) -> None:
    """Have recordings in the editor, looked at as far as they can be."""
    editor = child(dialog, SampleEditor)
    before = len(editor.recordings)
    editor.add_files(files)
    await until(lambda: len(editor.recordings) == before + len(files) and not editor.working)


async def refused(dialog: CloneDialog, *files: Path) -> str:
    """What the dialog says after files that cannot be taken in."""
    editor = child(dialog, SampleEditor)
    editor.add_files(files)
    await until(lambda: files[0].name in words_of(editor) and not editor.working)
    assert not editor.recordings
    return words_of(editor)


async def ordered(stage: Stage, folder: Path, name: str = "Lin") -> None:
    """Order a clone that nothing is wrong with, and wait until it is over."""
    dialog = await stage.clone_dialog()
    await add(dialog, a_file(folder))
    fill(dialog, name)
    go(dialog).click()
    await stage.closed()
    await stage.settled(name)


async def test_a_voice_is_cloned_with_all_that_was_told(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path))
        fill(dialog)
        named(dialog, QLineEdit, "Language").setText("Deutsch")
        named(dialog, QPlainTextEdit, "First words").setPlainText("Guten Tag.")
        assert go(dialog).text() == (
            "Clone: 10 characters now (about 0.001 USD), 1.50 USD with its first line"
        )
        go(dialog).click()
        await stage.closed()
        await stage.settled("Lin")
        voice = stage.voices["Lin"]
        assert voice.state is VoiceState.READY and voice.languages == ("de",)
        assert voice.consent is not None and voice.consent.speaker == "Lin Xia" and voice.preview
        (sent,) = minimax_service.asked("voice_clone")
        assert sent.json["text"] == "Guten Tag." and sent.json["language_boost"] == "German"


async def test_what_is_recorded_comes_from_the_microphone_of_the_settings(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = (InputDevice("usb-7", "Camera"), InputDevice("usb-8", "Headset"))
    monkeypatch.setattr("studio.audio.input.input_devices", lambda: there)
    async with a_stage(tmp_path, minimax_service, settings=Settings(input_device="usb-8")) as stage:
        dialog = await stage.clone_dialog()
        button(child(dialog, DropPage), QPushButton, "Record").click()
        microphone = named(dialog, QComboBox, "Microphone")
        await until(lambda: microphone.count() == 3)
        assert microphone.currentText() == "Headset"
        dialog.reject()
        await stage.closed()


async def test_nothing_is_sent_without_a_consent_and_it_is_told_where_it_is_missing(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path))
        fill(dialog, speaker="")
        assert "Without a consent" in wrong_with(dialog, "On what ground")
        go(dialog).click()
        assert dialog.isVisible()
        assert "No consent is recorded" in wrong_with(dialog, "On what ground")
        assert not minimax_service.requests and not stage.voices
        stage.base.prompter.answer = "close"
        dialog.reject()
        await stage.closed()


async def test_what_is_empty_is_told_only_when_the_voice_is_ordered(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        assert "needs a name" not in words_of(dialog)
        go(dialog).click()
        assert "needs a name" in wrong_with(dialog, "Name")
        assert "Add a recording" in words_of(dialog)
        dialog.reject()
        await stage.closed()
        assert not stage.base.prompter.asked, "nothing would be lost"


async def test_one_form_is_open_at_a_time(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        for action in ("voices.clone", "voices.clone_folder"):
            stage.base.actions.get(action).trigger()
        assert stage.base.window.findChildren(CloneDialog) == [dialog]
        dialog.done(0)
        await stage.closed()
        stage.base.actions.get("voices.clone_folder").trigger()
        (await stage.dialog(FolderDialog)).done(0)


async def test_names_and_languages_are_told_as_they_are_typed(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    async with a_stage(tmp_path, useapi_service) as stage:
        dialog = await stage.clone_dialog()
        named(dialog, QLineEdit, "Name").setText("x" * 31)
        named(dialog, QLineEdit, "Language").setText("xx-tag")
        assert "31 characters" in wrong_with(dialog, "Name")
        assert "no language “xx-tag”" in wrong_with(dialog, "Language")
        assert not dialog.findChildren(QPlainTextEdit)[0].isVisible(), "it gives no first words"
        named(dialog, QLineEdit, "Name").setText("x" * 30)
        named(dialog, QLineEdit, "Language").setText("de-AT")
        assert not wrong_with(dialog, "Name") and "xx" not in wrong_with(dialog, "Language")
        dialog.done(0)


@pytest.mark.parametrize(
    ("seconds", "told"), [(9.9, "9.9 s; at least 10 s"), (301.0, "301.0 s; at most 300 s")]
)
async def test_a_recording_of_the_wrong_length_is_told_and_not_sent(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService, seconds: float, told: str
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path, seconds=seconds))
        await until(lambda: told in words_of(dialog))
        fill(dialog)
        go(dialog).click()
        assert dialog.isVisible() and not minimax_service.requests and not stage.voices
        dialog.done(0)


async def test_eleven_files_are_one_too_many(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    async with a_stage(tmp_path, useapi_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, *(a_file(tmp_path, f"{n}.wav", 10.0 + n / 10) for n in range(11)))
        await until(lambda: "11; at most 10" in words_of(dialog))
        fill(dialog)
        go(dialog).click()
        assert dialog.isVisible() and not useapi_service.asked("upload-sample")
        dialog.done(0)


async def test_silence_is_told_and_not_sent(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    path = tmp_path / "silence.wav"
    encode("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "12", path)
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, path)
        await until(lambda: "nothing can be heard" in words_of(dialog))
        fill(dialog)
        go(dialog).click()
        assert dialog.isVisible() and not minimax_service.requests
        assert "would not take the recordings" in words_of(dialog)
        dialog.done(0)


async def test_tab_goes_through_the_form_as_it_is_read(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        names = list(dict.fromkeys(tab_order(dialog)))
        wanted = ["Name", "Account", "Language", "First words", "Model of the first words",
                  "Who spoke", "On what ground", "Document", "Holds until", "Allowed for",
                  "Allowed where", "Note", "Recorded by", "Reduce noise"]  # fmt: skip
        assert [name for name in names if name in wanted] == wanted and names[0] == "Name"
        dialog.done(0)


async def test_a_prompt_is_sent_with_its_words(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        editor = child(dialog, SampleEditor)
        editor.show_samples((a_recording(tmp_path),), a_recording(tmp_path, 5.0))
        await until(lambda: editor.prompt is not None and not editor.working)
        fill(dialog)
        go(dialog).click()
        assert "exactly what is said" in wrong_with(dialog, "Words of the prompt")
        named(dialog, QLineEdit, "Words of the prompt").setText("Good evening")
        go(dialog).click()
        await stage.closed()
        await stage.settled("Lin")
        (sent,) = minimax_service.asked("voice_clone")
        assert sent.json["clone_prompt"]["prompt_text"] == "Good evening."


async def test_looking_at_the_recordings_can_be_stopped(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path))
        fill(dialog)
        order = go(dialog)
        order.click()
        assert not order.isEnabled() and "Looking at" in order.text()
        dialog.reject()
        await until(order.isEnabled)
        assert dialog.isVisible() and not stage.voices and not minimax_service.requests
        order.click()
        await stage.closed()
        await stage.settled("Lin")


async def test_the_program_can_be_left_while_the_form_is_open(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        child(dialog, SampleEditor).add_files([a_file(tmp_path)])
    assert not minimax_service.requests


async def test_an_overdriven_recording_is_told_and_may_be_sent(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    path = tmp_path / "loud.wav"
    encode("-f", "lavfi", "-i", "sine=f=220:r=16000", "-af", "volume=30dB", "-t", "12", path)
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, path)
        await until(lambda: "overdriven" in words_of(dialog))
        fill(dialog)
        go(dialog).click()
        await stage.closed()
        await stage.settled("Lin")
        assert stage.voices["Lin"].state is VoiceState.READY


async def test_a_video_without_sound_and_a_text_are_told_by_name(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    mute, text = tmp_path / "mute.mp4", tmp_path / "text.wav"
    encode("-f", "lavfi", "-i", "color=s=64x64:r=10:d=12", "-an", mute)
    text.write_text("not a sound")
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        assert "no sound" in await refused(dialog, mute)
        assert "text.wav" in await refused(dialog, text)
        dialog.done(0)


async def test_a_file_of_21_mb_is_made_small_enough(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    path = a_file(tmp_path, "large.wav")
    large = tmp_path / "whole.wav"
    encode("-i", path, "-af", "aloop=7:size=200000", "-t", "80", "-ac", "2", "-ar", "48000",
           "-c:a", "pcm_s24le", large)  # fmt: skip
    assert large.stat().st_size > 21e6
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, large)
        fill(dialog)
        go(dialog).click()
        await stage.closed()
        await stage.settled("Lin")
        assert stage.voices["Lin"].state is VoiceState.READY


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (base_resp(1043), "made no voice of this"),
        (base_resp(1026), "made no voice of this"),
        (changed(input_sensitive=True, input_sensitive_type=6), "violence"),
        (changed(input_sensitive={"type": 2}), "sexual"),
    ],
)
async def test_what_the_service_refuses_ends_as_failed_with_a_sentence(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService, fault: Fault, told: str
) -> None:
    minimax_service.faults.next(fault, path="voice_clone")
    async with a_stage(tmp_path, minimax_service) as stage:
        await ordered(stage, tmp_path)
        voice = stage.voices["Lin"]
        assert voice.state is VoiceState.FAILED and told in voice.reason, voice.reason


async def test_an_account_that_is_not_verified_leaves_the_voice_waiting_and_says_why(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.accounts.first.verified = False
    async with a_stage(tmp_path, minimax_service) as stage:
        await ordered(stage, tmp_path)
        assert stage.voices["Lin"].state is VoiceState.WAITING
        await until(lambda: any("Verify the account" in said.text for said in stage.base.said))
        library = stage.desk.show_library(stage.voices["Lin"].id)
        await until(lambda: "Verify the account" in words_of(library))
        minimax_service.accounts.first.verified = True
        button(library, QPushButton, "Check at the service").click()
        await until(lambda: stage.voices["Lin"].state is VoiceState.READY)


@pytest.mark.parametrize("fault", [cut(billed=True), base_resp(2039)])
async def test_a_lost_answer_or_an_id_that_is_taken_ends_with_one_voice(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService, fault: Fault
) -> None:
    minimax_service.faults.next(fault, path="voice_clone")
    async with a_stage(tmp_path, minimax_service) as stage:
        await ordered(stage, tmp_path)
        assert stage.voices["Lin"].state is VoiceState.READY
        assert len(minimax_service.voices.own()) == 1


async def test_the_languages_are_those_the_service_tells(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    tags = [{"tag_name": each} for each in ("German", "Klingon")]
    useapi_service.faults.next(changed(voice_tag_language=tags), path="speech/config")
    async with a_stage(tmp_path, useapi_service) as stage:
        dialog = await stage.clone_dialog()
        box = named(dialog, QComboBox, "Language")
        await until(lambda: box.findText("Klingon") >= 0)
        assert [box.itemText(at) for at in range(box.count())] == ["Deutsch – German", "Klingon"]
        fill(dialog)
        named(dialog, QLineEdit, "Language").setText("French")
        assert "knows no language" in wrong_with(dialog, "Language")
        stage.base.prompter.answer = "close"
        dialog.reject()
        await stage.closed()


async def test_one_long_recording_becomes_several_where_the_service_takes_them(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    async with a_stage(tmp_path, useapi_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path, seconds=130.0))
        fill(dialog)
        named(dialog, QLineEdit, "Language").setText("English")
        go(dialog).click()
        await stage.closed()
        await stage.settled("Lin")
        assert stage.voices["Lin"].state is VoiceState.READY
        (sent,) = useapi_service.asked("clone-voice")
        assert len(sent.json["files"].split(",")) == len(stage.voices["Lin"].samples) == 3


async def test_an_account_without_a_free_slot_is_told_on_the_voice(
    qtbot: QtBot, tmp_path: Path, useapi_service: UseapiService
) -> None:
    useapi_service.voices.slots = 0
    async with a_stage(tmp_path, useapi_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path))
        fill(dialog)
        named(dialog, QLineEdit, "Language").setText("English")
        go(dialog).click()
        await stage.closed()
        await stage.settled("Lin")
        voice = stage.voices["Lin"]
        assert voice.state is VoiceState.FAILED and "no room for another voice" in voice.reason


async def test_the_same_recordings_again_are_asked_about(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        await ordered(stage, tmp_path)
        dialog = await stage.clone_dialog()
        assert named(dialog, QComboBox, "Who spoke").findText("Lin Xia") >= 0, "is remembered"
        await add(dialog, a_file(tmp_path))
        fill(dialog)
        go(dialog).click()
        await until(lambda: bool(stage.base.prompter.asked))
        await until(lambda: go(dialog).isEnabled())
        assert dialog.isVisible() and len(stage.room.library.voices()) == 1
        stage.base.prompter.answer = "again"
        go(dialog).click()
        await stage.closed()
        await until(lambda: not stage.desk.maker.running)
        assert len(minimax_service.voices.own()) == 2


async def test_a_voice_is_ordered_once_more_from_what_is_kept_of_it(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        await ordered(stage, tmp_path)
        stage.cloning.clone_again(stage.voices["Lin"])
        dialog = await stage.dialog(CloneDialog)
        editor = child(dialog, SampleEditor)
        await until(lambda: len(editor.recordings) == 1 and not editor.working)
        assert named(dialog, QLineEdit, "Name").text() == "Lin"
        consent = stage.voices["Lin"].consent
        assert isinstance(consent, Consent)
        assert named(dialog, QLineEdit, "Who spoke").text() == "Lin Xia"
        dialog.done(0)


async def test_without_an_account_that_clones_the_way_to_the_accounts_is_offered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_stage(tmp_path) as stage:
        stage.cloning.clone()
        await until(lambda: bool(stage.base.prompter.asked))
        assert "No account makes voices" in stage.base.prompter.asked[0]


def encode(*arguments: str | Path) -> None:
    command = [ffmpeg_program(), "-hide_banner", "-loglevel", "error", "-y", *map(str, arguments)]
    subprocess.run(command, check=True)


async def test_enter_in_a_field_orders_nothing_and_control_enter_does(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        dialog = await stage.clone_dialog()
        await add(dialog, a_file(tmp_path))
        fill(dialog)
        for name in ("Name", "Who spoke", "Language"):
            field = named(dialog, QLineEdit, name)
            field.setFocus()
            qtbot.keyClick(field, Qt.Key.Key_Return)
            assert dialog.focusWidget() not in (None, field)
        assert dialog.isVisible() and not stage.desk.maker.running and not stage.voices
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.closed()
        await stage.settled("Lin")
        assert stage.voices["Lin"].state is VoiceState.READY
