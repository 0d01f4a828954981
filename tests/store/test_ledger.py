"""What was billed is noted for good, added up, and never in the way of the work."""

from __future__ import annotations

import datetime
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.errors import LedgerError, LedgerProblem
from studio.store.ledger import (
    RESTS_S,
    Billing,
    BillingKind,
    Ledger,
    Limit,
    Spent,
    midnight_before,
    month_span,
)

ROOT = Path(__file__).parent.parent.parent
MAIN, OTHER = "minimax/main", "useapi/main"


def moment(year: int, month: int, day: int, hour: int = 12) -> float:
    return datetime.datetime(year, month, day, hour).timestamp()


NOW = moment(2026, 11, 21)


def not_told(error: LedgerError) -> None:
    raise AssertionError(error)


def a_ledger(folder: Path, tell: Callable[[LedgerError], None] = not_told) -> Ledger:
    return Ledger(folder / "ledger.sqlite", tell)


def test_what_was_billed_is_added_up_by_account_month_and_currency(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    for at, account, characters, amount, currency in (
        (NOW, MAIN, 100, "0.006", "USD"),
        (NOW + 60, MAIN, 50, "0.003", "USD"),
        (NOW, MAIN, 7, "0.02", "CNY"),
        (moment(2026, 10, 31, 23), MAIN, 10, "0.1", "USD"),
        (NOW, OTHER, 5, "0", ""),
    ):
        ledger.record(Billing(at, account, characters, amount=Decimal(amount), currency=currency))
    again = a_ledger(tmp_path)
    assert again.spent() == (
        Spent(MAIN, "2026-10", "USD", 1, 10, Decimal("0.1")),
        Spent(MAIN, "2026-11", "CNY", 1, 7, Decimal("0.02")),
        Spent(MAIN, "2026-11", "USD", 2, 150, Decimal("0.009")),
        Spent(OTHER, "2026-11", "", 1, 5, Decimal(0)),
    )
    assert [s.characters for s in again.spent(OTHER)] == [5]
    assert [s.month for s in again.spent(MAIN, until=moment(2026, 11, 1, 0))] == ["2026-10"]


def test_answers_of_text_models_are_counted_apart_and_no_cap_counts_them(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    written = Billing(
        NOW, MAIN, 0, "MiniMax-M3", BillingKind.WRITING, "p1",
        amount=Decimal("0.003"), currency="USD", tokens=1200,
    )  # fmt: skip
    ledger.record(written)
    ledger.record(replace(written, tokens=300, id="other"))
    ledger.record(Billing(NOW, MAIN, 10, project="p1", amount=Decimal("0.1"), currency="USD"))
    again = a_ledger(tmp_path)
    assert again.spent(project="p1") == (
        Spent(MAIN, "2026-11", "USD", 1, 10, Decimal("0.106"), answers=2, tokens=1500),
    )
    assert again.characters_since(NOW - 1) == 10


VERSION_1 = """
PRAGMA journal_mode = WAL;
CREATE TABLE billing (
    id TEXT PRIMARY KEY, at REAL NOT NULL, account TEXT NOT NULL, model TEXT NOT NULL,
    kind TEXT NOT NULL, project TEXT NOT NULL, line TEXT NOT NULL, language TEXT NOT NULL,
    characters INTEGER NOT NULL, amount TEXT NOT NULL, currency TEXT NOT NULL, trace TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX billing_at ON billing (at);
PRAGMA user_version = 1;
"""


def an_old_ledger(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection, connection:
        connection.executescript(VERSION_1)
        old = ("b1", NOW, MAIN, "m", "audition", "p1", "k1", "en", 44, "0.5", "USD", "t-1")
        connection.execute("INSERT INTO billing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", old)


def test_a_ledger_of_version_1_goes_on(tmp_path: Path) -> None:
    an_old_ledger(tmp_path)
    ledger = a_ledger(tmp_path)
    assert ledger.spent() == (Spent(MAIN, "2026-11", "USD", 1, 44, Decimal("0.5")),)
    ledger.record(Billing(NOW, MAIN, 0, kind=BillingKind.WRITING, currency="USD", tokens=7))
    (spent,) = a_ledger(tmp_path).spent()
    assert (spent.syntheses, spent.characters, spent.answers, spent.tokens) == (1, 44, 1, 7)


def test_those_who_meet_an_old_ledger_at_once_bring_it_up_once(tmp_path: Path) -> None:
    an_old_ledger(tmp_path)

    def note(_: int) -> None:
        ledger = Ledger(tmp_path / "ledger.sqlite", not_told, patience_s=60.0)
        ledger.record(Billing(NOW, MAIN, 1, currency="USD"))

    with ThreadPoolExecutor(8) as threads:
        assert len([*threads.map(note, range(16))]) == 16
    assert [(s.syntheses, s.characters) for s in a_ledger(tmp_path).spent()] == [(17, 60)]


def test_amounts_are_added_without_rounding(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    for _ in range(10):
        ledger.record(Billing(NOW, MAIN, 1, amount=Decimal("0.1"), currency="USD"))
    ledger.record(Billing(NOW, MAIN, 1, amount=Decimal("0.000001"), currency="USD"))
    assert a_ledger(tmp_path).spent()[0].amount == Decimal("1.000001")


def test_a_day_counts_from_midnight_and_for_each_account(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    midnight = midnight_before(NOW)
    assert midnight == moment(2026, 11, 21, 0) == midnight_before(midnight)
    ledger.record(Billing(midnight - 1, MAIN, 1_000))
    ledger.record(Billing(midnight, MAIN, 100))
    ledger.record(Billing(NOW, OTHER, 10, kind=BillingKind.AUDITION))
    assert ledger.characters_since(midnight, MAIN) == 100
    assert ledger.characters_since(midnight) == 110


def test_a_month_ends_where_the_next_begins() -> None:
    assert month_span("2026-12") == (moment(2026, 12, 1, 0), moment(2027, 1, 1, 0))
    for wrong in ("2026", "2026-13", "november", ""):
        with pytest.raises(ValueError):
            month_span(wrong)


def test_one_project_is_added_up_alone(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    ledger.record(Billing(NOW, MAIN, 3, project="ferry", line="b1234567", language="en"))
    ledger.record(Billing(NOW, MAIN, 4, project="other"))
    assert [s.characters for s in ledger.spent(project="ferry")] == [3]


def test_the_same_synthesis_noted_twice_counts_once(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    for _ in range(2):
        ledger.record(Billing(NOW, MAIN, 3, id="job-17"))
    assert ledger.characters_since(0) == 3


def test_a_question_makes_no_file(tmp_path: Path) -> None:
    assert a_ledger(tmp_path).spent() == ()
    assert list(tmp_path.iterdir()) == []


def test_threads_share_a_ledger(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)

    def record() -> None:
        for _ in range(10):
            ledger.record(Billing(NOW, MAIN, 1))

    threads = [threading.Thread(target=record) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.characters_since(0) == 40


RECORDS = """
import sys
from pathlib import Path
from studio.store.ledger import Billing, Ledger
def tell(error):
    raise error
ledger = Ledger(Path(sys.argv[1]), tell, patience_s=30.0)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    ledger.record(Billing(1.0, "minimax/main", 1))
    print(number, flush=True)
"""


def recording(path: Path, times: int) -> subprocess.Popen[str]:
    program = subprocess.Popen(
        [sys.executable, "-c", RECORDS, str(path), str(times)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout and program.stdout.readline() == "ready\n"
    return program


def go(program: subprocess.Popen[str]) -> None:
    assert program.stdin
    program.stdin.write("go\n")
    program.stdin.flush()


def test_programs_that_note_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    programs = [recording(path, 25) for _ in range(3)]
    for program in programs:
        go(program)
    for program in programs:
        program.communicate()
        assert program.returncode == 0
    assert a_ledger(tmp_path).characters_since(0) == 75


def test_what_was_noted_survives_a_kill(tmp_path: Path) -> None:
    with recording(tmp_path / "ledger.sqlite", 1_000_000) as program:
        go(program)
        assert program.stdout
        for _ in range(5):
            program.stdout.readline()
        program.send_signal(signal.SIGKILL)
        noted = 5 + len(program.stdout.read().splitlines())
    assert noted <= a_ledger(tmp_path).characters_since(0) <= noted + 1


def cut(path: Path) -> None:
    os.truncate(path, 5_000)


def scribbled(path: Path) -> None:
    path.write_bytes(b"no ledger at all" * 600)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, scribbled, emptied])
def test_a_damaged_ledger_is_put_aside_and_told_once(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = tmp_path / "ledger.sqlite"
    for _ in range(40):
        a_ledger(tmp_path).record(Billing(NOW, MAIN, 1, trace="a long trace " * 10))
    damage(path)
    before, told = path.read_bytes(), list[LedgerError]()
    ledger = a_ledger(tmp_path, told.append)
    for _ in range(3):
        ledger.record(Billing(NOW, MAIN, 20))
    assert [error.problem for error in told] == [LedgerProblem.DAMAGED]
    assert "ledger-damaged-1.sqlite" in told[0].detail
    assert (tmp_path / "ledger-damaged-1.sqlite").read_bytes() == before
    assert ledger.characters_since(0) == 60
    assert a_ledger(tmp_path).characters_since(0) == 60


def test_two_who_meet_a_damaged_ledger_put_it_aside_once(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger")
    told: list[LedgerError] = []
    first, second = a_ledger(tmp_path, told.append), a_ledger(tmp_path, told.append)
    first.record(Billing(NOW, MAIN, 1))
    second.record(Billing(NOW, MAIN, 2))
    assert len(told) == 1
    assert second.characters_since(0) == 3


def test_a_ledger_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    told: list[LedgerError] = []
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    now = [0.0]
    ledger = Ledger(in_the_way / "ledger.sqlite", told.append, clock=lambda: now[0])
    for _ in range(3):
        ledger.record(Billing(NOW, MAIN, 5))
    assert [error.problem for error in told] == [LedgerProblem.UNWRITABLE]
    assert ledger.characters_since(0) == 15
    in_the_way.unlink()
    ledger.record(Billing(NOW, MAIN, 5))
    assert not in_the_way.exists() and ledger.characters_since(0) == 20
    now[0] += RESTS_S
    ledger.record(Billing(NOW, MAIN, 5))
    assert a_ledger(in_the_way).characters_since(0) == ledger.characters_since(0) == 25


def test_a_ledger_that_another_program_holds_is_waited_for_once(tmp_path: Path) -> None:
    told: list[LedgerError] = []
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path, told.append, clock=lambda: 0.0, patience_s=0.0)
    ledger.record(Billing(NOW, MAIN, 1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ledger.record(Billing(NOW, MAIN, 2, id="job-17"))
        other.execute("ROLLBACK")
    ledger.record(Billing(NOW, MAIN, 2, id="job-17"))
    ledger.record(Billing(NOW, MAIN, 4))
    assert [error.problem for error in told] == [LedgerProblem.UNWRITABLE]
    assert ledger.characters_since(0) == 7 and a_ledger(tmp_path).characters_since(0) == 1
    ledger.close()
    assert ledger.characters_since(0) == 7 == a_ledger(tmp_path).characters_since(0)


def test_a_ledger_of_a_newer_studio_is_left_alone(tmp_path: Path) -> None:
    a_ledger(tmp_path).record(Billing(NOW, MAIN, 1))
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    told: list[LedgerError] = []
    ledger = a_ledger(tmp_path, told.append)
    ledger.record(Billing(NOW, MAIN, 2))
    assert ledger.characters_since(0) == 2
    assert [error.problem for error in told] == [LedgerProblem.NEWER]
    assert [found.name for found in tmp_path.iterdir()] == ["ledger.sqlite"]


def perhaps(characters: int, id: str) -> Billing:
    return Billing(NOW, MAIN, characters, kind=BillingKind.PERHAPS, trace="words", id=id)


def test_what_may_be_billed_counts_for_every_program_until_it_is_settled(tmp_path: Path) -> None:
    here, there = a_ledger(tmp_path), a_ledger(tmp_path)
    limit = Limit(0.0, 100)
    assert here.hold(perhaps(60, "a"), limit) == 0
    assert there.hold(perhaps(60, "b"), limit) == 60
    assert there.characters_since(0) == here.characters_since(0) == 60
    assert here.spent() == ()
    here.record(Billing(NOW, MAIN, 40, id="billed"), instead_of="a")
    assert there.hold(perhaps(60, "b"), limit) == 40
    assert here.characters_since(0) == 100
    there.withdraw("b")
    assert here.characters_since(0) == 40
    assert [spent.characters for spent in here.spent()] == [40]


def test_what_is_held_again_counts_once_and_stays_when_it_is_refused(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    assert ledger.hold(perhaps(60, "a"), Limit(0.0, 100)) == 0
    assert ledger.hold(perhaps(80, "a"), Limit(0.0, 100)) == 0
    assert ledger.characters_since(0) == 80
    assert ledger.hold(perhaps(90, "a"), Limit(0.0, 85)) == 0
    assert ledger.characters_since(0) == 80


def test_what_was_never_settled_is_found_again_by_what_it_was_for(tmp_path: Path) -> None:
    a_ledger(tmp_path).hold(perhaps(60, "a"), Limit(0.0))
    again = a_ledger(tmp_path)
    assert again.in_doubt(perhaps(1, "")) == "a"
    assert again.in_doubt(Billing(NOW, OTHER, 1, trace="words")) == ""
    again.withdraw("a")
    assert again.in_doubt(perhaps(1, "")) == ""


def test_a_limit_holds_in_memory_while_the_ledger_cannot_be_written(tmp_path: Path) -> None:
    told: list[LedgerError] = []
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    now = [0.0]
    ledger = Ledger(in_the_way / "ledger.sqlite", told.append, clock=lambda: now[0])
    assert ledger.hold(perhaps(60, "a"), Limit(0.0, 100)) == 0
    assert ledger.hold(perhaps(60, "b"), Limit(0.0, 100)) == 60
    assert ledger.characters_since(0) == 60
    ledger.withdraw("a")
    in_the_way.unlink()
    now[0] += RESTS_S
    assert ledger.hold(perhaps(60, "b"), Limit(0.0, 100)) == 0
    assert a_ledger(in_the_way).characters_since(0) == 60


def test_a_sum_beyond_all_numbers_is_still_a_sum(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    for _ in range(3):
        ledger.record(Billing(NOW, MAIN, 10**30))
    assert ledger.characters_since(0) > 10**18
    assert ledger.hold(perhaps(1, "a"), Limit(0.0, 100)) > 10**18
