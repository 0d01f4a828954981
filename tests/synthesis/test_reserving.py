"""What may be billed never passes a cap, whoever asks: runs, projects, programs, lost answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from studio.engines.speech import Price, Speech, SpeechRequest
from studio.errors import CapReached, LedgerError
from studio.store.ledger import BillingKind, Ledger
from studio.synthesis.bill import Caps, LedgerBill, NoBill, Occasion, Reservation, Run, Wanted

ROOT = Path(__file__).parent.parent.parent
NOON = 1_790_000_000.0
DAY = 86_400.0
REQUEST = SpeechRequest("minimax/main", "speech-2.8-hd", "a", "en", "Come in.")


def a_bill(
    folder: Path, per_day: int = 100, clock: Callable[[], float] | None = None
) -> LedgerBill:
    def tell(error: LedgerError) -> None:
        raise AssertionError(error)

    caps = Caps(per_day=per_day)
    return LedgerBill(
        Ledger(folder / "l.sqlite", tell, patience_s=60.0), lambda: caps, clock or (lambda: NOON)
    )


def a_line(characters: int, line: str = "l1") -> Wanted:
    return Wanted(REQUEST, Price(characters), Occasion(BillingKind.TAKE, "p1", line, "en"))


def refused(bill: LedgerBill | NoBill, characters: int, run: Run | None = None) -> CapReached:
    with pytest.raises(CapReached) as found:
        bill.reserve(a_line(characters), run or Run())
    return found.value


def reserved(bill: LedgerBill, characters: int) -> Reservation:
    return bill.reserve(a_line(characters), Run())


def test_what_is_about_to_be_sent_leaves_less_of_the_day_for_others(tmp_path: Path) -> None:
    bill = a_bill(tmp_path)
    first = reserved(bill, 60)
    refusal = refused(bill, 50)
    assert (refusal.cap, refusal.left, refusal.needed) == (100, 40, 50)
    first.end()
    assert bill.counted_today() == 0
    reserved(bill, 100)


def test_what_was_billed_takes_the_place_of_what_was_held(tmp_path: Path) -> None:
    bill = a_bill(tmp_path)
    line = reserved(bill, 60)
    line.sent()
    assert bill.counted_today() == 60
    assert line.billed(Speech(b"", 45)) == 15
    assert line.end() == 0 and bill.counted_today() == 45


def test_a_lost_answer_goes_on_counting_until_midnight(tmp_path: Path) -> None:
    now = [NOON]
    bill = a_bill(tmp_path, clock=lambda: now[0])
    line = reserved(bill, 60)
    line.sent()
    assert line.end() == 0
    assert refused(bill, 50).left == 40
    assert refused(a_bill(tmp_path), 50).left == 40
    now[0] += DAY
    reserved(bill, 100)


def test_what_was_surely_not_billed_is_given_back(tmp_path: Path) -> None:
    bill = a_bill(tmp_path)
    line = reserved(bill, 60)
    line.sent()
    line.returned()
    assert bill.counted_today() == 60
    line.sent()
    line.returned()
    assert line.end() == 60
    assert bill.counted_today() == 0


def test_an_earlier_sending_that_is_found_is_no_longer_in_doubt(tmp_path: Path) -> None:
    lost = reserved(a_bill(tmp_path), 60)
    lost.sent()
    lost.end()
    bill = a_bill(tmp_path)
    found = bill.reserve(a_line(60), Run(10), earlier=True)
    assert bill.counted_today() == 60
    found.billed(Speech(b"", 55))
    assert bill.counted_today() == 55


def test_what_was_looked_for_in_vain_is_sent_within_the_caps(tmp_path: Path) -> None:
    lost = reserved(a_bill(tmp_path), 60)
    lost.sent()
    lost.end()
    bill = a_bill(tmp_path)
    again = bill.reserve(a_line(60), Run(), earlier=True)
    again.returned()
    again.sent()
    assert bill.counted_today() == 60
    beyond = bill.reserve(a_line(60, "l2"), Run(), earlier=True)
    with pytest.raises(CapReached):
        beyond.sent()
    beyond.end()
    assert bill.counted_today() == 60


def test_a_run_has_a_cap_of_its_own() -> None:
    bill, run = NoBill(), Run(100)
    line = bill.reserve(a_line(60), run)
    assert refused(bill, 50, run).left == 40
    line.billed(Speech(b"", 50))
    bill.reserve(a_line(50), run).end()
    bill.reserve(a_line(50), run)
    assert refused(bill, 1, run).left == 0
    bill.reserve(a_line(0), run)


def test_a_line_the_day_has_no_room_for_leaves_its_run_as_it_was(tmp_path: Path) -> None:
    bill, run = a_bill(tmp_path, 50), Run(100)
    assert refused(bill, 60, run).cap == 50
    bill.reserve(a_line(50), run)
    assert refused(NoBill(), 60, run).left == 50


def test_caps_hold_as_they_are_when_a_line_is_reserved(tmp_path: Path) -> None:
    caps = Caps()
    ledger = Ledger(tmp_path / "l.sqlite", lambda error: None)
    bill = LedgerBill(ledger, lambda: caps, lambda: NOON)
    reserved(bill, 500)
    caps = Caps(per_run=3, per_day=600)
    assert refused(bill, 101).left == 100
    assert bill.run().cap == 3


def test_a_program_sees_at_once_what_another_one_sent(tmp_path: Path) -> None:
    here, there = a_bill(tmp_path), a_bill(tmp_path)
    first, second = reserved(here, 60), reserved(there, 60)
    first.sent()
    with pytest.raises(CapReached):
        second.sent()
    assert second.end() == 60
    assert there.counted_today() == here.counted_today() == 60


def test_threads_that_ask_at_once_never_pass_a_cap(tmp_path: Path) -> None:
    bills = [a_bill(tmp_path), a_bill(tmp_path)]
    billed: list[int] = []

    def voice(bill: LedgerBill) -> None:
        for _ in range(10):
            try:
                line = reserved(bill, 9)
            except CapReached:
                continue
            try:
                line.sent()
            except CapReached:
                line.end()
                continue
            line.billed(Speech(b"", 9))
            billed.append(9)

    threads = [Thread(target=voice, args=(bill,)) for bill in bills * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < sum(billed) == bills[0].counted_today() <= 100


SENDS = """
import os, sys
from pathlib import Path
from tests.synthesis.test_reserving import a_bill, reserved
bill = a_bill(Path(sys.argv[1]))
reserved(bill, 40)
reserved(bill, 35).sent()
os._exit(9)
"""


def test_what_a_killed_program_had_sent_counts_and_what_it_had_not_does_not(
    tmp_path: Path,
) -> None:
    program = [sys.executable, "-c", SENDS, str(tmp_path)]
    killed = subprocess.run(program, cwd=ROOT, check=False, capture_output=True, text=True)
    assert killed.returncode == 9, killed.stderr
    bill = a_bill(tmp_path)
    assert bill.counted_today() == 35
    found = bill.reserve(replace(a_line(35)), Run(), earlier=True)
    found.billed(Speech(b"", 30))
    assert bill.counted_today() == 30
