"""What the studio asks of anything that speaks lines, in small protocols."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from studio.model.account import service_of
from studio.model.cast import Scalar
from studio.model.sound_format import SoundFormat
from studio.model.take import WordTime


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice an engine offers; `id` is byte-exact, no `languages` means all of the engine's.

    `kind` is catalogue, cloned or designed; `created` the day a voice of one's own was made, as
    `2026-11-21`, empty where the service does not tell.
    """

    engine: str
    id: str
    name: str
    languages: tuple[str, ...] = ()
    gender: str = ""
    age: str = ""
    style: str = ""
    kind: str = "catalogue"
    created: str = ""

    def speaks(self, language: str) -> bool:
        """Whether the voice is meant for a language; `zh-TW` is found under `zh` too."""
        return not self.languages or any(
            language == code or language.split("-")[0] == code for code in self.languages
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """How a line is to be read, in the studio's words: factors 1.0 = as is, pitch in semitones.

    `settings` are the engine's own, by the names of its limits; `pronunciations` are pairs of
    what is written and how it is said, those of this language.
    """

    text: str
    language: str
    voice: str
    model: str = ""
    speed: float = 1.0
    pitch: float = 0.0
    volume: float = 1.0
    emotion: str = ""
    direction: str = ""
    settings: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])
    pronunciations: tuple[tuple[str, str], ...] = ()


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
    settings: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])
    variation: int = 0

    @property
    def fingerprint(self) -> str:
        """The same for two requests exactly when they ask for the same words said the same way.

        SHA-256 in hex; a variation is another take of the same request, so it does not count,
        and neither does which account of a service pays.
        """
        parts = [service_of(self.engine), self.model, self.voice, self.language, self.text]
        settings = sorted(self.settings.items())
        canonical = json.dumps([parts, settings], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Speech:
    """A spoken line as the engine sent it: encoded bytes of a sound file, and what was billed.

    `trace` is the service's own number of the call, for its support; `length_ms` is how long it
    says the sound is, 0 when it does not.
    """

    data: bytes
    billed_characters: int = 0
    words: tuple[WordTime, ...] = ()
    trace: str = ""
    length_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Price:
    """What a request costs by the service's own counting.

    `fee` falls due besides, in the same currency, with the first line its voice ever says.
    """

    billed_characters: int = 0
    amount: Decimal = Decimal(0)
    currency: str = ""
    fee: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an engine may be asked; `per_minute` 0 means without limit.

    `told` says that the user, or the engine about itself, knows these limits. Otherwise they are
    a first guess: the booth begins with so many in flight and learns the rest from the service.
    """

    per_minute: int = 0
    in_flight: int = 1
    told: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most an engine takes of a setting."""

    least: float
    most: float

    def clamped(self, value: float) -> float:
        """The nearest value the engine takes."""
        return min(max(value, self.least), self.most)


class SettingKind(StrEnum):
    """What a setting of an engine holds, and so how it is shown."""

    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "switch"
    WORDS = "words"
    BLEND = "blend"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting only some engines have; it is not sent while it has its default.

    A number has a `range` (whole numbers only where `default` is an int), a choice its `choices`.
    A blend is a JSON list of voice ids with their weights, `[["id", 60], ["other", 40]]`.
    """

    name: str
    kind: SettingKind
    default: Scalar
    range: Range | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine takes, for one model: its ranges, emotions, longest text, own settings.

    `models` are suggestions, the usual one first; a name that is not among them is passed on.
    """

    models: tuple[str, ...]
    emotions: tuple[str, ...]
    speed: Range
    pitch: Range
    volume: Range
    longest_text: int
    settings: tuple[Setting, ...] = ()


class SpeaksLines(Protocol):
    """An engine that turns a reading into sound."""

    @property
    def name(self) -> str:
        """The engine's short name, as in a cast file; `service/account` where it has one."""
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

    def stream_format(self, request: SpeechRequest) -> SoundFormat:
        """What the pieces of this request add up to."""
        ...

    def speak_stream(
        self, request: SpeechRequest, told: Callable[[Speech], None]
    ) -> AsyncGenerator[bytes, None]:
        """The pieces in order, of any length; raises a VoiceError.

        `told` is called once, with the last piece: what was billed, without data.
        """
        ...


@runtime_checkable
class ChecksAccount(Protocol):
    """An engine with an account that can be tried without being billed."""

    async def check(self) -> None:
        """Return when the service lets the account in; raises AccountStopped or a VoiceError."""
        ...


@runtime_checkable
class SpeaksByTicket(Protocol):
    """An engine that takes some lines as orders, and gives their sound for a ticket later.

    Whoever orders keeps the ticket before anything else: what was ordered is billed.
    """

    def takes_orders(self, request: SpeechRequest) -> bool:
        """Whether this request is ordered instead of spoken at once."""
        ...

    async def order(self, request: SpeechRequest) -> str:
        """Order it; returns the ticket. Raises a VoiceError."""
        ...

    async def collect(self, request: SpeechRequest, ticket: str) -> Speech:
        """Wait for what was ordered and fetch it; raises a VoiceError. May be tried again."""
        ...


@runtime_checkable
class FindsSpeech(Protocol):
    """An engine that can look whether a line was spoken although its answer was lost."""

    async def find(self, request: SpeechRequest, since: float) -> Speech | None:
        """The sound of a request sent at or after `since` (seconds since 1970), None if none."""
        ...


@runtime_checkable
class PreviewsVoices(Protocol):
    """An engine that has a free sample of some of its voices."""

    async def preview(self, voice: str) -> bytes | None:
        """The encoded sample of a voice, None where there is none; raises a VoiceError."""
        ...
