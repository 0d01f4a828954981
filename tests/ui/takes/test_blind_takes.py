"""Takes compared by letters: nothing tells them apart before the vote, then one is chosen."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.model.ids import TakeId
from studio.ui.takes.blind_takes import BlindTakes
from tests.ui.children import button, named

KEY = Qt.Key
TAKES = [(TakeId(f"t{at}"), f"Take {at}") for at in (1, 2, 3)]


@contextmanager
def a_dialog(qtbot: QtBot) -> Iterator[BlindTakes]:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    dialog = BlindTakes("Words.", TAKES, over, random.Random(4))
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    yield dialog
    assert over.isVisible()


def texts(dialog: BlindTakes) -> str:
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [each.text() for each in dialog.findChildren(QPushButton)
                               if each.isVisible()])  # fmt: skip


def test_letters_and_numbers_hear_takes_in_the_order_of_the_lots(qtbot: QtBot) -> None:
    with a_dialog(qtbot) as dialog:
        heard = list[str]()
        dialog.play_requested.connect(heard.append)
        for key in (KEY.Key_A, KEY.Key_B, KEY.Key_3, KEY.Key_1):
            qtbot.keyClick(QApplication.focusWidget() or dialog, key)
        assert sorted(heard[:3]) == ["t1", "t2", "t3"] and heard[3] == heard[0]
        assert "Take" not in texts(dialog).replace("Takes compared", "")


def test_a_vote_reveals_the_takes_and_the_best_is_chosen(qtbot: QtBot) -> None:
    with a_dialog(qtbot) as dialog:
        heard, chosen = list[str](), list[str]()
        dialog.play_requested.connect(heard.append)
        dialog.take_chosen.connect(chosen.append)
        reveal = button(dialog, QPushButton, "Reveal")
        assert not reveal.isEnabled()
        qtbot.keyClick(dialog, KEY.Key_B)
        button(dialog, QPushButton, "B is the best").click()
        reveal.click()
        result = named(dialog, QLabel, "Result").text().splitlines()
        assert result[0] == f"B: Take {heard[0][1:]}" and len(result) == 3
        button(dialog, QPushButton, f"Choose Take {heard[0][1:]}").click()
        assert chosen == heard and not dialog.isVisible()
