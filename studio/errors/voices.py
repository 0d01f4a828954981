"""What an engine says instead of a take, or instead of a voice."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.errors.base import StudioError


@dataclass(eq=False)
class VoiceError(StudioError):
    """An engine did not give a take; `detail` is the engine's own word, secrets removed."""

    engine: str
    detail: str = ""


class EngineUnreachable(VoiceError):
    """The engine did not answer; trying again later may help."""


class NoConnection(EngineUnreachable):
    """Nothing reached the engine: the network or the service is away."""


class NoSuchHost(NoConnection):
    """Nobody knows the name of the engine's host: it is misspelt, or there is no network."""


class EngineRefused(VoiceError):
    """The engine answered no for this line; the line or its casting must change."""


class VoiceRefused(EngineRefused):
    """The engine has no such voice, or not for this account; no line gets a take with it."""


@dataclass(eq=False)
class NoSuchModel(EngineRefused):
    """The engine has no model of this name; `known` are those it lists, the likest first."""

    known: tuple[str, ...] = ()


class NothingToSay(EngineRefused):
    """The line has words for readers only: punctuation, an aside; nothing is wrong with it."""


@dataclass(eq=False)
class VoiceNotMade(EngineRefused):
    """No voice came of these recordings or this description, and nothing was paid for one.

    `objection` is what the service found in them, such as "violence"; empty for another reason.
    """

    objection: str = ""


@dataclass(eq=False)
class NoFreeSlot(VoiceNotMade):
    """The account holds as many voices as it may; `voices` are ids and names of what could go."""

    voices: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(eq=False)
class NotOfThese(VoiceNotMade):
    """The order asks for what the engine does not have; `known` are those there are."""

    known: tuple[str, ...] = ()


class CannotMakeVoices(NotOfThese):
    """The engine makes no voices this way; `known` are the accounts here that do."""


class NoSuchLanguage(NotOfThese):
    """The engine cannot be told this language; `known` are the codes and names it takes."""


class LanguageNeeded(NotOfThese):
    """The engine has to be told the language; `known` are the codes and names it takes."""


class NoSuchOption(NotOfThese):
    """The engine does not take this option; `known` are those it has, with their values."""


class TooMuchAtOnce(EngineRefused):
    """The engine reads less text at once; half of it may pass."""


@dataclass(eq=False)
class EngineBusy(EngineUnreachable):
    """The engine takes no more just now; it named `retry_after` seconds, None when it did not."""

    retry_after: float | None = None


@dataclass(eq=False)
class OutcomeUnknown(VoiceError):
    """Nobody can say whether the engine spoke and billed the line: its answer was lost.

    `billed_characters` is what the service told of it, where it told anything.
    """

    billed_characters: int = 0


@dataclass(eq=False)
class VoiceInDoubt(OutcomeUnknown):
    """Nobody can say whether a voice was made; `voice` is its id if so, where that is known."""

    voice: str = ""
