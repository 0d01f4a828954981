"""The window with plain panels, for the tests of what is around the panels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.document import Document
from studio.errors import StudioError
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, new_id
from studio.model.project import Project, new_project
from studio.ui.actions import Actions
from studio.ui.header import Header
from studio.ui.history import History
from studio.ui.line_counts import LineCounts
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.selection import Selection
from studio.ui.transport_bar import TransportBar
from studio.ui.workspace import Workspace


class MemoryKeeper:
    """Keeps nothing and says so at once."""

    read_only = False

    def keep(
        self, project: Project, recordings: object, kept: Callable[[StudioError | None], None]
    ) -> None:
        """Say that it is written."""
        kept(None)


class StillTransport:
    """A transport whose time stands where the test puts it."""

    def __init__(self, length: int = 480_000) -> None:
        self.position = 0
        self.length = length
        self.playing = False
        self.polls = 0

    def toggle(self) -> None:
        """Start or stop."""
        self.playing = not self.playing

    def seek(self, sample: int) -> None:
        """Go there."""
        self.position = sample

    def poll(self) -> None:
        """Move on by a hundredth of a second."""
        self.polls += 1
        self.position += 480


@dataclass
class Shell:
    """The window on its welcome page and what it was made of."""

    window: MainWindow
    actions: Actions
    notices: Notices
    document: Document
    selection: Selection
    transport: StillTransport


@dataclass
class OpenShell(Shell):
    """The window with an open series."""

    bar: TransportBar
    header: Header
    script: QLineEdit
    button: QPushButton


def a_series() -> Project:
    """Two episodes in two languages."""
    project = new_project("The Night Ferry").with_language("zh")
    return project.with_episode(Episode(EpisodeId(new_id()), 2, "The Far Shore"))


def a_window(qtbot: QtBot, folder: Path) -> Shell:
    """The window on its welcome page."""
    actions, notices = Actions(), Notices()
    window = MainWindow(actions, state_file=folder / "window.json")
    window.hear(notices)
    document = Document(a_series(), MemoryKeeper())
    selection = Selection(document.project.episodes[0].id, "en")
    qtbot.addWidget(window)
    window.show_welcome()
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Shell(window, actions, notices, document, selection, StillTransport())


def a_workspace(qtbot: QtBot, folder: Path) -> OpenShell:
    """The window with an open series; the script panel is a text field and a button."""
    return open_series(a_window(qtbot, folder))


def open_series(shell: Shell) -> OpenShell:
    """Show the series in the window."""
    header = Header(shell.document, shell.selection, shell.actions)
    header.show_missing(LineCounts(missing=3))
    bar = TransportBar(shell.transport, shell.actions)
    History(shell.document, shell.actions, header)
    panel = QWidget()
    script = QLineEdit(panel)
    button = QPushButton("Press", panel)
    button.move(0, 60)
    workspace = Workspace(header, panel, QWidget(), QWidget(), QWidget(), bar, QWidget(), QWidget())
    shell.window.show_workspace(workspace, shell.document.project.title)
    return OpenShell(
        shell.window,
        shell.actions,
        shell.notices,
        shell.document,
        shell.selection,
        shell.transport,
        bar=bar,
        header=header,
        script=script,
        button=button,
    )
