"""What is drawn of a sample: columns of an edit, straight from the surveys of its recordings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio.peaks import COARSE, FINE, FULL_SCALE
from studio.audio.survey import Survey
from studio.model.sample import SampleEdit

HELD = 0.999
"""Level of an outline from which a column is shown as overdriven."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Lowest and highest level of each column, and whether it is known by now."""

    levels: NDArray[np.float32]
    known: NDArray[np.bool_]


class Outline:
    """Where in its recordings each place of an edit is; nothing is computed for what is not seen.

    Of a column over several pieces the first and the last one are looked at.
    """

    def __init__(self, edit: SampleEdit, surveys: Mapping[str, Survey]) -> None:
        pieces = edit.pieces
        ids = list(dict.fromkeys(piece.source for piece in pieces))
        number = {id: at for at, id in enumerate(ids)}
        lengths = np.array([piece.length for piece in pieces], np.int64)
        self.length = edit.length
        self.starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        self._origins = np.array([piece.source_span.start for piece in pieces], np.int64)
        self._sources = np.array([number[piece.source] for piece in pieces], np.int64)
        decibels = np.array([piece.gain_db + edit.gain_db for piece in pieces])
        self._gains = (10 ** (decibels / 20)).astype(np.float32)
        self._surveys = [surveys.get(id) for id in ids]

    @property
    def joints(self) -> NDArray[np.int64]:
        """Where one piece ends and the next begins."""
        return self.starts[1:-1]

    def piece_at(self, place: int) -> tuple[int, int]:
        """Beginning and end of the piece at a place."""
        at = int(np.clip(np.searchsorted(self.starts, place, "right") - 1, 0, len(self._gains) - 1))
        return int(self.starts[at]), int(self.starts[at + 1])

    def columns(self, edges: NDArray[np.int64]) -> Columns:
        """The outline between each two edges, places in the edit; silence outside of it."""
        count = max(len(edges) - 1, 0)
        levels, known = np.zeros((count, 2), np.float32), np.ones(count, bool)
        inside = np.flatnonzero((edges[:-1] < self.length) & (edges[1:] > 0))
        if not len(inside):
            return Columns(levels, known)
        begin = np.maximum(edges[inside], 0)
        end = np.maximum(np.minimum(edges[inside + 1], self.length), begin + 1)
        first = np.searchsorted(self.starts, begin, "right") - 1
        last = np.searchsorted(self.starts, end - 1, "right") - 1
        head = self._of(first, begin, np.minimum(end, self.starts[first + 1]))
        tail = self._of(last, np.maximum(begin, self.starts[last]), end)
        levels[inside, 0] = np.minimum(head.levels[:, 0], tail.levels[:, 0])
        levels[inside, 1] = np.maximum(head.levels[:, 1], tail.levels[:, 1])
        known[inside] = head.known & tail.known
        return Columns(levels, known)

    def _of(
        self, pieces: NDArray[np.int64], begin: NDArray[np.int64], end: NDArray[np.int64]
    ) -> Columns:
        """The outline of stretches that lie in one piece each."""
        shift = self._origins[pieces] - self.starts[pieces]
        levels, known = np.zeros((len(pieces), 2), np.float32), np.zeros(len(pieces), bool)
        coarse = len(pieces) > 0 and float(np.median(end - begin)) >= COARSE
        for number, survey in enumerate(self._surveys):
            rows = np.flatnonzero(self._sources[pieces] == number)
            if survey is None or not len(rows):
                continue
            pairs, step = (survey.peaks.coarse, COARSE) if coarse else (survey.peaks.fine, FINE)
            first = (begin + shift)[rows] // step
            there = first < len(pairs)
            known[rows] = there
            rows, first = rows[there], first[there]
            if not len(rows):
                continue
            last = np.clip(-(-(end + shift)[rows] // step), first + 1, len(pairs))
            bounds = np.column_stack((first, last)).ravel()
            padded = np.concatenate((pairs, pairs[-1:])) if last.max() == len(pairs) else pairs
            levels[rows, 0] = np.minimum.reduceat(padded[:, 0], bounds)[::2]
            levels[rows, 1] = np.maximum.reduceat(padded[:, 1], bounds)[::2]
        levels *= self._gains[pieces][:, None] / np.float32(FULL_SCALE)
        return Columns(levels, known)


def peak_of(edit: SampleEdit, surveys: Mapping[str, Survey]) -> float:
    """The highest level of a sample with all its gains, 1.0 being full scale; 0 while unknown."""
    highest = 0.0
    for piece in edit.pieces:
        survey = surveys.get(piece.source)
        first, last = piece.source_span.start // FINE, -(-piece.source_span.end // FINE)
        pairs = survey.peaks.fine[first:last] if survey else None
        if pairs is not None and len(pairs):
            level = max(-int(pairs[:, 0].min()), int(pairs[:, 1].max())) / FULL_SCALE
            highest = max(highest, level * 10 ** ((piece.gain_db + edit.gain_db) / 20))
    return highest
