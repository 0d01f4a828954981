"""Keys are given, taken over with a word about it, and reset."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.ui.actions import Actions
from studio.ui.fuzzy import fit
from studio.ui.shortcuts import ShortcutsDialog
from tests.ui.children import button, child


def _dialog(qtbot: QtBot) -> tuple[Actions, ShortcutsDialog]:
    actions = Actions()
    actions.add("transport.play", "&Play", lambda: None, shortcut="Space; Ctrl+Space")
    actions.add("takes.redo", "Another take", lambda: None, shortcut="R")
    dialog = ShortcutsDialog(actions)
    qtbot.addWidget(dialog)
    dialog.show()
    return actions, dialog


def test_keys_in_use_are_named_and_taken_over(qtbot: QtBot) -> None:
    actions, dialog = _dialog(qtbot)
    qtbot.keyClicks(child(dialog, QLineEdit), "another")
    assert dialog.chosen == "takes.redo"
    child(dialog, QKeySequenceEdit).setKeySequence(QKeySequence("Space"))
    assert any("“Play”" in label.text() for label in dialog.findChildren(QLabel))
    take = button(dialog, QPushButton, "Take over")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert actions.bound() == {"takes.redo": "Space", "transport.play": "Ctrl+Space"}


def test_resetting_all_brings_the_first_keys_back(qtbot: QtBot) -> None:
    actions, dialog = _dialog(qtbot)
    actions.bind("takes.redo", "T")
    reset = button(dialog, QPushButton, "Reset all")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert actions.bound() == {} and actions.shortcut("takes.redo") == "R"


def test_letters_fit_in_a_row_at_word_beginnings_or_inside_one_word() -> None:
    assert fit("vml", "Voice missing lines") is not None
    assert fit("tmln", "Show the timeline") is not None
    assert fit("lines miss", "Voice missing lines") is not None
    assert fit("li", "Look of the system View") is None
    whole, inside = fit("exp", "Export"), fit("exp", "Next expression")
    assert whole is not None and inside is not None and whole > inside
