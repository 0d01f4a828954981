"""The habits of a screenplay page: which kind follows which, and what typed words turn into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.formats.names import is_extension
from studio.model.cast import Cast
from studio.model.ids import CharacterId
from studio.model.line import SPOKEN, Line, LineKind

KINDS = (
    LineKind.HEADING,
    LineKind.ACTION,
    LineKind.DIALOGUE,
    LineKind.VOICE_OVER,
    LineKind.NOTE,
    LineKind.TRANSITION,
)
"""The kinds a person picks while writing, in the order of Ctrl+1 to Ctrl+6."""

LONGEST_CUE = 32
"""Characters of a name typed before a colon; longer ones are words of the line."""

RECENT = 24
"""Lines looked back for the other speaker of a conversation."""

_HEADING = re.compile(r"(?:INT|EXT|EST|I/E|INT\./EXT)\. ?|(?:内景|外景|内外景)[ 　]", re.IGNORECASE)
_CUE = re.compile(r"(?P<name>[^:：\n]+?)\s*(?P<colon>[:：])(?P<space>\s?)")
_EXTENSION = re.compile(r"(?P<name>.*?)\s*[(（](?P<extension>[^()（）]*)[)）]\s*")
_DIRECTION = re.compile(r"[(（](?P<direction>[^()（）\n]+)(?:\)\s|）\s?)")
_OFF_SCREEN = frozenset({"V.O.", "VO", "V.O", "旁白", "画外音"})

_NEXT = {
    LineKind.HEADING: LineKind.ACTION,
    LineKind.ACTION: LineKind.DIALOGUE,
    LineKind.DIALOGUE: LineKind.DIALOGUE,
    LineKind.VOICE_OVER: LineKind.DIALOGUE,
    LineKind.LYRIC: LineKind.LYRIC,
    LineKind.TRANSITION: LineKind.HEADING,
    LineKind.SECTION: LineKind.HEADING,
    LineKind.PAGE_BREAK: LineKind.HEADING,
}

_IN_EMPTY = {
    LineKind.DIALOGUE: LineKind.ACTION,
    LineKind.VOICE_OVER: LineKind.ACTION,
    LineKind.ACTION: LineKind.HEADING,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A name as it is typed above or before a line; `off_screen` for a voice-over."""

    name: str
    extension: str = ""
    direction: str = ""

    @property
    def off_screen(self) -> bool:
        """Whether the speaker is heard but not in the scene."""
        return self.extension.upper() in _OFF_SCREEN


def next_kind(kind: LineKind) -> LineKind:
    """The kind of the line that Enter opens below one of this kind."""
    return _NEXT.get(kind, LineKind.ACTION)


def kind_after_empty(kind: LineKind) -> LineKind | None:
    """What Enter makes of an empty line of this kind, None where it only goes on."""
    return _IN_EMPTY.get(kind)


def proposed_speaker(lines: Sequence[Line], index: int) -> CharacterId | None:
    """Who answers after the line at `index`: of the last two in the conversation the other one.

    After a line nobody speaks it may be the only one who spoke lately; None when nobody did.
    """
    recent = reversed(lines[max(0, index + 1 - RECENT) : index + 1])
    speakers = [line.character for line in recent if line.kind is LineKind.DIALOGUE]
    last = lines[index].character if 0 <= index < len(lines) and lines[index].spoken else None
    other_than = last or next((who for who in speakers if who), None)
    other = next((who for who in speakers if who not in (None, other_than)), None)
    return other if other or last else other_than


def as_kind(line: Line, kind: LineKind, speaker: CharacterId | None = None) -> Line:
    """The line as another kind: who and how belong to spoken lines only.

    `speaker` is who says it when it becomes spoken and nobody did so far.
    """
    if kind is line.kind:
        return line
    if kind in SPOKEN or kind is LineKind.LYRIC:
        extension = "" if kind is LineKind.DIALOGUE else line.extension
        if kind is LineKind.VOICE_OVER:
            extension = extension or "V.O."
        return replace(line, kind=kind, character=line.character or speaker, extension=extension)
    return replace(
        line, kind=kind, character=None, extension="", direction="", emotion="", dual=False
    )


def begins_heading(before: str, words: str) -> bool:
    """Whether these words have just become the beginning of a scene heading."""
    return bool(_HEADING.match(words)) and not _HEADING.match(before)


def looks_like_heading(words: str) -> bool:
    """Whether the words begin as a scene heading does."""
    return bool(_HEADING.match(words))


def cue_of(text: str) -> Cue:
    """A typed name with its extension: `NARRATOR (V.O.)`."""
    found = _EXTENSION.fullmatch(text.strip())
    if found and found["name"]:
        return Cue(found["name"].strip(), found["extension"].strip())
    return Cue(text.strip())


def typed_cue(words: str, cast: Cast) -> Cue | None:
    """The speaker whom `NAME: ` names at the start of a line that has no other words yet.

    A known name counts in any case; a new one in capitals, or in a script without them, and
    only with the space typed after the colon, so that "He said: " stays what it is. What stands
    in brackets says where the voice is, or how the line is to be said, as in a plain script.
    """
    found = _CUE.fullmatch(words)
    if not found or len(found["name"]) > LONGEST_CUE:
        return None
    cue = cue_of(found["name"])
    if cue.extension and not is_extension(cue.extension):
        cue = Cue(cue.name, "", cue.extension)
    wide = found["colon"] == "："
    if cast.named(cue.name):
        return cue if wide or found["space"] else None
    has_letters = any(c.isalpha() for c in cue.name)
    if found["space"] and has_letters and cue.name == cue.name.upper():
        return cue
    return None


def typed_direction(words: str) -> str:
    """How a line is to be said that has no other words than `(dry) ` yet; else empty."""
    found = _DIRECTION.fullmatch(words)
    return found["direction"].strip() if found else ""
