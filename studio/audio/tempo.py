"""Speech said faster or slower, at the same pitch and of an exact length."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE, at_tempo

_SEED = 1
"""The library shifts phases by chance; the same seed gives the same samples."""


def stretched(samples: NDArray[np.float32], tempo: float) -> NDArray[np.float32]:
    """The whole sound, `tempo` times as fast; its length is `at_tempo` of the old one.

    The same samples give the same result in every run. Raises AudioError (NO_TREATMENT) when the
    library cannot be loaded.
    """
    if tempo == 1.0 or not len(samples):
        return samples
    length = at_tempo(len(samples), tempo)
    stretcher = _library().Stretch(_SEED)
    stretcher.preset(1, float(SAMPLE_RATE))
    stretcher.timeFactor = tempo
    # A copy: the library refuses an array it may not write to.
    found: NDArray[np.float32] = stretcher.process(np.array(samples[np.newaxis]))[0]
    exact = np.zeros(length, np.float32)
    common = min(length, len(found))
    exact[:common] = found[:common]
    return exact


def _library() -> Any:
    """The library, imported when the first clip is stretched."""
    try:
        from python_stretch import (  # pyright: ignore[reportMissingTypeStubs] -- ships none
            Signalsmith,
        )
    except ImportError as error:
        raise AudioError(AudioProblem.NO_TREATMENT, "python-stretch", str(error)) from error
    return Signalsmith
