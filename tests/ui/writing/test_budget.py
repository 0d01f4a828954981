"""Bars under lines that have a time: how much of it they take, in colour and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.span import Span, samples_of
from studio.ui.script.columns import Column
from studio.ui.writing.budget_bar import fit_words, over_words, slot_of
from studio.writing.timing.length import Lengths, manner_of
from studio.writing.timing.slots import Budget, Fit, Verdict, budget_of, budgets_of, fit_of
from tests.builders import a_project
from tests.ui.script.scripts import Desk, a_desk

SLOT_S = 3.0


def a_timed_project() -> Project:
    """Four lines; the first two have three seconds each."""
    project = a_project(4, ("en", "de"))
    for at, line in enumerate(project.episodes[0].spoken_lines[:2]):
        slot = Span(samples_of(10.0 * at), samples_of(10.0 * at + SLOT_S))
        project = project.with_line(replace(line, slot=slot))
    return project


class Estimates:
    """Knows the times of a desk's lines by their slots, and their lengths by estimate."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._budgets = budgets_of(desk.lines)

    def budget(self, line: LineId, language: str) -> Budget | None:
        return self._budgets.get(line)

    def fit(self, line: Line, language: str) -> Fit | None:
        budget = self.budget(line.id, language)
        manner = manner_of(self._desk.document.project, line, language)
        if budget is None or manner is None or not line.words(language):
            return None
        return fit_of(budget, Lengths().estimate(line.words(language), manner))


def a_timed_desk(qtbot: QtBot) -> Desk:
    desk = a_desk(qtbot, a_timed_project())
    desk.panel.show_times(Estimates(desk))
    return desk


def tip(desk: Desk, row: int) -> str:
    index = desk.panel.table.index(row, Column.TEXT)
    return str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


def test_a_line_with_a_time_has_room_for_its_bar_and_says_how_it_fits(qtbot: QtBot) -> None:
    desk = a_timed_desk(qtbot)
    view = desk.panel.view
    qtbot.waitUntil(lambda: view.rowHeight(1) > view.rowHeight(4))
    assert "Estimated" in tip(desk, 1) and "of 3.0 s" in tip(desk, 1)
    assert tip(desk, 4) == ""


def test_the_estimate_follows_what_is_typed(qtbot: QtBot) -> None:
    desk = a_timed_desk(qtbot)
    editor = desk.write_in(1)
    cell = desk.panel.view.visualRect(desk.panel.table.index(1, Column.TEXT))
    qtbot.waitUntil(lambda: editor.geometry().bottom() < cell.bottom())
    QTest.keyClicks(editor, "and so it goes on and on and on and on; " * 2)
    qtbot.waitUntil(lambda: "much too long" in tip(desk, 1))


@pytest.mark.parametrize(
    ("seconds", "verdict", "over"),
    [
        (1.0, Verdict.SHORT, ""),
        (3.0, Verdict.FITS, ""),
        (3.6, Verdict.LONG, "≈3.6 of 3.0 s"),
        (9.0, Verdict.MUCH_TOO_LONG, "≈9.0 of 3.0 s"),
    ],
)
def test_a_number_stands_beside_the_bar_of_a_line_that_is_too_long(
    seconds: float, verdict: Verdict, over: str
) -> None:
    fit = fit_of(budget_of(SLOT_S, 0.0), seconds)
    assert fit.verdict is verdict
    assert over_words(fit, slot_of(fit)) == over


def test_what_was_measured_is_said_to_be() -> None:
    fit = fit_of(budget_of(SLOT_S, 0.0), 1.0, 4.0)
    assert fit_words(fit, slot_of(fit)).startswith("Measured: 4.0 s of 3.0 s")
    assert over_words(fit, slot_of(fit)) == "4.0 of 3.0 s"
