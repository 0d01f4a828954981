"""Orders for voices, and what an engine needs of them: told before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from studio.engines.language_names import code_of
from studio.engines.speech import Price, Range, Setting, SettingKind
from studio.errors import LanguageNeeded, NoSuchLanguage, NoSuchOption, VoiceNotMade
from studio.model.cast import Scalar


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

    def refusal(self, order: CloneOrder, engine: str) -> VoiceNotMade | None:
        """The same as an error that knows what there is instead, and a language nobody knows.

        Only rules that were looked up know all languages: see `LooksUpCloneRules`.
        """
        language = order.language
        if language and not can_be_told(language, self.languages):
            detail = f"it knows no language {language!r}"
            return NoSuchLanguage(engine, detail, known=self.languages)
        if self.needs_language and not language:
            return LanguageNeeded(engine, known=self.languages)
        if why := against_options(self.options, order.options):
            return NoSuchOption(engine, why, known=options_told(self.options))
        why = self.objection(order)
        return VoiceNotMade(engine, why) if why else None

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

    def refusal(self, order: DesignOrder, engine: str) -> VoiceNotMade | None:
        """The same as an error that knows which options there are."""
        if why := against_options(self.options, order.options):
            return NoSuchOption(engine, why, known=options_told(self.options))
        why = self.objection(order)
        return VoiceNotMade(engine, why) if why else None


def can_be_told(language: str, known: Sequence[str]) -> bool:
    """Whether a language is one of those known; `en-GB` is told as `en`, and no known are any."""
    folded = {each.casefold() for each in known}
    return not folded or language.casefold() in folded or code_of(language) in folded


def options_told(known: Iterable[Setting]) -> tuple[str, ...]:
    """Options with what they may be: `even_volume=yes or no`."""
    return tuple(f"{setting.name}={_values_told(setting)}" for setting in known)


def _values_told(setting: Setting) -> str:
    match setting.kind:
        case SettingKind.SWITCH:
            return "yes or no"
        case SettingKind.NUMBER if setting.range is not None:
            return f"{setting.range.least:g} to {setting.range.most:g}"
        case SettingKind.NUMBER:
            return "a number"
        case SettingKind.CHOICE:
            return " or ".join(str(choice) for choice in setting.choices)
        case _:
            return "words"


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
