"""Where in a take someone speaks: its silence before and after left out, by its peaks alone."""

from __future__ import annotations

import numpy as np

from studio.audio.peaks import FINE, FULL_SCALE, Peaks
from studio.model.span import Span

QUIET = 0.02
"""What is this share of the loudest moment is silence: 34 dB under it."""

FAINTEST = 0.0015
"""A sound that nowhere exceeds this, about -56 dBFS, is silent altogether."""


def speech_span(peaks: Peaks) -> Span:
    """The stretch from the first to the last loud moment, exact to 256 samples; empty in silence.

    Pauses inside belong to it.
    """
    loudness = np.abs(peaks.fine.astype(np.int32)).max(axis=1, initial=0)
    loudest = int(loudness.max(initial=0))
    if loudest <= FAINTEST * FULL_SCALE:
        return Span(0, 0)
    loud = np.flatnonzero(loudness >= max(loudest * QUIET, FAINTEST * FULL_SCALE))
    return Span(int(loud[0]) * FINE, min(int(loud[-1] + 1) * FINE, peaks.length))
