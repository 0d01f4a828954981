"""What a service billed is noted with what it was for, and a day's cap counts all of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.engines.speech import Price, Speech, SpeechRequest
from studio.store.ledger import BillingKind, Ledger
from studio.synthesis.bill import Caps, LedgerBill, Occasion, Run, Wanted
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.stage import a_stage

NOON = 1_790_000_000.0
REQUEST = SpeechRequest("minimax/main", "speech-2.8-hd", "a", "en", "Come in.")
PRICE = Price(8)


def a_bill(folder: Path) -> tuple[LedgerBill, Ledger]:
    told: list[object] = []
    ledger = Ledger(folder / "ledger.sqlite", told.append)
    return LedgerBill(ledger, clock=lambda: NOON), ledger


def spoken(
    bill: LedgerBill,
    speech: Speech,
    price: Price = PRICE,
    request: SpeechRequest = REQUEST,
    kind: BillingKind = BillingKind.TAKE,
) -> None:
    """A line on its whole way."""
    reservation = bill.reserve(Wanted(request, price, Occasion(kind, "p1", "l1", "en")), Run())
    reservation.sent()
    reservation.billed(speech)


def test_a_line_is_billed_by_what_the_service_counted(tmp_path: Path) -> None:
    bill, ledger = a_bill(tmp_path)
    price = Price(8, Decimal("0.0008"), "USD")
    spoken(bill, Speech(b"", 10, trace="t"), price, kind=BillingKind.AUDITION)
    spoken(bill, Speech(b"", 0), price)
    (spent,) = ledger.spent("minimax/main")
    assert (spent.syntheses, spent.characters) == (1, 10)
    assert (spent.amount, spent.currency) == (Decimal("0.001"), "USD")
    assert bill.counted_today() == 10


def test_the_same_synthesis_found_again_is_counted_once(tmp_path: Path) -> None:
    bill, ledger = a_bill(tmp_path)
    for _ in range(2):
        spoken(bill, Speech(b"", 8, trace="t7"))
    assert bill.counted_today() == 8
    spoken(bill, Speech(b"", 8, (), "t7"), request=replace(REQUEST, engine="minimax/other"))
    spoken(bill, Speech(b"", 8, (), "t7"), request=replace(REQUEST, text="Go out."))
    for _ in range(2):
        spoken(bill, Speech(b"", 8))
    assert bill.counted_today() == 5 * 8
    assert LedgerBill(ledger, clock=lambda: NOON).counted_today() == 5 * 8


@pytest.mark.parametrize("trace", ["\ud800", "a\0b", "'; DROP TABLE billing", "x" * 100_000])
def test_whatever_a_service_writes_a_line_is_billed(tmp_path: Path, trace: str) -> None:
    bill, _ = a_bill(tmp_path)
    spoken(bill, Speech(b"", 10**30, trace=trace))
    spoken(bill, Speech(b"", 1, trace="t"))
    assert bill.counted_today() > 1


def test_caps_leave_what_the_day_has_not_used() -> None:
    assert Caps().allowed(10**9) is None
    assert Caps(per_run=500).allowed(10**9) == 500
    assert Caps(per_day=1000).allowed(400) == 600
    assert Caps(per_run=500, per_day=1000).allowed(700) == 300
    assert Caps(per_day=1000).allowed(2000) == 0


async def test_every_take_of_a_batch_is_on_the_bill(tmp_path: Path) -> None:
    bill, ledger = a_bill(tmp_path)
    engine = FakeEngine(price_per_character=Decimal("0.01"))
    with a_stage(tmp_path / "a.understudy", a_project(lines=3), engine, bill=bill) as stage:
        batch = await stage.voice()
        (spent,) = ledger.spent(project=stage.project.id)
        assert spent.syntheses == 3
        assert spent.characters == batch.progress.billed_characters
        assert spent.amount == Decimal("0.01") * spent.characters
        await stage.voice()
        assert ledger.spent(project=stage.project.id) == (spent,)
