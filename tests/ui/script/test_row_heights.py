"""Rows of a long script: as high as their words in the end, and quiet for who reads meanwhile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from studio.model.project import Project
from tests.builders import a_project
from tests.ui.script.scripts import Desk, a_desk

LONG = "Words that go on and on until the line is broken more than once. " * 12
LINES = 2_000


def a_wordy_project() -> Project:
    """Long lines, far more than are estimated at once."""
    project = a_project(LINES)
    episode = project.episodes[0]
    return project.with_episode(
        replace(episode, lines=tuple(line.saying("en", LONG) for line in episode.lines))
    )


def at_rest(qtbot: QtBot, desk: Desk) -> None:
    """Wait until every row has room for its words."""
    view = desk.panel.view
    qtbot.waitUntil(lambda: view.rowHeight(LINES - 1) > 60, timeout=30_000)


def test_every_row_of_a_long_script_gets_room_for_its_words(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_wordy_project())
    at_rest(qtbot, desk)
    view = desk.panel.view
    assert min(view.rowHeight(row) for row in range(LINES)) > 60
    view.scrollToBottom()
    last = view.visualRect(desk.panel.table.index(LINES - 1, 2, QModelIndex()))
    assert view.viewport().rect().contains(last.bottomLeft())


def test_what_is_read_stays_in_its_place_while_the_rows_above_are_measured(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_wordy_project())
    at_rest(qtbot, desk)
    view = desk.panel.view
    view.scrollTo(desk.panel.table.index(LINES // 2, 2), view.ScrollHint.PositionAtTop)
    row, above, below = view.rowAt(0), view.rowHeight(0), view.rowHeight(LINES - 1)
    desk.panel.resize(desk.panel.width() * 2 // 3, desk.panel.height())
    place = view.rowViewportPosition(row)
    qtbot.waitUntil(lambda: view.rowHeight(LINES - 1) > below, timeout=30_000)
    assert view.rowHeight(0) > above
    assert (view.rowAt(0), view.rowViewportPosition(row)) == (row, place)
