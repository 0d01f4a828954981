"""A stretch of a long recording as a file of its own, without loss, at the recording's rate."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from studio.audio.samples.rendering import scaled
from studio.audio.samples.sources import Source
from studio.audio.soundfiles import REFUSALS, new_flac
from studio.audio.stretch import stretch_of
from studio.errors import AudioError, AudioProblem
from studio.model.span import Span

_LOUDEST = 0x7FFF_FF00
"""The highest number of 24 bits, in the upper bits of 32."""


def write_stretch(
    source: Source,
    span: Span,
    target: Path,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write a new FLAC file of 24 bits; the span is at the project rate.

    Raises AudioError, and CancelledError. Blocking; a block is in memory at a time.
    """
    start, end = scaled(span.start, source.rate), scaled(span.end, source.rate)
    stretch = stretch_of(
        source.path, source.facts, start, end - start,
        listening=source.listening, ffmpeg=ffmpeg, cancelled=cancelled,
    )  # fmt: skip
    try:
        with (
            closing(stretch) as blocks,
            target.open("xb+") as file,
            closing(new_flac(file, rate=source.rate, bit_depth=24)) as flac,
        ):
            for block in blocks:
                held = np.clip(block.samples, -1.0, 1.0).astype(np.float64)
                flac.write(np.rint(held * _LOUDEST).astype(np.int32))
    except REFUSALS as error:
        raise AudioError(AudioProblem.NOT_RECORDED, str(target), str(error)) from error
