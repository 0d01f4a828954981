"""Why a translated line is not simply fine: short codes, and what they say to people and models.

A code may carry what it is about: `number: 7`. `Translation.reasons` holds codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

LONGEST_VALUE = 60


class Reason(StrEnum):
    """What was found in the words of a line, or done to them."""

    MISSING = "missing"
    EMPTY = "empty"
    UNCHANGED = "unchanged"
    LANGUAGE = "language"
    LEFT_OVER = "left over"
    LENGTH = "length"
    MERGED = "merged"
    SHIFTED = "shifted"
    MARKUP = "markup"
    NUMBER = "number"
    TERM = "term"
    ECHO = "echo"
    REFUSAL = "refusal"
    REPEATED = "repeated"
    DAMAGED = "damaged"
    CUT = "cut"
    WRONG_ID = "wrong id"
    TOO_LONG = "too long"
    PREFIX = "prefix"
    QUOTES = "quotes"
    ASIDE = "aside"
    MARKS = "marks"
    BREAKS = "breaks"
    ESCAPES = "escapes"
    SHORTER = "shorter"
    FITTED = "fitted"
    LONG = "long"


class Weight(IntEnum):
    """What a finding leads to."""

    FIXED = 0
    """It was put right here."""
    FLAG = 1
    """A person should look."""
    ASK = 2
    """The model is asked again; if it says the same, a person should look."""
    REFUSE = 3
    """The model is asked again; if it says the same, the line has no words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a line's words; `value` is what it is about, where that is something."""

    reason: Reason
    weight: Weight
    value: str = ""

    @property
    def code(self) -> str:
        """The finding as it is kept."""
        value = " ".join(self.value.split())
        shown = value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
        return f"{self.reason}: {shown}" if shown else str(self.reason)


SENTENCES: Mapping[Reason, str] = {
    Reason.MISSING: "The model left this line out.",
    Reason.EMPTY: "The model gave no words.",
    Reason.UNCHANGED: "The words are those of the source.",
    Reason.LANGUAGE: "The words are in another language{about}.",
    Reason.LEFT_OVER: "Words of the source are left in it{about}.",
    Reason.LENGTH: "It is far too long or too short for its source{about}.",
    Reason.MERGED: "It may hold the words of a line next to it.",
    Reason.SHIFTED: "It may be the translation of a line next to it.",
    Reason.MARKUP: "A pause, a sound or a placeholder is not as in the source{about}.",
    Reason.NUMBER: "The numbers differ from those of the source{about}.",
    Reason.TERM: "A term of the glossary is not in it{about}.",
    Reason.ECHO: "It repeats the translation of an earlier line.",
    Reason.REFUSAL: "The model did not want to translate it.",
    Reason.REPEATED: "Different lines have this same translation.",
    Reason.DAMAGED: "There are damaged characters in it.",
    Reason.CUT: "The answer was cut off in it.",
    Reason.WRONG_ID: "It came under a wrong name and was put here by its words.",
    Reason.TOO_LONG: "The line is more than the model reads at once.",
    Reason.PREFIX: "A name or label before the words was taken away{about}.",
    Reason.QUOTES: "Quotation marks around it were taken away.",
    Reason.ASIDE: "A remark in brackets was taken out{about}.",
    Reason.MARKS: "A pause, a sound or a placeholder was put back as in the source{about}.",
    Reason.BREAKS: "Line breaks were taken out.",
    Reason.ESCAPES: "Marks of its writing were put right.",
    Reason.SHORTER: "The shorter variant was taken, as the line has little time.",
    Reason.FITTED: "Its words were changed to fit the time of the line.",
    Reason.LONG: "It takes longer than the line has time{about}, in seconds.",
}

_TO_THE_MODEL: Mapping[Reason, str] = {
    Reason.MISSING: "it was missing",
    Reason.EMPTY: "it was empty",
    Reason.UNCHANGED: "it was not translated",
    Reason.LANGUAGE: "it was in the wrong language",
    Reason.LEFT_OVER: "source words were left in it: {value}",
    Reason.LENGTH: "its length did not fit the source: translate this row only, all of it",
    Reason.MERGED: "it was merged with its neighbour: translate this row only",
    Reason.SHIFTED: "it had the words of a neighbour: translate this row only",
    Reason.MARKUP: "keep exactly: {value}",
    Reason.TERM: "a term was not used: {value}",
    Reason.ECHO: "it repeated an earlier line",
    Reason.REPEATED: "different rows had the same translation",
    Reason.REFUSAL: "it was a remark, not a translation",
    Reason.DAMAGED: "it had damaged characters",
    Reason.CUT: "it was cut off",
}


def parsed(code: str) -> tuple[Reason | None, str]:
    """The reason of a code and what it is about; no reason for a code nobody knows here."""
    name, _, value = code.partition(": ")
    try:
        return Reason(name), value
    except ValueError:
        return None, code


def sentence_of(code: str, tr: Callable[[str], str] = str) -> str:
    """A code in words for people; one nobody knows here as it is."""
    reason, value = parsed(code)
    if reason is None:
        return code
    return tr(SENTENCES[reason]).format(about=f" ({value})" if value else "")


def why(findings: Iterable[Finding]) -> str:
    """What a model is told that has to do a line again."""
    told = [
        _TO_THE_MODEL[finding.reason].format(value=finding.value)
        for finding in findings
        if finding.weight >= Weight.ASK and finding.reason in _TO_THE_MODEL
    ]
    return "; ".join(dict.fromkeys(told)) or "it was not right"
