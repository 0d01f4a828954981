"""What may stand in a text to be spoken, and what it costs."""

from __future__ import annotations

import re
import unicodedata

from tests.services.minimax.vocabulary import SOUND
from tests.services.speech import HAN, PAUSE

_PAUSE_LENGTH = re.compile(r"\d{1,2}(\.\d{1,2})?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_READING = re.compile(r"[a-zü]+[1-6]")
_SOUND_LETTERS = re.compile(r"[\u0250-\u02af\u02c8\u02cc\u02d0]")
_MARKUP = re.compile(r"</?(speak|break|prosody|emphasis|say-as|phoneme|voice|p|s)\b[^>]*>")
_INVISIBLE_SHARE = 0.1


def text_complaints(text: str, model: str, *, pauses: bool = True) -> list[str]:
    """Why a text is not what this model should be sent."""
    found: list[str] = []
    if not any(_speakable(each) for each in _without_controls(text)):
        found.append("text: nothing to speak")
    found += _pause_complaints(text) if pauses else _no_pauses(text)
    found += _bracket_complaints(text, newest=model.startswith("speech-2.8"))
    if _MARKUP.search(text):
        found.append("text: markup is read aloud")
    if invisible_share(text):
        found.append("text: control characters")
    return found


def usage(text: str) -> int:
    """Billed characters: a Han character is two, sounds and pauses are none."""
    billed = PAUSE.sub("", SOUND.sub("", text))
    return len(billed) + len(HAN.findall(billed))


def spoken_characters(text: str) -> int:
    """Characters that are heard, without marks and blanks."""
    return sum(_speakable(each) for each in _without_controls(text))


def invisible_share(text: str) -> float:
    """The share of control characters other than tab and newline."""
    invisible = sum(unicodedata.category(each) == "Cc" and each not in "\t\n" for each in text)
    return invisible / len(text) if text else 0.0


def too_invisible(text: str) -> bool:
    """Whether there are more control characters than the service bears with."""
    return invisible_share(text) > _INVISIBLE_SHARE


def _without_controls(text: str) -> str:
    return PAUSE.sub("", SOUND.sub("", text))


def _speakable(text: str) -> bool:
    return any(each.isalnum() for each in text)


def _pause_complaints(text: str) -> list[str]:
    pieces = PAUSE.split(text)
    words, lengths = pieces[::2], pieces[1::2]
    found = [f"text: pause of {length!r} s" for length in lengths if not _is_length(length)]
    if "<#" in "".join(words) or "#>" in "".join(words):
        found.append("text: broken pause")
    if not lengths:
        return found
    if not (_speakable(words[0]) and _speakable(words[-1])):
        found.append("text: pause at the edge")
    if not all(_speakable(each) for each in words[1:-1]):
        found.append("text: two pauses in a row")
    return found


def _no_pauses(text: str) -> list[str]:
    return ["text: pauses work in files only"] if "<#" in text else []


def _is_length(seconds: str) -> bool:
    return bool(_PAUSE_LENGTH.fullmatch(seconds)) and 0.01 <= float(seconds) <= 99.99


def _bracket_complaints(text: str, *, newest: bool) -> list[str]:
    found: list[str] = []
    for inside in _BRACKETS.findall(text):
        if SOUND.fullmatch(f"({inside})"):
            if not newest:
                found.append(f"text: this model has no ({inside})")
        elif not (_READING.fullmatch(inside) or _SOUND_LETTERS.search(inside)):
            found.append(f"text: ({inside}) is neither a sound nor a reading")
    return found
