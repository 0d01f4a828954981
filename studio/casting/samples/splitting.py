"""One long sample as several short ones, cut in pauses, where a service wants it so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studio.audio.speech_levels import Levels
from studio.model.sample import SampleEdit, SampleRules
from studio.model.span import Span, samples_of

_MARGIN_S = 0.25
"""Seconds by which a part stays under the limit: compressed files are a little longer."""

_NEAR_S = 3.0
_WEIGHT_OF_PAUSE = 4


def split(edit: SampleEdit, levels: Levels, rules: SampleRules) -> tuple[SampleEdit, ...]:
    """Parts of about the same length that keep to the rules; what is too short is not split.

    What is more than all parts may hold together is left out at the end. `levels` are those of
    the edited sample.
    """
    most, least = samples_of(rules.most_s - _MARGIN_S), samples_of(rules.least_s)
    if not rules.most_s or edit.length <= most:
        return (edit,)
    count = min(math.ceil(edit.length / most), rules.most or edit.length)
    if count < 1 or count * least > edit.length:
        return (edit,)
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
