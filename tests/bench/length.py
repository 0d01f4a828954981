"""Estimated against real lengths: takes of the offline engine, in three languages."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence

from studio.writing.timing.length import Lengths, Lesson, Manner
from tests.bench.figures import Figure, at_most, stated
from tests.bench.length_takes import Spoken, takes

MEDIAN = 0.08
LINES = 10_000
KEYSTROKE_MS = 1.0
NAMES = {"en": "sample, en", "zh": "sample, zh", "de": "a story, de"}


def run() -> list[Figure]:
    """Learned from all takes; from every other one and asked for the rest; and the time it takes.

    The halves have few lines of each voice and emotion: they show how it begins.
    """
    figures: list[Figure] = []
    for language, spoken in asyncio.run(takes()).items():
        lessons = [_lesson(each) for each in spoken]
        name = NAMES[language]
        errors = sorted(_errors(_learned(lessons), lessons))
        halves = [
            *_errors(_learned(lessons[::2]), lessons[1::2]),
            *_errors(_learned(lessons[1::2]), lessons[::2]),
        ]
        untaught = statistics.median(_errors(Lengths(), lessons))
        figures += [
            at_most(
                f"{name}: median error, learned from these takes", statistics.median(errors), MEDIAN
            ),
            stated(f"{name}: nine in ten lines are nearer than", errors[len(errors) * 9 // 10]),
            stated(f"{name}: error of the whole, learned", _whole(_learned(lessons), lessons)),
            stated(f"{name}: median error, other half learned", statistics.median(halves)),
            stated(f"{name}: median error, nothing learned", untaught),
        ]
    return figures + _times()


def _lesson(spoken: Spoken) -> Lesson:
    read = spoken.reading
    manner = Manner("offline", read.model, read.voice, read.language, read.speed, read.emotion)
    return Lesson(read.text, manner, spoken.seconds)


def _learned(lessons: Sequence[Lesson]) -> Lengths:
    lengths = Lengths()
    for lesson in lessons:
        lengths = lengths.learning(lesson)
    return lengths


def _errors(lengths: Lengths, lessons: Sequence[Lesson]) -> list[float]:
    return [abs(lengths.estimate(e.text, e.manner) - e.seconds) / e.seconds for e in lessons]


def _whole(lengths: Lengths, lessons: Sequence[Lesson]) -> float:
    real = sum(each.seconds for each in lessons)
    return abs(sum(lengths.estimate(e.text, e.manner) for e in lessons) - real) / real


def _times() -> list[Figure]:
    manner = Manner("offline", "", "man", "en")
    lines = [f"The ferry leaves at midnight; cabin {n} is yours, and {n}." for n in range(LINES)]
    lengths = Lengths()
    begun = time.process_time()
    for line in lines:
        lengths.estimate(line, manner)
    spent = time.process_time() - begun
    return [
        stated(f"{LINES} lines", spent, "s"),
        at_most("one line", 1000 * spent / LINES, KEYSTROKE_MS, "ms"),
    ]
