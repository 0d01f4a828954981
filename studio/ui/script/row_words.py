"""The words of one cell and of one whole row, for the eye and for a screen reader."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from studio.model.cast import Character
from studio.model.line import Line
from studio.model.span import seconds
from studio.synthesis.plan import LineState
from studio.ui.script.columns import Column
from studio.ui.script.states import emotion_name, kind_name, state_words


class Rows(Protocol):
    """What the words are made from: the table's view of one line."""

    @property
    def language(self) -> str: ...
    def number(self, line: Line) -> str: ...
    def character(self, line: Line) -> Character | None: ...
    def state(self, line: Line) -> LineState: ...
    def language_of(self, column: int) -> str: ...


def cell_words(rows: Rows, line: Line, column: int) -> str:
    """The words of one cell."""
    match column:
        case Column.STATE:
            state = state_words(rows.state(line)) if line.spoken else ""
            return " ".join(part for part in (rows.number(line), state) if part)
        case Column.CHARACTER:
            return name_words(rows.character(line), line)
        case Column.DIRECTION:
            return direction_words(line)
        case Column.LENGTH:
            return length_words(rows.state(line))
        case _:
            language = rows.language_of(column)
            return line.words(language) if language else ""


def name_words(who: Character | None, line: Line) -> str:
    """A character's name as a cue, with the line's extension."""
    if who is None:
        return ""
    return f"{who.name} ({line.extension})" if line.extension else who.name


def direction_words(line: Line) -> str:
    """Emotion and direction in one row of words."""
    return " · ".join(part for part in (emotion_name(line.emotion), line.direction) if part)


def own_reading(line: Line, language: str) -> str:
    """That a line is not read as its character is cast, empty where it is."""
    if language not in line.overrides:
        return ""
    return QCoreApplication.translate("Script", "reading of its own")


def suggestion_words(line: Line) -> str:
    """What is proposed for a line, empty where nothing is."""
    return "\n".join(each.problem or each.words for each in line.suggestions)


def length_words(state: LineState) -> str:
    """The length of the circled take in seconds, empty without one."""
    if state.take is None:
        return ""
    whole = seconds(state.take.length)
    return f"{whole:.1f} s" if whole < 60 else f"{int(whole // 60)}:{whole % 60:04.1f}"


def row_words(rows: Rows, line: Line) -> str:
    """A whole row as a sentence: kind, who, how, what, and the state of its take."""
    words = line.words(rows.language) or QCoreApplication.translate("Script", "empty")
    if not line.spoken:
        return f"{kind_name(line.kind)}: {words}"
    who = name_words(rows.character(line), line)
    nobody = QCoreApplication.translate("Script", "nobody")
    own = own_reading(line, rows.language)
    parts = (rows.number(line), who or nobody, direction_words(line), own)
    head = ", ".join(part for part in parts if part)
    state = rows.state(line)
    tail = " ".join(part for part in (state_words(state), length_words(state)) if part)
    return f"{head}: {words} ({tail})"
