"""Voices made of words and of other voices, in front of a service on loopback."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.ui.designing.design_dialog import DesignDialog
from studio.ui.designing.mix_dialog import MixDialog
from studio.ui.designing.mix_rows import MixRows
from studio.ui.designing.tries_table import TryColumn
from studio.voice_desk import VoiceDesk
from tests.rooms import Room, a_room, a_script, until
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp, cut
from tests.ui.children import button, child, named
from tests.ui.stage import texts

pytestmark = pytest.mark.timeout(120)
DialogT = TypeVar("DialogT", bound=QDialog)


@dataclass
class Desk:
    base: Room
    voices: VoiceDesk

    def library(self) -> tuple[OwnVoice, ...]:
        return self.voices.room.library.voices()

    async def dialog(self, action: str, kind: type[DialogT]) -> DialogT:
        """The dialog an action of the menu opens."""
        self.base.actions.get(action).trigger()
        await until(lambda: any(each.isVisible() for each in self.base.window.findChildren(kind)))
        return next(each for each in self.base.window.findChildren(kind) if each.isVisible())

    async def settled(self, voices: int) -> None:
        """Wait until so many voices are there and none is being made."""
        await until(
            lambda: (
                len(self.library()) == voices
                and not self.voices.maker.running
                and all(voice.state is not VoiceState.WAITING for voice in self.library())
            )
        )


@asynccontextmanager
async def a_desk(
    folder: Path, service: MinimaxService | None = None, *, project: bool = False
) -> AsyncIterator[Desk]:
    variables = service.environment() if service else {}
    with mock.patch.dict(os.environ, variables):
        async with a_room(folder) as base:
            await base.engines.catalogue.refresh()
            if project:
                await base.desk.open(a_script(folder))
            yield Desk(base, base.desk.voices)


async def closed(dialog: QDialog) -> None:
    """Wait until a dialog is away."""
    await until(lambda: not isValid(dialog) or not dialog.isVisible())


def order_button(dialog: DesignDialog) -> QPushButton:
    words = ("Design", "Another try")
    return next(b for b in dialog.findChildren(QPushButton) if b.text().startswith(words))


def describe(dialog: DesignDialog, words: str, says: str = "Hello there.") -> None:
    named(dialog, QPlainTextEdit, "Description").setPlainText(words)
    named(dialog, QPlainTextEdit, "What it says at once").setPlainText(says)


def states(dialog: DesignDialog) -> list[str]:
    return texts(child(dialog, QTableView), TryColumn.STATE)


async def test_a_voice_is_described_tried_again_for_a_told_price_and_one_is_kept(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.design", DesignDialog)
        assert not order_button(dialog).isEnabled()
        describe(dialog, "A hoarse old sailor")
        assert order_button(dialog).text() == "Design (12 characters)"
        assert "12 characters billed at once" in named(dialog, QLabel, "What it costs").text()
        order_button(dialog).click()
        await desk.settled(1)
        await until(lambda: states(dialog) == ["ready"])
        assert order_button(dialog).text() == "Another try (12 characters)"
        order_button(dialog).click()
        await desk.settled(2)
        await until(lambda: states(dialog) == ["ready", "ready"])
        first, second = desk.library()
        assert first.voice != second.voice and first.preview and second.preview
        child(dialog, QTableView).selectRow(1)
        named(dialog, QLineEdit, "Name").setText("Sailor")
        button(dialog, QPushButton, "Keep this voice").click()
        await closed(dialog)
        (kept,) = desk.library()
        assert (kept.id, kept.name, kept.wanted) == (second.id, "Sailor", True)
        removed = desk.voices.room.library.voices(removed=True)
        assert [voice.id for voice in removed] == [first.id]


async def test_what_was_designed_is_heard_for_nothing(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        player, heard = desk.voices.player, list[bool]()
        player.began.connect(lambda: heard.append(True))
        dialog = await desk.dialog("voices.design", DesignDialog)
        describe(dialog, "A hoarse old sailor")
        order_button(dialog).click()
        await until(lambda: len(heard) == 1)  # by itself, as soon as it is made
        await desk.settled(1)
        player.stop()
        child(dialog, QTableView).selectRow(0)
        button(dialog, QPushButton, "Hear").click()
        await until(lambda: len(heard) == 2)
        dialog.reject()
        await closed(dialog)
        assert not player.playing and len(desk.library()) == 1


async def test_a_design_that_the_service_refuses_says_why_and_can_be_tried_again(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.design", DesignDialog)
        describe(dialog, "Something forbidden")
        minimax_service.faults.next(base_resp(1026), path="voice_design")
        order_button(dialog).click()
        await until(lambda: any(state.startswith("failed") for state in states(dialog)))
        assert not button(dialog, QPushButton, "Keep this voice").isEnabled()
        await until(order_button(dialog).isEnabled)
        order_button(dialog).click()
        await until(lambda: states(dialog)[-1] == "ready")
        dialog.reject()
        await closed(dialog)


async def test_a_lost_answer_leaves_a_try_in_doubt_and_says_where_to_find_out(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.design", DesignDialog)
        describe(dialog, "A hoarse old sailor")
        minimax_service.faults.next(cut(billed=True), path="voice_design")
        order_button(dialog).click()
        await until(lambda: states(dialog) == ["in doubt"])
        told = named(dialog, QLabel, "What becomes of the tries")
        assert "in doubt" in told.text()
        assert not button(dialog, QPushButton, "Keep this voice").isEnabled()
        dialog.reject()
        await closed(dialog)


async def test_words_that_are_too_long_are_told_before_anything_is_ordered(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.design", DesignDialog)
        describe(dialog, "A hoarse old sailor", "so " * 200)
        assert not order_button(dialog).isEnabled()
        assert "500 characters" in named(dialog, QLabel, "What is wrong").text()
        dialog.reject()
        await closed(dialog)


async def test_without_an_account_the_way_to_the_accounts_is_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(tmp_path) as desk:
        desk.base.prompter.answer = "leave"
        for action in ("voices.design", "voices.mix"):
            before = len(desk.base.prompter.asked)
            desk.base.actions.get(action).trigger()
            await until(lambda before=before: len(desk.base.prompter.asked) > before)
        assert "Add one of MiniMax" in desk.base.prompter.asked[0]


def choose(dialog: MixDialog, number: int, row: int) -> str:
    box = named(dialog, QComboBox, f"Voice {number} of the mix")
    box.setCurrentIndex(row)
    return str(box.itemData(row))


async def test_a_mix_is_heard_on_a_line_once_paid_and_kept(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        player, heard = desk.voices.player, list[bool]()
        player.began.connect(lambda: heard.append(True))
        dialog = await desk.dialog("voices.mix", MixDialog)
        keep, hear = (button(dialog, QPushButton, name) for name in ("Keep", "Hear"))
        assert not keep.isEnabled() and not hear.isEnabled()
        first, second = choose(dialog, 1, 0), choose(dialog, 2, 1)
        named(dialog, QSpinBox, "Weight of voice 1").setValue(30)
        named(dialog, QSpinBox, "Weight of voice 2").setValue(90)
        named(dialog, QLineEdit, "Line to hear").setText("Nobody rang the bell.")
        price = named(dialog, QLabel, "What hearing it costs")
        assert "21 characters" in price.text()
        shown = [label.text() for label in child(dialog, MixRows).findChildren(QLabel)]
        assert shown[:2] == ["25 %", "75 %"]
        hear.click()
        await until(lambda: len(heard) == 1)
        await until(lambda: price.text() == "Hearing it costs nothing.")
        player.stop()
        named(dialog, QLineEdit, "Name").setText("Duet")
        assert keep.isEnabled()
        keep.click()
        await closed(dialog)
        (mix,) = desk.library()
        assert (mix.origin, mix.name) == (VoiceOrigin.MIX, "Duet")
        assert mix.parts == ((first, 30), (second, 90))


async def test_a_voice_cannot_be_mixed_with_itself(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.mix", MixDialog)
        named(dialog, QLineEdit, "Name").setText("Duet")
        choose(dialog, 1, 0)
        choose(dialog, 2, 0)
        assert not button(dialog, QPushButton, "Keep").isEnabled()
        assert "stands there once" in named(dialog, QLabel, "What is wrong").text()
        choose(dialog, 2, 1)
        assert button(dialog, QPushButton, "Keep").isEnabled()
        dialog.reject()
        await closed(dialog)


async def test_enter_goes_from_field_to_field_and_neither_orders_nor_keeps(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.mix", MixDialog)
        name = named(dialog, QLineEdit, "Name")
        name.setText("Duet")
        choose(dialog, 1, 0)
        last = named(dialog, QComboBox, "Voice 2 of the mix")
        choose(dialog, 2, 1)
        assert button(dialog, QPushButton, "Keep").isEnabled()
        for field in (name, last, named(dialog, QLineEdit, "Line to hear")):
            field.setFocus()
            qtbot.keyClick(field, Qt.Key.Key_Return)
            assert dialog.focusWidget() not in (None, field)
        assert dialog.isVisible() and not desk.library()
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await closed(dialog)
        assert [voice.name for voice in desk.library()] == ["Duet"]


async def test_a_voice_that_is_typed_is_taken_or_told_to_be_none(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.mix", MixDialog)
        named(dialog, QLineEdit, "Name").setText("Duet")
        keep, hear = (button(dialog, QPushButton, name) for name in ("Keep", "Hear"))
        choose(dialog, 1, 0)
        assert not hear.isEnabled(), "one voice is no mix"
        box, wrong = named(dialog, QComboBox, "Voice 2 of the mix"), "What is wrong"
        box.setFocus()
        box.setEditText("Nobody at all")
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert "no voice “Nobody at all”" in named(dialog, QLabel, wrong).text()
        assert box.currentText() == "Nobody at all"
        assert not keep.isEnabled() and not hear.isEnabled()
        whole = box.itemText(1)
        box.setEditText(whole.upper())
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert box.currentText() == whole and keep.isEnabled() and hear.isEnabled()
        assert not named(dialog, QLabel, wrong).text()
        dialog.reject()
        await closed(dialog)


async def test_the_line_in_hand_is_what_a_mix_says(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service, project=True) as desk:
        session = desk.base.session
        line = session.document.project.episodes[0].spoken_lines[1]
        session.selection.select_line(line.id)
        dialog = await desk.dialog("voices.mix", MixDialog)
        assert named(dialog, QLineEdit, "Line to hear").text() == line.words("en")
        dialog.reject()
        await closed(dialog)


async def test_a_button_pressed_twice_in_a_busy_moment_orders_and_pays_once(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        dialog = await desk.dialog("voices.design", DesignDialog)
        describe(dialog, "A hoarse old sailor")
        for tries in (1, 2):
            await until(order_button(dialog).isEnabled)
            order_button(dialog).click()
            order_button(dialog).click()
            await desk.settled(tries)
            await until(lambda tries=tries: states(dialog) == ["ready"] * tries)
        keep = button(dialog, QPushButton, "Keep this voice")
        await until(keep.isEnabled)
        keep.click()
        keep.click()
        await closed(dialog)
        assert len(minimax_service.asked("voice_design")) == 2
        assert len(desk.library()) == 1


async def test_a_mix_is_heard_and_kept_once_however_often_the_button_is_pressed(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        heard = list[bool]()
        desk.voices.player.began.connect(lambda: heard.append(True))
        dialog = await desk.dialog("voices.mix", MixDialog)
        named(dialog, QLineEdit, "Name").setText("Duet")
        choose(dialog, 1, 0)
        choose(dialog, 2, 1)
        hear, keep = (button(dialog, QPushButton, name) for name in ("Hear", "Keep"))
        hear.click()
        hear.click()
        await until(lambda: bool(heard))
        assert len(minimax_service.asked("t2a_v2")) == 1
        keep.click()
        keep.click()
        await closed(dialog)
        assert [voice.name for voice in desk.library()] == ["Duet"]


async def test_asked_for_again_the_dialog_that_is_open_comes_to_the_front(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_desk(tmp_path, minimax_service) as desk:
        desk.base.actions.get("voices.mix").trigger()
        dialog = await desk.dialog("voices.mix", MixDialog)
        assert await desk.dialog("voices.design", MixDialog) is dialog
        assert len(desk.base.window.findChildren(MixDialog)) == 1
        assert not desk.base.window.findChildren(DesignDialog)
        dialog.reject()
        await closed(dialog)
        dialog = await desk.dialog("voices.design", DesignDialog)
        dialog.reject()
        await closed(dialog)
