"""How far the cells of a workbook reach, found out before a library makes room for all of them.

Two cells in opposite corners of a sheet would ask for half a terabyte.
"""

from __future__ import annotations

import re
from xml.parsers.expat import ExpatError, ParserCreate

from studio.errors import ScriptError, ScriptProblem

MOST_CELLS = 4_000_000
"""Cells between the first and the last of a sheet, the empty ones counted."""

_WIDEST, _LONGEST = 16_384, 1_048_576
"""Columns and rows of a sheet, as the programs that make them have it."""

_PLACE = re.compile(r"([A-Za-z]{0,3})(\d{1,7})\Z", re.ASCII)


def require_sound_extent(name: str, text: bytes, *, source: str = "") -> None:
    """Refuse a sheet whose cells lie too far apart; `name` is that of the part. Raises ScriptError.

    Other parts are not looked at.
    """
    if name == "content.xml":
        _measured(text, _TextDocument(source))
    elif "worksheets/" in name and name.casefold().endswith(".xml"):
        _measured(text, _Sheet(source))


class _Extent:
    """Counts rows and columns up to the last cell in which something stands."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._rows = self._columns = 0
        self._row = self._column = 0

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        raise NotImplementedError

    def refuse_doctype(self, *_: object) -> None:
        """No workbook declares entities of its own."""
        raise self.refused("it declares entities of its own, which no table needs")

    def refused(self, told: str) -> ScriptError:
        """The error for a sheet that is not as one should be."""
        return ScriptError(ScriptProblem.MALFORMED, self._source, detail=told)

    def _reach(self, row: int, column: int) -> None:
        self._rows = max(self._rows, row)
        self._columns = max(self._columns, column)
        if self._rows * self._columns > MOST_CELLS:
            told = f"its cells reach over {self._rows:,} rows and {self._columns:,} columns"
            raise ScriptError(ScriptProblem.TOO_LARGE, self._source, detail=told)


class _Sheet(_Extent):
    """A sheet of an Excel workbook; a cell that is only coloured counts for nothing."""

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = tag.rpartition(":")[2]
        if local == "row":
            self._row = self._placed(attributes)[0] or self._row + 1
            self._column = 0
        elif local == "c":
            row, column = self._placed(attributes)
            self._row, self._column = row or self._row, column or self._column + 1
        elif local in ("v", "is", "f"):
            self._reach(self._row, self._column)

    def _placed(self, attributes: dict[str, str]) -> tuple[int, int]:
        told = attributes.get("r")
        if told is None:
            return 0, 0
        found = _PLACE.match(told)
        if not found:
            raise self.refused("a cell says that it is where no cell can be")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(found[2]), column


class _TextDocument(_Extent):
    """The sheets of an OpenDocument file, where cells and rows tell how often they stand there."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._times = self._row_times = 1

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = tag.rpartition(":")[2]
        if local == "table":
            self._rows = self._columns = self._row = 0
            self._row_times = 0
        elif local == "table-row":
            self._row += self._row_times
            self._row_times = self._repeated(attributes, "table:number-rows-repeated", _LONGEST)
            self._column = self._times = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._column += self._times
            self._times = self._repeated(attributes, "table:number-columns-repeated", _WIDEST)
            if any(name.startswith(("office:", "calcext:")) for name in attributes):
                self._reach(self._row + self._row_times, self._column + self._times)
        elif local == "p":
            self._reach(self._row + self._row_times, self._column + self._times)

    def _repeated(self, attributes: dict[str, str], name: str, most: int) -> int:
        told = attributes.get(name, "1")
        if not (told.isdecimal() and told.isascii() and len(told) < 9 and int(told) <= most):
            raise self.refused("a cell says that it stands there more often than there are places")
        return int(told)


def _measured(text: bytes, extent: _Extent) -> None:
    parser = ParserCreate()
    parser.StartElementHandler = extent.begins
    parser.StartDoctypeDeclHandler = extent.refuse_doctype
    try:
        parser.Parse(text, True)
    except ExpatError as error:
        raise extent.refused("a sheet is not XML") from error
