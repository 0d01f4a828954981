"""An answer of the test model before it is sent: records, then their text, then deltas."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from tests.services.text_model_request import Request, Row
from tests.services.writing import Written

Ids = tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """What a defect changes: `rows` at first, then `lines`, then `text`, and `written` last."""

    request: Request
    rows: list[Row]
    written: Written
    lines: list[str] = field(default_factory=list[str])
    text: str = ""

    @property
    def alone(self) -> bool:
        """Whether the answer is the words of one row."""
        return self.request.alone

    @property
    def answers(self) -> list[Row]:
        """The records that answer a row or a piece, and the lines of a scene, in their order."""
        asked = self.request.asked_ids
        return [row for row in self.rows if str(row.get("id")) in asked or row.get("k") == "line"]

    @property
    def worded(self) -> list[Row]:
        """Those of them that have words."""
        return [row for row in self.answers if key_of(row)]

    def source_of(self, row: Row) -> Row:
        """The row that a record answers; a line of a new scene answers none but itself."""
        return next((each for each in self.request.asked if each["id"] == row.get("id")), row)

    def as_lines(self) -> None:
        """Records one to a line."""
        self.lines = [json.dumps(row, ensure_ascii=False) for row in self.rows]

    def as_text(self) -> None:
        """The lines as one text, or the plain words."""
        if self.alone:
            self.text = str(self.rows[0][key_of(self.rows[0])]) if self.rows else ""
        else:
            self.text = "\n".join(self.lines)

    def put(self) -> None:
        """The text is what is sent."""
        self.written = replace(self.written, text=self.text)


Spoil = Callable[[Draft, Random], Ids]
"""Spoils a draft and tells which ids it struck; none when there is nothing for it to strike."""


def key_of(row: Row) -> str:
    """The key of a record's words, empty for one without."""
    return next((key for key in ("t", "x") if key in row), "")


def name_key_of(row: Row) -> str:
    """The key that says what a record is about: its id, or whose line it is."""
    return "c" if row.get("k") == "line" else "id"


def id_of(row: Row) -> str:
    """The id of a record, or that of its scene."""
    return str(row.get("id") or row.get("s") or row.get("k") or "")


def ids_of(rows: Sequence[Row]) -> Ids:
    """The ids of all records but the last word of all."""
    return tuple(id_of(row) for row in rows if row.get("k") != "end")
