"""What is known of a line in another language, and what a whole translation goes by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.model.ids import CharacterId


class TranslationState(StrEnum):
    """How far the words of a translated line can be trusted."""

    OK = "ok"
    ADJUSTED = "adjusted"
    """Something small was put right without asking anybody."""
    FLAGGED = "flagged"
    """A person should look at it."""
    FAILED = "failed"
    """Nothing usable came; the line has no words in this language."""
    EDITED = "edited"
    """A person wrote or accepted the words: no model changes them any more."""


@dataclass(frozen=True, slots=True)
class Translation:
    """How a line came by its words in a language; the words themselves are in `Line.text`.

    `key` is the hash of all that the words were made from, the source words among it: where it is
    another one now, the translation is stale. `reasons` are short codes of the writing room with
    what they are about, such as `number: 7`. `shorter` is a variant that takes less time.
    """

    state: TranslationState
    key: str = ""
    reasons: tuple[str, ...] = ()
    shorter: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to a line that was proposed and not made: other words, another speaker, or a remark.

    `language` is that of the words; empty fields are left as they are.
    """

    problem: str
    language: str
    words: str = ""
    character: CharacterId | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """How one character speaks to another in one language: by which name, and how formally."""

    speaker: CharacterId
    listener: CharacterId
    called: str = ""
    formal: bool | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What a translation into one language goes by; the locked parts no model changes any more."""

    synopsis: str = ""
    tone: str = ""
    addresses: tuple[Address, ...] = ()
    locked: bool = False
