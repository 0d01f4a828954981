"""From float samples to whole numbers of 16 or 24 bits, with dither, in reused buffers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PERIOD = 131_071
"""Length of the dither noise before it repeats: no divisor of any block length."""

_SEED = 48_000
_LANE_STRIDE = 7_919


@dataclass(slots=True)
class Saturation:
    """How many samples were beyond full scale and held there, and where the first was."""

    count: int = 0
    first: int | None = None

    def note(self, beyond: NDArray[np.bool_], start: int) -> None:
        """Count the marked samples of a block that begins at `start`."""
        found = int(np.count_nonzero(beyond))
        if found:
            place = start + int(np.argmax(beyond))
            self.first = place if self.first is None else min(self.first, place)
        self.count += found


class Quantiser:
    """Rounds blocks of up to `block` samples to one bit depth.

    The dither (triangular, two steps wide) depends on lane and position alone, so a file is the
    same in whatever blocks it is made, and lanes have noise that is not alike.
    """

    def __init__(self, bit_depth: int, block: int) -> None:
        self.highest = 2 ** (bit_depth - 1) - 1
        self.lowest = -self.highest - 1
        self._scale = np.float32(2 ** (bit_depth - 1))
        self._dither = _triangular(block)
        self._floats = np.empty(block, np.float32)
        self._whole = np.empty(block, np.int32)

    def quantise(
        self, samples: NDArray[np.float32], *, lane: int, start: int, saturation: Saturation
    ) -> NDArray[np.int32]:
        """The samples as whole numbers, good until the next call; `start` on the timeline."""
        floats, whole = self._floats[: len(samples)], self._whole[: len(samples)]
        phase = (start + lane * _LANE_STRIDE) % _PERIOD
        np.multiply(samples, self._scale, out=floats)
        np.add(floats, self._dither[phase : phase + len(samples)], out=floats)
        np.rint(floats, out=floats)
        self.limit(floats, start, saturation)
        np.copyto(whole, floats, casting="unsafe")
        return whole

    def limit(
        self,
        samples: NDArray[np.float32] | NDArray[np.int32],
        start: int,
        saturation: Saturation,
    ) -> None:
        """Hold samples beyond full scale there, in place, and note them."""
        if samples.max() > self.highest or samples.min() < self.lowest:
            saturation.note((samples > self.highest) | (samples < self.lowest), start)
            np.clip(samples, self.lowest, self.highest, out=samples)


def _triangular(block: int) -> NDArray[np.float32]:
    """Noise of one period, continued by its own beginning for a block."""
    random = np.random.default_rng(_SEED)
    noise = random.random(_PERIOD, np.float32) - random.random(_PERIOD, np.float32)
    return np.resize(noise, _PERIOD + block)
