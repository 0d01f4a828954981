"""What was asked of text models and what they answered, kept in the project file."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from studio.store.connection import transaction
from studio.store.schema import EXCHANGES

COLUMNS = "id, at, job, step, account, model, ending, read, written, prompt, reply"
MOST_KEPT = 500
"""Exchanges that are left when a file is made smaller."""
LONGEST_TEXT = 4 << 20
"""Characters of a text that are read back; one that grows beyond them was not written by us."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to a text model and its answer; `at` is in seconds since 1970.

    `ending` is how the answer ended, or what went wrong. `prompt` and `reply` are empty in a
    list. Tokens are those the service told, or an estimate.
    """

    id: str
    at: float
    job: str
    step: str
    account: str
    model: str
    ending: str
    read: int = 0
    written: int = 0
    prompt: str = ""
    reply: str = ""


class Exchanges:
    """The exchanges of an open project file; each call is durable when it returns, in any thread.

    All raise ProjectFileError. A damaged row is left out.
    """

    def __init__(
        self,
        write: Callable[[], AbstractContextManager[sqlite3.Connection]],
        read: Callable[[str, Sequence[object]], list[tuple[str | float, ...]]],
    ) -> None:
        self._write = write
        self._read = read

    def add(self, exchange: Exchange) -> None:
        """Keep one; one with the same id is replaced."""
        with self._write() as connection:
            insert_exchanges(connection, [exchange])

    def newest(self, limit: int = 100) -> tuple[Exchange, ...]:
        """The newest ones first, without their texts."""
        return self._listed("", (), limit)

    def of_job(self, job: str) -> tuple[Exchange, ...]:
        """All of one job, newest first, without their texts."""
        return self._listed("WHERE job = ?", (job,), -1)

    def read(self, id: str) -> Exchange | None:
        """One with its texts, None when it is gone or damaged."""
        found = self._read(f"SELECT {COLUMNS} FROM exchanges WHERE id = ?", (id,))
        return exchange_of(found[0]) if found else None

    def clear(self) -> None:
        """Forget them all."""
        with self._write() as connection:
            connection.execute("DELETE FROM exchanges")

    def _listed(self, where: str, values: Sequence[object], limit: int) -> tuple[Exchange, ...]:
        columns = COLUMNS.replace("prompt, reply", "x'', x''")
        query = f"SELECT {columns} FROM exchanges {where} ORDER BY at DESC, rowid DESC LIMIT ?"
        found = self._read(query, (*values, limit))
        return tuple(each for row in found if (each := exchange_of(row)))


def insert_exchanges(connection: sqlite3.Connection, exchanges: Iterable[Exchange]) -> None:
    """Keep some; the caller holds the transaction."""
    marks = ", ".join("?" * len(COLUMNS.split(",")))
    connection.executemany(
        f"INSERT OR REPLACE INTO exchanges ({COLUMNS}) VALUES ({marks})",
        [_row_of(exchange) for exchange in exchanges],
    )


def drop_old_exchanges(connection: sqlite3.Connection, keep: int = MOST_KEPT) -> int:
    """Forget all but the newest; returns how many. The caller holds the transaction."""
    newest = "SELECT rowid FROM exchanges ORDER BY at DESC, rowid DESC LIMIT ?"
    return connection.execute(
        f"DELETE FROM exchanges WHERE rowid NOT IN ({newest})", (keep,)
    ).rowcount


def mend_exchanges(connection: sqlite3.Connection) -> None:
    """Make table and index again where one is lost: nothing of the project hangs on them."""
    kinds = "SELECT name FROM sqlite_schema WHERE name IN ('exchanges', 'exchanges_by_id')"
    names = {name for (name,) in connection.execute(kinds)}
    if len(names) == 2:
        return
    table, index = EXCHANGES
    with transaction(connection):
        if "exchanges" not in names:
            connection.execute(table)
        newest = "SELECT max(rowid) FROM exchanges GROUP BY id"
        connection.execute(f"DELETE FROM exchanges WHERE rowid NOT IN ({newest})")
        connection.execute(index)


def exchange_of(row: Sequence[object]) -> Exchange | None:
    """The exchange of a row, None for a row that holds none."""
    if len(row) != len(COLUMNS.split(",")):
        return None
    id, at, job, step, account, model, ending, read, written, prompt, reply = row
    words = (id, job, step, account, model, ending)
    texts = _text_of(prompt), _text_of(reply)
    if not all(isinstance(word, str) for word in words) or not isinstance(at, int | float):
        return None
    if not isinstance(read, int) or not isinstance(written, int):
        return None
    if texts[0] is None or texts[1] is None:
        return None
    named = (str(job), str(step), str(account), str(model), str(ending))
    return Exchange(str(id), float(at), *named, read, written, texts[0], texts[1])


def _row_of(exchange: Exchange) -> tuple[object, ...]:
    e = exchange
    words = (e.job, e.step, e.account, e.model, e.ending)
    return (
        *(e.id, e.at, *map(_storable, words), e.read, e.written),
        *(_packed(e.prompt), _packed(e.reply)),
    )


def _storable(text: str) -> str:
    """Half a character is nothing a file can hold."""
    return text.encode("utf-8", "replace").decode()


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"))


def _text_of(packed: object) -> str | None:
    """The text of a column; None where it is damaged."""
    if not isinstance(packed, bytes):
        return None
    if not packed:
        return ""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(packed, 4 * LONGEST_TEXT)
    except zlib.error:
        return None
    if not unpacking.eof and not unpacking.unconsumed_tail:
        return None
    return found.decode("utf-8", "replace")[:LONGEST_TEXT]
