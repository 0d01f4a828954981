"""The paragraphs of a Final Draft file, in order, out of XML that nobody needs to trust."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from studio.errors import ScriptError, ScriptProblem
from studio.formats.final_draft.emphasis import Run, words_of

LARGEST = 20 << 20
"""Bytes of a file; a season of scripts has a fifth of them."""

MOST_ELEMENTS = 500_000
"""Elements of a file; a long screenplay has ten thousand."""

LONGEST_TEXT = 1_000_000
"""Characters of one paragraph."""

DEEPEST = 100
"""Elements inside one another; Final Draft writes a dozen."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its type in small letters, its words, its notes.

    Words have marks of emphasis, but not in a cue, which is a name. `second`
    says that it is the second of two who speak at once.
    """

    kind: str
    words: str
    number: str = ""
    centred: bool = False
    second: bool = False
    omitted: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole file: the paragraphs of its title page and of its text."""

    title_page: tuple[Paragraph, ...] = ()
    content: tuple[Paragraph, ...] = ()


def read_draft(data: bytes, *, source: str = "") -> Draft:
    """The paragraphs in the bytes of a file; raises ScriptError."""
    if len(data) > LARGEST:
        raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=f"{len(data) >> 20} MB")
    root = _root(data, source)
    if root.tag != "FinalDraft":
        raise ScriptError(ScriptProblem.MALFORMED, source, detail="not a Final Draft script")
    page = root.find("TitlePage/Content")
    content = root.find("Content")
    return Draft(
        tuple(_paragraphs(page)) if page is not None else (),
        tuple(_paragraphs(content)) if content is not None else (),
    )


class _Limited(TreeBuilder):
    """Builds the tree and gives up on one that no script has."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source
        self._count = self._depth = self._letters = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """An element begins."""
        self._count += 1
        self._depth += 1
        self._letters = 0
        if self._count > MOST_ELEMENTS:
            told = f"more than {MOST_ELEMENTS:,} elements"
            raise ScriptError(ScriptProblem.TOO_LARGE, self._source, detail=told)
        if self._depth > DEEPEST:
            told = f"more than {DEEPEST} elements inside one another"
            raise ScriptError(ScriptProblem.MALFORMED, self._source, detail=told)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag)

    def data(self, data: str, /) -> None:
        """Characters between tags, a line or an entity at a time."""
        self._letters += len(data)
        if self._letters > LONGEST_TEXT:
            told = f"a text of more than {LONGEST_TEXT:,} characters"
            raise ScriptError(ScriptProblem.TOO_LARGE, self._source, detail=told)
        super().data(data)


def _root(data: bytes, source: str) -> Element:
    """The tree of a file, of which some have blank lines before their first tag."""
    text = data.removeprefix(BOM_UTF8).lstrip(b" \t\r\n")
    skipped = data[: len(data) - len(text)].count(b"\n")
    parser: Any = DefusedXMLParser(target=_Limited(source), forbid_dtd=True)
    try:
        parser.feed(text)
        return parser.close()
    except ParseError as error:
        line, column = error.position
        place = (line + skipped, column + 1)
        raise ScriptError(ScriptProblem.MALFORMED, source, *place, "not XML") from None
    except DefusedXmlException:
        told = "it declares entities of its own, which no script needs"
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told) from None
    except (LookupError, ValueError):
        raise ScriptError(ScriptProblem.ENCODING, source) from None


def _paragraphs(
    parent: Element, *, second: bool = False, omitted: bool = False
) -> Iterator[Paragraph]:
    for element in parent:
        if element.tag != "Paragraph":
            continue
        if (dual := element.find("DualDialogue")) is not None:
            yield from _dual(dual, omitted)
            continue
        kind = (element.get("Type") or "General").strip().casefold()
        runs = _runs(element)
        yield Paragraph(
            kind,
            "".join(run.text for run in runs) if kind == "character" else words_of(runs),
            (element.get("Number") or "").strip(),
            (element.get("Alignment") or "").casefold() == "center",
            second,
            omitted,
            tuple(_notes(element)),
        )
        if (gone := element.find("OmittedScene")) is not None:
            yield from _paragraphs(gone, second=second, omitted=True)


def _dual(dual: Element, omitted: bool) -> Iterator[Paragraph]:
    """Two speeches side by side; the second begins with the second character."""
    speakers = 0
    for paragraph in _paragraphs(dual, omitted=omitted):
        speakers += paragraph.kind == "character"
        yield replace(paragraph, second=speakers > 1, omitted=omitted)


def _runs(paragraph: Element) -> Iterator[Run]:
    for text in paragraph.iterfind("Text"):
        style = "+".join(sorted((text.get("Style") or "").split("+")))
        yield Run((text.text or "").replace("\u2028", "\n"), style)


def _notes(paragraph: Element) -> Iterator[str]:
    for note in paragraph.iterfind("ScriptNote"):
        lines = ["".join(part.itertext()) for part in note.iter("Paragraph")]
        words = "\n".join(lines) if lines else "".join(note.itertext())
        if words.strip():
            yield words.strip()
