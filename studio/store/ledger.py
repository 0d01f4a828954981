"""What was billed, by account and month: one small file of the person's, for all projects."""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from studio.errors import LedgerError, LedgerProblem
from studio.store.ledger_file import COLUMNS, opened, set_aside_if_damaged

T = TypeVar("T")

PATIENCE_S = 2.0
"""Seconds to wait for another program that writes: a line that was spoken waits as long."""
RESTS_S = 60.0
"""Seconds after which a ledger that could not be written is tried again."""
_LARGEST = 2**62


class BillingKind(StrEnum):
    """What was made of a billed synthesis."""

    TAKE = "take"
    AUDITION = "audition"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Billing:
    """One billed synthesis; `at` is in seconds since 1970, `account` is the account's key.

    Whoever may note the same synthesis twice gives it an `id`: it is counted once.
    """

    at: float
    account: str
    characters: int
    model: str = ""
    kind: BillingKind = BillingKind.TAKE
    project: str = ""
    line: str = ""
    language: str = ""
    amount: Decimal = Decimal(0)
    currency: str = ""
    trace: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Spent:
    """A sum of what was billed to one account in one month, such as `2026-11`."""

    account: str
    month: str
    currency: str
    syntheses: int = 0
    characters: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Which:
    """Which billings are meant: those from `since` until before `until`, None for all."""

    account: str | None = None
    since: float | None = None
    until: float | None = None
    project: str | None = None

    def has(self, billing: Billing) -> bool:
        """Whether a billing is meant."""
        return (
            self.account in (None, billing.account)
            and self.project in (None, billing.project)
            and (self.since is None or billing.at >= self.since)
            and (self.until is None or billing.at < self.until)
        )


class Ledger:
    """Notes what was billed and adds it up. Blocking; from any thread, in any number of programs.

    A ledger that cannot be read or written stops nobody: `tell` is called with a LedgerError,
    once, and what could not be written is counted and kept in memory; writing is tried again
    after `RESTS_S`, and when the program ends.
    """

    def __init__(
        self,
        path: Path,
        tell: Callable[[LedgerError], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._path = path
        self._tell = tell
        self._clock = clock
        self._patience_s = patience_s
        self._told: set[LedgerProblem] = set()
        self._unwritten: dict[str, Billing] = {}
        self._rests_until = float("-inf")
        self._turn = Lock()

    def record(self, billing: Billing) -> None:
        """Note a billing; it is on the disk when this returns, unless `tell` was called."""
        with self._turn:
            self._unwritten.setdefault(billing.id, billing)
            if self._clock() >= self._rests_until:
                self._write_all()

    def close(self) -> None:
        """Try once more to write what could not be written; call it when the program ends."""
        with self._turn:
            if self._unwritten:
                self._write_all()

    def spent(
        self,
        account: str | None = None,
        *,
        since: float | None = None,
        until: float | None = None,
        project: str | None = None,
    ) -> tuple[Spent, ...]:
        """The sums by account, month of the local calendar, and currency."""
        which = Which(account, since, until, project)
        sums: dict[tuple[str, str, str], Spent] = {}
        for billing in self._billings(which):
            key = (billing.account, _month(billing.at), billing.currency)
            sums[key] = _plus(sums.get(key, Spent(*key)), billing)
        return tuple(sums[key] for key in sorted(sums))

    def characters_since(self, since: float, account: str | None = None) -> int:
        """The characters billed since a moment, to one account or to all."""
        return sum(billing.characters for billing in self._billings(Which(account, since)))

    def _write_all(self) -> None:
        """Write what is not on the disk yet, or leave it for later."""
        unwritten = tuple(self._unwritten.values())
        if self._with_remedy(lambda: _write(self._path, unwritten, self._patience_s)):
            self._unwritten.clear()
        else:
            self._rests_until = self._clock() + RESTS_S

    def _billings(self, which: Which) -> Sequence[Billing]:
        with self._turn:
            found = self._with_remedy(lambda: _read(self._path, which, self._patience_s)) or ()
            billings = {billing.id: billing for billing in found}
            for id, billing in self._unwritten.items():
                if which.has(billing):
                    billings.setdefault(id, billing)
            return [*billings.values()]

    def _with_remedy(self, work: Callable[[], T]) -> T | None:
        """What the work gives, if need be with a new file in the place of a damaged one."""
        try:
            return work()
        except LedgerError as error:
            if error.problem is not LedgerProblem.DAMAGED:
                self._say(error)
                return None
        try:
            aside = set_aside_if_damaged(self._path)
            if aside is not None:
                detail = f"the old one is {aside.name}"
                self._say(LedgerError(LedgerProblem.DAMAGED, str(self._path), detail))
            return work()
        except LedgerError as error:
            self._say(error)
            return None

    def _say(self, error: LedgerError) -> None:
        if error.problem not in self._told:
            self._told.add(error.problem)
            self._tell(error)


def midnight_before(moment: float) -> float:
    """When the local day of a moment began; both in seconds since 1970."""
    day = datetime.datetime.fromtimestamp(moment).date()
    return datetime.datetime.combine(day, datetime.time()).timestamp()


def month_span(month: str) -> tuple[float, float]:
    """When a month such as `2026-11` begins and ends; raises ValueError."""
    first = datetime.datetime.strptime(month, "%Y-%m")
    following = (first + datetime.timedelta(days=31)).replace(day=1)
    return first.timestamp(), following.timestamp()


def _write(path: Path, billings: Sequence[Billing], patience_s: float) -> int:
    """Note them all; returns how many there were."""
    marks = ", ".join("?" for _ in COLUMNS)
    with opened(path, to_write=True, patience_s=patience_s) as connection:
        connection.executemany(
            f"INSERT OR IGNORE INTO billing ({', '.join(COLUMNS)}) VALUES ({marks})",
            [_row(billing) for billing in billings],
        )
    return len(billings)


def _row(billing: Billing) -> tuple[object, ...]:
    return tuple(_storable(getattr(billing, name)) for name in COLUMNS)


def _storable(value: object) -> object:
    """A value as the file can hold it: half a character and a huge number it cannot."""
    if isinstance(value, int):
        return max(min(value, _LARGEST), -_LARGEST)
    if isinstance(value, str | Decimal):
        return str(value).encode("utf-8", "replace").decode()
    return value


def _read(path: Path, which: Which, patience_s: float) -> Sequence[Billing]:
    if not path.exists():
        return ()
    conditions = {
        "account = ?": which.account,
        "at >= ?": which.since,
        "at < ?": which.until,
        "project = ?": which.project,
    }
    asked = {condition: value for condition, value in conditions.items() if value is not None}
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    with opened(path, patience_s=patience_s) as connection:
        query = f"SELECT {', '.join(COLUMNS)} FROM billing{where}"
        return [_billing(row) for row in connection.execute(query, tuple(asked.values()))]


def _billing(row: Sequence[Any]) -> Billing:
    values: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    kinds = {kind.value: kind for kind in BillingKind}
    values["kind"] = kinds.get(values["kind"], BillingKind.TAKE)
    try:
        values["amount"] = Decimal(values["amount"])
    except ArithmeticError:  # no program of ours writes such a thing
        values["amount"] = Decimal(0)
    return Billing(**values)


def _plus(so_far: Spent, billing: Billing) -> Spent:
    return replace(
        so_far,
        syntheses=so_far.syntheses + 1,
        characters=so_far.characters + billing.characters,
        amount=so_far.amount + billing.amount,
    )


def _month(at: float) -> str:
    return datetime.datetime.fromtimestamp(at).strftime("%Y-%m")
