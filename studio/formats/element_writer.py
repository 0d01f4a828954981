"""Writes the elements that look the same in every dialect, so that they are read back the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.formats.blocks import is_transition
from studio.formats.dialect import dialect_of
from studio.formats.facts import fact_notes, is_fact
from studio.formats.headings import is_scene, read_episode, split_scene_number
from studio.formats.markup import (
    BARRIER,
    HELD_BLANK,
    WHITE,
    Piece,
    comment_encoded,
    kept_apart,
    pieces,
    shown,
)
from studio.formats.names import in_capitals, read_cue
from studio.formats.script import Script, ScriptLine
from studio.formats.title_page import title_page_text
from studio.model.line import LineKind

_LEADING_MARKS = tuple(".!@>~=#(（【[/")


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a script is written: its own language, and whether the others stand in notes."""

    language: str
    translations: bool = True

    def notes(self, line: ScriptLine, values: Mapping[str, str] | None = None) -> list[str]:
        """The notes with what the studio knows of a line beyond the words in its own language."""
        others = {code: text for code, text in line.text.items() if code != self.language}
        return fact_notes(line, dict(values or {}), others if self.translations else {})

    def words(self, line: ScriptLine) -> str:
        """The words in the language of the file."""
        return line.words(self.language).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def whole_file(script: Script, language: str, body: str, dialect: str) -> str:
    """Title page and text; the page names the dialect where the text would mislead."""
    text = f"{title_page_text(script.title, language, script.title_page)}\n{body}"
    if dialect_of(text) == dialect.casefold():
        return text
    named = (*script.title_page, ("Format", dialect))
    return f"{title_page_text(script.title, language, named)}\n{body}"


def separate(text: str) -> list[str]:
    """The lines of a text with barriers where its notes would be taken for facts."""
    facts = (
        text[start:end]
        for kind, start, end in pieces(text)
        if kind is Piece.NOTE and is_fact(text[start:end])
    )
    return kept_apart(text, breaks_note=frozenset(facts))


def edged(line: str) -> str:
    """A line whose outer space, if any, is kept."""
    head_mark = BARRIER if line[:1] and line[0] in WHITE else ""
    tail_mark = BARRIER if line[-1:] and line[-1] in WHITE else ""
    return f"{head_mark}{line}{tail_mark}" or BARRIER


def element(line: ScriptLine, rendering: Rendering) -> list[str]:
    """The lines of an element that is not spoken, its facts in notes below it."""
    words = rendering.words(line)
    writers = {
        LineKind.NOTE: _note,
        LineKind.BONEYARD: _boneyard,
        LineKind.SECTION: _section,
        LineKind.HEADING: _heading,
        LineKind.TRANSITION: _transition,
        LineKind.SYNOPSIS: _synopsis,
        LineKind.CENTERED: _centered,
        LineKind.LYRIC: _lyric,
    }
    values: dict[str, str] = {}
    if line.kind is LineKind.PAGE_BREAK:
        written = ["==="]
    elif line.kind in writers:
        written = writers[line.kind](words, line)
    else:
        written = action(words)
    if line.kind is LineKind.HEADING and line.number and not _number_fits(line.number):
        values["number"] = line.number
    if line.kind not in (LineKind.HEADING, LineKind.SECTION) and line.number:
        values["number"] = line.number
    for key in ("character", "direction", "extension"):
        if getattr(line, key):
            values[key] = getattr(line, key)
    return [*map(shown, written), *rendering.notes(line, values)]


def _flat(words: str) -> str:
    return " ".join(separate(words.replace("\n", " ")))


def _note(words: str, line: ScriptLine) -> list[str]:
    return [f"[[{comment_encoded(words) or ' '}]]"]


def _boneyard(words: str, line: ScriptLine) -> list[str]:
    body = comment_encoded(words, "*/")
    return [f"/*\n{body}\n*/" if "\n" in words else f"/* {body} */"]


def _section(words: str, line: ScriptLine) -> list[str]:
    depth = int(line.number) if line.number.isdecimal() and 1 < int(line.number) < 100 else 1
    text = edged(_flat(words))
    guard = text[0] == "#" or (depth == 1 and read_episode(text) is not None)
    return [f"{'#' * depth} {BARRIER if guard else ''}{text}"]


def _number_fits(number: str) -> bool:
    return split_scene_number(f"X #{number}#") == ("X", number)


def _heading(words: str, line: ScriptLine) -> list[str]:
    text = edged(_flat(words))
    if split_scene_number(text)[1]:
        text = f"{text[:-1]}{BARRIER}#"
    number = f" #{line.number}#" if line.number and _number_fits(line.number) else ""
    if is_scene(text):
        return [text + number]
    return [f".{'' if text[0].isalnum() else BARRIER}{text}{number}"]


def _transition(words: str, line: ScriptLine) -> list[str]:
    text = edged(_flat(words))
    natural = is_transition(text) and text[0].isalpha() and not is_scene(text)
    if natural:
        return [text]
    return [f"> {text}{BARRIER if text.endswith('<') else ''}"]


def _synopsis(words: str, line: ScriptLine) -> list[str]:
    lines = map(edged, separate(words))
    return [f"= {BARRIER if text.startswith('=') else ''}{text}" for text in lines]


def _centered(words: str, line: ScriptLine) -> list[str]:
    return [f"> {edged(text)} <" for text in separate(words)]


def _lyric(words: str, line: ScriptLine) -> list[str]:
    return [f"~{edged(text)}" for text in separate(words)]


def action(words: str) -> list[str]:
    """The lines of an action, forced where they could be read as something else."""
    return [_action_line(text) for text in separate(words)]


def _action_line(text: str) -> str:
    if not text or (text[-1] in WHITE):
        text += BARRIER
    return f"!{text}" if _needs_force(text) else text


def _needs_force(text: str) -> bool:
    bare = text.strip(WHITE)
    if bare.startswith((*_LEADING_MARKS, "^")) or is_scene(bare):
        return True
    # Notes behind a cue do not make it less of one.
    shorn = (text[start:end] for kind, start, end in pieces(text) if kind is not Piece.NOTE)
    bare = "".join(shorn).strip(WHITE)
    name = read_cue(bare).name
    cased = any(c.islower() for c in name)
    return (
        in_capitals(bare)
        or is_transition(bare)
        or in_capitals(name)
        or (not cased and len(name) <= 12)
    )


def speech_line(text: str, *, first: bool, last: bool) -> str:
    """One line of spoken words such that it is neither a direction nor sung, nor the end."""
    if not text:
        return BARRIER if first or last else HELD_BLANK
    guard = text[0] in "(（~"
    return f"{BARRIER if guard else ''}{edged(text)}"
