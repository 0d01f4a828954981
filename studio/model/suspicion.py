"""What may be wrong with a take, told by figures alone: reasons to listen, never verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from studio.model.take_facts import FAINT_LUFS, TakeFacts
from studio.model.usual import Usual


class Reason(StrEnum):
    """Why somebody should listen to a take."""

    DAMAGED = "damaged"
    EMPTY = "empty"
    CLIPPED_START = "clipped start"
    CLIPPED_END = "clipped end"
    SILENCE_INSIDE = "silence inside"
    LEVEL_JUMP = "level jump"
    TOO_LONG = "too long"
    FAR_FROM_ESTIMATE = "far from the estimate"
    OTHER_PITCH = "other pitch"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A reason, what was measured and what was expected.

    Seconds of a pause or a length, LUFS of a level, Hz of a pitch; for the clipped ends and for
    an empty take decibels of full scale. A damaged take has no figures.
    """

    reason: Reason
    found: float = 0.0
    expected: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What a take is held against; 0 s and None where nothing is known.

    `gain_db` and `tempo` are what the timeline does to the take.
    """

    estimate_s: float = 0.0
    most_s: float = 0.0
    usual: Usual | None = None
    said: str = ""
    gain_db: float = 0.0
    tempo: float = 1.0


_LEAST_S = 0.08
_FLAT_DB, _DEAD_FLAT_DB = 6.0, 1.5
_START_UNDER_DB, _END_UNDER_DB = 28.0, 27.0
"""What is louder at an edge was cut off there; the end of a word may still be ringing."""
_FAINTEST_DB = -55.0
_PAUSE_S = 0.95
_LEVEL_DB, _LEVEL_SPREADS = 5.0, 3.0
_SEMITONES, _PITCH_SPREADS = 3.2, 2.0
_LOOSELY_DB, _LOOSELY_SEMITONES = 4.0, 6.0
_SHORT_S, _SHORT_DB, _SHORT_SEMITONES = 0.8, 1.0, 0.5
_TIMES, _SECONDS_OFF = 1.5, 0.3
_OVER_S = 0.05
_ASKED = re.compile(r"<#\s*(\d+(?:\.\d+)?)\s*#>")


def suspicions_of(facts: TakeFacts, expected: Expected) -> tuple[Suspicion, ...]:
    """Every reason to listen to a take; one that is empty has no other."""
    if _is_empty(facts):
        return (Suspicion(Reason.EMPTY, facts.speech_db),)
    found = (*_ends(facts), *_pause(facts, expected), *_lengths(facts, expected))
    return (*found, *_against_lane(facts, expected))


def _is_empty(facts: TakeFacts) -> bool:
    """Silence, a click, noise or hum: speech is loud and quiet by turns, one vowel has a pitch."""
    if facts.loudness_lufs <= FAINT_LUFS or facts.sounding_s < _LEAST_S:
        return True
    return facts.lively_db < (_DEAD_FLAT_DB if facts.pitch_hz else _FLAT_DB)


def _ends(facts: TakeFacts) -> Iterable[Suspicion]:
    """A recording that begins or ends in the middle of a sound."""
    limit = max(facts.speech_db - _START_UNDER_DB, _FAINTEST_DB)
    if facts.start_db > limit:
        yield Suspicion(Reason.CLIPPED_START, facts.start_db, limit)
    limit = max(facts.speech_db - _END_UNDER_DB, _FAINTEST_DB)
    if facts.end_db > limit:
        yield Suspicion(Reason.CLIPPED_END, facts.end_db, limit)


def _pause(facts: TakeFacts, expected: Expected) -> Iterable[Suspicion]:
    asked = max((float(each) for each in _ASKED.findall(expected.said)), default=0.0)
    if facts.pause_s > _PAUSE_S + asked:
        yield Suspicion(Reason.SILENCE_INSIDE, facts.pause_s, _PAUSE_S + asked)


def _lengths(facts: TakeFacts, expected: Expected) -> Iterable[Suspicion]:
    spoken, estimate = facts.speech_s, expected.estimate_s
    heard = spoken / expected.tempo
    if expected.most_s and heard > expected.most_s + _OVER_S:
        yield Suspicion(Reason.TOO_LONG, heard, expected.most_s)
    if not estimate or abs(spoken - estimate) < _SECONDS_OFF:
        return
    if not estimate / _TIMES < spoken < estimate * _TIMES:
        yield Suspicion(Reason.FAR_FROM_ESTIMATE, spoken, estimate)


def _against_lane(facts: TakeFacts, expected: Expected) -> Iterable[Suspicion]:
    """A level or a pitch that the voice does not have in its other takes.

    A short line is of one vowel or two, so it may be further off.
    """
    usual = expected.usual
    if usual is None:
        return
    short = facts.sounding_s < _SHORT_S
    level = facts.loudness_lufs + expected.gain_db
    room = max(_LEVEL_DB, _LEVEL_SPREADS * usual.level_spread) + short * _SHORT_DB
    if abs(level - usual.loudness_lufs) > room + usual.loosely * _LOOSELY_DB:
        yield Suspicion(Reason.LEVEL_JUMP, level, usual.loudness_lufs)
    if not usual.pitch_hz or not facts.pitch_hz:
        return
    room = max(_SEMITONES, _PITCH_SPREADS * usual.pitch_spread) + short * _SHORT_SEMITONES
    off = abs(12 * log2(facts.pitch_hz / usual.pitch_hz))
    if off > room + usual.loosely * _LOOSELY_SEMITONES:
        yield Suspicion(Reason.OTHER_PITCH, facts.pitch_hz, usual.pitch_hz)
