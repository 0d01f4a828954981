"""What the accounts have cost, and the limits a person sets."""

from __future__ import annotations

import datetime
import time
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QTabWidget
from pytestqt.qtbot import QtBot

from studio.store.ledger import Billing, BillingKind
from studio.synthesis.bill import Caps
from tests.rooms import until
from tests.ui.accounts.office_stage import Stage, an_open_dialog
from tests.ui.children import child, named


def to_usage(stage: Stage) -> None:
    stage.qtbot.keyClick(child(stage.dialog, QTabWidget).tabBar(), Qt.Key.Key_Right)


def cells(stage: Stage) -> list[list[str]]:
    model = named(stage.dialog, QTableView, "What was billed").model()
    columns = range(model.columnCount())
    return [[model.index(row, c).data() for c in columns] for row in range(model.rowCount())]


async def test_nothing_billed_is_said_in_words(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        to_usage(stage)
        await stage.says("Nothing was billed", "Billed today: 0 characters")


async def test_sums_are_told_by_account_and_month_the_newest_first(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        september = datetime.datetime(2025, 9, 3, 12).timestamp()
        october = datetime.datetime(2025, 10, 3, 12).timestamp()
        for at, account, characters, amount, currency in (
            (september, "minimax/main", 1200, "0.36", "USD"),
            (september, "minimax/main", 34, "0.01", "USD"),
            (october, "useapi/web", 500, "0", ""),
            (october, "minimax/main", 1, "0.0003", "USD"),
        ):
            billing = Billing(at, account, characters, amount=Decimal(amount), currency=currency)
            stage.room.ledger.record(billing)
        for _ in range(2):
            told = Billing(october, "minimax/main", 0, kind=BillingKind.WRITING, tokens=900)
            stage.room.ledger.record(replace(told, amount=Decimal("0.005"), currency="USD"))
        later = time.time() + 86_400  # so that it counts though midnight may be now
        stage.room.ledger.record(Billing(later, "minimax/main", 77, currency="USD"))
        to_usage(stage)
        await stage.says("Billed today: 77 characters")
        assert cells(stage)[1:] == [
            ["2025-10", "minimax/main", "1", "1", "2", "0.01 USD"],
            ["2025-10", "useapi/web", "1", "500", "0", "–"],
            ["2025-09", "minimax/main", "2", "1,234", "0", "0.37 USD"],
        ]


async def test_limits_are_kept_as_they_are_set_and_when_the_dialog_closes(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        to_usage(stage)
        await stage.says("no limit")
        stage.spin("Most characters in one run", "5000")
        qtbot.keyClick(stage.dialog.focusWidget(), Qt.Key.Key_Return)
        assert stage.caps == [Caps(5000, 0)] and stage.dialog.isVisible()
        stage.spin("Most characters in a day", "20000")
        qtbot.keyClick(stage.dialog.focusWidget(), Qt.Key.Key_Escape)
        await until(lambda: not stage.dialog.isVisible())
        assert stage.caps[-1] == Caps(5000, 20_000)
