"""The cues of SRT, WebVTT and ASS files, however they were written; nothing is refused.

SRT and WebVTT are read here: the library counts hours modulo a hundred and loses voice tags.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pysubs2
from pysubs2.exceptions import Pysubs2Error

from studio.model.span import Span, samples_of_ms

_STAMP = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[,.:](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_STAMP}\s*(?:[-–—]+>|→)\s*{_STAMP}")
# No tag holds the mark that begins one: so a line of a million of them is read once.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|\{\\[^{}\n]*\}|<\d\d:[\d:.]+>")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_BREAK = re.compile(r"\\N|\\n|\n")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_SUNG = re.compile(r"\{[^{}]*\\[kK][fo]?\d")
_SHOWN = re.compile(
    r"\b(?:signs?|titles?|credits?|staff|screen)\b|标题|標題|注释|屏幕", re.IGNORECASE
)
_NUMBER = re.compile(r"\s*\d+\s*\Z")


@dataclass(frozen=True, slots=True)
class SubtitleCue:
    """Lines of words shown in a stretch of time, in samples; each line with who says it if told.

    `place` is the line of the file, from 1.
    """

    span: Span
    lines: tuple[tuple[str, str], ...]
    place: int = 0


def read_cues(text: str, kind: str) -> Iterator[SubtitleCue]:
    """The cues of a file of this ending (`.srt`, `.vtt`, `.ass` or `.ssa`), by their start."""
    styled = kind in (".ass", ".ssa") and "[Events]" in text
    found = _styled_cues(text) if styled else _plain_cues(text, closed=kind != ".srt")
    return iter(sorted(found, key=lambda cue: cue.span))


def _styled_cues(text: str) -> Iterator[SubtitleCue]:
    try:
        file = pysubs2.SSAFile.from_string(text, format_="ass")
    except (Pysubs2Error, ValueError, IndexError, KeyError):
        return
    made = any(event.effect == "fx" for event in file)
    seen: set[SubtitleCue] = set()
    for event in file:
        source = made and event.is_comment and event.effect.startswith("karaoke")
        if event.effect == "fx" or (event.is_comment and not source) or _DRAWING.search(event.text):
            continue
        words = (_bare(line) for line in _BREAK.split(_OVERRIDE.sub("", event.text)))
        mark = _mark(event)
        lines = tuple((event.name.strip(), mark.format(each)) for each in words if each)
        start = samples_of_ms(max(event.start, 0))
        cue = SubtitleCue(Span(start, max(samples_of_ms(event.end), start)), lines)
        if lines and cue not in seen:  # outlines and shadows are the same words in other layers
            seen.add(cue)
            yield cue


def _mark(event: pysubs2.SSAEvent) -> str:
    """How the words of an event stand in other files: sung in notes, signs in brackets."""
    if _SUNG.search(event.text):
        return "♪ {}"
    return "[{}]" if _SHOWN.search(event.style) and "[" not in event.text else "{}"


def _plain_cues(text: str, *, closed: bool) -> Iterator[SubtitleCue]:
    """Each line of times and what stands below it, up to the next times.

    In a `closed` file a blank line ends it; in others people leave such lines between the words.
    """
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        times = _TIMES.match(lines[at])
        at += 1
        if not times:
            continue
        place, below = at, list[str]()
        while at < len(lines) and not _TIMES.match(lines[at]):
            if lines[at].strip():
                below.append(lines[at])
            elif below and closed:
                # Some files leave blank lines between the times and the words.
                break
            at += 1
        if below and _NUMBER.match(below[-1]) and at < len(lines) and _TIMES.match(lines[at]):
            below.pop()  # the number of the next cue
        spoken = tuple(_voiced(below))
        if spoken:
            start, end = _ms(times.groups()[:4]), _ms(times.groups()[4:])
            first = samples_of_ms(start)
            yield SubtitleCue(Span(first, max(samples_of_ms(end), first)), spoken, place)


def _voiced(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The words of each line, with the voice that a tag before them names."""
    name = ""
    for line in lines:
        at = 0
        for tag in _VOICE.finditer(line):
            if words := _bare(line[at : tag.start()]):
                yield name, words
            name, at = html.unescape(tag[1]).strip(), tag.end()
        if words := _bare(line[at:]):
            yield name, words
        if "</v>" in line:
            name = ""


def _bare(words: str) -> str:
    """Words without tags, entities and doubled spaces."""
    return " ".join(html.unescape(_TAG.sub("", words)).replace("\\h", " ").split())


def _ms(stamp: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, part = stamp
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((part or "0").ljust(3, "0"))
