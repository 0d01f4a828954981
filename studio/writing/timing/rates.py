"""How fast each language is spoken by a usual voice, as a start before anything was heard."""

from __future__ import annotations

from dataclasses import dataclass

from studio.writing.timing.units import Counted

# Pauses inside a line in seconds, silence and the slower words before it together.
_COMMA, _END, _BREAK = 0.30, 0.40, 0.40

_BY_LETTERS = 0.6
"""A syllable of more letters takes longer: this share of a text's time goes by its letters."""

ONSET = 0.15
"""Seconds that a line takes beside its syllables: it begins and ends more slowly."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Units a second, and letters a second; no letters where a unit is one character."""

    units: float
    letters: float = 0.0

    def seconds(self, text: Counted) -> float:
        """The time of a text's words and the pauses between them, its `<#x#>` left out."""
        if not text.units:
            return 0.0
        pauses = _COMMA * text.commas + _END * text.ends + _BREAK * text.breaks
        if not self.letters:
            return text.units / self.units + pauses
        by_units = text.units / self.units
        by_letters = text.letters / self.letters if text.letters else by_units
        return ONSET + (1 - _BY_LETTERS) * by_units + _BY_LETTERS * by_letters + pauses

    def units_in(self, seconds: float) -> float:
        """How many units without a pause fill so many seconds."""
        return max(0.0, seconds - (ONSET if self.letters else 0.0)) * self.units


_RATES = {
    "zh": Rate(4.2), "cmn": Rate(4.2), "yue": Rate(4.1), "ja": Rate(4.0), "ko": Rate(4.3),
    "th": Rate(8.5),
    "en": Rate(4.4, 13.5), "es": Rate(5.0, 12.0), "fr": Rate(4.8, 13.5), "it": Rate(4.8, 11.5),
    "de": Rate(4.3, 11.8), "vi": Rate(4.2, 12.0), "ru": Rate(4.7, 10.8), "tr": Rate(5.0, 12.0),
}  # fmt: skip
_USUAL = Rate(4.5, 11.0)


def in_characters(language: str) -> bool:
    """Whether a language is counted by its characters, not by syllables."""
    return not rate_of(language).letters


def rate_of(language: str) -> Rate:
    """The rate of a language by the first part of its code."""
    return _RATES.get(language.partition("-")[0].casefold(), _USUAL)
