"""From the words of a script to a text that is read as meant: nothing aside is read aloud.

The service understands two marks inside a text: `<#0.5#>`, a pause in seconds, and with the
newest models sounds such as `(laughs)`. All else in brackets is for people, `{happy}` too: how a
line feels is said beside its text, so that the same casting works at every service.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

from studio.engines.script_words import (
    ASIDE,
    is_said,
    printable,
    without_emphasis,
    without_notes,
    without_pictures,
)

SOUNDS = frozenset(
    (
        "laughs", "chuckle", "coughs", "clear-throat", "groans", "breath", "pant", "inhale",
        "exhale", "gasps", "sniffs", "sighs", "snorts", "burps", "lip-smacking", "humming",
        "hissing", "emm", "sneezes",
    )
)  # fmt: skip
"""Sounds that a text may ask for in round brackets."""

SHORTEST_PAUSE_S = 0.01
LONGEST_PAUSE_S = 99.99

_DEEPEST = 50
"""Brackets within brackets; nobody writes more, and each level is one more pass."""
_MARK = re.compile(r"<#([^#<>]*)#>|[(（]([a-zA-Z -]+)[)）]")
_SECONDS = re.compile(r"\d{1,4}(?:\.\d*)?|\.\d+")
_HELD = 0xF0000
"""Marks are kept through the cleaning as characters nobody uses, from this one on."""
_MOST_HELD = 0xFFFD
_HELD_MARK = re.compile("[\U000f0000-\U000ffffd]")


def sounds_of(model: str) -> Collection[str]:
    """The sounds a model makes when a text asks for them; other models would read them out."""
    return SOUNDS if model.startswith("speech-2.8") else frozenset()


def spoken_text(words: str, sounds: Collection[str] = ()) -> str:
    """The words as they are sent; empty when there is nothing to say.

    Notes, directions, emphasis, pictures and controls are left out, and sounds this model does
    not make. Pauses stand between words only: those that follow each other become one, and those
    at the edges are left out.
    """
    held: list[str] = []
    text = without_notes(printable(unicodedata.normalize("NFC", words)))
    text = _MARK.sub(_holding(held, sounds), text)
    for _ in range(_DEEPEST):
        before, text = text, ASIDE.sub(" ", text)
        if before == text:
            break
    text = without_emphasis(text)
    text = re.sub(r"\s+", " ", without_pictures(text)).strip()
    text = re.sub(r" +", " ", _with_marks(text, held)).strip()
    return re.sub(r"(?<=\w) (?=[,.!?;:，。！？；：、…])", "", text)


def written_pause(seconds: float) -> str:
    """A pause as the services read it, two decimals at most, within what they take."""
    length = min(max(seconds, SHORTEST_PAUSE_S), LONGEST_PAUSE_S)
    return f"<#{f'{length:.2f}'.rstrip('0').rstrip('.')}#>"


def _holding(held: list[str], sounds: Collection[str]) -> Callable[[re.Match[str]], str]:
    """Replaces marks by characters that stand for them, in the order of `held`."""

    def hold(found: re.Match[str]) -> str:
        sound, pause = (found[2] or "").strip().lower(), (found[1] or "").strip()
        if sound:
            if sound not in sounds:
                return found[0]
            kept = f"({sound})"
        elif _SECONDS.fullmatch(pause) and float(pause) > 0:
            kept = pause
        else:
            return " "
        if len(held) > _MOST_HELD:
            return " "
        held.append(kept)
        return chr(_HELD + len(held) - 1)

    return hold


def _with_marks(text: str, held: list[str]) -> str:
    """The marks back in their places, pauses only between pieces that are said."""
    parts: list[str] = []
    waiting, since = 0.0, 0
    said = False
    for piece in _pieces(text):
        mark = held[ord(piece) - _HELD] if _HELD_MARK.fullmatch(piece) else ""
        if mark and not mark.startswith("("):
            since = since if waiting else len(parts)
            waiting += float(mark)
            continue
        if not mark and is_said(piece):
            if waiting and said:
                parts.insert(since, written_pause(waiting))
            said, waiting = True, 0.0
        parts.append(mark or piece)
    return "".join(parts) if said else ""


def _pieces(text: str) -> Iterator[str]:
    """Stretches of words and single marks in order."""
    end = 0
    for found in _HELD_MARK.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield found[0]
        end = found.end()
    if end < len(text):
        yield text[end:]
