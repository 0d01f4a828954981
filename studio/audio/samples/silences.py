"""Outline and pauses of an edited sample, told by the surveys of its recordings alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from studio.audio.peaks import FINE, FULL_SCALE, Peaks, peaks_of_pairs
from studio.audio.speech_levels import MOMENT, SILENCE_DB, Levels, joined_levels
from studio.audio.survey import Survey
from studio.model.sample import Piece, SampleEdit
from studio.model.span import Span, samples_of

Surveys = Mapping[str, Survey]

BREATH_S = 0.15
"""Seconds of silence left before the first and after the last word."""

LONGEST_PAUSE_S = 0.7
"""Seconds a pause inside may last before it is squeezed."""

_LEAST_S = 0.1


def levels_of_edit(edit: SampleEdit, surveys: Surveys) -> Levels:
    """The levels of an edited sample, gains included."""
    parts: list[NDArray[np.float32]] = []
    for start, piece in edit.placed():
        first = -(-start // MOMENT) * MOMENT
        places = np.arange(first, start + piece.length, MOMENT) - start + piece.source_span.start
        parts.append(_moments(surveys[piece.source].levels, places, piece.gain_db + edit.gain_db))
    return joined_levels(parts)


def peaks_of_edit(edit: SampleEdit, surveys: Surveys) -> Peaks:
    """The outline of an edited sample, exact to 256 samples, gains included."""
    parts = [np.zeros((0, 2), np.int16)]
    for start, piece in edit.placed():
        first = -(-start // FINE) * FINE
        places = np.arange(first, start + piece.length, FINE) - start + piece.source_span.start
        parts.append(_pairs(surveys[piece.source].peaks, places, piece, edit.gain_db))
    return peaks_of_pairs(edit.length, np.concatenate(parts))


def pauses_of(edit: SampleEdit, surveys: Surveys, *, least_s: float = _LEAST_S) -> tuple[Span, ...]:
    """The pauses of an edited sample of at least so many seconds; positions in the sample."""
    found = levels_of_edit(edit, surveys).pauses(least_s=least_s)
    return tuple(Span(each.start, min(each.end, edit.length)) for each in found)


def trimmed(edit: SampleEdit, surveys: Surveys, *, breath_s: float = BREATH_S) -> SampleEdit:
    """Without the silence at both ends but a breath; a silent sample is left as it is."""
    pauses = pauses_of(edit, surveys)
    start, end = 0, edit.length
    if pauses and pauses[0] == Span(0, edit.length):
        return edit
    if pauses and pauses[0].start == 0:
        start = max(pauses[0].end - samples_of(breath_s), 0)
    if pauses and pauses[-1].end == edit.length:
        end = min(pauses[-1].start + samples_of(breath_s), edit.length)
    return edit.keeping(Span(start, end))


def squeezed(
    edit: SampleEdit, surveys: Surveys, *, longest_s: float = LONGEST_PAUSE_S
) -> SampleEdit:
    """With each pause inside made no longer than this: its middle is taken out."""
    longest = samples_of(longest_s)
    kept: list[Span] = []
    at = 0
    for pause in pauses_of(edit, surveys):
        if pause.length > longest and pause.start > 0 and pause.end < edit.length:
            kept.append(Span(at, pause.start + longest // 2))
            at = pause.end - (longest - longest // 2)
    return edit.keeping_all((*kept, Span(at, edit.length)))


def _moments(levels: Levels, places: NDArray[np.int64], gain_db: float) -> NDArray[np.float32]:
    """The levels at these places of a recording; silence after its end."""
    index = places // MOMENT
    found = np.full(len(index), SILENCE_DB, np.float32)
    there = index < len(levels.moments)
    found[there] = levels.moments[index[there]]
    found[found > SILENCE_DB] += np.float32(gain_db)
    return found


def _pairs(
    peaks: Peaks, places: NDArray[np.int64], piece: Piece, gain_db: float
) -> NDArray[np.int16]:
    index = places // FINE
    found = np.zeros((len(index), 2), np.float32)
    there = index < len(peaks.fine)
    found[there] = peaks.fine[index[there]] * np.float32(10 ** ((piece.gain_db + gain_db) / 20))
    return np.rint(np.clip(found, -FULL_SCALE, FULL_SCALE)).astype(np.int16)
