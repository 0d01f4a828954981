"""Rows into CSV texts and Excel workbooks, whose cells no program takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

HELD = "'"
"""What stands before a cell that would be taken for a formula."""

_FORMULA = tuple("=+-@\t\r")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV that spreadsheet programs open as text: no cell is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([held(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def workbook(rows: Iterable[Sequence[str]], *, title: str, widths: Sequence[int] = ()) -> bytes:
    """Rows as an Excel workbook of one sheet, its first row held in view; all cells are text.

    The same rows give the same bytes.
    """
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] -- it comes without types

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(number, place, _fit(text), bold if number == 0 else plain)
    book.close()
    return out.getvalue()


def held(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return HELD + cell if cell.startswith((*_FORMULA, HELD)) else cell


def released(cell: str) -> str:
    """A cell as it was before it was held."""
    return cell[1:] if cell[:1] == HELD and held(cell[1:]) == cell else cell


def _fit(text: str) -> str:
    """Text that a cell may hold: no control characters, at most what Excel reads."""
    plain = "".join(c for c in text if c >= " " or c in "\t\n")
    return plain[:32_767]


def _sheet_name(title: str) -> str:
    kept = "".join(" " if c in "[]:*?/\\" else c for c in title).strip(" '")
    return kept[:31] or "Script"
