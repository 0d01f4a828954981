"""A sample as something that plays while it is still read from its recordings."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from studio.audio.samples.rendering import Tally, rendered
from studio.audio.samples.sources import Sources
from studio.model.sample import SampleEdit
from studio.model.span import SAMPLE_RATE, samples_of

AHEAD = samples_of(20.0)
"""Samples that are read before they are heard: about the most that is in memory."""

FIRST_BITE = samples_of(0.5)
_LOOK_S = 0.1

_Block = tuple[int, NDArray[np.float32]]


class SampleSound:
    """What is cut, from the beginning to the end, for one player that reads it in order.

    One thread adds by `fill`, the device's reads, without a lock: blocks are published in one
    assignment. What is late is silence, and what was heard is forgotten.
    """

    def __init__(self, edit: SampleEdit) -> None:
        self._edit = edit
        self._blocks: tuple[_Block, ...] = ()
        self._heard = 0

    @property
    def length(self) -> int:
        """Samples at the project rate."""
        return self._edit.length

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """So many samples from a start on; silence outside, and where they are late."""
        sound = np.zeros(frames, np.float32)
        for first, block in self._blocks:
            begin, end = max(first, start), min(first + len(block), start + frames)
            if begin < end:
                sound[begin - start : end - start] = block[begin - first : end - first]
        self._heard = max(self._heard, start)
        return sound

    def fill(
        self,
        sources: Sources,
        ffmpeg: str,
        begin: Callable[[], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Read all of it, some seconds before it is heard; `begin` is called once, in this thread.

        Raises AudioError and CancelledError. Blocking until nearly all was heard.
        """
        at, begun = 0, False
        blocks = rendered(
            self._edit, sources,
            rate=SAMPLE_RATE, tally=Tally(), ffmpeg=ffmpeg, cancelled=cancelled,
        )  # fmt: skip
        with closing(blocks):
            for block in blocks:
                self._publish((at, block))
                at += len(block)
                if at >= FIRST_BITE and not begun:
                    begun = True
                    begin()
                while at - self._heard > AHEAD and not cancelled():
                    time.sleep(_LOOK_S)
        if not begun:
            begin()

    def _publish(self, block: _Block) -> None:
        forgotten = self._heard - SAMPLE_RATE
        kept = [each for each in self._blocks if each[0] + len(each[1]) >= forgotten]
        self._blocks = (*kept, block)
