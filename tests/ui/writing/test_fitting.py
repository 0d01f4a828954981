"""Fitting lines to their time from the menu: what is asked, voiced, and told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.model.project import Project
from studio.model.span import Span, samples_of
from studio.synthesis.single_lines import SingleLines
from studio.ui.writing.asking_dialog import PlainAskingDialog
from studio.ui.writing.fitter import Fitter, Measuring
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths
from tests.builders import a_project
from tests.services.chat.service import ChatService
from tests.ui.children import button
from tests.ui.writing.translating_room import (
    TranslatingRoom,
    a_model,
    a_translating_room,
    at_hand,
    until,
)
from tests.writing.asking_at_work import a_writer


def a_timed_project() -> Project:
    """Three lines in German, of which the first two have a second each."""
    project = a_project(3, ("en", "de"))
    for at, line in enumerate(project.episodes[0].spoken_lines):
        slot = Span(samples_of(10.0 * at), samples_of(10.0 * at + 1.0)) if at < 2 else None
        said = line.saying("de", "Niemand weiß, wann der Wind dreht.")
        project = project.with_line(replace(said, slot=slot))
    return project


@asynccontextmanager
async def a_fitting_room(
    qtbot: QtBot, folder: Path, service: ChatService, project: Project
) -> AsyncIterator[TranslatingRoom]:
    """A translating room in which lines can be fitted, too."""
    a_model(service)
    async with (
        a_translating_room(qtbot, folder, service, project, shows="de") as room,
        a_writer(service) as writer,
    ):
        stage = room.stage
        lengths = TakeLengths(stage.file.peaks, stage.sounds)
        book = LengthBook(stage.document, lengths, stage.status.fresh)

        def voices() -> SingleLines:
            engines = {"offline": stage.engine}
            return SingleLines(stage.document, stage.booth, engines, stage.status)

        fitter = Fitter(
            stage.document,
            stage.selection,
            room.panel,
            room.jobs,
            at_hand(writer, stage.notices.report),
            Measuring(book, lengths, voices),
            stage.tasks,
            stage.notices,
            room.panel,
            stage.selection,
        )
        fitter.add_actions(stage.actions)
        room.panel.show_times(book)
        yield room
        book.close()


async def test_lines_with_a_time_are_voiced_and_measured(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_fitting_room(qtbot, tmp_path, chat_service, a_timed_project()) as room:
        room.act("translate.fit")
        dialog = await room.dialog(PlainAskingDialog)
        button(dialog, QPushButton, "Fit").click()
        await until(lambda: room.stage.said)
        await room.idle()
        assert "lines fit" in room.stage.said[-1].text
        voiced = [bool(room.stage.takes(line, "de")) for line in room.lines]
        assert voiced == [True, True, False]


async def test_while_no_translation_is_shown_it_is_said_which_to_choose(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_fitting_room(qtbot, tmp_path, chat_service, a_project(2, ("en", "de"))) as room:
        room.panel.bar.choose_beside("")
        room.act("translate.fit")
        await until(lambda: room.stage.said)
        assert "own language" in room.stage.said[-1].text
        assert "Deutsch" in room.stage.said[-1].text


async def test_without_any_time_it_is_said_what_gives_lines_one(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_fitting_room(qtbot, tmp_path, chat_service, a_project(2, ("en", "de"))) as room:
        room.act("translate.fit")
        await until(lambda: room.stage.said)
        assert "no line has a time to fit" in room.stage.said[-1].text
