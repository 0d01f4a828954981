"""From the words of a script to a text that is read as meant: nothing aside is read aloud.

The service understands two marks inside a text: `<#0.5#>`, a pause in seconds, and with the
newest models sounds such as `(laughs)`. All else in brackets is for people, `{happy}` too: how a
line feels is said beside its text, so that the same casting works at every service.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

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

_ASIDE = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】|〔[^〔〕]*〕|\{[^{}]*\}")
_STARS = re.compile(r"\\?\*+(?!(?<=\d\*)\d)")
_UNDERLINES = re.compile(r"\\?_+")
_PICTURES = re.compile(
    "[\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe00-\ufe0f"
    "\U0001f000-\U0001faff\U000e0000-\U000e007f]"
)
_DEEPEST = 50
"""Brackets within brackets; nobody writes more, and each level is one more pass."""
_JOINERS = "\u200c\u200d"
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
    text = _without_notes("".join(_printable(unicodedata.normalize("NFC", words))))
    text = _MARK.sub(_holding(held, sounds), text)
    for _ in range(_DEEPEST):
        before, text = text, _ASIDE.sub(" ", text)
        if before == text:
            break
    text = _UNDERLINES.sub(_underline, _STARS.sub("", text))
    text = re.sub(r"\s+", " ", _PICTURES.sub(" ", text)).strip()
    text = re.sub(r" +", " ", _with_marks(text, held)).strip()
    return re.sub(r"(?<=\w) (?=[,.!?;:，。！？；：、…])", "", text)


def written_pause(seconds: float) -> str:
    """A pause as the services read it, two decimals at most, within what they take."""
    length = min(max(seconds, SHORTEST_PAUSE_S), LONGEST_PAUSE_S)
    return f"<#{f'{length:.2f}'.rstrip('0').rstrip('.')}#>"


def _without_notes(text: str) -> str:
    """The text without `[[notes]]`; by hand, for a pattern tries each of many open ones again."""
    parts: list[str] = []
    at = 0
    while (begin := text.find("[[", at)) >= 0 and (end := text.find("]]", begin + 2)) >= 0:
        parts += [text[at:begin], " "]
        at = end + 2
    return "".join(parts) + text[at:]


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
        if not mark and _is_said(piece):
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


def _is_said(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _underline(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    around = before + found.string[found.end() : found.end() + 1]
    return " " if len(around) == 2 and around.isalnum() and around.isascii() else ""


def _printable(text: str) -> Iterator[str]:
    for character in text:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            yield " "
        elif kind[0] != "C" or character in _JOINERS:
            yield character
