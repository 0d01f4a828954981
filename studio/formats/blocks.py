"""What all script dialects share: the elements of a page but speech, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from studio.formats.facts import Facts, split_facts
from studio.formats.headings import is_scene, read_episode, split_scene_number
from studio.formats.markup import (
    BARRIER,
    WHITE,
    Piece,
    TextLine,
    comment_decoded,
    pieces,
    without_barriers,
)
from studio.formats.script import ScriptEpisode, ScriptLine
from studio.model.line import LineKind

_SECTION = re.compile(rf"(#+)[{WHITE}]*([^#].*)\Z", re.DOTALL)
_PAGE_BREAK = re.compile(r"={3,}\Z")
_BREAKING = ("#", "=", "~", ">")


@dataclass(slots=True)
class Draft:
    """An element being read: its lines of text, with barriers, and the facts told of it."""

    kind: LineKind
    line: int
    column: int
    lines: list[str] = field(default_factory=list[str])
    facts: Facts = field(default_factory=Facts)
    speaker: ScriptLine = field(default_factory=lambda: ScriptLine(LineKind.DIALOGUE))

    def finished(self, language: str) -> ScriptLine:
        """The line this became."""
        words = without_barriers("\n".join(self.lines))
        line = replace(
            self.speaker,
            kind=self.kind,
            text={language: words} if words else {},
            line=self.line,
            column=self.column,
        )
        return self.facts.applied(line)


class BlockParser:
    """Reads elements line by line; a dialect says how speech looks by overriding `speech`.

    Whatever is not understood is action; nothing is left out.
    """

    def __init__(self, lines: Sequence[TextLine], language: str) -> None:
        self.lines = lines
        self.language = language
        self.at: int = 0
        self._found: list[ScriptLine] = []
        self._episodes: list[ScriptEpisode] = []
        self._heading: tuple[int, str] | None = None

    def episodes(self) -> tuple[ScriptEpisode, ...]:
        """Everything in the text, by episode; lines before the first one belong to it."""
        while self.at < len(self.lines):
            if self.lines[self.at].blank:
                self.at += 1
            else:
                self._element()
        self._close_episode(self._heading or (1, ""))
        return tuple(self._episodes)

    def speech(self) -> bool:
        """Read a speech that begins here, if one does."""
        raise NotImplementedError

    def interrupts(self, text: str) -> bool:
        """Whether a line ends the paragraph of action it stands in."""
        return text.lstrip(WHITE).startswith(_BREAKING)

    def add(self, line: ScriptLine) -> None:
        """Put a line that was read at the end of the episode."""
        self._found.append(line)

    def draft(self, kind: LineKind) -> Draft:
        """An element that begins at the line in hand."""
        here = self.lines[self.at]
        return Draft(kind, here.line, here.column)

    def blank_at(self, index: int) -> bool:
        """Whether a line is blank or outside of the text."""
        return not 0 <= index < len(self.lines) or self.lines[index].blank

    def _element(self) -> None:
        words, _ = split_facts(self.lines[self.at].text)
        bare = words.strip(WHITE)
        if self._comments() or self._section(bare):
            return
        for kind, inner in _GATHERED:
            if inner(bare) is not None:
                self._gather(kind, inner)
                return
        heading = _heading(bare)
        if heading is not None:
            self._single(LineKind.HEADING, *heading)
        elif _PAGE_BREAK.match(bare):
            self._single(LineKind.PAGE_BREAK, "")
        elif bare.startswith(">") and len(bare) > 1:
            self._single(LineKind.TRANSITION, bare[1:].strip(WHITE))
        elif is_transition(bare) and self._nothing_below():
            self._single(LineKind.TRANSITION, bare)
        elif bare.startswith("!") or not self.speech():
            self._gather(LineKind.ACTION, _action)

    def _nothing_below(self) -> bool:
        """Whether only facts stand between the line in hand and a blank one."""
        below = self.at + 1
        while not self.blank_at(below):
            if split_facts(self.lines[below].text)[0].strip(WHITE):
                return False
            below += 1
        return True

    def _single(self, kind: LineKind, words: str, number: str = "") -> None:
        draft = self.draft(kind)
        draft.lines.append(words.replace("\n", " "))
        draft.facts.add(split_facts(self.lines[self.at].text)[1])
        self.at += 1
        self.add(draft.facts.applied(replace(draft.finished(self.language), number=number)))

    def _section(self, bare: str) -> bool:
        found = _SECTION.match(bare)
        if not found:
            return False
        depth, words = len(found[1]), found[2].strip(WHITE)
        episode = read_episode(self._whole_section()) if depth == 1 else None
        if episode:
            self.begin_episode(episode)
        else:
            self._single(LineKind.SECTION, words, str(depth) if depth > 1 else "")
        return True

    def _whole_section(self) -> str:
        return self.lines[self.at].text.strip(WHITE)[1:].strip(WHITE).replace("\n", " ")

    def begin_episode(self, heading: tuple[int, str]) -> None:
        """Let what follows the line in hand be an episode of this number and title."""
        if self._heading is not None:
            self._close_episode(self._heading)
        self._heading = heading
        self.at += 1

    def _close_episode(self, heading: tuple[int, str]) -> None:
        self._episodes.append(ScriptEpisode(*heading, tuple(self._found)))
        self._found = []

    def _gather(self, kind: LineKind, inner: Callable[[str], str | None]) -> None:
        draft = self.draft(kind)
        while self.at < len(self.lines):
            words, facts = split_facts(self.lines[self.at].text)
            told = bool(facts) and not words.strip(WHITE)
            part = inner(words) if not told else ""
            stop = part is None or (
                draft.lines and kind is LineKind.ACTION and self.interrupts(words)
            )
            if stop or self.blank_at(self.at) or draft.facts.knows_any_of(facts):
                break
            if not told and part is not None:
                draft.lines.append(part)
            draft.facts.add(facts)
            self.at += 1
        self.add(draft.finished(self.language))

    def _comments(self) -> bool:
        text = self.lines[self.at].text
        found = [part for part in pieces(text) if text[part[1] : part[2]].strip(WHITE)]
        if not found or any(kind not in (Piece.NOTE, Piece.BONEYARD) for kind, _, _ in found):
            return False
        facts = split_facts(text)[1] if not split_facts(text)[0].strip(WHITE) else Facts()
        if facts and not self.blank_at(self.at - 1) and self._told_of_last(facts):
            self.at += 1
            return True
        for index, (kind, start, end) in enumerate(found):
            part = text[start:end]
            facts = split_facts(part)[1]
            if not (facts and index and self._told_of_last(facts)):
                self._comment(kind, part[2:-2])
        self.at += 1
        return True

    def _comment(self, kind: Piece, content: str) -> None:
        note = kind is Piece.NOTE
        draft = self.draft(LineKind.NOTE if note else LineKind.BONEYARD)
        draft.lines.append(comment_decoded(content, "]]" if note else "*/"))
        self.add(draft.finished(self.language))

    def _told_of_last(self, facts: Facts) -> bool:
        last = self._found[-1] if self._found else None
        if last is None or (last.id and "id" in facts.values):
            return False
        if not facts.texts.keys().isdisjoint(last.text):
            return False
        self._found[-1] = facts.applied(last)
        return True


def _heading(bare: str) -> tuple[str, str] | None:
    forced = bare.startswith(".") and (bare[1:2].isalnum() or bare[1:2] == BARRIER)
    if not forced and not is_scene(bare):
        return None
    words, number = split_scene_number(bare[1:] if forced else bare)
    return words, number


def _synopsis(words: str) -> str | None:
    bare = words.strip(WHITE)
    fits = bare.startswith("=") and len(bare) > 1 and not _PAGE_BREAK.match(bare)
    return bare[1:].strip(WHITE) if fits else None


def lyric(words: str) -> str | None:
    """The words of a sung line, None when it is not one."""
    bare = words.strip(WHITE)
    return bare[1:].strip(WHITE) if bare.startswith("~") and len(bare) > 1 else None


def _centered(words: str) -> str | None:
    bare = words.strip(WHITE)
    if len(bare) < 3 or not bare.startswith(">") or not bare.endswith("<"):
        return None
    return bare[1:-1].strip(WHITE)


def _action(words: str) -> str | None:
    bare = words.lstrip(WHITE)
    return (bare[1:] if bare.startswith("!") and len(bare) > 1 else words).rstrip(WHITE)


def is_transition(bare: str) -> bool:
    """Whether a line on its own is a transition without being forced to."""
    if not bare.endswith("TO:") or bare[0] in "!@#=~>.【":
        return False
    return not any(c.islower() or c in ":：" for c in bare[:-1])


_GATHERED: tuple[tuple[LineKind, Callable[[str], str | None]], ...] = (
    (LineKind.SYNOPSIS, _synopsis),
    (LineKind.LYRIC, lyric),
    (LineKind.CENTERED, _centered),
)
