"""One long sample as several short ones, cut in pauses, where a service wants it so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studio.audio.speech_levels import Levels
from studio.casting.samples.judging import too_long
from studio.model.sample import SampleEdit, SampleRules
from studio.model.span import SAMPLE_RATE, Span, samples_of

_MARGIN_S = 0.25
"""Seconds by which a part stays under the limit: compressed files are a little longer."""

_NEAR_S = 3.0
_WEIGHT_OF_PAUSE = 4


def split(edit: SampleEdit, levels: Levels, rules: SampleRules) -> tuple[SampleEdit, ...]:
    """Parts of about the same length that keep to the rules; what is too short is not split.

    What is more than all parts may hold together is left out at the end. `levels` are those of
    the edited sample.
    """
    count = _count(edit.length, rules)
    if count < 2:
        return (edit,)
    most, least = _longest(rules), samples_of(rules.least_s)
    usable = min(edit.length, count * most)
    pauses = levels.pauses(least_s=0.15)
    parts: list[SampleEdit] = []
    at = 0
    for left in range(count, 1, -1):
        others = left - 1
        window = Span(
            max(at + least, usable - others * most), min(at + most, usable - others * least)
        )
        cut = _cut(window, at + (usable - at) // left, pauses, levels)
        parts.append(edit.keeping(Span(at, cut)))
        at = cut
    return (*parts, edit.keeping(Span(at, min(usable, at + most))))


def parts_of_one(edits: Sequence[SampleEdit], rules: SampleRules) -> int:
    """Into how many parts a long sample that is alone is cut where several are taken, else 0."""
    if rules.most <= 1 or len(edits) != 1 or not too_long(edits[0].seconds, rules):
        return 0
    count = _count(edits[0].length, rules)
    return count if count > 1 else 0


def seconds_of_parts(count: int, rules: SampleRules) -> float:
    """How much so many parts may hold together, in seconds."""
    return count * _longest(rules) / SAMPLE_RATE


def _count(length: int, rules: SampleRules) -> int:
    """Into how many parts so many samples are split; 0 where they cannot be, 1 where they fit."""
    if not rules.most_s or length <= _longest(rules):
        return 1
    count = min(math.ceil(length / _longest(rules)), rules.most or length)
    return 0 if count * samples_of(rules.least_s) > length else count


def _longest(rules: SampleRules) -> int:
    return samples_of(rules.most_s - _MARGIN_S)


def _cut(window: Span, wish: int, pauses: Sequence[Span], levels: Levels) -> int:
    """The middle of a long pause near the wished place, else the quietest moment near it."""
    fitting = [
        pause for pause in pauses if window.start <= (pause.start + pause.end) // 2 <= window.end
    ]
    if fitting:
        best = min(fitting, key=lambda each: _far(each, wish) - _WEIGHT_OF_PAUSE * each.length)
        return (best.start + best.end) // 2
    near = samples_of(_NEAR_S)
    start, end = max(window.start, wish - near), min(window.end, wish + near)
    if end <= start:
        return window.start
    return min(max(levels.quietest_in(Span(start, end)), start), end)


def _far(pause: Span, wish: int) -> int:
    return abs((pause.start + pause.end) // 2 - wish)
