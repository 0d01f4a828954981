"""What the checks of a translation know: the two languages, the names, and the line itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.formats.markup import Piece, pieces
from studio.model.glossary import names_in
from studio.model.ids import LineId
from studio.model.project import Project
from studio.writing.fencing import cleaned
from studio.writing.translating.glossary import Term
from studio.writing.translating.order import source_of

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n\s*")


@dataclass(frozen=True, slots=True)
class Frame:
    """The languages of a translation; `names` are the words that may stay as they are, folded.

    `speakers` are the names of the cast in both languages, as they are written.
    """

    source: str
    target: str
    names: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as a model gets it: its words without notes, and what they have to keep."""

    id: LineId
    words: str
    speaker: str = ""
    terms: tuple[Term, ...] = ()
    sung: bool = False


def frame_of(project: Project, language: str) -> Frame:
    """The frame of a project's translation into a language."""
    speakers = {each.name for each in project.cast} | {*names_in(project, language).values()}
    kept = [entry.translation for entry in project.glossary if entry.language == language]
    names = frozenset(_words((*speakers, *kept)))
    return Frame(source_of(project), language, names, frozenset(speakers))


def for_the_model(text: str) -> str:
    """The words of a line as a model gets them: without notes, blanks joined, breaks kept.

    What nobody sees is taken out, as a fence does it.
    """
    text = cleaned(text)
    kept = (
        text[start:end] for kind, start, end in pieces(text) if kind in (Piece.WORDS, Piece.BREAK)
    )
    return _BREAKS.sub("\n", _SPACES.sub(" ", "".join(kept))).strip()


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in WORD.findall(text):
            yield word.casefold()
