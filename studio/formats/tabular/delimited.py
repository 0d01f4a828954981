"""Rows out of CSV texts, whatever mark is between their cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from io import StringIO
from typing import Literal

from studio.errors import ScriptError, ScriptProblem
from studio.formats.tabular.cells import released
from studio.formats.tabular.columns import columns_of
from studio.formats.tabular.rows import Row, limited

LONGEST_ROW = 1_000_000
"""Characters of one line of a CSV file."""

_MARKS = ",;\t|"
_TOLD = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)
"""How Excel is told which mark is between the cells."""

_ENDLESS = re.compile(rf"[^\n]{{{LONGEST_ROW + 1}}}")
_SAMPLE = 50_000


def csv_rows(text: str, *, source: str = "") -> list[Row]:
    """The rows of a text with commas, semicolons, tabs or bars between its cells.

    Raises ScriptError.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if too_long := _ENDLESS.search(text):
        line = text.count("\n", 0, too_long.start()) + 1
        told = f"a row of more than {LONGEST_ROW:,} characters"
        raise ScriptError(ScriptProblem.TOO_LARGE, source, line, detail=told)
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    mark = told[1] if told else _delimiter(text)
    try:
        return _rows(text, mark, csv.QUOTE_MINIMAL, source)
    except csv.Error:
        # A quotation mark that nothing closes would take in all rows that follow.
        try:
            return _rows(text, mark, csv.QUOTE_NONE, source)
        except csv.Error as error:
            raise ScriptError(ScriptProblem.MALFORMED, source, detail=str(error)) from error


def _rows(text: str, mark: str, quoting: Literal[0, 3], source: str) -> list[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, quoting=quoting)
    rows = [tuple(map(released, row)) for row in limited(reader, source)]
    if quoting == csv.QUOTE_MINIMAL and _unclosed(text, mark, rows):
        raise csv.Error("a quotation mark is not closed")
    return rows


def _unclosed(text: str, mark: str, rows: list[Row]) -> bool:
    """Whether the last cell, which has line ends, is in quotation marks that nothing closes."""
    last = rows[-1][-1] if rows and rows[-1] else ""
    if "\n" not in last:
        return False
    strict = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for _ in strict:
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _delimiter(text: str) -> str:
    """The mark that gives the rows a head that is understood, or most rows the same width."""
    sample = text[:_SAMPLE].rpartition("\n")[0] if len(text) > _SAMPLE else text

    def worth(mark: str) -> tuple[bool, int, int]:
        with suppress(csv.Error):
            rows = [row for row in csv.reader(StringIO(sample, newline=""), delimiter=mark) if row]
            widths = Counter(len(row) for row in rows if len(row) > 1)
            if widths:
                width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
                columns = columns_of(rows)
                return columns is not None and columns.heads > 0, count, width
        return False, 0, 0

    return max(_MARKS, key=worth)
