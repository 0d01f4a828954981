"""The paragraphs of a Final Draft file, in order, out of XML that nobody needs to trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from studio.errors import ScriptError, ScriptProblem
from studio.formats.final_draft.emphasis import Run, words_of

LARGEST = 32 << 20
"""Bytes of a file; a season of scripts has a tenth of them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its type in small letters, its words with marks of emphasis, its notes.

    `second` says that it is the second of two who speak at once.
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
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


def read_draft(data: bytes, *, source: str = "") -> Draft:
    """The paragraphs in the bytes of a file; raises ScriptError."""
    if len(data) > LARGEST:
        raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=f"{len(data) >> 20} MB")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        raise ScriptError(ScriptProblem.MALFORMED, source, line, column + 1, "not XML") from None
    except DefusedXmlException:
        told = "it declares entities of its own, which no script needs"
        raise ScriptError(ScriptProblem.MALFORMED, source, detail=told) from None
    except (LookupError, ValueError):
        raise ScriptError(ScriptProblem.ENCODING, source) from None
    if root.tag != "FinalDraft":
        raise ScriptError(ScriptProblem.MALFORMED, source, detail="not a Final Draft script")
    page = root.find("TitlePage/Content")
    content = root.find("Content")
    return Draft(
        tuple(_paragraphs(page)) if page is not None else (),
        tuple(_paragraphs(content)) if content is not None else (),
    )


def _paragraphs(
    parent: Element, *, second: bool = False, omitted: bool = False
) -> Iterator[Paragraph]:
    for element in parent:
        if element.tag != "Paragraph":
            continue
        if (dual := element.find("DualDialogue")) is not None:
            yield from _dual(dual, omitted)
            continue
        yield Paragraph(
            (element.get("Type") or "General").strip().casefold(),
            words_of(_runs(element)),
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
        yield Paragraph(
            paragraph.kind, paragraph.words, paragraph.number, paragraph.centred, speakers > 1,
            omitted, paragraph.notes,
        )  # fmt: skip


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
