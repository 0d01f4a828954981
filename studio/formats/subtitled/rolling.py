"""Captions that roll: each cue repeats the words that are still on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from studio.formats.subtitled.cues import SubtitleCue
from studio.model.span import Span, samples_of_ms

_NEAR = samples_of_ms(100)
_MOST_WORDS = 60
"""Words that may be on the screen at once."""

_ENOUGH = 3


def unrolled(cues: Sequence[SubtitleCue]) -> list[SubtitleCue]:
    """The cues with each word once, where it first comes, if most of them repeat what was there."""
    repeating = sum(_repeated(before, cue) > 0 for before, cue in pairwise(cues))
    if repeating < _ENOUGH or repeating * 2 < len(cues) - 1:
        return list(cues)
    found: list[SubtitleCue] = []
    before: SubtitleCue | None = None
    for cue in cues:
        rest = _without(cue, _repeated(before, cue) if before else 0)
        if rest.lines:
            found.append(rest)
        elif found:
            span = Span(found[-1].span.start, max(found[-1].span.end, cue.span.end))
            found[-1] = replace(found[-1], span=span)
        before = cue
    return found


def _repeated(before: SubtitleCue, cue: SubtitleCue) -> int:
    """How many words a cue begins with that the one before it ends with."""
    if cue.span.start - before.span.end > _NEAR:
        return 0
    last = _words(before)[-_MOST_WORDS:]
    first = _words(cue)[:_MOST_WORDS]
    most = min(len(last), len(first))
    return next((count for count in range(most, 0, -1) if last[-count:] == first[:count]), 0)


def _words(cue: SubtitleCue) -> list[str]:
    return [word for _, line in cue.lines for word in line.split()]


def _without(cue: SubtitleCue, count: int) -> SubtitleCue:
    """A cue without its first words."""
    lines: list[tuple[str, str]] = []
    for name, line in cue.lines:
        words = line.split()
        if words[count:]:
            lines.append((name, " ".join(words[count:])))
        count = max(count - len(words), 0)
    return replace(cue, lines=tuple(lines))
