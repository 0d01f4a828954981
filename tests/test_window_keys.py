"""The keys and menus of the window with a production open: where they lead, and what they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.actions import bare_text
from tests.rooms import Room, a_room, a_script, until

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@asynccontextmanager
async def an_open_room(qtbot: QtBot, folder: Path) -> AsyncIterator[Room]:
    """A room in front, with a script of two lines open."""
    async with a_room(folder) as room:
        room.window.show()
        qtbot.waitExposed(room.window)
        room.window.activateWindow()
        qtbot.waitUntil(room.window.isActiveWindow)
        await room.desk.open(a_script(folder))
        yield room


def focus() -> QWidget:
    """What has the keys; fails when nothing has."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


async def test_each_panel_has_a_key_that_leads_there(qtbot: QtBot, tmp_path: Path) -> None:
    async with an_open_room(qtbot, tmp_path) as room:
        session = room.session
        line = session.document.project.episodes[0].spoken_lines[0]
        session.selection.select_line(line.id)
        panels = (session.cast, session.takes, session.timeline, session.script)
        keys = (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1)
        room.actions.get("view.panel_cast").trigger()
        assert not session.cast.isVisible()
        for panel, key in zip(panels, keys, strict=True):
            qtbot.keyClick(focus(), key, ALT)
            assert panel.isVisible() and panel.isAncestorOf(focus())


async def test_find_and_replace_open_from_everywhere(qtbot: QtBot, tmp_path: Path) -> None:
    async with an_open_room(qtbot, tmp_path) as room:
        bar = room.session.script.find_bar
        for key, replacing in ((Qt.Key.Key_F, False), (Qt.Key.Key_H, True)):
            room.actions.get("view.go_cast").trigger()
            qtbot.keyClick(focus(), key, CTRL)
            assert bar.isAncestorOf(focus())
            fields = [field for field in bar.findChildren(QLineEdit) if field.isVisible()]
            assert len(fields) == (2 if replacing else 1)
            qtbot.keyClick(focus(), Qt.Key.Key_Escape)
            assert not bar.isVisible()


async def test_the_edit_menu_copies_and_pastes_lines_in_the_script_and_words_in_fields(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with an_open_room(qtbot, tmp_path) as room:
        session, actions = room.session, room.actions
        lines = session.document.project.episodes[0].spoken_lines
        session.selection.select_line(lines[0].id)
        actions.get("view.go_script").trigger()
        actions.get("edit.copy").trigger()
        session.selection.select_line(lines[1].id)
        actions.get("edit.paste").trigger()
        await until(lambda: room.words == ["Wind.", "There is no wind.", "Wind."])
        session.selection.select_line(lines[0].id)
        actions.get("edit.cut").trigger()
        await until(lambda: room.words == ["There is no wind.", "Wind."])
        QGuiApplication.clipboard().setText("storm")
        actions.get("script.find").trigger()
        field = focus()
        assert isinstance(field, QLineEdit)
        actions.get("edit.paste").trigger()
        assert field.text() == "storm" and len(room.words) == 2


async def test_the_edit_menu_works_on_the_field_one_was_in(qtbot: QtBot, tmp_path: Path) -> None:
    async with an_open_room(qtbot, tmp_path) as room:
        room.actions.get("script.find").trigger()
        field = focus()
        assert isinstance(field, QLineEdit)
        field.setText("storm")
        field.selectAll()
        menu = next(
            menu
            for menu in room.window.menuBar().findChildren(QMenu)
            if room.actions.get("edit.copy") in menu.actions()
        )
        menu.popup(room.window.rect().center())
        menu.setActiveAction(room.actions.get("edit.copy"))
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        assert QGuiApplication.clipboard().text() == "storm"


async def test_no_menu_lists_a_thing_twice(qtbot: QtBot, tmp_path: Path) -> None:
    async with an_open_room(qtbot, tmp_path) as room:
        await until(lambda: _menus_are_filled(room))
        for menu in room.window.menuBar().findChildren(QMenu):
            texts = Counter(bare_text(a) for a in menu.actions() if a.text())
            assert [text for text, count in texts.items() if count > 1] == []
        takes = _texts(room, "takes.redo")
        assert sum("another take" in text.lower() for text in takes) == 1


def _menus_are_filled(room: Room) -> bool:
    return bool(_texts(room, "takes.redo"))


def _texts(room: Room, id: str) -> list[str]:
    """The texts of the menu with this action."""
    for menu in room.window.menuBar().findChildren(QMenu):
        if room.actions.get(id) in menu.actions():
            return [bare_text(action) for action in menu.actions()]
    return []
