"""Rows out of CSV texts and Excel workbooks, and into them; nothing in a cell is ever run."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any

from studio.errors import ScriptError, ScriptProblem

MOST_ROWS = 200_000
"""Rows of one table; a season of a hundred episodes has ten thousand."""

LARGEST_INSIDE = 256 << 20
"""Bytes that the parts of an office file may unfold to."""

Row = tuple[str, ...]
_FORMULA = tuple("=+-@\t\r")
_HELD = "'"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How an `.xls` file begins, which is no archive."""


def csv_rows(text: str, *, source: str = "") -> list[Row]:
    """The rows of a text with commas, semicolons or tabs, whichever its first line has most of.

    Raises ScriptError.
    """
    first = text.lstrip("\ufeff").partition("\n")[0]
    reader = csv.reader(
        StringIO(text.lstrip("\ufeff"), newline=""), delimiter=max(",;\t", key=first.count)
    )
    try:
        return list(_limited((tuple(map(_released, row)) for row in reader), source))
    except csv.Error as error:
        line = reader.line_num
        raise ScriptError(ScriptProblem.MALFORMED, source, line, detail=str(error)) from error


def workbook_rows(data: bytes, *, source: str = "") -> list[Row]:
    """The rows of the first sheet that has any; raises ScriptError."""
    from python_calamine import CalamineError, CalamineWorkbook

    if not data.startswith(_OLD_OFFICE):
        require_sound_archive(data, source=source)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).iter_rows()
                rows = list(_limited((tuple(map(_shown, row)) for row in cells), source))
                if rows:
                    return rows
    except (CalamineError, ValueError, OSError) as error:
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=str(error)) from None
    return []


def require_sound_archive(data: bytes, *, source: str = "") -> None:
    """Refuse what is no office file, or one that would unfold to more than any script is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            inside = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ScriptError(ScriptProblem.MALFORMED, source, detail="not an office file") from error
    if inside > LARGEST_INSIDE:
        told = f"it unfolds to {inside >> 20} MB"
        raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=told)


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
    return _HELD + cell if cell.startswith((*_FORMULA, _HELD)) else cell


def _released(cell: str) -> str:
    rest = cell[1:]
    return rest if cell[:1] == _HELD and rest.startswith((*_FORMULA, _HELD)) else cell


def _limited(rows: Iterable[Row], source: str) -> Iterator[Row]:
    """The rows in which anything stands."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            told = f"more than {MOST_ROWS:,} rows"
            raise ScriptError(ScriptProblem.TOO_LARGE, source, number, detail=told)
        yield row


def _shown(cell: object) -> str:
    """A cell as a person sees it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():.3f}"
    if isinstance(cell, time):
        return cell.isoformat("milliseconds")
    return "" if cell is None else str(cell)


def _fit(text: str) -> str:
    """Text that a cell may hold: no control characters, at most what Excel reads."""
    plain = "".join(c for c in text if c >= " " or c in "\t\n")
    return plain[:32_767]


def _sheet_name(title: str) -> str:
    kept = "".join(" " if c in "[]:*?/\\" else c for c in title).strip(" '")
    return kept[:31] or "Script"
