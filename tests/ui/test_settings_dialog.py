"""The settings dialog by mouse and keys: what was changed, and what cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.audio.ffmpeg import ffmpeg_program
from studio.store.places import settings_file
from studio.store.settings import Settings
from studio.ui.settings_dialog import SettingsDialog
from tests.ui.children import child, named
from tests.ui.stage import until


@dataclass(frozen=True)
class Device:
    id: str
    name: str


DEVICES = (Device("hdmi-1", "Monitor"), Device("usb-7", "Headphones"))
MICROPHONES = (Device("usb-8", "Headset"),)


def a_dialog(qtbot: QtBot, settings: Settings | None = None) -> SettingsDialog:
    dialog = SettingsDialog(
        settings or Settings(), outputs=lambda: DEVICES, inputs=lambda: MICROPHONES
    )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def told(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def press(qtbot: QtBot, dialog: QWidget, which: QDialogButtonBox.StandardButton) -> None:
    button = child(dialog, QDialogButtonBox).button(which)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


OK = QDialogButtonBox.StandardButton.Ok


async def test_only_what_was_changed_is_given(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot)
    assert dialog.chosen() == {}
    output = named(dialog, QComboBox, "Sound output")
    await until(lambda: output.count() == 3)
    qtbot.keyClick(named(dialog, QComboBox, "Look"), Qt.Key.Key_Down)
    qtbot.keyClick(output, Qt.Key.Key_Down)
    qtbot.keyClick(output, Qt.Key.Key_Down)
    press(qtbot, dialog, OK)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.chosen() == {"theme": "dark", "output_device": "usb-7"}
    replace(Settings(), **dialog.chosen())


async def test_what_is_set_is_shown_though_the_device_is_away(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, Settings(theme="light", output_device="gone-3"))
    output = named(dialog, QComboBox, "Sound output")
    await until(lambda: output.count() == 4)
    assert output.currentData() == "gone-3"
    assert named(dialog, QComboBox, "Look").currentText() == "Light"
    assert dialog.chosen() == {}
    dialog.reject()


async def test_a_device_that_is_there_is_called_by_its_name(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, Settings(output_device="usb-7"))
    output = named(dialog, QComboBox, "Sound output")
    await until(lambda: output.currentText() == "Headphones")
    assert output.count() == 3
    dialog.reject()


async def test_a_microphone_is_chosen_as_a_loudspeaker_is(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, Settings(input_device="gone-4"))
    microphone = named(dialog, QComboBox, "Microphone")
    await until(lambda: microphone.count() == 3)
    assert microphone.currentData() == "gone-4" and dialog.chosen() == {}
    qtbot.keyClick(microphone, Qt.Key.Key_Down)
    assert microphone.currentText() == "Headset"
    press(qtbot, dialog, OK)
    assert dialog.chosen() == {"input_device": "usb-8"}
    replace(Settings(), **dialog.chosen())


async def test_a_program_that_is_not_ffmpeg_is_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot)
    path = named(dialog, QLineEdit, "Path of the ffmpeg program")
    other = tmp_path / "ffmpeg"
    other.write_text("#!/bin/sh\necho something else\n")
    other.chmod(0o755)
    for program, words in ((str(tmp_path / "gone"), "not found"), (str(other), "not ffmpeg")):
        path.setFocus()
        path.selectAll()
        qtbot.keyClicks(path, program)
        qtbot.keyClick(path, Qt.Key.Key_Return)
        await until(lambda words=words: words in told(dialog))
        assert dialog.isVisible()
    dialog.reject()


async def test_an_ffmpeg_that_answers_is_taken(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot)
    path = named(dialog, QLineEdit, "Path of the ffmpeg program")
    path.setText(ffmpeg_program())
    press(qtbot, dialog, OK)
    await until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert dialog.chosen() == {"ffmpeg": ffmpeg_program()}


async def test_leaving_while_it_is_asked_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    slow, may_answer = tmp_path / "slow", tmp_path / "may-answer"
    slow.write_text(f"#!/bin/sh\nuntil [ -e '{may_answer}' ]; do sleep 0.05; done\n")
    slow.chmod(0o755)
    dialog = a_dialog(qtbot)
    named(dialog, QLineEdit, "Path of the ffmpeg program").setText(str(slow))
    press(qtbot, dialog, OK)
    await until(lambda: "Asking it" in told(dialog))
    dialog.reject()
    assert dialog.result() == QDialog.DialogCode.Rejected and not dialog.isVisible()
    may_answer.touch()


async def test_it_says_where_the_settings_are_kept(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot)
    assert str(settings_file()) in told(dialog)
    named(dialog, QLineEdit, "Path of the ffmpeg program")
    await until(
        lambda: (
            "bundled ffmpeg, " in dialog.findChildren(QLineEdit)[0].placeholderText()
            or any("ffmpeg, " in line.placeholderText() for line in dialog.findChildren(QLineEdit))
        )
    )
    dialog.reject()
