"""An episode is checked, redone and marked ok by keys alone, and every control can be told of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.model.line import Line
from studio.ui.palette import CommandPalette
from tests.rooms import Room, a_room, a_script, all_voiced, until
from tests.ui.children import child

pytestmark = pytest.mark.timeout(180)

LINES = 40
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
WORDS = ("Wind.", "There is none.", "Look there.", "No light.", "Row.")


def script_of(lines: int) -> str:
    """Short lines of two people in turn."""
    said = [f"{('MARA', 'IVY')[at % 2]}\n{WORDS[at % 5]} {at}.\n" for at in range(lines)]
    return "INT. DECK\n\n" + "\n".join(said)


@asynccontextmanager
async def a_voiced_room(qtbot: QtBot, folder: Path, lines: int) -> AsyncIterator[Room]:
    """A room in front, every line of its script with a take."""
    async with a_room(folder) as room:
        room.window.resize(1280, 800)
        room.window.show()
        qtbot.waitExposed(room.window)
        room.window.activateWindow()
        qtbot.waitUntil(room.window.isActiveWindow)
        await room.desk.open(a_script(folder, script_of(lines)))
        await room.desk.voice()
        await until(lambda: all_voiced(room))
        yield room


def spoken(room: Room) -> tuple[Line, ...]:
    return room.session.document.project.episodes[0].spoken_lines


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keys go just now."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


async def test_forty_lines_are_checked_redone_and_marked_ok_without_the_mouse(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_voiced_room(qtbot, tmp_path, LINES) as room:
        session, status = room.session, room.session.production.status
        view, heard = session.script.view, list[str]()
        session.script.checked.listening.hear_requested.connect(heard.append)
        await do_by_palette(room, "play on going")
        assert room.actions.get("script.play_on").isChecked()
        press(KEY.Key_1, ALT)
        press(KEY.Key_Home, CTRL)
        for at, line in enumerate(spoken(room)):
            press(KEY.Key_Down)
            assert session.selection.line == line.id and view.hasFocus()
            await until(lambda line=line: heard[-1:] == [line.id])
            if at % 10 == 3:
                await redo_and_go_back(room, line)
            press(KEY.Key_M)
            assert status.is_approved(spoken(room)[at], "en")
        assert heard == [line.id for line in spoken(room)]
        press(KEY.Key_Z, CTRL)
        await until(lambda: not status.is_approved(spoken(room)[-1], "en"))
        press(KEY.Key_M)
        assert all(status.is_approved(line, "en") for line in spoken(room))
        assert view.hasFocus() and view.editor is None


async def do_by_palette(room: Room, typed: str) -> None:
    """Find an action by some of its letters and do it, all by keys."""
    press(KEY.Key_K, CTRL)
    await until(lambda: isinstance(QApplication.activePopupWidget(), CommandPalette))
    palette = QApplication.activePopupWidget()
    assert palette is not None
    field = child(palette, QLineEdit)
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, KEY.Key_Return)
    await until(lambda: not room.window.findChildren(CommandPalette))
    room.window.activateWindow()  # where there is no window manager nobody else does
    await until(lambda: QApplication.focusWidget() is not None)


async def redo_and_go_back(room: Room, line: Line) -> None:
    """Make another take, hear both, and choose the first one again."""
    session = room.session

    def takes() -> int:
        return len(session.document.project.takes.of(line.id, "en"))

    def chosen() -> int:
        project = session.document.project
        found = project.find_line(line.id)
        assert found
        take = project.takes.circled(found[1], "en")
        return [each.id for each in project.takes.of(line.id, "en")].index(take.id) if take else -1

    press(KEY.Key_R)
    await until(lambda: takes() == 2)
    assert chosen() == 1
    press(KEY.Key_2)
    press(KEY.Key_1)
    press(KEY.Key_Return)
    assert chosen() == 0 and session.script.view.editor is None


async def test_letters_that_are_typed_into_a_line_do_nothing_else(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_voiced_room(qtbot, tmp_path, 2) as room:
        session = room.session
        line = spoken(room)[0]
        session.selection.select_line(line.id)
        press(KEY.Key_1, ALT)
        press(KEY.Key_Return)
        assert session.script.view.editor is not None
        QTest.keyClicks(QApplication.focusWidget(), " rmds19")
        assert spoken(room)[0].words("en") == f"{line.words('en')} rmds19"
        press(KEY.Key_Escape)
        press(KEY.Key_D)
        assert session.script.view.editor is not None
        QTest.keyClicks(QApplication.focusWidget(), "mrs1")
        assert spoken(room)[0].direction == "mrs1"
        assert len(session.document.project.takes.of(line.id, "en")) == 1
        assert not spoken(room)[0].approved


async def test_every_control_of_the_window_can_be_told_of(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_voiced_room(qtbot, tmp_path, 2) as room:
        room.session.selection.select_line(spoken(room)[0].id)
        for name in ("outline", "cast", "takes", "timeline"):
            room.window.show_panel(name, shown=True)
        nameless = [
            f"{type(control).__name__} in {type(control.parentWidget()).__name__}"
            for control in controls_in(room.window)
            if not told_of(control)
        ]
        assert nameless == []


CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


QTS_OWN = frozenset({"QTableCornerButton", "QComboBoxListView", "QLineEditIconButton"})


def controls_in(window: QWidget) -> list[QWidget]:
    """What can be used, without the parts that Qt makes inside of others.

    A hidden button without a text is one that a banner may need.
    """
    parts = (QAbstractSpinBox, QComboBox)
    return [
        each
        for each in window.findChildren(QWidget)
        if (isinstance(each, CONTROLS) or each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(each, QScrollBar | QHeaderView)
        and not isinstance(each.parentWidget(), parts)
        and not each.objectName().startswith("qt_")
        and each.metaObject().className() not in QTS_OWN
        and not (isinstance(each, QPushButton) and not (each.isVisible() or each.text()))
    ]


def told_of(control: QWidget) -> bool:
    """Whether a screen reader has something to say of it."""
    interface = QAccessible.queryAccessibleInterface(control)
    return interface is not None and bool(interface.text(QAccessible.Text.Name).strip())
