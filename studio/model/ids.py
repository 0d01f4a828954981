"""Permanent names of things in a project: short, random, safe in file names and scripts."""

from __future__ import annotations

import secrets
from typing import NewType

LineId = NewType("LineId", str)
CharacterId = NewType("CharacterId", str)
EpisodeId = NewType("EpisodeId", str)
TakeId = NewType("TakeId", str)
MediaKey = NewType("MediaKey", str)
BedId = NewType("BedId", str)

LETTERS = "abcdefghjkmnpqrstvwxyz"
"""Letters without i, l, o and u, so that an id read aloud or printed is not mistaken."""

_SYMBOLS = "0123456789" + LETTERS
ID_LENGTH = 8


def new_id() -> str:
    """Eight random symbols, the first a letter: 22 * 32**7, about 7.6e11 different ids."""
    tail = "".join(secrets.choice(_SYMBOLS) for _ in range(ID_LENGTH - 1))
    return secrets.choice(LETTERS) + tail


def is_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return len(text) == ID_LENGTH and text[0] in LETTERS and all(c in _SYMBOLS for c in text)
