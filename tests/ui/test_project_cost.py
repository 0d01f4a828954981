"""What a project has cost, in one line: takes, answers of text models, and money."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.store.ledger import Spent
from studio.ui.project_cost import ProjectCost


def told(qtbot: QtBot, *spent: Spent) -> str:
    dialog = ProjectCost((), spent)
    qtbot.addWidget(dialog)
    return dialog.findChildren(QLabel)[0].text()


def test_answers_stand_beside_what_was_spoken(qtbot: QtBot) -> None:
    money = Spent("minimax/main", "2026-11", "USD", 1, 10, Decimal("0.5"), answers=2, tokens=900)
    free = Spent("chat/main", "2026-11", "", answers=1, tokens=300)
    assert told(qtbot, money, free) == "0 characters in takes, 3 answers, 0.50 USD"
    assert told(qtbot, free) == "0 characters in takes, 1 answer"
    assert told(qtbot) == "Nothing was billed for this project."
