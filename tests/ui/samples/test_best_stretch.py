"""Of a long recording that part is kept in which most is spoken."""

from __future__ import annotations

import numpy as np

from studio.audio.speech_levels import MOMENT, Levels
from studio.model.span import SAMPLE_RATE, Span
from studio.ui.samples.best_stretch import best_length, best_stretch


def levels(*parts: tuple[str, float]) -> Levels:
    """Levels of speech and silence by turns, in seconds."""
    found = [
        np.full(round(seconds * 100), -20.0 if kind == "tone" else -75.0, np.float32)
        for kind, seconds in parts
    ]
    return Levels(np.concatenate(found))


def test_the_stretch_lies_where_most_is_spoken_and_is_no_longer_than_asked() -> None:
    some = levels(("quiet", 40), *[("tone", 3.0), ("quiet", 0.5)] * 10, ("quiet", 60), ("tone", 9))
    best = best_stretch(some, 20 * SAMPLE_RATE)
    assert best.length <= 20 * SAMPLE_RATE and best.length > 12 * SAMPLE_RATE
    assert best.start >= 39 * SAMPLE_RATE and best.end <= 76 * SAMPLE_RATE


def test_it_begins_and_ends_between_words() -> None:
    some = levels(("quiet", 5.0), *[("tone", 3.0), ("quiet", 0.5)] * 40)
    best = best_stretch(some, 60 * SAMPLE_RATE)
    for place in (best.start, best.end - 1):
        assert some.moments[min(place // MOMENT, len(some.moments) - 1)] < -50


def test_what_is_short_enough_is_kept_whole() -> None:
    assert best_stretch(levels(("tone", 5.0)), 60 * SAMPLE_RATE) == Span(0, 5 * SAMPLE_RATE)


def test_the_best_length_is_a_minute_or_what_the_service_takes() -> None:
    assert best_length(10.0, 300.0) == 60 * SAMPLE_RATE
    assert best_length(0.0, 0.0) == 60 * SAMPLE_RATE
    assert best_length(0.0, 8.0) < 8 * SAMPLE_RATE
    assert best_length(10.0, 60.0) < 60 * SAMPLE_RATE
    assert best_length(90.0, 300.0) == 90 * SAMPLE_RATE
