"""The export dialog by mouse and keys: the order it makes, and what it says before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.model.project import Project
from studio.synthesis.plan import state_of
from studio.ui.delivery.dialog import VOICE_FIRST, DeliveryDialog
from studio.ui.languages import language_name
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import named
from tests.ui.stage import until

ENGINES = {"offline": FakeEngine()}
VOICE = "Voice these lines first"


def a_voiced_series() -> Project:
    """Every take is as its line would be voiced now."""
    project = a_project(lines=4, languages=("en", "zh"), takes=True, episodes=2)
    for _, line in list(project.lines):
        for take in project.takes.by_line.get(line.id, ()):
            request = state_of(project, line, take.language, ENGINES).request
            assert request
            project = project.marking(replace(take, fingerprint=request.fingerprint))
    return project


def with_changed_words(project: Project) -> Project:
    line = project.episodes[0].spoken_lines[1]
    return project.with_line(line.saying("en", "Other words."))


def a_dialog(
    qtbot: QtBot, folder: Path, project: Project | None = None, *, read_only: bool = False
) -> DeliveryDialog:
    project = project or a_voiced_series()
    episode = project.episodes[0].id
    dialog = DeliveryDialog(project, episode, "en", folder, engines=ENGINES, read_only=read_only)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def button(dialog: QWidget, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)


def press(qtbot: QtBot, dialog: QWidget, text: str) -> None:
    box = next(b for b in dialog.findChildren(QCheckBox) if b.text() == text)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)


def told(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def retype(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


async def test_the_files_are_named_before_anything_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    await until(lambda: "5 files will be written." in told(dialog))
    assert "01_en_mix.wav" in told(dialog) and "01_en_MARA.wav" in told(dialog)
    press(qtbot, dialog, "File per line")
    await until(lambda: "9 files will be written." in told(dialog))
    assert "… and 3 more" in told(dialog)
    dialog.reject()


async def test_the_order_is_what_was_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    for text in ("Stem per character", "VTT", language_name("zh")):
        press(qtbot, dialog, text)
    qtbot.keyClick(named(dialog, QComboBox, "Episodes"), Qt.Key.Key_Down)
    qtbot.keyClick(named(dialog, QComboBox, "Format"), Qt.Key.Key_Down)
    qtbot.keyClick(named(dialog, QComboBox, "Bit depth"), Qt.Key.Key_Down)
    loudness = named(dialog, QComboBox, "Loudness")
    qtbot.keyClick(loudness, Qt.Key.Key_Down)
    qtbot.keyClick(loudness, Qt.Key.Key_Down)
    order = dialog.order()
    assert (order.folder, order.languages, order.episodes) == (tmp_path, ("en", "zh"), ())
    assert (order.mix, order.stems, order.lines) == (True, False, False)
    assert (order.subtitles, order.format, order.bit_depth) == (("srt", "vtt"), "flac", 16)
    assert order.loudness == -16.0 and order.overwrite
    await until(lambda: "files will be written." in told(dialog))
    dialog.reject()


async def test_enter_exports_once_it_is_known_that_it_can(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    await until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert not dialog.isVisible()


async def test_nothing_is_exported_while_two_files_would_have_one_name(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    await until(lambda: button(dialog, "Export").isEnabled())
    retype(qtbot, named(dialog, QLineEdit, "Pattern of stem names"), "stem")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    await until(lambda: "two files would get this name" in told(dialog))
    assert dialog.isVisible() and not button(dialog, "Export").isEnabled()
    retype(qtbot, named(dialog, QLineEdit, "Pattern of stem names"), "{character}")
    await until(lambda: button(dialog, "Export").isEnabled())
    assert "MARA.wav" in told(dialog)
    dialog.reject()


async def test_a_new_folder_inside_one_that_is_there_will_do(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    retype(qtbot, named(dialog, QLineEdit, "Folder"), str(tmp_path / "new"))
    await until(lambda: button(dialog, "Export").isEnabled())
    assert not (tmp_path / "new").exists()
    dialog.reject()


async def test_a_folder_must_be_there(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    folder = named(dialog, QLineEdit, "Folder")
    for text, words in (
        (str(tmp_path / "gone" / "deeper"), "there is no such folder"),
        ("", "Choose a folder."),
        ("out", "Choose a folder."),
    ):
        retype(qtbot, folder, text)
        await until(lambda words=words: words in told(dialog))
        assert not button(dialog, "Export").isEnabled()
    dialog.reject()


async def test_nothing_chosen_is_said_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    for text in ("Mix", "Stem per character", "SRT"):
        press(qtbot, dialog, text)
    assert "Choose at least one kind of file." in told(dialog)
    press(qtbot, dialog, "English")
    assert "Choose at least one language." in told(dialog)
    dialog.reject()


async def test_what_exists_and_what_is_silent_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "01_en_mix.wav").write_bytes(b"old")
    project = a_voiced_series()
    line = project.episodes[0].spoken_lines[0]
    take = project.takes.of(line.id, "en")[0]
    dialog = a_dialog(qtbot, tmp_path, project.marking(replace(take, discarded=True)))
    await until(lambda: "1 exists and will be replaced." in told(dialog))
    assert "1 line has no take and will be silent." in told(dialog)
    dialog.reject()


async def test_a_line_that_sounds_as_before_can_be_voiced_before_the_export(
    qtbot: QtBot, tmp_path: Path
) -> None:
    project = a_voiced_series()
    dialog = a_dialog(qtbot, tmp_path, with_changed_words(project))
    await until(lambda: "1 line sounds as it was before its last change." in told(dialog))
    qtbot.mouseClick(button(dialog, VOICE), Qt.MouseButton.LeftButton)
    assert dialog.result() == VOICE_FIRST and not dialog.isVisible()
    dialog.look_again(project)
    dialog.open()
    await until(lambda: not button(dialog, VOICE).isVisible())
    assert "sounds as it was" not in told(dialog) and button(dialog, "Export").isEnabled()
    dialog.reject()


async def test_nothing_is_offered_to_be_voiced_where_all_is_or_nothing_can_be_kept(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for project, read_only in (
        (a_voiced_series(), False),
        (with_changed_words(a_voiced_series()), True),
    ):
        dialog = a_dialog(qtbot, tmp_path, project, read_only=read_only)
        await until(lambda dialog=dialog: button(dialog, "Export").isEnabled())
        assert not button(dialog, VOICE).isVisible()
        dialog.reject()


async def test_before_anything_is_voiced_there_is_nothing_to_write(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = a_dialog(qtbot, tmp_path, a_project(lines=3))
    await until(lambda: "Nothing is voiced yet" in told(dialog))
    assert not button(dialog, "Export").isEnabled()
    dialog.reject()


async def test_compressed_sound_has_no_bit_depth(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(qtbot, tmp_path)
    formats = named(dialog, QComboBox, "Format")
    for _ in range(2):
        qtbot.keyClick(formats, Qt.Key.Key_Down)
    assert dialog.order().format == "mp3"
    assert not named(dialog, QComboBox, "Bit depth").isEnabled()
    await until(lambda: "01_en_mix.mp3" in told(dialog))
    dialog.reject()
