"""Paragraphs that say what they are, as screenplay programs have them, as lines of a script."""

from __future__ import annotations

from dataclasses import replace

from studio.formats.facts import Facts, read_note
from studio.formats.final_draft.paragraphs import Paragraph
from studio.formats.headings import read_episode
from studio.formats.markup import BARRIER
from studio.formats.names import Cue, clean_name, read_cue, spoken_kind, told_by
from studio.formats.script import ScriptEpisode, ScriptLine
from studio.formats.words import without_emphasis
from studio.model.line import LineKind

_KINDS = {
    "scene heading": LineKind.HEADING,
    "transition": LineKind.TRANSITION,
    "singing": LineKind.LYRIC,
    "lyrics": LineKind.LYRIC,
    "chorus": LineKind.LYRIC,
    "outline body": LineKind.SYNOPSIS,
    "new act": LineKind.SECTION,
    "end of act": LineKind.SECTION,
    "show/ep. title": LineKind.SECTION,
    **{f"outline {depth}": LineKind.SECTION for depth in range(1, 5)},
}
_SAID = ("dialogue", "singing", "lyrics")
_DEPTHS = {f"outline {depth}": str(depth) for depth in range(2, 5)}
_LONGEST = 20_000
"""Characters put together in one line; what goes on is a line of its own."""

_PAGES = frozenset(("more", "continued", "cont'd", "cont’d"))
"""What programs write where a speech goes over a page; nobody acts it."""


