"""Whether the two channels of a recording carry different voices, as of an interview."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from studio.audio.samples.sources import Source, Sources
from studio.audio.soundfiles import Resampler
from studio.audio.stretch import Listening, stretch_of, track_of
from studio.model.sample import Piece, SampleEdit
from studio.model.span import SAMPLE_RATE, Span, samples_of

LOOKED_AT_S = 90.0
"""Seconds that are listened to, the longest pieces first: whose turn it is shows in a minute."""

MOST_PIECES = 12
"""Each piece is two decoders."""

_ALIKE = 0.5
"""The likeness from which both channels carry the same, only at other levels."""

_LEAST_SHARE = 0.2
_LOUDER = 10**0.9
"""Nine decibels: how much louder a microphone hears its own speaker than the other one does."""

_UNDER_LOUD = 10**-2.5
_MOMENT = SAMPLE_RATE // 10

Samples = NDArray[np.float32]


def voices_apart(
    edit: SampleEdit,
    sources: Sources,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[float, float] | None:
    """The shares of the speech that the left and the right channel have alone, None for one voice.

    Only where all channels of a stereo recording are listened to. Raises AudioError and
    CancelledError. Blocking, some ten milliseconds for a second of sound.
    """
    products: list[NDArray[np.float64]] = []
    for piece, length in _looked_at(edit, sources):
        source = sources[piece.source]
        span = Span(piece.source_span.start, piece.source_span.start + length)
        left, right = (_heard(source, number, span, ffmpeg, cancelled) for number in (0, 1))
        products.append(_products(left, right))
    return _apart(np.concatenate(products)) if products else None


def _looked_at(edit: SampleEdit, sources: Sources) -> list[tuple[Piece, int]]:
    """The longest stereo pieces, and how many samples of each."""
    stereo = {id for id in edit.sources if _is_stereo(sources[id])}
    pieces = sorted(
        (piece for piece in edit.pieces if piece.source in stereo), key=lambda each: -each.length
    )
    found: list[tuple[Piece, int]] = []
    left = samples_of(LOOKED_AT_S)
    for piece in pieces[:MOST_PIECES]:
        if left >= _MOMENT:
            found.append((piece, min(piece.length, left)))
            left -= piece.length
    return found


def _is_stereo(source: Source) -> bool:
    listening = source.listening
    whole = listening.channel is None
    return whole and track_of(source.facts, listening, str(source.path)).channels == 2


def _heard(
    source: Source, channel: int, span: Span, ffmpeg: str, cancelled: Callable[[], bool]
) -> Samples:
    """One channel of a stretch, at the project rate."""
    scale = source.rate / SAMPLE_RATE
    resampler = Resampler(source.rate, SAMPLE_RATE)
    stretch = stretch_of(
        source.path, source.facts, round(span.start * scale), round(span.length * scale),
        listening=Listening(source.listening.track, channel), ffmpeg=ffmpeg, cancelled=cancelled,
    )  # fmt: skip
    with closing(stretch) as blocks:
        parts = [resampler.resample(block.samples) for block in blocks]
    return np.concatenate((*parts, resampler.resample(np.zeros(0, np.float32), last=True)))


def _products(left: Samples, right: Samples) -> NDArray[np.float64]:
    """The power of either channel and what they have in common, for each tenth of a second."""
    whole = min(len(left), len(right)) // _MOMENT
    both = [each[: whole * _MOMENT].reshape(whole, _MOMENT) for each in (left, right)]
    pairs = ((0, 0), (1, 1), (0, 1))
    found = [
        np.einsum("ij,ij->i", both[one], both[other], dtype=np.float64) for one, other in pairs
    ]
    return np.stack(found, axis=1)


def _apart(products: NDArray[np.float64]) -> tuple[float, float] | None:
    left, right = products[:, 0], products[:, 1]
    power = np.maximum(left, right)
    if not power.max(initial=0.0) > 0:
        return None
    heard = power > np.quantile(power, 0.95) * _UNDER_LOUD
    sums = products[heard].sum(axis=0)
    if abs(sums[2]) > _ALIKE * np.sqrt(sums[0] * sums[1]):
        return None
    ours, theirs = (
        float(np.mean(one[heard] > _LOUDER * other[heard]))
        for one, other in ((left, right), (right, left))
    )
    return (ours, theirs) if min(ours, theirs) >= _LEAST_SHARE else None
