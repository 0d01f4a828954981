"""What was billed, by account and month: one small file of the person's, for all projects."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import TypeVar

from studio.errors import LedgerError, LedgerProblem
from studio.store.ledger_file import set_aside_if_damaged
from studio.store.ledger_rows import (
    Billing,
    BillingKind,
    Limit,
    Which,
    characters,
    id_in_doubt,
    read,
    write,
    write_within,
)

T = TypeVar("T")

PATIENCE_S = 2.0
"""Seconds to wait for another program that writes: a line that was spoken waits as long."""
RESTS_S = 60.0
"""Seconds after which a ledger that could not be written is tried again."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A sum of what was billed to one account in one month, such as `2026-11`.

    `answers` are those of text models, `tokens` what they read and wrote.
    """

    account: str
    month: str
    currency: str
    syntheses: int = 0
    characters: int = 0
    amount: Decimal = Decimal(0)
    answers: int = 0
    tokens: int = 0


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
        self._gone: set[str] = set()
        self._rests_until = float("-inf")
        self._turn = Lock()

    def record(self, billing: Billing, *, instead_of: str = "") -> None:
        """Note a billing; it is on the disk when this returns, unless `tell` was called.

        `instead_of` is the id of what was held for it, which goes.
        """
        with self._turn:
            self._unwritten.setdefault(billing.id, billing)
            self._drop(instead_of)
            self._write_soon()

    def hold(self, billing: Billing, limit: Limit) -> int:
        """Note what may be billed, unless the limit would be passed; returns the sum without it.

        No other program can note anything in between, so the limit holds for all of them while
        the ledger can be written. Holding the same id again counts it once.
        """
        with self._turn:
            others = self._held(billing, limit)
            if others is not None:
                return others
            others = self._counted(Which(since=limit.since), (billing.id,))
            if limit.allows(others, billing):
                self._unwritten[billing.id] = billing
                self._gone.add(billing.id)
            return others

    def withdraw(self, id: str) -> None:
        """What was held was surely not billed."""
        with self._turn:
            self._drop(id)
            self._write_soon()

    def in_doubt(self, billing: Billing) -> str:
        """The id of what was held before for the same and never settled, empty without."""
        with self._turn:
            found = self._with_remedy(lambda: id_in_doubt(self._path, billing, self._patience_s))
            return "" if found in self._gone else found or ""

    def close(self) -> None:
        """Try once more to write what could not be written; call it when the program ends."""
        with self._turn:
            if self._unwritten or self._gone:
                self._write_all()

    def spent(
        self,
        account: str | None = None,
        *,
        since: float | None = None,
        until: float | None = None,
        project: str | None = None,
    ) -> tuple[Spent, ...]:
        """What was billed by account, month of the local calendar, and currency; no doubts."""
        which = Which(account, since, until, project)
        sums: dict[tuple[str, str, str], Spent] = {}
        for billing in self._billings(which):
            if billing.kind is BillingKind.PERHAPS:
                continue
            key = (billing.account, _month(billing.at), billing.currency)
            sums[key] = _plus(sums.get(key, Spent(*key)), billing)
        return tuple(sums[key] for key in sorted(sums))

    def characters_since(
        self, since: float, account: str | None = None, *, without: str = ""
    ) -> int:
        """The characters billed or perhaps billed since a moment, to one account or to all.

        What is noted under the id `without` is left out.
        """
        with self._turn:
            return self._counted(Which(account, since), (without,))

    def _held(self, billing: Billing, limit: Limit) -> int | None:
        """What `hold` says, done in the file; None where it cannot be written now."""
        if self._clock() < self._rests_until:
            return None
        unwritten = [known for id, known in self._unwritten.items() if id != billing.id]
        gone, patience = self._gone - {billing.id}, self._patience_s
        others = self._with_remedy(
            lambda: write_within(self._path, billing, limit, unwritten, gone, patience)
        )
        before = self._unwritten.get(billing.id)
        self._written(done=others is not None)
        if before and others is not None and not limit.allows(others, billing):
            self._unwritten[billing.id] = before
        return others

    def _counted(self, which: Which, without: Sequence[str]) -> int:
        here = {id: b for id, b in self._unwritten.items() if id not in without and which.has(b)}
        left_out = {*without, *self._unwritten, *self._gone}
        there = self._with_remedy(lambda: characters(self._path, which, left_out, self._patience_s))
        return (there or 0) + sum(billing.characters for billing in here.values())

    def _drop(self, id: str) -> None:
        if id:
            self._unwritten.pop(id, None)
            self._gone.add(id)

    def _write_soon(self) -> None:
        if self._clock() >= self._rests_until:
            self._write_all()

    def _write_all(self) -> None:
        """Write what is not on the disk yet, or leave it for later."""
        unwritten, gone = tuple(self._unwritten.values()), tuple(self._gone)
        done = self._with_remedy(lambda: write(self._path, unwritten, gone, self._patience_s))
        self._written(done=bool(done))

    def _written(self, *, done: bool) -> None:
        if done:
            self._unwritten.clear()
            self._gone.clear()
        else:
            self._rests_until = self._clock() + RESTS_S

    def _billings(self, which: Which) -> Sequence[Billing]:
        with self._turn:
            found = self._with_remedy(lambda: read(self._path, which, self._patience_s)) or ()
            billings = {b.id: b for b in found if b.id not in self._gone}
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


def _plus(so_far: Spent, billing: Billing) -> Spent:
    writing = billing.kind is BillingKind.WRITING
    spoken = billing.kind not in (BillingKind.WRITING, BillingKind.VOICE)
    return replace(
        so_far,
        syntheses=so_far.syntheses + spoken,
        characters=so_far.characters + billing.characters,
        amount=so_far.amount + billing.amount,
        answers=so_far.answers + writing,
        tokens=so_far.tokens + billing.tokens,
    )


def _month(at: float) -> str:
    return datetime.datetime.fromtimestamp(at).strftime("%Y-%m")
