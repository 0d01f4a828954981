"""Fountain: the screenplay markup, read with the studio's own facts in its notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from studio.formats.blocks import BlockParser, Draft, lyric
from studio.formats.facts import Facts, split_facts
from studio.formats.guessing import settled
from studio.formats.headings import is_scene
from studio.formats.markup import (
    HELD_BLANK,
    WHITE,
    Piece,
    TextLine,
    pieces,
    text_lines,
    without_barriers,
)
from studio.formats.names import (
    Cue,
    caseless_name,
    in_capitals,
    is_narrator,
    read_cue,
    spoken_kind,
    told_by,
)
from studio.formats.script import Script, ScriptLine
from studio.formats.title_page import read_title_page
from studio.model.line import LineKind

_DIRECTION = re.compile(r"[(（](.*)[)）]\Z", re.DOTALL)
_LONGEST_DIRECTION = 4


def parse_fountain(text: str, *, source: str = "", language: str = "") -> Script:
    """The script in a Fountain text; a language on the title page wins over the one given.

    Never refuses: what is not understood is action. `source` is not needed to read.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    page = read_title_page(text)
    body = text.split("\n", page.lines)[page.lines] if page.lines else text
    lines = text_lines(body if page.lines <= text.count("\n") else "", page.lines + 1)
    cast = caseless_cast(lines) | frozenset(page.cast)
    episodes = FountainParser(lines, page.language or language, cast).episodes()
    return settled(Script(page.title, page.language or language, page.rest, episodes))


def caseless_cast(lines: Sequence[TextLine]) -> frozenset[str]:
    """The names without letter case that stand over text twice, or once and marked as a cue."""
    counted: Counter[str] = Counter()
    for before, here, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if (before is not None and not before.blank) or after is None or _ends(after):
            continue
        bare = here.text.strip(WHITE)
        forced = bare.startswith("@")
        if not forced and (len(bare) > 60 or is_scene(bare)):
            continue
        cue = read_cue(bare[1:] if forced else bare)
        if caseless_name(cue.name):
            sure = forced or is_narrator(cue.name) or cue.groups
            counted[cue.name] += 2 if sure else 1
    return frozenset(name for name, count in counted.items() if count > 1)


def natural_cue(text: str, cast: frozenset[str]) -> Cue | None:
    """The cue a line is without being forced, given the names without case."""
    bare = text.strip(WHITE)
    if not bare or len(bare) > 200 or bare[0] in "!@#=~>.(（":
        return None
    cue = read_cue(bare)
    known = cue.name in cast and not is_scene(bare)
    return cue if cue.name and (in_capitals(cue.name) or known) else None


def _ends(line: TextLine) -> bool:
    return line.blank and line.text != HELD_BLANK


class FountainParser(BlockParser):
    """Speech as in a screenplay: a cue, then directions and words up to a blank line."""

    def __init__(self, lines: Sequence[TextLine], language: str, cast: frozenset[str]) -> None:
        super().__init__(lines, language)
        self._cast = cast

    def speech(self) -> bool:
        """Read a cue and the block under it, if they are here."""
        if self.at + 1 >= len(self.lines) or _ends(self.lines[self.at + 1]):
            return False
        words, facts = split_facts(self.lines[self.at].text)
        words, notes = _without_notes(words)
        bare = words.strip(WHITE)
        cue = read_cue(bare[1:]) if bare.startswith("@") else natural_cue(bare, self._cast)
        if cue is None or (bare.startswith("@") and bare == "@"):
            return False
        for note in notes:
            draft = self.draft(LineKind.NOTE)
            draft.lines.append(note)
            self.add(draft.finished(self.language))
        self.at += 1
        _Speech(self, cue, facts).read()
        return True


def _without_notes(text: str) -> tuple[str, list[str]]:
    """A cue without the notes behind it, and what they say."""
    if not text.rstrip(WHITE).endswith("]]"):
        return text, []
    parts = list(pieces(text))
    notes = [text[start + 2 : end - 2].strip() for kind, start, end in parts if kind is Piece.NOTE]
    words = "".join(text[start:end] for kind, start, end in parts if kind is not Piece.NOTE)
    return (words, notes) if notes else (text, [])


class _Speech:
    """One block under a cue; each direction inside it, and each id, begins a line of its own."""

    def __init__(self, parser: FountainParser, cue: Cue, facts: Facts) -> None:
        self._parser = parser
        self._cue = cue
        self._told = facts
        self._extension, self._first_direction = told_by(cue)
        self._kind = spoken_kind(cue.name, self._extension)
        self._drafts: list[Draft] = []
        self._begin()
        self._draft.facts.add(facts)

    @property
    def _draft(self) -> Draft:
        return self._drafts[-1]

    def read(self) -> None:
        """Read to the end of the block and hand its lines to the parser."""
        parser = self._parser
        while parser.at < len(parser.lines) and not _ends(parser.lines[parser.at]):
            words, facts = split_facts(self._text_here())
            if facts and self._draft.facts.knows_any_of(facts):
                self._begin()
            if words.strip(WHITE) or not facts:
                self._take(words)
            self._draft.facts.add(facts)
            parser.at += 1
        for index, draft in enumerate(self._drafts):
            self._finish(draft, first=index == 0)

    def _text_here(self) -> str:
        """The line in hand; a direction over several lines is taken up to its closing bracket."""
        parser = self._parser
        text = parser.lines[parser.at].text
        if not text.lstrip(WHITE).startswith(("(", "（")) or ")" in text or "）" in text:
            return text
        for more in range(1, _LONGEST_DIRECTION):
            if parser.blank_at(parser.at + more):
                break
            text = f"{text.rstrip(WHITE)} {parser.lines[parser.at + more].text.strip(WHITE)}"
            if split_facts(text)[0].endswith((")", "）")):
                parser.at += more
                return text
        return parser.lines[parser.at].text

    def _begin(self) -> None:
        draft = self._parser.draft(self._kind)
        draft.speaker = ScriptLine(
            self._kind,
            character=self._cue.name,
            extension=self._extension,
            direction="" if self._drafts else self._first_direction,
            dual=self._cue.dual,
            continues=bool(self._drafts),
        )
        self._drafts.append(draft)

    def _take(self, words: str) -> None:
        draft, bare = self._draft, words.strip(WHITE)
        direction = _direction(bare)
        sung = lyric(words)
        if direction is not None:
            self._directed(direction)
        elif sung is not None:
            if draft.lines and draft.kind is not LineKind.LYRIC:
                self._begin()
            self._draft.kind = LineKind.LYRIC
            self._draft.lines.append(sung)
        else:
            if draft.lines and draft.kind is LineKind.LYRIC:
                self._begin()
            self._draft.lines.append(bare)

    def _directed(self, direction: str) -> None:
        before = self._draft.speaker.direction
        if self._draft.lines or (before and self._draft.facts):
            self._begin()
            before = ""
        told = f"{before}; {direction}" if before else direction
        self._draft.speaker = replace(self._draft.speaker, direction=told)

    def _finish(self, draft: Draft, *, first: bool) -> None:
        line = draft.finished(self._parser.language)
        beat = not first and line.direction and not draft.lines and not draft.facts
        if beat:
            # A direction with nothing said after it is seen, not heard.
            text = {self._parser.language: f"({line.direction})"}
            line = ScriptLine(LineKind.ACTION, text, line=line.line, column=line.column)
        self._parser.add(line)


def _direction(bare: str) -> str | None:
    found = _DIRECTION.match(bare)
    return without_barriers(found[1].strip(WHITE)) if found else None
