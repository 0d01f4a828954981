"""The dialog without a mouse, and for those who hear it read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.rooms import until
from tests.ui.accounts.office_stage import Stage, an_open_dialog
from tests.ui.children import child

CONTROLS = (QLineEdit, QComboBox, QSpinBox, QAbstractButton, QAbstractItemView)


def spoken(widget: QWidget) -> str:
    """What a control is called."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def path(stage: Stage) -> list[str]:
    """The controls from here on, by Tab, until the first comes round."""
    found: list[str] = []
    while True:
        focus = QApplication.focusWidget()
        assert focus is not None
        name = spoken(focus)
        if name in found:
            return found
        found.append(name)
        stage.qtbot.keyClick(focus, Qt.Key.Key_Tab)


async def test_tab_goes_through_a_new_account_from_top_to_bottom(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        stage.press("Add account…")
        await until(lambda: stage.line("Name").isVisible())
        assert path(stage)[:10] == [
            "Service",
            "Name",
            "Region",
            "Key",
            "Keep it for this run only",
            "Requests per minute",
            "Requests at the same time",
            "Group id",
            "Format of takes",
            "Note when each word is spoken",
        ]
        stage.qtbot.keyClick(stage.choice("Service"), Qt.Key.Key_Down)
        stage.choice("Service").setFocus()
        assert path(stage) == [
            "Service",
            "Name",
            "Region",
            "Key",
            "Keep it for this run only",
            "Requests per minute",
            "Requests at the same time",
            "Interface",
            "Account there",
            "I have read this and accept it",
            "Test connection",
            "Cancel",
            "Add",
            "Close",
            "Sections",
        ]


@pytest.mark.parametrize("tab", [0, 1])
async def test_every_control_says_what_it_is(qtbot: QtBot, tab: int) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.added(name="main")
        child(stage.dialog, QTabWidget).setCurrentIndex(tab)
        for widget in stage.dialog.findChildren(QWidget):
            if widget.window() is not stage.dialog:
                continue  # the list of a choice, which is read out by itself
            if isinstance(widget, CONTROLS) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                inside = isinstance(widget.parentWidget(), QSpinBox | QComboBox)
                assert inside or spoken(widget), widget


async def test_enter_presses_the_button_in_focus(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.added(name="main")
        stage.button("Replace key…").setFocus()
        qtbot.keyClick(stage.button("Replace key…"), Qt.Key.Key_Return)
        assert stage.line("Key").hasFocus()
