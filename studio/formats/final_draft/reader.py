"""Final Draft scripts as scripts of the studio."""

from __future__ import annotations

from dataclasses import replace

from studio.formats.facts import Facts, read_note
from studio.formats.final_draft.paragraphs import Paragraph, read_draft
from studio.formats.final_draft.title import title_page_of
from studio.formats.guessing import settled
from studio.formats.headings import read_episode
from studio.formats.markup import BARRIER
from studio.formats.names import Cue, clean_name, read_cue, spoken_kind, told_by
from studio.formats.script import Script, ScriptEpisode, ScriptLine
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


def parse_final_draft(data: bytes, *, source: str = "", language: str = "") -> Script:
    """The script in a Final Draft file; whatever is not understood is action.

    A language on the title page wins over the one given. Raises ScriptError for what is no such
    file.
    """
    draft = read_draft(data, source=source)
    page = title_page_of([paragraph.words for paragraph in draft.title_page])
    reader = _Reader(page.language or language)
    for place, paragraph in enumerate(draft.content, 1):
        reader.take(paragraph, place)
    episodes = reader.episodes()
    return settled(Script(page.title, page.language or language, page.rest, episodes))


class _Reader:
    """Takes paragraphs in order; a cue holds until something that is not speech."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._episodes: list[ScriptEpisode] = []
        self._lines: list[ScriptLine] = []
        self._heading: tuple[int, str] | None = None
        self._cue: Cue | None = None
        self._dual = False
        self._fresh = False
        """Whether nothing was said under the cue yet."""

    def episodes(self) -> tuple[ScriptEpisode, ...]:
        """Everything that was taken, by episode."""
        self._close()
        return tuple(self._episodes)

    def take(self, paragraph: Paragraph, place: int) -> None:
        """Read one paragraph; `place` counts them from 1."""
        facts, notes = _facts(paragraph.notes)
        if paragraph.words.strip() and paragraph.kind != "character":
            told = "".join(f" [[{note}]]" for note in notes)
            paragraph, notes = replace(paragraph, words=paragraph.words + told), []
        if paragraph.omitted:
            self._add(LineKind.BONEYARD, paragraph.words, place)
        elif paragraph.kind == "character":
            self._begin_speech(paragraph, place, facts)
        elif paragraph.kind == "parenthetical" and self._cue:
            self._direct(paragraph.words, place)
        elif self._cue and paragraph.kind in ("dialogue", "singing", "lyrics"):
            self._say(paragraph, place, facts)
        else:
            self._element(paragraph, place, facts)
        for note in notes:
            self._add(LineKind.NOTE, note, place, keeps_cue=True)

    def _begin_speech(self, paragraph: Paragraph, place: int, facts: Facts) -> None:
        self._cue = read_cue(paragraph.words.replace("/**/", BARRIER))
        self._dual = paragraph.second or self._cue.dual
        self._speech(place, told_by(self._cue)[1], facts)

    def _speech(self, place: int, direction: str, facts: Facts | None = None) -> None:
        assert self._cue is not None
        extension = told_by(self._cue)[0]
        kind = spoken_kind(self._cue.name, extension)
        line = ScriptLine(
            kind, character=clean_name(self._cue.name), extension=extension, direction=direction,
            dual=self._dual, line=place, continues=not self._fresh and self._is_speech(),
        )  # fmt: skip
        self._lines.append(facts.applied(line) if facts else line)
        self._fresh = True

    def _is_speech(self) -> bool:
        return bool(self._lines) and bool(self._lines[-1].character)

    def _direct(self, words: str, place: int) -> None:
        bare = words.strip()
        inner = bare[1:-1] if bare[:1] in "(（" and bare[-1:] in ")）" else bare
        if self._fresh:
            before = self._lines[-1].direction
            told = f"{before}; {inner}" if before else inner
            self._lines[-1] = replace(self._lines[-1], direction=told.strip())
        else:
            self._speech(place, inner.strip())

    def _say(self, paragraph: Paragraph, place: int, facts: Facts) -> None:
        sung = paragraph.kind != "dialogue"
        if not self._fresh:
            last = self._lines[-1]
            if (last.kind is LineKind.LYRIC) == sung and not facts:
                words = f"{last.words(self._language)}\n{paragraph.words}"
                self._lines[-1] = replace(last, text={**last.text, self._language: words})
                return
            self._speech(place, "")
        kind = LineKind.LYRIC if sung else self._lines[-1].kind
        last = self._lines[-1]
        text = {**last.text, self._language: paragraph.words} if paragraph.words else last.text
        self._lines[-1] = facts.applied(replace(last, kind=kind, text=text))
        self._fresh = False

    def _element(self, paragraph: Paragraph, place: int, facts: Facts) -> None:
        kind = _KINDS.get(paragraph.kind, LineKind.ACTION)
        if kind is LineKind.ACTION and paragraph.centred:
            kind = LineKind.CENTERED
        if kind in (LineKind.SECTION, LineKind.CENTERED) and (
            found := read_episode(paragraph.words.strip())
        ):
            self._begin_episode(found)
            return
        number = paragraph.number if kind is LineKind.HEADING else ""
        if paragraph.kind.startswith("outline ") and paragraph.kind[-1] in "234":
            number = paragraph.kind[-1]
        self._add(kind, paragraph.words, place, number=number, facts=facts)

    def _begin_episode(self, heading: tuple[int, str]) -> None:
        if self._heading or any(line.spoken for line in self._lines):
            self._close()
        self._heading, self._cue = heading, None

    def _close(self) -> None:
        number, title = self._heading or (1, "")
        self._episodes.append(ScriptEpisode(number, title, tuple(self._lines)))
        self._lines, self._heading, self._cue = [], None, None

    def _add(
        self,
        kind: LineKind,
        words: str,
        place: int,
        *,
        number: str = "",
        facts: Facts | None = None,
        keeps_cue: bool = False,
    ) -> None:
        if not keeps_cue:
            self._cue = None
        if not words.strip() and not facts:
            return
        line = ScriptLine(kind, {self._language: words}, number=number, line=place)
        self._lines.append(facts.applied(line) if facts else line)


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
