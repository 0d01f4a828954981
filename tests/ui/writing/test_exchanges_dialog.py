"""Prompts and replies: listed, searched, read and copied."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.store.exchanges import Exchange
from studio.ui.writing.exchange_table import ExchangeColumn
from studio.ui.writing.exchanges_dialog import ExchangesDialog
from tests.ui.children import named
from tests.ui.stage import a_stage, texts, until

EXCHANGES = (
    Exchange("a", 1.7e9, "j1", "plan", "chat/main", "small", "whole", 900, 100, "Plan a ferry.",
             '{"k":"meta"}'),
    Exchange("b", 1.8e9, "j2", "translate", "chat/main", "small", "", 20, 3, "<b>Hallo</b>",
             "Guten Tag"),
)  # fmt: skip


@asynccontextmanager
async def a_dialog(qtbot: QtBot, folder: Path, *kept: Exchange) -> AsyncIterator[ExchangesDialog]:
    stage = a_stage(folder)
    for exchange in kept:
        stage.file.exchanges.add(exchange)
    dialog = ExchangesDialog(stage.file.exchanges, stage.errors.append)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()
    await stage.close()
    assert not stage.errors


async def test_the_newest_is_first_and_its_texts_are_plain(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_dialog(qtbot, tmp_path, *EXCHANGES) as dialog:
        prompt = named(dialog, QPlainTextEdit, "Prompt")
        await until(lambda: prompt.toPlainText() == "<b>Hallo</b>")
        assert texts(dialog.view, ExchangeColumn.STEP) == ["Translate", "Plan"]
        assert texts(dialog.view, ExchangeColumn.TOKENS) == ["23", "1,000"]
        assert texts(dialog.view, ExchangeColumn.ENDING) == ["Cut off", "Whole"]
        dialog.view.selectRow(1)
        await until(lambda: prompt.toPlainText() == "Plan a ferry.")
        named(dialog, QPushButton, "Copy: Reply").click()
        assert QGuiApplication.clipboard().text() == '{"k":"meta"}'


async def test_what_is_searched_may_stand_in_either_text(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_dialog(qtbot, tmp_path, *EXCHANGES) as dialog:
        search = named(dialog, QLineEdit, "Search")
        for word, steps in (("FERRY", ["Plan"]), ("guten", ["Translate"]), ("small", 2 * [""])):
            search.setText(word)
            if steps[0]:
                await until(lambda steps=steps: texts(dialog.view, ExchangeColumn.STEP) == steps)
            else:
                await until(lambda: len(texts(dialog.view, ExchangeColumn.STEP)) == 2)
        search.setText("nowhere")
        await until(lambda: not dialog.view.isVisible())


async def test_with_none_it_says_what_will_be_there(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_dialog(qtbot, tmp_path) as dialog:
        await until(
            lambda: any(
                "Nothing was asked yet" in label.text() and label.isVisible()
                for label in dialog.findChildren(QLabel)
            )
        )


async def test_every_step_of_a_translation_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    steps = ("survey", "translate", "repair", "alone", "second look")
    kept = [
        Exchange(step, 1.9e9 - at, "j1", step, "chat/main", "small", "whole", 1, 1, "", "")
        for at, step in enumerate(steps)
    ]
    async with a_dialog(qtbot, tmp_path, *kept) as dialog:
        named_so = ["Names and notes", "Translate", "Translate again", "Translate a line by itself"]
        await until(lambda: dialog.view.model().rowCount() == len(steps))
        assert texts(dialog.view, ExchangeColumn.STEP) == [*named_so, "Second look"]
