"""The rows of the ledger: what was billed or may have been, written, read and added up."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from json import dumps
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from studio.store.ledger_file import COLUMNS, opened

_LARGEST = 2**62
_ELSE = "id NOT IN (SELECT value FROM json_each(?))"


class BillingKind(StrEnum):
    """What was made of a billed synthesis; `PERHAPS` is what was sent, its outcome not known.

    `WRITING` is no synthesis but an answer of a text model: it has tokens and no characters.
    `VOICE` is the fee of a voice that was made: it has an amount only.
    """

    TAKE = "take"
    AUDITION = "audition"
    PREVIEW = "preview"
    PERHAPS = "perhaps"
    WRITING = "writing"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Billing:
    """One billed synthesis or answer; `at` is in seconds since 1970, `account` its key.

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
    tokens: int = 0
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Limit:
    """What all that was billed, or may have been, since a moment must not pass; None without."""

    since: float
    most: int | None = None

    def allows(self, others: int, billing: Billing) -> bool:
        """Whether there is room for a billing beside what the others come to."""
        return self.most is None or others + billing.characters <= self.most


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


def write(path: Path, billings: Collection[Billing], gone: Collection[str], s: float) -> bool:
    """Take rows away and note others, in one transaction; `s` seconds of patience."""
    with opened(path, to_write=True, patience_s=s) as connection:
        _change(connection, billings, gone)
    return True


def write_within(
    path: Path,
    billing: Billing,
    limit: Limit,
    unwritten: Collection[Billing],
    gone: Collection[str],
    patience_s: float,
) -> int:
    """Note what may be billed, unless the limit would be passed; returns the sum without it.

    Nobody else writes between the sum and the note. What is not written yet goes along.
    """
    with opened(path, to_write=True, patience_s=patience_s) as connection:
        _change(connection, unwritten, gone)
        others = _sum(connection, Which(since=limit.since), (billing.id,))
        if limit.allows(others, billing):
            _change(connection, (billing,), (billing.id,))
        return others


def characters(path: Path, which: Which, without: Collection[str], patience_s: float) -> int:
    """The characters of the rows that are meant, some ids left out; a huge sum is not exact."""
    if not path.exists():
        return 0
    with opened(path, patience_s=patience_s) as connection:
        return _sum(connection, which, without)


def read(path: Path, which: Which, patience_s: float) -> Sequence[Billing]:
    """The rows that are meant."""
    if not path.exists():
        return ()
    where, values = _conditions(which)
    with opened(path, patience_s=patience_s) as connection:
        query = f"SELECT {', '.join(COLUMNS)} FROM billing WHERE {where}"
        return [_billing(row) for row in connection.execute(query, values)]


def id_in_doubt(path: Path, billing: Billing, patience_s: float) -> str:
    """The id of the newest row that may be this billing, sent and of unknown outcome; or none."""
    if not path.exists():
        return ""
    same = ("account", "project", "line", "language", "trace")
    where = " AND ".join(f"{name} = ?" for name in same)
    values = [_storable(getattr(billing, name)) for name in same]
    query = f"SELECT id FROM billing WHERE kind = ? AND {where} ORDER BY at DESC LIMIT 1"
    with opened(path, patience_s=patience_s) as connection:
        found = connection.execute(query, (BillingKind.PERHAPS.value, *values)).fetchone()
    return str(found[0]) if found else ""


def _change(connection: Connection, billings: Collection[Billing], gone: Collection[str]) -> None:
    connection.executemany("DELETE FROM billing WHERE id = ?", [(id,) for id in gone])
    marks = ", ".join("?" for _ in COLUMNS)
    connection.executemany(
        f"INSERT OR IGNORE INTO billing ({', '.join(COLUMNS)}) VALUES ({marks})",
        [_row(billing) for billing in billings],
    )


def _sum(connection: Connection, which: Which, without: Collection[str]) -> int:
    where, values = _conditions(which)
    query = f"SELECT CAST(total(characters) AS INTEGER) FROM billing WHERE {where} AND {_ELSE}"
    (found,) = connection.execute(query, (*values, dumps([*without]))).fetchone()
    return int(found)


def _conditions(which: Which) -> tuple[str, tuple[object, ...]]:
    conditions = {
        "account = ?": which.account,
        "at >= ?": which.since,
        "at < ?": which.until,
        "project = ?": which.project,
    }
    asked = {condition: value for condition, value in conditions.items() if value is not None}
    return " AND ".join(asked) or "TRUE", tuple(asked.values())


def _row(billing: Billing) -> tuple[object, ...]:
    return tuple(_storable(getattr(billing, name)) for name in COLUMNS)


def _storable(value: object) -> object:
    """A value as the file can hold it: half a character and a huge number it cannot."""
    if isinstance(value, int):
        return max(min(value, _LARGEST), -_LARGEST)
    if isinstance(value, str | Decimal):
        return str(value).encode("utf-8", "replace").decode()
    return value


def _billing(row: Sequence[Any]) -> Billing:
    values: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    kinds = {kind.value: kind for kind in BillingKind}
    values["kind"] = kinds.get(values["kind"], BillingKind.TAKE)
    try:
        values["amount"] = Decimal(values["amount"])
    except ArithmeticError:  # no program of ours writes such a thing
        values["amount"] = Decimal(0)
    return Billing(**values)
