"""Actions are found, bound, and gone with their panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.actions import Actions


def _window(qtbot: QtBot) -> tuple[QWidget, QLineEdit]:
    window = QWidget()
    field = QLineEdit(window)
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window, field


def test_a_shortcut_from_the_settings_replaces_the_first_one(qtbot: QtBot) -> None:
    window, field = _window(qtbot)
    ran: list[str] = []
    actions = Actions({"line.next": "Ctrl+J"})
    actions.attach(window)
    actions.add("line.next", "Next line", lambda: ran.append("next"), shortcut="Ctrl+D")
    qtbot.keyClick(field, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert ran == []
    qtbot.keyClick(field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["next"]
    actions.bind("line.next", "Ctrl+D")
    assert actions.bound() == {}


def test_an_action_goes_with_its_panel(qtbot: QtBot) -> None:
    actions, panel = Actions(), QWidget()
    actions.add("takes.star", "Star", lambda: None, context=panel)
    assert actions.find("takes.star") is not None
    with qtbot.waitSignal(actions.changed):
        panel.deleteLater()
    assert actions.find("takes.star") is None


def test_an_old_panel_does_not_take_the_new_ones_action_along(qtbot: QtBot) -> None:
    actions, old, new = Actions(), QWidget(), QWidget()
    qtbot.addWidget(new)
    actions.add("takes.star", "Star", lambda: None, context=old)
    action = actions.add("takes.star", "Star", lambda: None, context=new)
    with qtbot.waitSignal(old.destroyed):
        old.deleteLater()
    assert actions.get("takes.star") is action


def test_refreshing_asks_what_can_run_now(qtbot: QtBot) -> None:
    can = [False]
    actions = Actions()
    action = actions.add("line.split", "Split", lambda: None, enabled=lambda: can[0])
    assert not action.isEnabled()
    can[0] = True
    actions.refresh()
    assert action.isEnabled()


def test_the_same_keys_clash_only_where_both_work(qtbot: QtBot) -> None:
    window, _ = _window(qtbot)
    cast, takes = QWidget(window), QWidget(window)
    actions = Actions()
    actions.add("cast.remove", "Remove", lambda: None, shortcut="Del", context=cast)
    actions.add("takes.discard", "Discard", lambda: None, shortcut="Del", context=takes)
    assert actions.clashes() == []
    actions.add("transport.play", "Play", lambda: None, shortcut="Space; Ctrl+Space")
    actions.add("cast.audition", "Audition", lambda: None, shortcut="Space", context=cast)
    assert actions.clashes() == [("transport.play", "cast.audition", "Space")]
