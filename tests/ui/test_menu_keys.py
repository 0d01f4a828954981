"""With a menu open, its letters win over the single keys of the panels behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.menus import MENUS, Menus, group_name
from tests.ui.children import child
from tests.ui.shell import OpenShell, a_workspace

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def with_keys(shell: OpenShell, panel: QWidget) -> list[str]:
    """Give a panel a key of its own for each letter, in every menu; what it did is in the list."""
    done: list[str] = []
    for word in ("file", "edit", "script", "write", "cast", "voices", "takes", "timeline"):
        for letter in LETTERS:
            shell.actions.add(
                f"{word}.{word}_{letter}", f"{word} {letter}",
                lambda letter=letter: done.append(letter),
                shortcut=letter if word == "timeline" else "", context=panel,
            )  # fmt: skip
    child(shell.window.menuBar(), Menus).fill()  # the menus follow a moment later else
    return done


def press(key: str) -> None:
    """Press a key where the keyboard is."""
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, Qt.Key(ord(key)))


def menus_of(bar: QMenuBar) -> dict[str, QMenu]:
    """The menus of the bar by the name they show."""
    return {
        action.text(): menu for action in bar.actions() if isinstance(menu := action.menu(), QMenu)
    }


@pytest.mark.parametrize("key", [key for key in MENUS if key != "tools"])
def test_each_letter_is_the_open_menus(qtbot: QtBot, tmp_path: Path, key: str) -> None:
    shell = a_workspace(qtbot, tmp_path)
    panel = shell.button
    done = with_keys(shell, panel)
    panel.setFocus()
    bar = shell.window.menuBar()
    name = group_name(key)
    chosen: list[str] = []
    menu = menus_of(bar).get(name)
    if menu is None:
        menu = bar.addMenu(name)
    menu.clear()
    for letter in "FS":
        menu.addAction(f"&{letter} of the menu", lambda letter=letter: chosen.append(letter))
    opener = name[name.index("&") + 1].upper()
    for letter in "FS":
        QTest.keyClick(shell.window, Qt.Key(ord(opener)), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: QGuiApplication.focusObject() is menu)
        press(letter)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert chosen == ["F", "S"] and not done


def test_a_menu_of_a_panel_keeps_its_letters_too(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_workspace(qtbot, tmp_path)
    panel = shell.button
    done = with_keys(shell, panel)
    panel.setFocus()
    menu = QMenu(panel)
    chosen: list[str] = []
    menu.addAction("&Fade", lambda: chosen.append("fade"))
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    qtbot.waitUntil(lambda: QGuiApplication.focusObject() is menu)
    press("F")
    qtbot.waitUntil(lambda: bool(chosen))
    assert chosen == ["fade"] and not done
    panel.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel)
    QTest.keyClick(shell.window.windowHandle(), Qt.Key.Key_F)
    assert done == ["F"], "without a menu the key is the panel's"
