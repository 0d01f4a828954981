"""From the words of a script to a text MiniMax reads as meant: nothing aside is read aloud.

The interface knows pauses, `<#0.5#>`; the newest models also sounds, `(laughs)`, and readings in
place of a character, `(he2)`. Everything else in brackets would be spoken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from studio.engines.script_words import JOINERS, STARS, without_notes

SOUNDS = (
    "laughs", "chuckle", "coughs", "clear-throat", "groans", "breath", "pant", "inhale", "exhale",
    "gasps", "sniffs", "sighs", "snorts", "burps", "lip-smacking", "humming", "hissing", "emm",
    "sneezes", "whistles", "crying", "applause",
)  # fmt: skip
SOUND = re.compile(rf"\((?:{'|'.join(SOUNDS)})\)")
PAUSE = re.compile(r"<#(\d{1,2}(?:\.\d{1,2})?)#>")

MOST_UNSEEN = 0.1
"""Share of control characters from which on the service refuses a text."""

_SHORTEST, _LONGEST = Decimal("0.01"), Decimal("99.99")

_BREAK = re.compile(r"</?break\b([^<>]*)>", re.IGNORECASE)
_TIME = re.compile(r"time\s*=\s*[\"']?\s*([\d.]+)\s*(m?s)", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:speak|prosody|emphasis|say-as|phoneme|voice|sub|audio|mark|lang|token|lexicon|span|"
    r"font|strong|mstts:[\w-]+|amazon:[\w-]+)(?:\s[^<>]*|/)?>"
    r"|</?(?:p|s|w|b|i|u|em|br)\s*/?>",
    re.IGNORECASE,
)
_ANY_PAUSE = re.compile(r"<#\s*([\d.]*)[^<>#]*#>")
_BROKEN_PAUSE = re.compile(r"<#|#>")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_OPENERS = {")": "(", "]": "[", "）": "（", "】": "【", "〕": "〔", "}": "{"}
_BRACKET = re.compile(r"[()\[\]（）【】〔〕{}]")
_FORMULA = re.compile(r"\$\$.+?\$\$", re.DOTALL)
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|gw|kw|ng|[bpmfdtnlgkhjqxrzcsyw])?[aeiouüv]{1,3}(?:ng|[nrmptk])?[1-6]|(?:m|ng)[1-6]"
)
_SPOKEN_LETTERS = re.compile(
    "(?=.*[\u0250-\u02af\u02c8\u02cc\u02d0])[a-zæçðøœŋθβχ\u0250-\u02ff\u0300-\u036f. ]+"
)
_UNDERLINES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_PICTURES = re.compile(
    "[\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e007f]"
)
_MARKED = re.compile(rf"[<>#$\\*_()\[\]{{}}（）【】〔〕]|{_PICTURES.pattern}")
"""What none of the steps of cleaning would find anything to do without."""
_MARKS = ",.!?;:，。！？；：、…"
_ENDS = '.!?。！？…"”’」』）'
_WIDE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"

# Characters for our own use while a text is cleaned; a script's own are taken out first.
_GAP = "\ue000"
_KEPT = 0xF0000
_TOKEN = re.compile("[\U000f0000-\U000ffffd]")
_GAPS = rf"(?:[^\S\n]*{_GAP})+[^\S\n]*"
_AROUND_GAP = re.compile(rf"(?<=[{_WIDE}]){_GAPS}|{_GAPS}(?=[{_WIDE}{_MARKS}])")


@dataclass(slots=True)
class _Kept:
    """What is sent as it is, each behind a character of its own, while the rest is cleaned."""

    brackets: list[str] = field(default_factory=list[str])
    pauses: dict[str, Decimal] = field(default_factory=dict[str, Decimal])

    def bracket(self, text: str) -> str:
        """A stand-in for a sound or a reading."""
        return self._stand_in(text)

    def pause(self, seconds: Decimal) -> str:
        """A stand-in for a pause, a gap for one without length."""
        if not seconds:
            return _GAP
        character = self._stand_in("")
        self.pauses[character] = seconds
        return character

    def restored(self, text: str) -> str:
        """The text with all brackets back in."""
        return _TOKEN.sub(lambda found: self.brackets[ord(found[0]) - _KEPT], text)

    def _stand_in(self, text: str) -> str:
        self.brackets.append(text)
        return chr(_KEPT + len(self.brackets) - 1)


def unseen_share(text: str) -> float:
    """The share of control characters, by which the service refuses a text."""
    if text.isprintable():
        return 0.0
    unseen = sum(unicodedata.category(each) == "Cc" and each not in "\t\n\r" for each in text)
    return unseen / len(text) if text else 0.0


def spoken_text(words: str, *, sounds: bool, pauses: bool = True, formulas: bool = False) -> str:
    """What is sent for the words of a script; empty when nothing of it can be said.

    `sounds`: whether the model makes sounds such as `(laughs)`. Without `pauses` each becomes a
    new paragraph. With `formulas` what is between `$$` stays as it is.
    """
    kept = _Kept()
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n"))
    text = text if text.isprintable() else "".join(map(_printable, text))
    if not _MARKED.search(text):
        return _in_order(text) if _is_spoken(text) else ""
    if formulas:
        text = _FORMULA.sub(lambda found: kept.bracket(found[0]), text)
    text = without_notes(text, _GAP)
    text = _BREAK.sub(lambda found: _pause_of_break(found, kept), text)
    text = _MARKUP.sub(_GAP, text)
    text = _ANY_PAUSE.sub(lambda found: kept.pause(_number(found[1])), text)
    text = _BROKEN_PAUSE.sub(_GAP, text)
    text = _IN_BRACKETS.sub(lambda found: _kept_bracket(found, kept, sounds=sounds), text)
    text = _without_asides(text)
    text = _UNDERLINES.sub("", STARS.sub("", _PICTURES.sub(_GAP, text)))
    text = _in_order(_AROUND_GAP.sub("", text).replace(_GAP, " "))
    text = _with_pauses(text, kept) if pauses else _paragraphs(text, kept)
    return kept.restored(text) if _is_spoken(PAUSE.sub("", text)) else ""


def _printable(character: str) -> str:
    """A character, what stands for it, or nothing where it is not for the eye."""
    kind = unicodedata.category(character)
    if character in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n"
    if character == "\t" or kind == "Zs":
        return " "
    unseen = kind in ("Cc", "Cs", "Co") or (kind == "Cf" and character not in JOINERS)
    return "" if unseen else character


def _kept_bracket(found: re.Match[str], kept: _Kept, *, sounds: bool) -> str:
    """A stand-in for what the service understands; the rest is an aside, a sound too if unknown."""
    inside = found[1].strip()
    sound = f"({inside.lower()})"
    if SOUND.fullmatch(sound):
        return kept.bracket(sound) if sounds else _GAP
    if _SYLLABLE.fullmatch(inside) or _SPOKEN_LETTERS.fullmatch(inside):
        return kept.bracket(f"({inside})")
    return found[0]


def _without_asides(text: str) -> str:
    """The text with a gap for each pair of brackets and what is in it; unpaired ones stay."""
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    end = 0
    for found in _BRACKET.finditer(text):
        parts.append(text[end : found.start()])
        end = found.end()
        opener = _OPENERS.get(found[0])
        if opener is None:
            opened.append((found[0], len(parts)))
        elif (at := _last(opened, opener)) is not None:
            del parts[opened[at][1] :], opened[at:]
            parts.append(_GAP)
            continue
        parts.append(found[0])
    return "".join((*parts, text[end:]))


def _last(opened: list[tuple[str, int]], opener: str) -> int | None:
    """Where the last bracket of a kind was opened, among those that are still open."""
    return next((at for at in range(len(opened) - 1, -1, -1) if opened[at][0] == opener), None)


def _pause_of_break(found: re.Match[str], kept: _Kept) -> str:
    """The pause that markup of another service asks for."""
    time = _TIME.search(found[1])
    if time is None:
        return _GAP
    return kept.pause(_number(time[1]) / (1000 if time[2].lower() == "ms" else 1))


def _number(digits: str) -> Decimal:
    """Seconds; nothing for what is no number."""
    try:
        return Decimal(digits[:20])
    except InvalidOperation:
        return Decimal(0)


def _in_order(text: str) -> str:
    """One blank between words; a new line only where a sentence or a paragraph ends."""
    text = re.sub(r" *\n *", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()
    text = re.sub(r"(.)(\n+)(.)", _line_end, text)
    return re.sub(rf"(?<=\w) (?=[{_MARKS}])", "", text)


def _line_end(found: re.Match[str]) -> str:
    """A line that was only wrapped goes on without the pause of a paragraph."""
    before, ends, after = found.groups()
    if len(ends) > 1 or before in _ENDS:
        return f"{before}\n{after}"
    wide = re.fullmatch(f"[{_WIDE}]{{2}}", before + after)
    return before + ("" if wide else " ") + after


def _with_pauses(text: str, kept: _Kept) -> str:
    """The text with its pauses, each between two pieces that are spoken; others are dropped."""
    spoken, waits = [""], list[Decimal]()
    waiting = Decimal(0)
    for part in _split(text, kept):
        if part in kept.pauses:
            waiting += kept.pauses[part]
        elif not _is_spoken(part):
            spoken[-1] += part
        elif not _is_spoken(spoken[-1]) or not waiting:
            spoken[-1] += part
            waiting = Decimal(0)
        else:
            spoken.append(part)
            waits.append(waiting)
            waiting = Decimal(0)
    pauses = [_written(wait) for wait in waits]
    return "".join(a + b for a, b in zip(spoken, [*pauses, ""], strict=True)).strip()


def _paragraphs(text: str, kept: _Kept) -> str:
    """The text with a new paragraph for each pause."""
    parts = ("\n" if part in kept.pauses else part for part in _split(text, kept))
    return re.sub(r" *\n[ \n]*", "\n", "".join(parts)).strip()


def _split(text: str, kept: _Kept) -> Iterator[str]:
    """The text cut at its pauses, which are pieces too."""
    if not kept.pauses:
        return iter([text])
    return iter(re.split(f"([{''.join(kept.pauses)}])", text))


def _is_spoken(part: str) -> bool:
    return any(each.isalnum() for each in part)


def _written(wait: Decimal) -> str:
    length = min(max(wait, _SHORTEST), _LONGEST).quantize(_SHORTEST)
    return f"<#{format(length, 'f').rstrip('0').rstrip('.')}#>"
