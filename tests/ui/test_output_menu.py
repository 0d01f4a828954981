"""The menu of outputs: the system's, those there are, and the chosen one when it is away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.bridge import TaskScope
from studio.ui.output_menu import OutputMenu
from tests.ui.stage import until


@dataclass(frozen=True)
class Speaker:
    id: str
    name: str


def shown(menu: OutputMenu) -> list[tuple[str, bool]]:
    return [(action.text(), action.isChecked()) for action in menu.actions()]


async def test_the_devices_that_are_there_are_offered_and_one_is_chosen(qtbot: QtBot) -> None:
    parent, tasks = QWidget(), TaskScope(lambda error: None)
    qtbot.addWidget(parent)
    chosen: list[str] = ["far"]
    there = [Speaker("near", "Desk & Co"), Speaker("phones", "Headphones")]
    menu = OutputMenu(lambda: chosen[-1], tasks, parent, outputs=lambda: there)
    menu.output_chosen.connect(chosen.append)
    assert [text for text, _ in shown(menu)] == ["The system's", "far (not connected)"]
    menu.look()
    await until(lambda: len(menu.actions()) == 4)
    assert shown(menu)[1:3] == [("Desk && Co", False), ("Headphones", False)]
    assert shown(menu)[3] == ("far (not connected)", True)
    menu.actions()[2].trigger()
    assert chosen[-1] == "phones"
    menu.aboutToShow.emit()
    assert shown(menu)[2] == ("Headphones", True) and len(menu.actions()) == 3
    await tasks.close()
