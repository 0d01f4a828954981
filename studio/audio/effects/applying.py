"""A voice put through an effect, as a whole: nothing remembers what came before."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.audio.effects.presets import EFFECTS, Effect
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE, samples_of_ms

_LAST = samples_of_ms(20)
"""Samples at the end of a tail in which it comes to nothing."""


def with_effect(samples: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """The sound through an effect, its tail behind it; unchanged by one nobody knows.

    The same samples give the same result in every run. Raises AudioError (NO_TREATMENT) when the
    library cannot be loaded.
    """
    effect = EFFECTS.get(name)
    if effect is None or not len(samples):
        return samples
    given = np.zeros(len(samples) + effect.tail, np.float32)
    given[: len(samples)] = _rung(samples, effect)
    library = _library()
    board = library.Pedalboard(list(effect.recipe(library)))
    heard = np.ascontiguousarray(board.process(given, float(SAMPLE_RATE), reset=True), np.float32)
    if effect.tail:
        heard[-_LAST:] *= np.linspace(1.0, 0.0, _LAST, dtype=np.float32)
    return heard


def _rung(samples: NDArray[np.float32], effect: Effect) -> NDArray[np.float32]:
    if not effect.ring:
        return samples
    turns = np.arange(len(samples)) * (effect.ring / SAMPLE_RATE)
    return (samples * np.sin(2.0 * np.pi * turns)).astype(np.float32)


def _library() -> Any:
    """The library, imported with the first effect."""
    try:
        import pedalboard  # pyright: ignore[reportMissingTypeStubs] -- its own are partly unknown
    except ImportError as error:
        raise AudioError(AudioProblem.NO_TREATMENT, "pedalboard", str(error)) from error
    return pedalboard
