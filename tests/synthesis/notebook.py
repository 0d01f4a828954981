"""A ledger of its own for a test, and what stands in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from studio.store.ledger import Ledger
from studio.synthesis.bill import Caps, LedgerBill
from studio.wording import sentence


class Notebook(LedgerBill):
    """A bill on a real ledger in a folder, whose rows can be read; caps may be changed."""

    def __init__(self, folder: Path, caps: Caps | None = None) -> None:
        self.path = folder / "ledger.sqlite"
        self.caps = caps or Caps()
        self.told: list[str] = []
        ledger = Ledger(self.path, lambda error: self.told.append(sentence(error)))
        super().__init__(ledger, lambda: self.caps)

    @property
    def notes(self) -> list[tuple[int, str]]:
        """Characters and kind of what was billed, in order."""
        return [(n, kind) for n, kind in self._rows() if kind != "perhaps"]

    @property
    def doubts(self) -> list[int]:
        """The characters of what was sent and not settled, in order."""
        return [n for n, kind in self._rows() if kind == "perhaps"]

    def _rows(self) -> list[tuple[int, str]]:
        if not self.path.exists():
            return []
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute("SELECT characters, kind FROM billing ORDER BY at").fetchall()
