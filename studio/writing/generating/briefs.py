"""A brief as a person gave it becomes one that can be sent to a model."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from studio.errors import WritingError, WritingProblem
from studio.formats.language import language_code
from studio.model.outline import Brief

LONGEST_BRIEF = 10_000
"""Characters of all words of a brief together; more is a text of its own, not a brief."""

MOST_EPISODES = 100
MOST_SECONDS = 3600
LEAST_SECONDS = 10
MOST_CAST = 20
LEAST_SPEECH = 0.1

WORDS = ("idea", "genre", "audience", "tone", "must_have", "must_not", "rating")
"""The fields of a brief that are free text."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\u0080-\U0010ffff]*", re.IGNORECASE)
_KEPT_CONTROLS = "\n\t"
_BLANKS = re.compile(r"[ \t]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)",
    re.IGNORECASE,
)


def checked(brief: Brief) -> Brief:
    """The brief, cleaned; raises WritingError TOO_LONG, NO_WORDS or BAD_BRIEF.

    Addresses of the web and control characters are taken out; the language is in normal form.
    """
    length = sum(len(getattr(brief, name)) for name in WORDS)
    if length > LONGEST_BRIEF:
        told = f"a brief has {LONGEST_BRIEF:,} characters at most, this one {length:,}"
        raise WritingError(WritingProblem.TOO_LONG, told)
    words = {name: clean_words(getattr(brief, name)) for name in WORDS}
    if not (words["idea"] or words["genre"] or words["must_have"]):
        raise WritingError(WritingProblem.NO_WORDS, "the brief says nothing")
    _refuse_outside("episodes", brief.episodes, 1, MOST_EPISODES)
    _refuse_outside("seconds", brief.seconds, LEAST_SECONDS, MOST_SECONDS)
    _refuse_outside("cast size", brief.cast_size, 1, MOST_CAST)
    _refuse_outside("share of speech", brief.speech, LEAST_SPEECH, 1.0)
    return replace(brief, **words, language=language_tag(brief.language))


def clean_words(text: str) -> str:
    """Free text without addresses, controls and needless blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) != "Cc")
    lines = (_BLANKS.sub(" ", line).strip() for line in _ADDRESS.sub("", text).split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def language_tag(written: str) -> str:
    """A language in the form of BCP 47, such as `zh-Hant-TW`; raises WritingError BAD_BRIEF.

    Names such as `German` are understood too.
    """
    found = _TAG.fullmatch(language_code(written.replace("_", "-")))
    if found is None:
        told = f"“{written}” is no language; a code such as en, zh or pt-BR is"
        raise WritingError(WritingProblem.BAD_BRIEF, told)
    script, region = found["script"] or "", found["region"] or ""
    parts = [found["language"].lower(), script.title(), region.upper()]
    return "-".join(part for part in parts if part) + found["rest"].lower()


def _refuse_outside(what: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        told = f"the {what} must be from {least} to {most}, not {value}"
        raise WritingError(WritingProblem.BAD_BRIEF, told)
