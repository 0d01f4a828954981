"""Scripts in Word documents: screenplays by style, plain scripts by text, tables by columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice, pairwise
from typing import Any
from zipfile import BadZipFile

from studio.errors import ScriptError, ScriptProblem
from studio.formats.dialect import dialect_of
from studio.formats.final_draft.paragraphs import Paragraph
from studio.formats.final_draft.speeches import ParagraphReader
from studio.formats.fountain import parse_fountain
from studio.formats.guessing import settled
from studio.formats.headings import is_scene
from studio.formats.names import in_capitals, read_cue
from studio.formats.office_archive import MOST_TAGS, sound_archive
from studio.formats.plain import parse_plain
from studio.formats.plain_cues import read_plain_cue
from studio.formats.script import Script
from studio.formats.tabular.columns import Columns, columns_of
from studio.formats.tabular.reader import script_of_rows
from studio.formats.tabular.rows import MOST_ROWS, Row
from studio.formats.word_blocks import WordParagraph, WordTable, blocks_of

_STYLES = {
    "character": r"character|charakter|figur|rolle|sprecher(?:in)?|personnage|personaje|人物|角色",
    "dialogue": r"dialogue|dialog|dialogtext|réplique|diálogo|对白|台词|對白|台詞",
    "parenthetical": r"parenthetical|spielanweisung|didascalie|acotación|表演提示",
    "scene heading": r"scene heading|scene header|slug ?line|szenenüberschrift|szenenkopf|场景"
    r"|場景",
    "transition": r"transition|übergang|转场|轉場",
}
_STYLE = re.compile(
    "|".join(f"(?P<{kind.replace(' ', '_')}>{names})" for kind, names in _STYLES.items())
)
_SHORT_NAME = re.compile(r"(?:(?:screenplay|script|drehbuch)[ _-]+)?(.*?)(?:[ _-]*\d+)?\Z")
_SPEECH = ("character", "parenthetical", "dialogue")
_BRACKETED = re.compile(r"[(（].*[)）]", re.DOTALL)
_LONGEST_CUE = 40
_FAR_MORE = 3
_ENOUGH_TO_SPACE = 6

_Block = WordParagraph | WordTable


def parse_word_file(data: bytes, *, source: str = "", language: str = "") -> Script:
    """The script in a `.docx` file; raises ScriptError for what is none.

    A document whose lines stand in tables is read as tables, with the text around as what is
    seen; other tables, of the cast and the like, are notes.
    """
    blocks = _blocks(sound_archive(data, source=source, most_tags=MOST_TAGS), source)
    paragraphs = [block for block in blocks if isinstance(block, WordParagraph)]
    kinds = {_kind(each.style) for each in paragraphs if each.words}
    if {"character", "dialogue"} <= kinds:
        return _styled(blocks, language)
    if columns := _columns_of_tables(blocks):
        rows = list(_rows(blocks, columns))
        return script_of_rows(rows, source=source, language=language)
    text = "\n".join(_lines(blocks))
    parse = parse_plain if dialect_of(text) == "plain" else parse_fountain
    return parse(text, source=source, language=language)


def _blocks(data: bytes, source: str) -> list[_Block]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    told = "not a Word document (.docx)"
    try:
        document: Any = docx.Document(BytesIO(data))
        body = document.element.body
        names = {style.style_id: style.name or "" for style in document.styles}
    except (
        PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError, AttributeError,
        TypeError,
    ) as error:  # fmt: skip
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told) from error
    if body is None:
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told)
    blocks: list[_Block] = []
    for block in blocks_of(body, lambda id: names.get(id, id)):
        blocks.append(block)
        if len(blocks) > MOST_ROWS:
            told = f"more than {MOST_ROWS:,} paragraphs"
            raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=told)
    return blocks


def _kind(style: str) -> str:
    """What a style says that a paragraph is; action where it says nothing of scripts."""
    bare = _SHORT_NAME.fullmatch(style)
    found = _STYLE.fullmatch(bare[1]) if bare else None
    return (found.lastgroup or "").replace("_", " ") if found else "action"


def _styled(blocks: Sequence[_Block], language: str) -> Script:
    """A screenplay by the styles of its paragraphs."""
    reader = ParagraphReader(language)
    before = ""
    for place, block in enumerate(blocks, 1):
        if isinstance(block, WordTable) or not block.words:
            continue
        kind = _kind(block.style)
        if kind == "action" and is_scene(block.words):
            kind = "scene heading"
        elif kind == "action" and before in _SPEECH and _BRACKETED.fullmatch(block.words):
            kind = "parenthetical"
        reader.take(Paragraph(kind, block.words), place)
        before = kind
    return settled(Script("", language, (), reader.episodes()))


def _columns_of_tables(blocks: Iterable[_Block]) -> Columns | None:
    """The columns of the tables if these are the script, None when the text around them is."""
    rows = [row for block in blocks if isinstance(block, WordTable) for row in block.rows]
    around = [block.words for block in blocks if isinstance(block, WordParagraph)]
    found = columns_of(rows)
    if found is None or "character" not in found.places:
        return found if found and found.heads else None
    inside, outside = sum(len(cell) for row in rows for cell in row), sum(map(len, around))
    if inside <= outside * _FAR_MORE and dialect_of("\n".join(around)) == "plain":
        return None
    return found if found.heads or inside > outside else None


def _rows(blocks: Iterable[_Block], columns: Columns) -> Iterator[Row]:
    """The rows of all tables under one head, and what stands around them as rows of one cell."""
    if not columns.heads:
        yield _head(columns)
    else:
        tables = (row for block in blocks if isinstance(block, WordTable) for row in block.rows)
        yield from islice(tables, columns.heads)
    for block in blocks:
        if isinstance(block, WordTable):
            yield from block.rows
        elif block.words:
            yield (block.words,)


def _head(columns: Columns) -> Row:
    """A head for tables that have none."""
    names = {place: name for name, place in columns.places.items()}
    names |= {place: code or "text" for code, place in columns.texts.items()}
    return tuple(names.get(place, "") for place in range(max(names) + 1))


def _lines(blocks: Sequence[_Block]) -> Iterator[str]:
    """The document as a script text: blank lines where paragraphs are something of their own."""
    spaced = _double_spaced(blocks)
    for block in blocks:
        if isinstance(block, WordTable):
            yield ""
            yield from (f"[[{' | '.join(filter(None, row))}]]" for row in block.rows if any(row))
            yield ""
        elif not block.words:
            if not spaced:
                yield ""
        elif _kind(block.style) == "scene heading" and not is_scene(block.words):
            yield from ("", f".{block.words}", "")
        elif _is_cue(block.words):
            yield from ("", block.words)
        elif in_capitals(block.words):
            yield from ("", block.words, "")  # a slam, a title, a transition: nobody's name
        elif read_plain_cue(block.words.split("\n")[0]):
            yield block.words.replace("\n", "\n    ")  # set in, such lines go on with the speech
        else:
            yield block.words


def _double_spaced(blocks: Sequence[_Block]) -> bool:
    """Whether an empty paragraph is between any two, and so tells nothing."""
    filled = [isinstance(block, WordTable) or bool(block.words) for block in blocks]
    touching = any(one and two for one, two in pairwise(filled))
    return not touching and sum(filled) >= _ENOUGH_TO_SPACE


def _is_cue(words: str) -> bool:
    """Whether a paragraph without a style is a name: such documents have no blank lines."""
    name = read_cue(words).name
    if len(words) > _LONGEST_CUE or name.endswith((":", "!", "?", ".", "…")) or is_scene(words):
        return False
    return in_capitals(name)
