"""Why a job of a text model ends early."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.errors.base import StudioError


class WritingProblem(StrEnum):
    """Why a job of a text model ended before it was done."""

    NO_WRITER = "no writer"
    UNKNOWN_WRITER = "unknown writer"
    NO_WORDS = "no words"
    LIMIT = "limit"
    NO_PRICE = "no price"
    DECLINED = "declined"
    NO_RECORDS = "no records"
    TOO_LONG = "too long"
    OTHER_WORDS = "other words"
    BAD_BRIEF = "bad brief"


@dataclass(eq=False)
class WritingError(StudioError):
    """A job of writing that ended early; what came before is kept. `detail` is the model's word."""

    problem: WritingProblem
    detail: str = ""
