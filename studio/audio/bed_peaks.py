"""The outline of a bed for drawing, of both sides at once."""

from __future__ import annotations

import numpy as np

from studio.audio.bed_part import StereoSamples
from studio.audio.peaks import FINE, FULL_SCALE, Peaks, peaks_of_pairs

_BLOCK = FINE * 4096
"""Frames read at once: a mapped hour must not come into memory whole."""


def peaks_of_bed(samples: StereoSamples) -> Peaks:
    """The lowest and highest sample of either side; an hour takes a few seconds. Blocking."""
    length = len(samples)
    fine = np.zeros((-(-length // FINE), 2), np.int16)
    for start in range(0, length, _BLOCK):
        left, right = np.ascontiguousarray(np.asarray(samples[start : start + _BLOCK]).T)
        first = start // FINE
        edges = np.arange(0, len(left), FINE)
        lowest = np.minimum.reduceat(np.minimum(left, right), edges)
        highest = np.maximum.reduceat(np.maximum(left, right), edges)
        pairs = np.column_stack((lowest, highest)).clip(-1.0, 1.0) * FULL_SCALE
        fine[first : first + len(edges)] = np.rint(pairs)
    return peaks_of_pairs(length, fine)
