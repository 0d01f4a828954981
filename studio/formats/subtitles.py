"""Subtitles of the spoken lines, as SRT, WebVTT and ASS."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pysubs2

from studio.model.span import SAMPLE_RATE

SubtitleKind = Literal["srt", "vtt", "ass"]

_LINE = 42
"""Characters of one line of Latin text; a wide character counts for two, so 21 of them fit."""

_WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u303f\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]"
)
_CLOSING = frozenset("，。！？、；：）」』】》”’…,.!?;:)]}")
_OPENING = frozenset("（「『【《“‘([{")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words shown from `start` to `end`, in samples at the project rate, and who says them."""

    start: int
    end: int
    text: str
    speaker: str = ""


def write_subtitles(cues: Iterable[Cue], kind: SubtitleKind) -> str:
    """A subtitle file of the cues, one for one, in lines short enough to read."""
    ordered = sorted(cues, key=lambda cue: (cue.start, cue.end))
    if kind == "vtt":
        return "WEBVTT\n\n" + "".join(_vtt_cue(cue) for cue in ordered)
    file = pysubs2.SSAFile()
    for cue in ordered:
        lines = wrapped(cue.text)
        text = "\\N".join(line.replace("{", "\\{") if kind == "ass" else line for line in lines)
        event = pysubs2.SSAEvent(_ms(cue.start), _ms(cue.end), text)
        event.name = cue.speaker.replace(",", "，").replace("\n", " ")
        file.append(event)
    if kind == "srt":
        return file.to_string("srt", keep_ssa_tags=True)
    return file.to_string("ass")


def _ms(samples: int) -> int:
    per_ms = SAMPLE_RATE // 1000
    return (samples + per_ms // 2) // per_ms


def _vtt_cue(cue: Cue) -> str:
    text = html.escape("\n".join(wrapped(cue.text)), quote=False)
    speaker = html.escape(" ".join(cue.speaker.split()), quote=False)
    voice = f"<v {speaker}>" if speaker else ""
    return f"{_clock(_ms(cue.start))} --> {_clock(_ms(cue.end))}\n{voice}{text}\n\n"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{ms:03}"


def wrapped(text: str) -> list[str]:
    """The words in lines of 42 columns at most: two of about the same length where two do."""
    words = " ".join(text.split())
    width = _width(words)
    if width <= _LINE:
        return [words]
    half = _filled(words, min(_LINE, width // 2 + 6)) if width <= 2 * _LINE else []
    return half if len(half) == 2 else _filled(words, _LINE)


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _filled(text: str, limit: int) -> list[str]:
    lines = [""]
    for unit in _units(text):
        if lines[-1] and _width(lines[-1] + unit.rstrip()) > limit:
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _units(text: str) -> list[str]:
    """What may not be parted: words, and wide characters with the punctuation around them."""
    units: list[str] = []
    joined = False
    for part in re.findall(r"\s+|[^\s]", text):
        wide = _WIDE.match(part) is not None
        after_wide = bool(units) and _WIDE.match(units[-1][-1]) is not None
        breaks = part.isspace() or wide or after_wide or (units and units[-1][-1].isspace())
        held = part in _CLOSING or joined
        if units and (held or not breaks or (part.isspace())):
            units[-1] += part
        else:
            units.append(part)
        joined = part in _OPENING
    return [piece for unit in units for piece in _cut(unit)]


def _cut(unit: str) -> list[str]:
    """A word longer than a line in pieces that are not."""
    if _width(unit.rstrip()) <= _LINE:
        return [unit]
    return [unit[at : at + _LINE // 2] for at in range(0, len(unit), _LINE // 2)]
