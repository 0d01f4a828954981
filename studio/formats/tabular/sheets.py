"""Rows out of workbooks of Excel and LibreOffice; nothing in a cell is ever run."""

from __future__ import annotations

import re
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from studio.errors import ScriptError, ScriptProblem
from studio.formats.office_archive import sound_archive
from studio.formats.tabular.extent import MOST_CELLS, require_sound_extent
from studio.formats.tabular.rows import Row, limited

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LONGEST_LABEL = 40
_SENTENCE = re.compile(r"[.!?…。！？]")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How an `.xls` file begins, which is no archive."""


def sheets_of(data: bytes, *, source: str = "") -> list[tuple[str, list[Row]]]:
    """The name and the rows of each sheet that is shown and not empty; raises ScriptError.

    What was merged down several rows stands in each of them.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if not data.startswith(_OLD_OFFICE):
        measure = partial(require_sound_extent, source=source)
        data = sound_archive(data, source=source, measure=measure)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            sheets = [
                (sheet.name, _sheet_rows(book.get_sheet_by_name(sheet.name), source))
                for sheet in book.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible
            ]
    except (CalamineError, ValueError, OSError, IndexError) as error:
        told = "not a workbook that can be read"
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told) from error
    return [(name, rows) for name, rows in sheets if rows]


def _sheet_rows(sheet: CalamineSheet, source: str) -> list[Row]:
    cells = ([_shown(cell) for cell in row] for row in sheet.iter_rows())
    rows = [list(row) for row in limited(cells, source)]
    left = sheet.start[1] if sheet.start else 0  # rows are told from the first, columns are not
    room = MOST_CELLS
    for (first, place), (last, end) in sheet.merged_cell_ranges or ():
        room -= last - first + 1
        if room < 0:
            break
        if place == end:
            _fill_down(rows, first, last, place - left)
    return [tuple(row) for row in rows] if any(map(any, rows)) else []


def _fill_down(rows: list[list[str]], first: int, last: int, place: int) -> None:
    """Put what was merged over several rows into each, if it is a name and no speech."""
    told = rows[first][place] if 0 <= first < len(rows) and 0 <= place < len(rows[first]) else ""
    if told and len(told) <= _LONGEST_LABEL and not _SENTENCE.search(told):
        for row in rows[first + 1 : last + 1]:
            row[place] = row[place] or told


def _shown(cell: object) -> str:
    """A cell as a person sees it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():.3f}"
    if isinstance(cell, time):
        return cell.isoformat("milliseconds")
    words = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", words)
