"""Which part of a long sample is the best one to keep."""

from __future__ import annotations

import numpy as np

from studio.audio.speech_levels import MOMENT, Levels
from studio.model.span import SAMPLE_RATE, Span, samples_of

BEST_S = 60.0
"""Seconds that make a good sample: more of it makes no better voice."""

_STEP = SAMPLE_RATE // 2 // MOMENT
"""Moments between two beginnings that are tried."""

_NEAR = samples_of(4.0)


def best_length(least_s: float, most_s: float, *, margin_s: float = 0.1) -> int:
    """Samples of the best part where a service takes this much: a minute, if it may be that."""
    longest = BEST_S if not most_s else min(BEST_S, most_s - margin_s)
    return samples_of(max(longest, least_s))


def best_stretch(levels: Levels, length: int) -> Span:
    """The stretch of at most this length in which most is spoken, begun and ended in pauses."""
    whole = levels.length
    if whole <= length:
        return Span(0, whole)
    spoken = np.concatenate(([0], np.cumsum(levels.moments >= levels.threshold_db)))
    wide = length // MOMENT
    begins = np.arange(0, len(levels.moments) - wide + 1, _STEP)
    amount = spoken[begins + wide] - spoken[begins]
    first = int(begins[int(np.argmax(amount))]) * MOMENT
    return _between_words(levels, Span(first, first + length))


def _between_words(levels: Levels, span: Span) -> Span:
    """The same stretch begun and ended in the quietest places near its ends, not longer."""
    near = min(_NEAR, span.length // 6)
    begin = levels.quietest_in(Span(span.start, span.start + near)) if span.start else 0
    end = levels.quietest_in(Span(span.end - near, span.end))
    return Span(begin, min(end, levels.length))
