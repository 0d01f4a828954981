"""Scripts in Word documents: screenplays by style, plain scripts by text, tables by columns."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from studio.errors import ScriptError, ScriptProblem
from studio.formats.dialect import dialect_of
from studio.formats.fountain import parse_fountain
from studio.formats.headings import is_scene
from studio.formats.names import in_capitals, read_cue
from studio.formats.office_archive import MOST_TAGS, sound_archive
from studio.formats.plain import parse_plain
from studio.formats.script import Script
from studio.formats.tabular.reader import script_of_rows
from studio.formats.tabular.rows import Row

_CUES = ("character", "figur", "人物", "角色")
_HEADINGS = ("scene heading", "slugline", "szenenüberschrift", "场景")
_LONGEST_CUE = 40
_SPEECH = ("dialogue", "dialog", "parenthetical", "对白")


def parse_word_file(data: bytes, *, source: str = "", language: str = "") -> Script:
    """The script in a `.docx` file; raises ScriptError for what is none.

    A document whose lines stand in tables is read as tables, with the text around left out.
    """
    data = sound_archive(data, source=source, most_tags=MOST_TAGS)
    document = _opened(data, source)
    tables = [_rows(table) for table in document.tables]
    text = "\n".join(_lines(document))
    if sum(len(rows) for rows in tables) > text.count("\n\n") + 1:
        rows = [row for table in tables for row in table]
        return script_of_rows(rows, source=source, language=language)
    parse = parse_plain if dialect_of(text) == "plain" else parse_fountain
    return parse(text, source=source, language=language)


def _opened(data: bytes, source: str) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as error:
        told = "not a Word document (.docx)"
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told) from error


def _rows(table: Any) -> list[Row]:
    """The rows of a table; a cell that spans several columns counts once."""
    found: list[Row] = []
    for row in table.rows:
        cells: dict[int, str] = {}
        for cell in row.cells:
            cells.setdefault(id(cell._tc), cell.text.strip())
        found.append(tuple(cells.values()))
    return found


def _lines(document: Any) -> Iterator[str]:
    """The paragraphs as a script text; styles of screenplay programs decide what stands alone."""
    before = ""
    for paragraph in document.paragraphs:
        words = paragraph.text.strip()
        style = (paragraph.style.name if paragraph.style is not None else "").casefold()
        if not words:
            yield ""
            continue
        if style.startswith(_CUES):
            yield ""
            yield words if words == words.upper() else f"@{words}"
        elif style.startswith(_SPEECH):
            yield words
        elif style.startswith(_HEADINGS):
            yield ""
            yield words if is_scene(words) else f".{words}"
            yield ""
        else:
            if before.startswith(_SPEECH) or _is_cue(words):
                yield ""
            yield words
        before = style


def _is_cue(words: str) -> bool:
    """Whether a paragraph without a style is a name: such documents have no blank lines."""
    return len(words) <= _LONGEST_CUE and in_capitals(read_cue(words).name)
