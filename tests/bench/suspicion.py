"""Suspicious takes: how many faults are found, and how many whole takes are called faulty."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.audio.checking.measuring import facts_of, facts_of_file
from studio.model.span import SAMPLE_RATE
from studio.model.suspicion import Expected, Reason, suspicions_of
from studio.model.take_facts import TakeFacts
from studio.model.usual import Acting, Usual, usuals_of
from studio.writing.timing.length import Lengths, Lesson, Manner
from tests.bench.figures import Figure, at_least, at_most, stated
from tests.bench.suspicion_takes import (
    BenchTake,
    Sound,
    as_mp3,
    spoken,
    tight,
    with_breath,
    with_faults,
    with_noise,
    with_room,
    without_tag,
)

FOUND, FALSE, SPEED = 0.95, 0.02, 200.0

AS_SPOKEN = "as spoken"
CUT_SHORT = "cut 30 ms after its end"
"""A voice that rings on is really cut off then: how many are called so is only stated."""

ACTED = ", acted"
"""A line acted like no other in its lane is held against the plain ones, loosely."""

ONLY_WHOLE = frozenset({CUT_SHORT, "in a room", "with a breath"})
EVERY = 8
"""The lanes of which one is heard otherwise than as spoken."""

Measure = Callable[[Sound], TakeFacts]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all takes together: lengths, and how each lane usually sounds."""

    lengths: Lengths
    usual: Mapping[tuple[str, Acting], Usual | None]

    def reasons(self, take: BenchTake, facts: TakeFacts) -> frozenset[Reason]:
        """Why a take would be listened to."""
        expected = Expected(
            estimate_s=self.lengths.estimate(take.reading.text, _manner(take)),
            usual=self.usual.get((take.lane, _acting(take))),
            said=take.reading.text,
        )
        return frozenset(each.reason for each in suspicions_of(facts, expected))


def run() -> list[Figure]:
    """Whole takes and planted faults, as they are, as MP3, with noise, in a room, with breaths."""
    takes = asyncio.run(spoken())
    dice = np.random.default_rng(48_000)
    ways: dict[str, Measure] = {
        AS_SPOKEN: facts_of,
        "MP3 of 64 kbit/s": lambda sound: facts_of_file(as_mp3(sound)),
        "the same as a stream": lambda sound: facts_of_file(without_tag(as_mp3(sound))),
        "noise at -60 dBFS": lambda sound: facts_of(with_noise(sound, dice)),
        CUT_SHORT: lambda sound: facts_of(tight(sound)),
        "in a room": lambda sound: facts_of(with_room(sound, dice)),
        "with a breath": lambda sound: facts_of(with_breath(sound, dice)),
    }
    figures = [stated("takes", len(takes))]
    for way, measure in ways.items():
        some = takes if way == AS_SPOKEN else _of_some_lanes(takes)
        known = _known(some, measure)
        figures += _whole(way, some, known, measure)
        if way not in ONLY_WHOLE:
            figures += _faulty(way, some[:: 2 if way == AS_SPOKEN else 1], known, measure)
    return [*figures, *_speed([take.sound for take in takes])]


def _of_some_lanes(takes: Sequence[BenchTake]) -> list[BenchTake]:
    lanes = set(list(dict.fromkeys(take.lane for take in takes))[::EVERY])
    return [take for take in takes if take.lane in lanes]


def _known(takes: Sequence[BenchTake], measure: Measure) -> _Known:
    lengths = Lengths()
    lanes: defaultdict[str, list[tuple[Acting, TakeFacts]]] = defaultdict(list)
    for take in takes:
        facts = measure(take.sound)
        lengths = lengths.learning(Lesson(take.reading.text, _manner(take), facts.speech_s))
        lanes[take.lane].append((_acting(take), facts))
    usual = {
        (lane, acting): found
        for lane, heard in lanes.items()
        for acting, found in usuals_of(heard).items()
    }
    return _Known(lengths, usual)


def _whole(
    way: str, takes: Sequence[BenchTake], known: _Known, measure: Measure
) -> Iterable[Figure]:
    reasons = [known.reasons(take, measure(take.sound)) for take in takes]
    name, share = f"{way}: whole takes called faulty", _share(map(bool, reasons))
    yield stated(name, share) if way == CUT_SHORT else at_most(name, share, FALSE)
    for reason, count in Counter(each for found in reasons for each in found).items():
        yield stated(f"{way}:   of these for {reason}", count / len(takes))


def _faulty(
    way: str, takes: Sequence[BenchTake], known: _Known, measure: Measure
) -> Iterable[Figure]:
    """Of each kind how many are found."""
    dice = np.random.default_rng(24)
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for take in takes:
        for reason, how, sound in with_faults(take, dice):
            if reason is Reason.EMPTY and (way != AS_SPOKEN or len(take.sound) % 3):
                continue  # the same for every take: some are enough
            told = known.reasons(take, measure(sound))
            acted = any(_acting(take)) and reason in (Reason.OTHER_PITCH, Reason.LEVEL_JUMP)
            kind = f"{way}: {reason}, {how}" + ACTED * acted
            found[kind].append(reason in told or Reason.EMPTY in told)
    for kind, which in found.items():
        share = _share(which)
        yield stated(kind, share) if kind.endswith(ACTED) else at_least(kind, share, FOUND)


def _speed(sounds: Sequence[Sound]) -> Iterable[Figure]:
    begun = time.process_time()
    for sound in sounds:
        facts_of(sound)
    spent = time.process_time() - begun
    seconds = sum(map(len, sounds)) / SAMPLE_RATE
    yield at_least("measured, times real time on one core", seconds / spent, SPEED, "x")


def _manner(take: BenchTake) -> Manner:
    read = take.reading
    return Manner("offline", read.model, read.voice, read.language, read.speed, read.emotion)


def _acting(take: BenchTake) -> Acting:
    return take.reading.emotion, take.reading.direction


def _share(which: Iterable[bool]) -> float:
    found = list(which)
    return sum(found) / len(found)
