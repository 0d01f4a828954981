"""Subtitles as a script: cues that go on become one line, names before words become speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from studio.errors import ScriptError, ScriptProblem
from studio.formats.guessing import settled
from studio.formats.language import language_code
from studio.formats.names import clean_name, in_capitals, spoken_kind
from studio.formats.plain_cues import PlainCue, read_plain_cue
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.subtitled.bilingual import Languages
from studio.formats.subtitled.cues import SubtitleCue, read_cues
from studio.formats.subtitled.rolling import unrolled
from studio.model.line import LineKind
from studio.model.span import Span, samples_of_ms

KINDS = (".srt", ".vtt", ".ass", ".ssa")
UNNAMED = "Speaker"
"""Who says what nobody is named for; a person gives such lines to characters."""

GOES_ON = samples_of_ms(350)
"""Samples between two cues that may be one sentence."""

LONGEST = samples_of_ms(12_000)
"""Samples of cues put together; longer speech is easier to place in parts."""

MOST_CUES = 150_000
"""Cues of one file; a film has two thousand."""

MOST_LINES = 800_000
"""Lines of one file."""

_LONGEST_WORDS = 500
"""Characters put together in one line."""

_DASH = re.compile(r"(?:>>+|[-–—‐])\s*(?=\S)")
_SOUND = re.compile(r"[\[(（【][^\])）】]*[\])）】]\Z")
_ACTED = re.compile(r"[\[(（]([^\[\](（)）]{1,60})[\])）]\s*(?=\S)")
_ENDED = re.compile(r"[.!?…。！？」』”\"')）\]]\s*\Z")
_NAMED = re.compile(r"Language:\s*([A-Za-z]{2,3})\b")
_NEXT = re.compile(r"(?:^|\s)[-–—‐]\s*(?=\S)")
_CONTINUED = re.compile(r"[,，、;；…-]\s*\Z")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


def parse_subtitles(text: str, kind: str, *, source: str = "", language: str = "") -> Script:
    """The script in a subtitle file of this ending; each line has its slot in the picture.

    Raises ScriptError for more cues than any picture has.
    """
    if text.count("\n") > MOST_LINES:
        raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=f"more than {MOST_LINES:,} lines")
    cues = list(islice(read_cues(text, kind), MOST_CUES + 1))
    if len(cues) > MOST_CUES:
        raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=f"more than {MOST_CUES:,} cues")
    cues = unrolled(cues)
    cast = _cast(cues)
    spoken = Languages(cues)
    said = [line for cue in cues for line in _said(cue, cast, spoken)]
    own = language or spoken.own or _told(text)
    lines = tuple(_line(each, own, spoken.other) for each in _put_together(said))
    return settled(Script("", own, (), (ScriptEpisode(1, "", lines),), timed=True))


def _told(text: str) -> str:
    """The language that the head of a WebVTT file names."""
    head = text[:500].lstrip("\ufeff").split("\n\n")[0]
    found = _NAMED.search(head) if head.startswith("WEBVTT") else None
    return language_code(found[1]) if found else ""


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
    other: str = ""


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


def _said(cue: SubtitleCue, cast: frozenset[str], spoken: Languages) -> Iterator[_Said]:
    """Who says what in a cue; its time is shared by letters where several speak."""
    count, other = spoken.parted(cue)
    parts = list(_parts(replace(cue, lines=cue.lines[:count]), cast))
    others = [part.strip() for part in _NEXT.split(other) if part.strip()]
    if len(others) != len(parts):
        others = [_DASH.sub("", other, count=1), *[""] * len(parts)]
    total = sum(len(part.words) for part in parts) or 1
    begun = 0
    for part, translated in zip(parts, others, strict=False):
        start = cue.span.start + cue.span.length * begun // total
        begun += len(part.words)
        span = Span(start, cue.span.start + cue.span.length * begun // total)
        yield replace(part, span=span, other=translated)


def _parts(cue: SubtitleCue, cast: frozenset[str]) -> Iterator[_Said]:
    held: _Said | None = None
    whole = " ".join(words for _, words in cue.lines[:4])
    if len(cue.lines) <= 4 and _SOUND.match(whole):
        yield _read("", whole, cue, cast)
        return
    dashes = sum(_DASH.match(words) is not None for _, words in cue.lines) > 1
    for name, words in cue.lines:
        begins = _DASH.match(words) is not None and (dashes or words.startswith(">>"))
        bare = _DASH.sub("", words, count=1) if begins else words
        part = _read(name, bare, cue, cast)
        same = held is not None and not begins and part.kind is held.kind and not part.direction
        if same and held is not None and part.name in ("", held.name) and _short(held):
            held = replace(held, words=_joined(held.words, part.words))
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _short(said: _Said) -> bool:
    return len(said.words) < _LONGEST_WORDS


def _read(name: str, words: str, cue: SubtitleCue, cast: frozenset[str]) -> _Said:
    whole = _Said(name, words, cue.span, cue.place)
    if _SOUND.match(words):
        return replace(whole, name="", words=words[1:-1].strip(), kind=LineKind.ACTION)
    if words[0] in "♪♫" and (sung := words.strip("♪♫# ")):
        return replace(whole, words=sung, kind=LineKind.LYRIC)
    named: PlainCue | None = read_plain_cue(words)
    if named is not None and (named.name in cast or words.startswith("【")):
        whole = replace(
            whole, name=named.name, words=named.words, extension=named.extension,
            direction=named.direction,
        )  # fmt: skip
    if not whole.direction and (acted := _ACTED.match(whole.words)):
        return replace(whole, direction=acted[1].strip(), words=whole.words[acted.end() :])
    return whole


def _put_together(said: Sequence[_Said]) -> Iterator[_Said]:
    """What goes on in the next cue as one."""
    held: _Said | None = None
    for part in said:
        if held is not None and _goes_on(held, part):
            held = replace(
                held, words=_joined(held.words, part.words),
                other=_joined(held.other, part.other),
                span=Span(held.span.start, part.span.end),
            )  # fmt: skip
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
    if (
        not spoken
        or not near
        or not short
        or not _short(before)
        or part.name not in ("", before.name)
    ):
        return False
    if part.direction or part.extension:
        return False
    small = part.words[:1].islower() or bool(_CJK.match(part.words))
    end = before.words[-8:]
    if _CONTINUED.search(end):
        return small or part.words[:1] in "…-"
    return small and not _ENDED.search(end) and not _CJK.search(end[-1:])


def _joined(before: str, after: str) -> str:
    tight = _CJK.match(before[-1:]) and _CJK.match(after[:1])
    return f"{before}{after}" if tight else f"{before} {after}".strip()


def _line(said: _Said, language: str, other: str) -> ScriptLine:
    words = {other: said.other, language: said.words}
    text = {code: told for code, told in words.items() if told}
    if said.kind is LineKind.ACTION:
        return ScriptLine(LineKind.ACTION, text, slot=said.span, line=said.place)
    name = clean_name(said.name) or UNNAMED
    kind = LineKind.LYRIC if said.kind is LineKind.LYRIC else spoken_kind(name, said.extension)
    return ScriptLine(
        kind, text, character=name, extension=said.extension, direction=said.direction,
        slot=said.span, line=said.place,
    )  # fmt: skip
