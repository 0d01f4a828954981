"""Questions are awaited without stopping anything, and answered by hand."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QInputDialog,
    QListView,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.ui.encoding_dialog import EncodingDialog
from studio.ui.progress import WorkBars
from studio.ui.prompts import Choice, DialogPrompter
from tests.ui.children import ObjectT, button, child
from tests.ui.stage import until

CHOICES = (
    Choice("stop", "Stop and close", destroys=True),
    Choice("stay", "Keep open", proposed=True, leaves=True),
)


async def _shown(parent: QWidget, kind: type[ObjectT]) -> ObjectT:
    while not parent.findChild(kind):
        await asyncio.sleep(0)
    return child(parent, kind)


async def test_a_question_gives_the_key_of_the_answer(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for text, key in (("Stop and close", "stop"), ("Keep open", "stay")):
        asked = asyncio.ensure_future(DialogPrompter(window).ask("Close?", "Work runs.", CHOICES))
        box = await _shown(window, QMessageBox)
        qtbot.mouseClick(button(box, QPushButton, text), Qt.MouseButton.LeftButton)
        assert await asked == key
        while window.findChild(QMessageBox):
            await asyncio.sleep(0)


async def test_the_keyboard_goes_back_to_the_dialog_that_asked(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = QDialog(window)
    dialog.open()
    await until(dialog.isActiveWindow)
    asked = asyncio.ensure_future(DialogPrompter(window).ask("Delete?", "It is gone.", CHOICES))
    box = await _shown(window, QMessageBox)
    await until(box.isActiveWindow)
    box.reject()
    assert await asked == "stay"
    await until(lambda: not window.findChild(QMessageBox))
    await until(dialog.isActiveWindow)
    dialog.close()


async def test_turning_away_from_a_text_gives_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    asked = asyncio.ensure_future(DialogPrompter(window).text("New project", "Title", "Dawn"))
    dialog = await _shown(window, QInputDialog)
    dialog.reject()
    assert await asked is None


def test_the_preview_shows_the_script_in_the_chosen_encoding(qtbot: QtBot, tmp_path: Path) -> None:
    words = "米拉：你终于来了。"
    dialog = EncodingDialog(words.encode("gb18030"), ("gb18030", "big5"), "big5")
    qtbot.addWidget(dialog)
    preview = child(dialog, QPlainTextEdit)
    assert preview.toPlainText() != words
    dialog.show()
    qtbot.keyClick(child(dialog, QListView), Qt.Key.Key_Up)
    assert preview.toPlainText() == words
    assert dialog.encoding == "gb18030"


def test_long_work_tells_the_time_left_and_can_be_cancelled(qtbot: QtBot) -> None:
    now = [0.0]
    cancelled: list[bool] = []
    bars = WorkBars(clock=lambda: now[0])
    qtbot.addWidget(bars)
    bars.show()
    work = bars.begin("Voicing", total=40, cancel=lambda: cancelled.append(True))
    now[0] = 10.0
    work.advance(10, 40)
    assert work.left == "30 s left"
    work.advance_to(0.5)
    assert work.left == "10 s left"
    qtbot.mouseClick(child(work, QPushButton), Qt.MouseButton.LeftButton)
    assert cancelled == [True]
    work.end()
    qtbot.waitUntil(lambda: not bars.findChildren(type(work)))


def test_work_without_a_connection_says_whom_it_waits_for_and_no_time_left(qtbot: QtBot) -> None:
    now = [0.0]
    bars = WorkBars(clock=lambda: now[0])
    qtbot.addWidget(bars)
    work = bars.begin("Voicing", total=40)
    now[0] = 10.0
    work.advance(10, 40)
    work.wait_for_network(True, "offline")
    work.advance(11, 40)
    assert work.left == "No connection to offline; trying again"
    work.wait_for_network(False)
    assert work.left == ""
