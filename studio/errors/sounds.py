"""What can be wrong with sound: files, devices, samples of voices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.errors.base import StudioError


class AudioProblem(StrEnum):
    """Why sound could not be decoded, encoded, played or recorded."""

    UNREADABLE = "unreadable"
    UNDECODABLE = "undecodable"
    NO_SOUND = "no sound"
    NO_ROOM = "no room"
    BED_MISSING = "bed missing"
    NO_PICTURE = "no picture"
    BAD_PICTURE = "bad picture"
    EMPTY = "empty"
    TOO_LONG = "too long"
    NO_DEVICE = "no device"
    DEVICE_LOST = "device lost"
    ENCODER = "encoder"
    NO_TREATMENT = "no treatment"
    NO_MICROPHONE = "no microphone"
    MICROPHONE_LOST = "microphone lost"
    NOT_RECORDED = "not recorded"


@dataclass(eq=False)
class AudioError(StudioError):
    """Sound that could not be decoded, encoded, played or recorded."""

    problem: AudioProblem
    source: str = ""
    detail: str = ""


class SampleProblem(StrEnum):
    """What is wrong with a sample of a voice, or could be better."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    SILENT = "silent"
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    CLIPPED = "clipped"
    QUIET = "quiet"
    LOUD = "loud"
    NOISY = "noisy"
    LONG_SILENCES = "long silences"
    NARROW = "narrow"
    CUT_OFF = "cut off"
    TWO_CHANNELS = "two channels"
    TWO_VOICES = "two voices"


@dataclass(eq=False)
class SampleError(StudioError):
    """A sample of a voice that no service would take; `detail` has the numbers."""

    problem: SampleProblem
    source: str = ""
    detail: str = ""
