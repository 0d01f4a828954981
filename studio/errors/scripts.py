"""What can be wrong with a script, with a cast file, with an edit of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.errors.base import StudioError


class ScriptProblem(StrEnum):
    """Why a script was not taken in."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    BINARY = "binary"
    TOO_LARGE = "too large"
    ENCODING = "encoding"
    MALFORMED = "malformed"
    NO_SPOKEN_LINES = "no spoken lines"
    UNKNOWN_KIND = "unknown kind"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class ScriptError(StudioError):
    """A script that could not be read; line and column count from 1, 0 where unknown."""

    problem: ScriptProblem
    source: str
    line: int = 0
    column: int = 0
    detail: str = ""


class CastProblem(StrEnum):
    """What is wrong with a cast file."""

    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN_VOICE = "unknown voice"
    UNKNOWN_ENGINE = "unknown engine"
    BAD_VALUE = "bad value"


@dataclass(eq=False)
class CastError(StudioError):
    """A cast file, or a voice named in it, that cannot be used."""

    problem: CastProblem
    source: str
    character: str = ""
    value: str = ""
    known: tuple[str, ...] = ()
    line: int = 0


class EditProblem(StrEnum):
    """Why an edit is not allowed."""

    READ_ONLY = "read only"
    NO_SUCH_LINE = "no such line"
    NO_SUCH_CHARACTER = "no such character"
    NO_SUCH_TAKE = "no such take"
    NAME_TAKEN = "name taken"
    EMPTY_NAME = "empty name"
    CHARACTER_SPEAKS = "character speaks"
    OUT_OF_RANGE = "out of range"
    TAKEN_BACK = "taken back"
    LOCKED = "locked"


@dataclass(eq=False)
class EditRefused(StudioError):
    """An edit that would make the project wrong; the project is as it was."""

    problem: EditProblem
    detail: str = ""
