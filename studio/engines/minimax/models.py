"""MiniMax's speech models and what each family of them can do."""

from __future__ import annotations

import re

MODELS = (
    "speech-2.8-hd",
    "speech-2.8-turbo",
    "speech-2.6-hd",
    "speech-2.6-turbo",
    "speech-02-hd",
    "speech-02-turbo",
    "speech-01-hd",
    "speech-01-turbo",
)
"""Suggestions, the usual one first; another name is passed on as it is."""

EMOTIONS = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm")
_ALSO_2_6 = ("fluent", "whisper")
_FAMILY = re.compile(r"speech-(\d+(?:\.\d+)?)(?![\d.])")


def usual(model: str) -> str:
    """The model meant: the usual one when none is named."""
    return model.strip() or MODELS[0]


def family(model: str) -> str:
    """`2.8`, `2.6`, `02`, `01`; empty for a name that does not say."""
    found = _FAMILY.match(usual(model))
    return found[1] if found else ""


def emotions_of(model: str) -> tuple[str, ...]:
    """What a model can be told to feel; to say nothing lets it choose by the words."""
    return EMOTIONS + _ALSO_2_6 if family(model) == "2.6" else EMOTIONS


def makes_sounds(model: str) -> bool:
    """Whether a model laughs where the text says `(laughs)`; others would read it aloud."""
    return family(model) == "2.8"


def speaks_in_one_breath(model: str) -> bool:
    """Whether a model can take a long text in one go instead of in parts."""
    return family(model) == "2.8"
