"""Lines of the script as plain text for the clipboard, and plain text as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.ui.script.screenplay import looks_like_heading, typed_cue


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A line read from plain text; `text` by language, the character by name."""

    kind: LineKind
    text: Mapping[str, str]
    character: str = ""
    extension: str = ""
    direction: str = ""
    emotion: str = ""


def plain_text(project: Project, lines: Sequence[Line], language: str) -> str:
    """The lines one below the other, `NAME: words` where someone speaks."""
    return "\n".join(_plain(project, line, language) for line in lines)


def _plain(project: Project, line: Line, language: str) -> str:
    words = " ".join(line.words(language).split("\n"))
    who = project.cast.find(line.character)
    if who is None or not line.spoken:
        return words
    extension = f" ({line.extension})" if line.extension else ""
    direction = f"({line.direction}) " if line.direction else ""
    return f"{who.name}{extension}: {direction}{words}"


def lines_of(text: str, project: Project, language: str) -> tuple[PlainLine, ...]:
    """One line per row of text: headings and `NAME: words` are told apart, the rest is action."""
    rows = (row.strip() for row in text.splitlines())
    return tuple(_line_of(row, project, language) for row in rows if row)


def _line_of(row: str, project: Project, language: str) -> PlainLine:
    if looks_like_heading(row):
        return PlainLine(LineKind.HEADING, {language: row})
    for colon in ("：", ":"):
        name, found, words = row.partition(colon)
        cue = typed_cue(f"{name}{colon} ", project.cast) if found else None
        if cue:
            kind = LineKind.VOICE_OVER if cue.off_screen else LineKind.DIALOGUE
            direction, spoken = cue.direction, words.strip()
            if not direction:
                direction, spoken = _direction_of(spoken)
            return PlainLine(kind, {language: spoken}, cue.name, cue.extension, direction)
    return PlainLine(LineKind.ACTION, {language: row})


def _direction_of(words: str) -> tuple[str, str]:
    """A direction in brackets before the words, and the words."""
    if words[:1] in ("(", "（"):
        end = min((at for at in (words.find(")"), words.find("）")) if at > 0), default=0)
        if end:
            return words[1:end].strip(), words[end + 1 :].strip()
    return "", words
