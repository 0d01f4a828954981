"""When each word is heard, from the subtitle files of the service, whatever shape they have."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, cast

from studio.model.take import WordTime

_INSIDE = ("subtitles", "data", "timestamped_words")


def word_times(data: bytes) -> tuple[WordTime, ...]:
    """Words, or sentences where there are no words, in order; nothing for what is no such file.

    A mark has no time of its own: it goes with the word before it.
    """
    try:
        found: Any = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    times: list[WordTime] = []
    for time in sorted(_times(found, depth=0), key=lambda time: time.start_ms):
        if any(each.isalnum() for each in time.word):
            times.append(time)
        elif times:
            last = times.pop()
            times.append(WordTime(last.word + time.word, last.start_ms, last.end_ms))
    return tuple(times)


def _times(found: Any, depth: int) -> Iterator[WordTime]:
    """The innermost pieces that have a time."""
    if depth > 6:
        return
    if isinstance(found, list):
        for each in cast("list[Any]", found):
            yield from _times(each, depth + 1)
    elif isinstance(found, dict):
        piece = cast("dict[str, Any]", found)
        inner = [t for name in _INSIDE if piece.get(name) for t in _times(piece[name], depth + 1)]
        if inner:
            yield from inner
        elif (time := _time(piece)) is not None:
            yield time


def _time(piece: dict[str, Any]) -> WordTime | None:
    word = piece.get("word", piece.get("text"))
    start, end = piece.get("time_begin"), piece.get("time_end")
    if not isinstance(word, str) or not word.strip():
        return None
    if not isinstance(start, int | float) or not isinstance(end, int | float):
        return None
    if not (math.isfinite(start) and math.isfinite(end) and 0 <= start <= end):
        return None
    return WordTime(word.strip(), float(start), float(end))
