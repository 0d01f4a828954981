"""The whole window with a text model on loopback, for the tests of what is written in it."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from unittest import mock

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.model.line import Line
from studio.model.outline import Outline, PlannedScene
from studio.model.project import Project
from studio.ui.writing.asking_dialog import AskingDialog, PlainAskingDialog
from studio.ui.writing.brief_dialog import BriefDialog
from studio.ui.writing.brief_form import BriefForm
from studio.writing_desk import WritingDesk
from tests.rooms import Room, a_room, until
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Written
from tests.ui.children import button, child, named

IDEA = "A ferry captain finds out that her deckhand is the brother who had drowned."
LONG = "You know what they say about the sea and those who come back from it, do you not? " * 3
IN_THE_MIDDLE = 12_000
"""Bytes of an answer after which some of its records have come and others have not."""
IN_THE_LONG_LINE = 9_000
DialogT = TypeVar("DialogT", bound=QDialog)


@dataclass
class WritingRoom:
    """A room with an empty project, and somebody who writes."""

    room: Room
    model: TextModel
    folder: Path

    @property
    def desk(self) -> WritingDesk:
        return self.room.session.writing

    @property
    def project(self) -> Project:
        return self.room.session.document.project

    @property
    def outline(self) -> Outline:
        assert self.project.outline is not None
        return self.project.outline

    @property
    def scenes(self) -> list[PlannedScene]:
        return [scene for episode in self.outline.episodes for scene in episode.scenes]

    @property
    def spoken(self) -> list[Line]:
        return [line for _, line in self.project.lines if line.spoken]

    def run(self, action: str) -> None:
        """Do what a menu entry does."""
        self.room.actions.get(action).trigger()

    def dialog(self, kind: type[DialogT]) -> DialogT:
        """The dialog that is open."""
        found = [each for each in self.room.window.findChildren(kind) if each.isVisible()]
        assert len(found) == 1, f"{len(found)} open dialogs of {kind.__name__}"
        return found[0]

    def go(self, kind: type[AskingDialog] = PlainAskingDialog) -> None:
        """Agree to the open dialog."""
        self.dialog(kind).accept()

    async def done(self) -> None:
        """Wait until nothing is written any more."""
        await until(lambda: not self.desk.jobs.running)

    def describe(self, *, episodes: int = 1, seconds: int = 60, idea: str = IDEA) -> BriefDialog:
        """Open the brief and fill it in."""
        self.run("write.script")
        dialog = self.dialog(BriefDialog)
        form = child(dialog, BriefForm)
        form.show_brief(replace(dialog.brief(), episodes=episodes, seconds=seconds))
        named(dialog, QPlainTextEdit, "Idea").setPlainText(idea)
        return dialog

    async def planned(self, *, episodes: int = 1, seconds: int = 60) -> None:
        """Have a plan."""
        self.describe(episodes=episodes, seconds=seconds).accept()
        await self.done()

    async def written(self) -> None:
        """Have a plan, and all its lines."""
        await self.planned()
        button(self.desk.outline, QPushButton, "Write all").click()
        self.go()
        await self.done()


def two_lines(scene: str) -> Written:
    """A scene of a short line and a long one; the long one is open at `IN_THE_LONG_LINE`."""
    rows = ({"k": "line", "s": scene, "c": "c1", "x": words} for words in ("Come in.", LONG))
    return Written("\n".join(map(json.dumps, (*rows, {"k": "end", "count": 2}))), delta=5)


@asynccontextmanager
async def a_writing_room(
    qtbot: QtBot, folder: Path, service: ChatService | None
) -> AsyncIterator[WritingRoom]:
    """The window in front with an empty project open; without a service nobody can write."""
    model = TextModel(delta=20)
    variables: dict[str, str] = {}
    if service is not None:
        service.writes(model)
        variables = {**service.environment(), "CHAT_MODEL": service.models_listed[0]}
    with mock.patch.dict(os.environ, variables):
        async with a_room(folder) as room:
            room.window.show()
            qtbot.waitExposed(room.window)
            room.prompter.files = [folder / "ferry.understudy"]
            await room.desk.new()
            yield WritingRoom(room, model, folder)
