"""A new project is written by typing, without pressing anything first."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.document import Document
from studio.model.project import new_project
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from tests.engines.fake_engine import FakeEngine
from tests.ui.script.scripts import KeptInMemory


def test_the_first_letters_become_the_first_line(qtbot: QtBot) -> None:
    document = Document(new_project("New"), KeptInMemory())
    project = document.project
    selection = Selection(project.episodes[0].id, "en")
    status = LineStatus(document, {"offline": FakeEngine()})
    panel = ScriptPanel(document, selection, status, Actions())
    qtbot.addWidget(panel)
    panel.show()
    panel.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    for letter in "Lo":
        typing = QApplication.focusWidget()
        assert typing
        qtbot.keyClicks(typing, letter)
    lines = document.project.episodes[0].lines
    assert [line.words("en") for line in lines] == ["Lo"]
