"""An open script panel with a document in memory, and the keys and clicks its tests need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.document import Document
from studio.errors import StudioError
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.take import Recording
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.script.columns import Column
from studio.ui.script.commands import Parse
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine


class KeptInMemory:
    """Keeps edits nowhere and says so at once, or once `hold` is released."""

    def __init__(self, *, read_only: bool = False, hold: bool = False) -> None:
        self.read_only = read_only
        self.hold = hold
        self._waiting: list[Callable[[StudioError | None], None]] = []

    def keep(
        self,
        project: Project,
        recordings: tuple[Recording, ...],
        kept: Callable[[StudioError | None], None],
    ) -> None:
        if self.hold:
            self._waiting.append(kept)
        else:
            kept(None)

    def release(self) -> None:
        """Report everything kept, in order."""
        waiting, self._waiting = self._waiting, []
        for kept in waiting:
            kept(None)


@dataclass
class Desk:
    """A panel and everything it was given."""

    document: Document
    keeper: KeptInMemory
    selection: Selection
    status: LineStatus
    actions: Actions
    panel: ScriptPanel

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the episode in hand, from the document."""
        return self.document.project.episode(self.selection.episode).lines

    def shown(self) -> list[str]:
        """The words of the rows, top to bottom."""
        return [line.words(self.selection.language) for line in self.panel.table.lines]

    def words(self, row: int) -> str:
        return self.lines[row].words(self.selection.language)

    def who(self, row: int) -> str:
        found = self.document.project.cast.find(self.lines[row].character)
        return found.name if found else ""

    def kinds(self) -> list[LineKind]:
        return [line.kind for line in self.lines]

    @property
    def editor(self) -> QWidget:
        """The open editor; fails when there is none."""
        editor = self.panel.view.editor
        assert editor is not None, "no editor is open"
        return editor

    def row_in_hand(self) -> int:
        """The row of the line in hand within the episode."""
        line = self.selection.line
        assert line is not None, "no line is in hand"
        return [each.id for each in self.lines].index(line)

    def centre(self, row: int, column: Column = Column.TEXT) -> QPoint:
        return self.panel.view.visualRect(self.panel.table.index(row, column)).center()

    def click(self, row: int, column: Column = Column.TEXT) -> None:
        viewport = self.panel.view.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=self.centre(row, column))

    def write_in(self, row: int, column: Column = Column.TEXT) -> QWidget:
        """Open the editor of a cell by a double click."""
        viewport = self.panel.view.viewport()
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=self.centre(row, column))
        return self.editor

    def type(self, text: str) -> None:
        QTest.keyClicks(self.editor, text)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus would be: in the open editor, else in the rows."""
        QTest.keyClick(self.panel.view.editor or self.panel.view, key, held)


def a_desk(
    qtbot: QtBot,
    project: Project | None = None,
    *,
    keeper: KeptInMemory | None = None,
    parse: Parse | None = None,
) -> Desk:
    """A shown panel for a project, with the first episode in hand."""
    project = project or a_project(4, ("en", "zh"))
    keeper = keeper or KeptInMemory()
    document = Document(project, keeper)
    selection = Selection(project.episodes[0].id, "en")
    status = LineStatus(document, {"offline": FakeEngine()})
    actions = Actions()
    panel = ScriptPanel(document, selection, status, actions, parse=parse)
    for child in (selection, actions):
        child.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.setFocus()
    return Desk(document, keeper, selection, status, actions, panel)
