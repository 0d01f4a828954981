"""Who speaks: names and extensions as they stand in a cue, in scripts with and without case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from studio.formats.markup import BARRIER, WHITE
from studio.model.line import LineKind

LONGEST_CASELESS_CUE = 12
"""Characters of a name without letter case that may be a cue without being forced."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OPENING, _CLOSING = "(（", ")）"
_NOT_IN_A_NAME = frozenset('。！？，、；：…“”‘’《》「」『』.!?,;:"|=#*[]<>~\\/–—-')

_NARRATORS = frozenset(
    ("narrator", "narration", "voice over", "voiceover", "voice-over", "v.o.", "vo")
    + (
        "旁白",
        "画外音",
        "畫外音",
        "解说",
        "解說",
        "ナレーション",
        "ナレーター",
        "나레이션",
        "내레이션",
    )
    + ("narrador", "narradora", "narrateur", "narratrice", "erzähler", "erzählerin", "рассказчик")
    + ("narratore", "narratrice", "الراوي", "ผู้บรรยาย", "해설")
)
_VOICE_OVERS = frozenset(
    ("v.o.", "v.o", "vo", "v/o", "voice over", "voice-over", "voiceover", "narration")
    + (
        "旁白",
        "画外音",
        "畫外音",
        "内心独白",
        "內心獨白",
        "心声",
        "ナレーション",
        "モノローグ",
        "n",
        "na",
    )
    + ("나레이션", "내레이션", "독백")
)
_OTHER_EXTENSIONS = frozenset(
    (
        "o.s.",
        "o.s",
        "os",
        "o/s",
        "o.c.",
        "o.c",
        "oc",
        "off",
        "off screen",
        "off-screen",
        "offscreen",
    )
    + (
        "cont'd",
        "cont’d",
        "contd",
        "cont.",
        "continued",
        "filtered",
        "on phone",
        "pre-lap",
        "prelap",
    )
    + ("画外", "畫外", "电话", "電話", "续", "續", "声", "続き", "声のみ", "계속", "전화", "e")
)


@dataclass(frozen=True, slots=True)
class Cue:
    """The head of a speech; `groups` are the words that stood in brackets, `dual` the mark `^`."""

    name: str
    groups: tuple[str, ...] = ()
    dual: bool = False


def clean_name(name: str) -> str:
    """A name without control characters, direction marks and outer space."""
    kept = (c for c in name if c not in _BIDI and unicodedata.category(c) != "Cc")
    return "".join(kept).strip(WHITE)


def read_cue(text: str) -> Cue:
    """The parts of a cue; a barrier keeps a bracket or `^` in the name."""
    rest = text.strip(WHITE)
    dual = rest.endswith("^")
    rest = rest.rstrip("^" + WHITE) if dual else rest
    groups: list[str] = []
    while rest.endswith(tuple(_CLOSING)):
        start = max(rest.rfind(mark) for mark in _OPENING)
        inner = rest[start + 1 : -1]
        if start < 0 or any(mark in inner for mark in _CLOSING):
            break
        groups.insert(0, inner.replace(BARRIER, "").strip(WHITE))
        rest = rest[:start].rstrip(WHITE)
    return Cue(clean_name(rest), tuple(group for group in groups if group), dual)


def told_by(cue: Cue) -> tuple[str, str]:
    """The extension and the direction in the brackets of a screenplay's cue.

    Beside a name in letters without case a bracket is a direction unless it is a known extension.
    """
    if any(c.isupper() or c.islower() for c in cue.name):
        return ", ".join(cue.groups), ""
    extensions = [group for group in cue.groups if is_extension(group)]
    directions = [group for group in cue.groups if not is_extension(group)]
    return ", ".join(extensions), "; ".join(directions)


def cue_text(cue: Cue) -> str:
    """The words of a cue; `read_cue` gives the parts back unless brackets in them mislead it."""
    name = cue.name
    if name.endswith((*_CLOSING, "^")):
        name = f"{name[:-1]}{name[-1]}{BARRIER}"
    groups = "".join(f" ({group})" for group in cue.groups)
    return f"{name}{groups}{' ^' if cue.dual else ''}"


def spoken_kind(name: str, extension: str) -> LineKind:
    """Whether a cue of this name and extension is seen speaking or is a voice over the picture."""
    parts = (part.strip(WHITE).casefold() for part in re.split(r"[,/，、;]", extension))
    over = extension.casefold() in _VOICE_OVERS or any(part in _VOICE_OVERS for part in parts)
    return LineKind.VOICE_OVER if over or is_narrator(name) else LineKind.DIALOGUE


def is_narrator(name: str) -> bool:
    """Whether a name says that nobody in the picture speaks."""
    return name.casefold() in _NARRATORS


def is_extension(group: str) -> bool:
    """Whether a bracket after a name tells where the voice is, not how it speaks."""
    known = _VOICE_OVERS | _OTHER_EXTENSIONS
    parts = [part.strip(WHITE).casefold() for part in re.split(r"[,，、;]", group)]
    return all(part in known for part in parts)


def in_capitals(name: str) -> bool:
    """Whether a name has capital letters and no small ones."""
    return any(c.isupper() for c in name) and not any(c.islower() for c in name)


def caseless_name(name: str) -> bool:
    """Whether this could be a name in letters without case: short, and no mark of a sentence."""
    if not 0 < len(name) <= LONGEST_CASELESS_CUE or not any(c.isalpha() for c in name):
        return False
    if any(c.isupper() or c.islower() for c in name):
        return False
    return not any(c in _NOT_IN_A_NAME or c == BARRIER for c in name)
