"""From the clips of a timeline to what sounds when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from studio.audio.mixdown import Mixdown, Part
from studio.model.ids import MediaKey
from studio.model.layout import Clip


def arrange(
    clips: Sequence[Clip],
    lane_of: Callable[[Clip], str],
    samples: Callable[[MediaKey], NDArray[np.float32]],
    length: int,
) -> Mixdown:
    """The mixdown of these clips; a muted clip is silent, but its lane stays.

    Raises what `samples` raises for a take that is missing or cannot be decoded.
    """
    parts = [_part(clip, lane_of(clip), samples) for clip in clips if not clip.muted]
    return Mixdown(parts, length, lanes=[lane_of(clip) for clip in clips])


def gain_of(decibels: float) -> float:
    """The factor of a gain in decibels."""
    return 10.0 ** (decibels / 20.0)


def _part(clip: Clip, lane: str, samples: Callable[[MediaKey], NDArray[np.float32]]) -> Part:
    span = clip.timeline_span
    return Part(span.start, samples(clip.media)[: span.length], gain_of(clip.gain_db), lane)
