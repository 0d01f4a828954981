"""What the studio asks of anything that speaks lines, in small protocols."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice an engine offers; `id` is byte-exact, no `languages` means all of the engine's."""

    engine: str
    id: str
    name: str
    languages: tuple[str, ...] = ()
    gender: str = ""
    age: str = ""
    style: str = ""
    kind: str = "catalogue"

    def speaks(self, language: str) -> bool:
        """Whether the voice is meant for a language; `zh-TW` is found under `zh` too."""
        return not self.languages or any(
            language == code or language.split("-")[0] == code for code in self.languages
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """How a line is to be read, in the studio's words: factors 1.0 = as is, pitch in semitones."""

    text: str
    language: str
    voice: str
    model: str = ""
    speed: float = 1.0
    pitch: float = 0.0
    volume: float = 1.0
    emotion: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """A reading in one engine's own words: all that changes the sound, and nothing else.

    `variation` 0 is the reading as asked; 1, 2, … ask for other readings of the same request,
    which an engine that repeats itself must make audibly different.
    """

    engine: str
    model: str
    voice: str
    language: str
    text: str
    settings: Mapping[str, str | int | float | bool] = field(
        default_factory=dict[str, str | int | float | bool]
    )
    variation: int = 0

    @property
    def fingerprint(self) -> str:
        """The same for two requests exactly when they ask for the same words said the same way.

        SHA-256 in hex; a variation is another take of the same request, so it does not count.
        """
        parts = [self.engine, self.model, self.voice, self.language, self.text]
        settings = sorted(self.settings.items())
        canonical = json.dumps([parts, settings], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Speech:
    """A spoken line as the engine sent it: encoded bytes of a sound file, and what was billed."""

    data: bytes
    billed_characters: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """What a request costs by the service's own counting."""

    billed_characters: int = 0
    amount: Decimal = Decimal(0)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an engine may be asked; `per_minute` 0 means without limit."""

    per_minute: int = 0
    in_flight: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most an engine takes of a setting."""

    least: float
    most: float

    def clamped(self, value: float) -> float:
        """The nearest value the engine takes."""
        return min(max(value, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine takes, for one model: its ranges, emotions and longest text."""

    models: tuple[str, ...]
    emotions: tuple[str, ...]
    speed: Range
    pitch: Range
    volume: Range
    longest_text: int


class SpeaksLines(Protocol):
    """An engine that turns a reading into sound."""

    @property
    def name(self) -> str:
        """The engine's short name, as in a cast file."""
        ...

    @property
    def pace(self) -> Pace:
        """How fast it may be asked when nothing was learned yet."""
        ...

    def limits(self, model: str = "") -> Limits:
        """What it takes with this model, or with its usual one."""
        ...

    async def voices(self) -> tuple[Voice, ...]:
        """Every voice it offers; raises EngineUnreachable."""
        ...

    def prepare(self, reading: Reading) -> SpeechRequest:
        """The request for a reading, without I/O; raises EngineRefused for what it cannot say."""
        ...

    def price(self, request: SpeechRequest) -> Price:
        """What speaking the request will cost."""
        ...

    async def speak(self, request: SpeechRequest) -> Speech:
        """Say it; raises a VoiceError. Cancelling is allowed at any await."""
        ...

    async def aclose(self) -> None:
        """Let go of processes and connections."""
        ...


@runtime_checkable
class SpeaksInPieces(Protocol):
    """An engine whose sound can be heard while it is still being made."""

    def speak_stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        """Encoded pieces in order; raises a VoiceError."""
        ...
