"""The paragraphs and tables of a Word document, in order, with all changes accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from studio.formats.tabular.rows import Row

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset(
    (*(_W + name for name in ("del", "moveFrom", "pPr", "delText", "txbxContent")),)
    + ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",)
)
"""What was deleted or moved away, and what is told twice."""

_WIDEST = 64
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph: its words, and the name of its style in small letters."""

    words: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The rows of a table, all cells in their columns."""

    rows: tuple[Row, ...]


def blocks_of(body: Any, style: Callable[[str], str]) -> Iterator[WordParagraph | WordTable]:
    """What stands in the body of a document; `style` gives the name of a style's id."""
    for child in body:
        if not isinstance(child.tag, str) or child.tag in _GONE:
            continue
        if child.tag == _W + "p":
            found = child.find(f"{_W}pPr/{_W}pStyle")
            name = style(found.get(_W + "val", "")) if found is not None else ""
            yield WordParagraph("".join(_words(child)).strip(), name.casefold())
        elif child.tag == _W + "tbl":
            yield WordTable(tuple(_rows(child)))
        else:
            yield from blocks_of(child, style)  # content controls, insertions of whole paragraphs


def _words(element: Any) -> Iterator[str]:
    """The text of a paragraph; what is struck out is kept and not said, what is hidden is gone."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _GONE:
            continue
        if tag == _W + "t":
            yield child.text or ""
        elif tag in (_W + "br", _W + "cr"):
            yield "" if child.get(_W + "type") == "page" else "\n"
        elif tag == _W + "tab":
            yield "\t"
        elif tag == _W + "noBreakHyphen":
            yield "-"
        elif tag == _W + "r" and _is(child, "vanish"):
            continue
        elif tag == _W + "r" and (_is(child, "strike") or _is(child, "dstrike")):
            struck = "".join(_words(child)).replace("*/", "* /")
            yield f"/*{struck}*/" if struck else ""
        else:
            yield from _words(child)


def _is(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(_W + "val", "1") not in ("0", "false", "off")


def _rows(table: Any) -> Iterator[Row]:
    """The rows; a cell over several columns stands in the first, a name over rows in each."""
    above: Row = ()
    for row in _direct(table, "tr"):
        cells: list[str] = []
        for cell in _direct(row, "tc"):
            place = len(cells)
            span, goes_on = _merged(cell)
            words = "\n".join("".join(_words(part)).strip() for part in cell.iter(_W + "p")).strip()
            told = above[place] if goes_on and place < len(above) else ""
            cells.append(words or (told if len(told) <= _LONGEST_LABEL else ""))
            cells += [""] * (span - 1)
        above = tuple(cells)
        yield above


def _direct(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those of tables within them left out."""
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _direct(child, name)


def _merged(cell: Any) -> tuple[int, bool]:
    """Over how many columns a cell reaches, and whether it goes on with the one above."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    told = span.get(_W + "val", "1") if span is not None else "1"
    down = cell.find(f"{_W}tcPr/{_W}vMerge")
    goes_on = down is not None and down.get(_W + "val", "continue") == "continue"
    return min(int(told), _WIDEST) if told.isdecimal() and len(told) < 9 else 1, goes_on
