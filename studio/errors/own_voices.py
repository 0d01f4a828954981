"""What keeps a voice of one's own from being made or found again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.errors.base import StudioError


class ConsentProblem(StrEnum):
    """Why a voice may not be made with a consent, or why the consent cannot be read."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    MALFORMED = "malformed"
    NO_GROUND = "no ground"
    NO_SPEAKER = "no speaker"
    NO_DOCUMENT = "no document"
    NO_NOTE = "no note"
    NOT_RECORDED = "not recorded"
    NOT_YET = "not yet"
    OVER = "over"


@dataclass(eq=False)
class ConsentError(StudioError):
    """No voice is made: nobody who may allow it did, as far as is recorded."""

    problem: ConsentProblem
    source: str = ""
    line: int = 0
    detail: str = ""


class VoiceLibraryProblem(StrEnum):
    """Why the library of own voices cannot be used, or not for this."""

    DAMAGED = "damaged"
    NEWER = "newer"
    BUSY = "busy"
    DISK_FULL = "disk full"
    UNWRITABLE = "unwritable"
    NO_SUCH_VOICE = "no such voice"
    FILE_MISSING = "file missing"
    FILE_DAMAGED = "file damaged"


@dataclass(eq=False)
class VoiceLibraryError(StudioError):
    """The library of own voices could not be read or written; it is as it was."""

    problem: VoiceLibraryProblem
    path: str = ""
    detail: str = ""
