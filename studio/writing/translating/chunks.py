"""How a script is cut into requests: by scenes, a long one at its pauses and turns of speech."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.line import Line
from studio.writing.tokens import tokens_in
from studio.writing.translating.validation.frame import for_the_model

MOST_LINES = 25
"""Lines of one request, where a scene has to be cut."""
_MOST_OF_SCENES = 32
"""Lines of one request that holds whole scenes."""
MOST_TOKENS = 1500
"""Tokens of the source words of one request."""
CONTEXT, PREVIEW = 8, 3
"""Lines before a request that are told with their translation, and lines after it."""

_LONG_PAUSE_MS = 1500
_SEARCHED = 0.25
"""Share of a part in which the best place for a cut is looked for, on both sides."""

Part = tuple[Line, ...]


def chunks_of(
    episode: Episode, wanted: Collection[LineId], source: str, *, most: int = MOST_LINES
) -> list[Part]:
    """The wanted lines of an episode, in order, in as few requests as their scenes allow."""
    parts: list[Part] = []
    whole = _MOST_OF_SCENES if most == MOST_LINES else most
    for begin, end in episode.scenes():
        scene = tuple(line for line in episode.lines[begin:end] if line.id in wanted)
        for part in _cut(scene, source, most):
            if parts and _fits((*parts[-1], *part), source, whole):
                parts[-1] = (*parts[-1], *part)
            else:
                parts.append(part)
    return parts


def halves(lines: Sequence[Line]) -> tuple[Part, Part]:
    """A request that was too much, in two, cut where it hurts least."""
    at = _best_cut(lines, len(lines) // 2)
    return tuple(lines[:at]), tuple(lines[at:])


def before(episode: Episode, lines: Collection[LineId]) -> tuple[Line, ...]:
    """The spoken lines before the last of these that are none of them, in order."""
    places = [at for at, line in enumerate(episode.lines) if line.id in lines]
    known = episode.lines[: places[-1]] if places else ()
    return tuple(line for line in known if line.spoken and line.id not in lines)


def after(episode: Episode, lines: Collection[LineId]) -> Iterator[Line]:
    """The spoken lines after the last of these."""
    places = [at for at, line in enumerate(episode.lines) if line.id in lines]
    rest = episode.lines[places[-1] + 1 :] if places else ()
    return (line for line in rest if line.spoken)


def _cut(lines: Part, source: str, most: int) -> Iterator[Part]:
    """A scene in parts of about the same size."""
    if not lines:
        return
    if _fits(lines, source, most) or len(lines) == 1:
        yield lines
        return
    tokens = sum(_tokens(line, source) for line in lines)
    count = max(2, math.ceil(len(lines) / most), math.ceil(tokens / MOST_TOKENS))
    at = _best_cut(lines, round(len(lines) / count))
    yield from _cut(lines[:at], source, most)
    yield from _cut(lines[at:], source, most)


def _fits(lines: Part, source: str, most: int) -> bool:
    return len(lines) <= most and sum(_tokens(line, source) for line in lines) <= MOST_TOKENS


def _tokens(line: Line, source: str) -> int:
    return tokens_in(for_the_model(line.words(source)))


def _best_cut(lines: Sequence[Line], wanted: int) -> int:
    """Near the wanted place: after a long pause, else where another one speaks, else there."""
    room = max(1, round(_SEARCHED * wanted))
    places = range(max(1, wanted - room), min(len(lines) - 1, wanted + room) + 1)
    return min(places, key=lambda at: (_hurts(lines, at), abs(at - wanted)), default=wanted)


def _hurts(lines: Sequence[Line], at: int) -> int:
    last, first = lines[at - 1], lines[at]
    if (last.pause_after_ms or 0) >= _LONG_PAUSE_MS or not first.spoken:
        return 0
    return 1 if last.character != first.character else 2