class ParagraphReader:
    """Takes paragraphs in order; a cue holds until something that is not speech."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._episodes: list[ScriptEpisode] = []
        self._lines: list[ScriptLine] = []
        self._heading: tuple[int, str] | None = None
        self._cue: Cue | None = None
        self._dual = False
        self._at = 0
        """Where the line in hand is, while a cue holds."""
        self._fresh = False
        """Whether nothing was said in the line in hand yet."""
        self._told = False
        """Whether something is known of the line in hand beyond the page."""

    def episodes(self) -> tuple[ScriptEpisode, ...]:
        """Everything that was taken, by episode."""
        self._close()
        return tuple(self._episodes)

    def take(self, paragraph: Paragraph, place: int) -> None:
        """Read one paragraph; `place` counts them from 1."""
        facts, notes = _facts(paragraph.notes)
        if paragraph.words.strip() and _bears_notes(paragraph):
            told = "".join(f" [[{note}]]" for note in notes)
            paragraph, notes = replace(paragraph, words=paragraph.words + told), []
        speaks = paragraph.kind == "character" and not paragraph.omitted
        if speaks:
            self._end_speech()
            self._add_notes(notes, place)
        if paragraph.omitted:
            self._add(LineKind.BONEYARD, paragraph.words, place)
        elif speaks:
            self._begin_speech(paragraph, place, facts)
        elif paragraph.kind == "parenthetical" and self._cue:
            self._direct(paragraph.words, place)
        elif self._cue and paragraph.kind in _SAID:
            self._say(paragraph, place, facts)
        else:
            self._element(paragraph, place, facts)
        if not speaks:
            self._add_notes(notes, place)

    def _begin_speech(self, paragraph: Paragraph, place: int, facts: Facts) -> None:
        self._cue = read_cue(paragraph.words.replace("/**/", BARRIER))
        self._dual = paragraph.second or self._cue.dual
        self._add_speech(place, told_by(self._cue)[1], facts)

    def _add_speech(self, place: int, direction: str, facts: Facts | None = None) -> None:
        assert self._cue is not None
        extension = told_by(self._cue)[0]
        kind = spoken_kind(self._cue.name, extension)
        line = ScriptLine(
            kind, character=clean_name(self._cue.name), extension=extension, direction=direction,
            dual=self._dual, line=place, continues=facts is None,
        )  # fmt: skip
        self._at = len(self._lines)
        self._lines.append(facts.applied(line) if facts else line)
        self._fresh, self._told = True, bool(facts)

    def _end_speech(self) -> None:
        """What stands under the cue is over; a cue without words is seen, not heard."""
        if self._cue and self._fresh and not self._told:
            line = self._lines[self._at]
            direction = f"({line.direction})" if line.direction else ""
            name = "" if line.continues else line.character
            words = " ".join(part for part in (name, direction) if part)
            seen = ScriptLine(LineKind.ACTION, {self._language: words}, line=line.line)
            self._lines[self._at : self._at + 1] = [seen] if words else []
        self._cue = None

    def _direct(self, words: str, place: int) -> None:
        bare = words.strip()
        bare = without_emphasis(bare) if bare[:1] in ("*", "_") else bare
        inner = bare.removeprefix("(").removeprefix("（").removesuffix(")").removesuffix("）")
        inner = inner.strip() if bare[:1] in ("(", "（") else bare
        if inner.casefold() in _PAGES:
            return
        before = self._lines[self._at].direction
        if self._fresh and len(before) < _LONGEST:
            told = f"{before}; {inner}" if before else inner
            self._lines[self._at] = replace(self._lines[self._at], direction=told)
        else:
            self._add_speech(place, inner)

    def _say(self, paragraph: Paragraph, place: int, facts: Facts) -> None:
        sung = paragraph.kind != "dialogue"
        if not self._fresh:
            last = self._lines[self._at]
            before = last.words(self._language)
            if (last.kind is LineKind.LYRIC) == sung and not facts and len(before) < _LONGEST:
                words = f"{before}\n{paragraph.words}"
                self._lines[self._at] = replace(last, text={**last.text, self._language: words})
                return
            self._add_speech(place, "")
        last = self._lines[self._at]
        kind = LineKind.LYRIC if sung else last.kind
        text = {**last.text, self._language: paragraph.words} if paragraph.words else last.text
        self._lines[self._at] = facts.applied(replace(last, kind=kind, text=text))
        self._fresh = False

    def _element(self, paragraph: Paragraph, place: int, facts: Facts) -> None:
        kind = _KINDS.get(paragraph.kind, LineKind.ACTION)
        if kind is LineKind.ACTION and paragraph.centred:
            kind = LineKind.CENTERED
        if found := _episode(paragraph, kind):
            self._begin_episode(found)
            return
        number = paragraph.number if kind is LineKind.HEADING else _DEPTHS.get(paragraph.kind, "")
        self._add(kind, paragraph.words, place, number=number, facts=facts)

    def _begin_episode(self, heading: tuple[int, str]) -> None:
        self._end_speech()
        if self._heading or any(line.spoken for line in self._lines):
            self._close()
        self._heading = heading

    def _close(self) -> None:
        self._end_speech()
        number, title = self._heading or (1, "")
        self._episodes.append(ScriptEpisode(number, title, tuple(self._lines)))
        self._lines, self._heading = [], None

    def _add(
        self,
        kind: LineKind,
        words: str,
        place: int,
        *,
        number: str = "",
        facts: Facts | None = None,
    ) -> None:
        self._end_speech()
        if not words.strip() and not facts:
            return
        line = ScriptLine(kind, {self._language: words}, number=number, line=place)
        self._lines.append(facts.applied(line) if facts else line)

    def _add_notes(self, notes: list[str], place: int) -> None:
        for note in notes:
            self._lines.append(ScriptLine(LineKind.NOTE, {self._language: note}, line=place))


def _bears_notes(paragraph: Paragraph) -> bool:
    """Whether notes may stand behind the words: not where these are a name, or how to act."""
    if paragraph.kind in ("character", "parenthetical"):
        return False
    return not _episode(paragraph, _KINDS.get(paragraph.kind, LineKind.CENTERED))


def _episode(paragraph: Paragraph, kind: LineKind) -> tuple[int, str] | None:
    """The episode that a paragraph begins; parts of an outline are numbered, too."""
    if kind not in (LineKind.SECTION, LineKind.CENTERED) or paragraph.kind in _DEPTHS:
        return None
    words = paragraph.words.strip()
    bare = words[:1].isdigit() and paragraph.kind not in ("new act", "show/ep. title")
    return None if bare else read_episode(words)


def _facts(notes: tuple[str, ...]) -> tuple[Facts, list[str]]:
    """What our notes know of a line, and the notes that are somebody's own."""
    known, own = Facts(), list[str]()
    for note in notes:
        facts, rest = read_note(note)
        if facts and not known.knows_any_of(facts):
            known.add(facts)
        else:
            rest = note
        if rest.strip():
            own.append(rest.strip())
    return known, own
