"""Columns in whatever language their names are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from studio.ui.column_widths import set_width

NAMES = ("Lines", "Anzahl der gesprochenen Zeilen")


@pytest.fixture
def view(qtbot: QtBot) -> QTableView:
    made = QTableView()
    qtbot.addWidget(made)
    table = QStandardItemModel(0, len(NAMES), made)
    for column, name in enumerate(NAMES):
        table.setHeaderData(column, Qt.Orientation.Horizontal, name)
    made.setModel(table)
    return made


def test_a_column_gets_the_width_it_is_given(view: QTableView) -> None:
    set_width(view.horizontalHeader(), 0, 240)
    assert view.columnWidth(0) == 240


def test_a_column_has_room_for_its_name(view: QTableView) -> None:
    header = view.horizontalHeader()
    set_width(header, 1, 40)
    assert view.columnWidth(1) > QFontMetrics(header.font()).horizontalAdvance(NAMES[1])
