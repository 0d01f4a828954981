"""What the studio asks of anything that makes voices: out of recordings, or of a description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable

from studio.engines.speech import Price, Voice
from studio.engines.voice_orders import CloneOrder, CloneRules, DesignOrder, DesignRules


class MakingStep(StrEnum):
    """What is being done for a voice."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    MAKING = "making"
    SETTLING = "settling"
    FETCHING = "fetching"


@dataclass(frozen=True, slots=True)
class Making:
    """How far a voice is: while uploading, which recording of how many.

    From MAKING on `voice` is the id it will have, where the engine chooses it beforehand: whoever
    keeps it can look for the voice even after a crash. Where the service chooses it, `before` are
    the voices that were there already. SETTLING is a lost answer being looked into.
    """

    step: MakingStep
    number: int = 0
    of: int = 0
    voice: str = ""
    before: tuple[str, ...] = ()


Told = Callable[[Making], Awaitable[None] | None]
"""Hears of each step before it is taken: nothing is sent until it returned, and was awaited."""

NOTHING = Price()


def untold(step: Making) -> None:
    """For whoever does not want to know."""


async def told_first(told: Told, step: Making) -> None:
    """Tell of a step, and wait until whoever hears of it is ready; raises what that raises."""
    if (ready := told(step)) is not None:
        await ready


@dataclass(frozen=True, slots=True)
class Preview:
    """What a new voice says: the bytes of a sound file, and its kind such as wav."""

    data: bytes = field(repr=False)
    kind: str


@dataclass(frozen=True, slots=True)
class MadeVoice:
    """A voice there is now, and what making it cost; its fee is in the rules.

    Where a preview was asked for and there is none, `preview_lost` says why. `certain` False: the
    answer was lost, and `billed` is what the service has probably billed.
    """

    id: str
    name: str
    preview: Preview | None = None
    preview_lost: str = ""
    billed: Price = NOTHING
    certain: bool = True
    trace: str = ""


ClonedVoice: TypeAlias = MadeVoice
DesignedVoice: TypeAlias = MadeVoice


@runtime_checkable
class ClonesVoices(Protocol):
    """An engine that makes a voice of recordings."""

    @property
    def clone_rules(self) -> CloneRules:
        """What it needs."""
        ...

    def clone_price(self, order: CloneOrder) -> Price:
        """What is billed for an order at once, the preview; the fee is in the rules."""
        ...

    async def clone(self, order: CloneOrder, told: Told = untold) -> ClonedVoice:
        """Make it; raises VoiceNotMade, NoFreeSlot, VoiceInDoubt and other VoiceErrors.

        Cancelled before the service was asked for the voice, it ends at once. Cancelled later, it
        finds out what became of the voice and returns or raises that; only a second cancelling
        breaks it off. It never asks twice for what is paid.
        """
        ...


@runtime_checkable
class LooksUpCloneRules(Protocol):
    """An engine whose service tells some of what it needs, such as the languages it knows."""

    async def look_up_clone_rules(self) -> None:
        """Ask it, unless that was done not long ago; raises VoiceErrors and AccountError."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A clone that was asked for without an answer, by what was told before it was.

    `seconds_ago` may be less than what has passed, never more.
    """

    voice: str = ""
    before: frozenset[str] = frozenset()
    seconds_ago: float = 0.0


@runtime_checkable
class SettlesClones(Protocol):
    """An engine that finds out what became of a clone that a dead program asked for."""

    async def settle(self, order: CloneOrder, asked: Asked, told: Told = untold) -> ClonedVoice:
        """The voice of the same order, which is there once and paid once.

        Raises VoiceInDoubt when nobody can say, whatever keeps it from being asked. Any other
        VoiceError means that there is surely none: VoiceNotMade that it cannot be made either.
        """
        ...


@runtime_checkable
class DesignsVoices(Protocol):
    """An engine that makes a voice of a description."""

    @property
    def design_rules(self) -> DesignRules:
        """What it needs."""
        ...

    def design_price(self, order: DesignOrder) -> Price:
        """What is billed for an order at once, the preview; the fee is in the rules."""
        ...

    async def design(self, order: DesignOrder, told: Told = untold) -> DesignedVoice:
        """Make it; raises and is cancelled as `clone`."""
        ...


@runtime_checkable
class DeletesVoices(Protocol):
    """An engine that takes voices away which it made."""

    async def delete(self, voice: Voice) -> None:
        """Take a cloned or designed voice away; no error when it is gone already.

        Raises EngineRefused for a voice of the catalogue, and other VoiceErrors.
        """
        ...
