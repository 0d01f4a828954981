"""What can go wrong with what is kept and what is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.errors.base import StudioError


class ProjectFileProblem(StrEnum):
    """Why a project file cannot be opened or written."""

    MISSING = "missing"
    NOT_A_PROJECT = "not a project"
    NEWER = "newer"
    DAMAGED = "damaged"
    LOCKED = "locked"
    EXISTS = "exists"
    DISK_FULL = "disk full"
    UNWRITABLE = "unwritable"
    MEDIA_MISSING = "media missing"


@dataclass(eq=False)
class ProjectFileError(StudioError):
    """A project file that cannot be opened, read or written."""

    problem: ProjectFileProblem
    path: str
    detail: str = ""


class DeliveryProblem(StrEnum):
    """Why a delivery was not written."""

    NO_FOLDER = "no folder"
    UNWRITABLE = "unwritable"
    DISK_FULL = "disk full"
    COLLISION = "collision"
    EXISTS = "exists"
    NOTHING_TO_DELIVER = "nothing to deliver"
    BAD_PATTERN = "bad pattern"
    UNKNOWN_FORMAT = "unknown format"
    UNKNOWN_EPISODE = "unknown episode"
    UNKNOWN_LANGUAGE = "unknown language"


@dataclass(eq=False)
class DeliveryError(StudioError):
    """A delivery that was not written; nothing half-written is left behind."""

    problem: DeliveryProblem
    path: str = ""
    detail: str = ""


class SettingsProblem(StrEnum):
    """What is wrong with the settings file."""

    MALFORMED = "malformed"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class SettingsError(StudioError):
    """The settings file could not be read or written; defaults are in force."""

    problem: SettingsProblem
    path: str
    detail: str = ""
