"""Subtitles as a script: cues that go on become one line, names before words become speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studio.formats.guessing import settled
from studio.formats.names import clean_name, in_capitals, spoken_kind
from studio.formats.plain_cues import PlainCue, read_plain_cue
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.subtitled.cues import SubtitleCue, read_cues
from studio.model.line import LineKind
from studio.model.span import Span, samples_of_ms

KINDS = (".srt", ".vtt", ".ass", ".ssa")
UNNAMED = "Speaker"
"""Who says what nobody is named for; a person gives such lines to characters."""

GOES_ON = samples_of_ms(350)
"""Samples between two cues that may be one sentence."""

LONGEST = samples_of_ms(12_000)
"""Samples of cues put together; longer speech is easier to place in parts."""

_DASH = re.compile(r"[-–—‐]\s*(?=\S)")
_SOUND = re.compile(r"[\[(（【][^\])）】]*[\])）】]\Z")
_SUNG = re.compile(r"[♪♫#]+\s*(.*?)\s*[♪♫#]*\Z")
_ENDED = re.compile(r"[.!?…。！？」』”\"')）\]]\s*\Z")
_CONTINUED = re.compile(r"[,，、;；…-]\s*\Z")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


def parse_subtitles(text: str, kind: str, *, language: str = "") -> Script:
    """The script in a subtitle file of this ending; each line has its slot in the picture."""
    cues = list(read_cues(text, kind))
    cast = _cast(cues)
    said = [line for cue in cues for line in _said(cue, cast)]
    lines = tuple(_line(each, language) for each in _put_together(said))
    return settled(Script("", language, (), (ScriptEpisode(1, "", lines),), timed=True))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one speaker says in one stretch."""

    name: str
    words: str
    span: Span
    place: int
    kind: LineKind = LineKind.DIALOGUE
    extension: str = ""
    direction: str = ""


def _cast(cues: Iterable[SubtitleCue]) -> frozenset[str]:
    """Names before colons that are surely names: in capitals, told by tags, or there twice."""
    found: Counter[str] = Counter()
    for cue in cues:
        for name, words in cue.lines:
            found[name] += 2
            named = read_plain_cue(_DASH.sub("", words, count=1))
            if named is not None:
                found[named.name] += 2 if in_capitals(named.name) else 1
    return frozenset(name for name, count in found.items() if name and count > 1)


def _said(cue: SubtitleCue, cast: frozenset[str]) -> Iterator[_Said]:
    """Who says what in a cue; its time is shared by letters where several speak."""
    parts = list(_parts(cue, cast))
    total = sum(len(part.words) for part in parts) or 1
    begun = 0
    for part in parts:
        start = cue.span.start + cue.span.length * begun // total
        begun += len(part.words)
        yield replace(part, span=Span(start, cue.span.start + cue.span.length * begun // total))


def _parts(cue: SubtitleCue, cast: frozenset[str]) -> Iterator[_Said]:
    held: _Said | None = None
    dashes = sum(_DASH.match(words) is not None for _, words in cue.lines) > 1
    for name, words in cue.lines:
        begins = dashes and _DASH.match(words) is not None
        bare = _DASH.sub("", words, count=1) if begins else words
        part = _read(name, bare, cue, cast)
        same = held is not None and not begins and part.kind is held.kind
        if same and held is not None and part.name in ("", held.name):
            held = replace(held, words=_joined(held.words, part.words))
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _read(name: str, words: str, cue: SubtitleCue, cast: frozenset[str]) -> _Said:
    whole = _Said(name, words, cue.span, cue.place)
    if _SOUND.match(words):
        return replace(whole, name="", words=words[1:-1].strip(), kind=LineKind.ACTION)
    if (sung := _SUNG.match(words)) and words[0] in "♪♫":
        return replace(whole, words=sung[1], kind=LineKind.LYRIC)
    named: PlainCue | None = read_plain_cue(words)
    if named is None or (named.name not in cast and not words.startswith("【")):
        return whole
    return replace(
        whole, name=named.name, words=named.words, extension=named.extension,
        direction=named.direction,
    )  # fmt: skip


def _put_together(said: Sequence[_Said]) -> Iterator[_Said]:
    """What goes on in the next cue as one."""
    held: _Said | None = None
    for part in said:
        if held is not None and _goes_on(held, part):
            words = _joined(held.words, part.words)
            held = replace(held, words=words, span=Span(held.span.start, part.span.end))
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _goes_on(before: _Said, part: _Said) -> bool:
    spoken = before.kind is part.kind is LineKind.DIALOGUE
    near = 0 <= part.span.start - before.span.end <= GOES_ON
    short = part.span.end - before.span.start <= LONGEST
    if not spoken or not near or not short or part.name not in ("", before.name):
        return False
    if part.direction or part.extension:
        return False
    small = part.words[:1].islower() or bool(_CJK.match(part.words))
    if _CONTINUED.search(before.words):
        return small or part.words[:1] in "…-"
    return small and not _ENDED.search(before.words) and not _CJK.search(before.words[-1:])


def _joined(before: str, after: str) -> str:
    tight = _CJK.match(before[-1:]) and _CJK.match(after[:1])
    return f"{before}{after}" if tight else f"{before} {after}".strip()


def _line(said: _Said, language: str) -> ScriptLine:
    text = {language: said.words} if said.words else {}
    if said.kind is LineKind.ACTION:
        return ScriptLine(LineKind.ACTION, text, slot=said.span, line=said.place)
    name = clean_name(said.name) or UNNAMED
    kind = LineKind.LYRIC if said.kind is LineKind.LYRIC else spoken_kind(name, said.extension)
    return ScriptLine(
        kind, text, character=name, extension=said.extension, direction=said.direction,
        slot=said.span, line=said.place,
    )  # fmt: skip
