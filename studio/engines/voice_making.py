"""What the studio asks of anything that makes voices: out of recordings, or of a description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from studio.engines.speech import Price, Range, Setting, SettingKind, Voice
from studio.model.cast import Scalar


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
    keeps it can look for the voice even after a crash. SETTLING is a lost answer being looked into.
    """

    step: MakingStep
    number: int = 0
    of: int = 0
    voice: str = ""


Told = Callable[[Making], None]

NOTHING = Price()


def untold(step: Making) -> None:
    """For whoever does not want to know."""


class FeeDue(StrEnum):
    """When a voice is paid for."""

    AT_ONCE = "at once"
    FIRST_USE = "first use"


@dataclass(frozen=True, slots=True)
class Fee:
    """What one voice costs besides characters; no price where the list of the region has none."""

    due: FeeDue
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A recording of a voice: its file, or its bytes; `kind` is wav, mp3 or m4a.

    `seconds` is how long it lasts, 0 when nobody measured it: then only the service looks.
    """

    source: Path | bytes = field(repr=False)
    kind: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CloneOrder:
    """A voice to be made of recordings. `options` by the names of the rules.

    `prompt` is a short recording whose words are `prompt_text`; `preview_text` is what the new
    voice says at once, with `model`, and is billed.
    """

    name: str
    samples: tuple[Sample, ...]
    language: str = ""
    prompt: Sample | None = None
    prompt_text: str = ""
    preview_text: str = ""
    model: str = ""
    options: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])


@dataclass(frozen=True, slots=True)
class CloneRules:
    """What an engine needs for a clone; 0 is no limit, or none that its service tells.

    `languages` are codes that it can be told, empty is any; `largest` is in bytes of one recording.
    A prompt must be shorter than `prompt_seconds`, and 0 takes none. `preview_length` 0 gives no
    preview. `slots` is how many clones an account may have, `unused_days` how long one lives that
    never spoke a line.
    """

    kinds: tuple[str, ...]
    seconds: Range
    most_samples: int = 1
    largest: int = 0
    longest_name: int = 0
    languages: tuple[str, ...] = ()
    needs_language: bool = False
    prompt_seconds: float = 0.0
    prompt_needs_text: bool = False
    preview_length: int = 0
    models: tuple[str, ...] = ()
    options: tuple[Setting, ...] = ()
    fee: Fee | None = None
    at_once: int = 0
    slots: int = 0
    unused_days: int = 0

    def objection(self, order: CloneOrder) -> str:
        """Why the service would refuse an order, as far as it can be told without it; "" is a yes.

        Files are not opened.
        """
        return (
            self._against_samples(order)
            or self._against_prompt(order)
            or _against_text("a preview", order.preview_text, self.preview_length)
            or ("the voice needs a name" if not order.name.strip() else "")
            or ("the language must be told" if self.needs_language and not order.language else "")
            or against_options(self.options, order.options)
        )

    def _against_samples(self, order: CloneOrder) -> str:
        if not 1 <= len(order.samples) <= self.most_samples:
            most = self.most_samples
            return "one recording is needed" if most == 1 else f"1 to {most} recordings are needed"
        least, longest = self.seconds.least, self.seconds.most
        for sample in order.samples:
            if why := self._against(sample):
                return why
            if sample.seconds and not least <= sample.seconds <= longest:
                return f"a recording must last {least:g} to {longest:g} seconds"
        return ""

    def _against_prompt(self, order: CloneOrder) -> str:
        if order.prompt is None:
            return "words of a prompt are told, but no prompt" if order.prompt_text else ""
        if not self.prompt_seconds:
            return "it takes no prompt"
        if self.prompt_needs_text and not order.prompt_text.strip():
            return "the words of the prompt are needed"
        if order.prompt.seconds >= self.prompt_seconds:
            return f"the prompt must be shorter than {self.prompt_seconds:g} seconds"
        return self._against(order.prompt)

    def _against(self, sample: Sample) -> str:
        if sample.kind not in self.kinds:
            return f"a recording must be one of {', '.join(self.kinds)}"
        size = len(sample.source) if isinstance(sample.source, bytes) else 0
        if self.largest and size > self.largest:
            return f"a recording may have {self.largest >> 20} MB"
        return ""


@dataclass(frozen=True, slots=True)
class DesignOrder:
    """A voice to be made of a description; `id` only where a person wants a certain one."""

    name: str
    description: str
    preview_text: str
    id: str = ""
    options: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])


@dataclass(frozen=True, slots=True)
class DesignRules:
    """What an engine needs for a design; numbers as in the rules of a clone."""

    preview_length: int
    longest_description: int = 0
    options: tuple[Setting, ...] = ()
    fee: Fee | None = None
    unused_days: int = 0

    def objection(self, order: DesignOrder) -> str:
        """Why the service would refuse an order, as far as it can be told; "" is a yes."""
        longest = self.longest_description
        if not order.description.strip():
            return "the voice must be described"
        if longest and len(order.description) > longest:
            return f"the description may have {longest} characters"
        if not order.preview_text.strip():
            return "words for the voice to say are needed"
        preview = _against_text("a preview", order.preview_text, self.preview_length)
        return preview or against_options(self.options, order.options)


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


def against_options(known: tuple[Setting, ...], chosen: Mapping[str, Scalar]) -> str:
    """What is wrong with options, "" for nothing."""
    settings = {setting.name: setting for setting in known}
    for name, value in chosen.items():
        if name not in settings:
            return f"there is no option {name}"
        if not _is_value(settings[name], value):
            return f"{name} cannot be {value!r}"
    return ""


def _is_value(setting: Setting, value: Scalar) -> bool:
    match setting.kind:
        case SettingKind.SWITCH:
            return isinstance(value, bool)
        case SettingKind.NUMBER:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            range = setting.range
            return number and (range is None or range.least <= float(value) <= range.most)
        case SettingKind.CHOICE:
            return value in setting.choices
        case _:
            return isinstance(value, str)


def _against_text(what: str, text: str, longest: int) -> str:
    if not text.strip() or len(text) <= longest:
        return ""
    return f"{what} may have {longest} characters" if longest else f"it gives no {what[2:]}"
