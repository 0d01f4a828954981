"""What plays blocks of sound: a loudspeaker, or a clock where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.errors import AudioError

Source = Callable[[int, int], NDArray[np.float32]]
"""Gives samples at the project rate from a start on: `source(start, frames)`.

They are mono (frames) or stereo (frames, 2), from block to block as it likes. It is called in the
thread of the sound device, so it only reads.
"""


class Readable(Protocol):
    """What can be played: a mixdown."""

    @property
    def length(self) -> int:
        """Samples from the beginning to the end."""
        ...

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """So many samples from a start on, (frames) or (frames, 2); silence outside."""
        ...


class PlaysBlocks(Protocol):
    """Plays what a source gives, and tells which sample is heard."""

    @property
    def playing(self) -> bool:
        """Whether it was started and not stopped."""
        ...

    @property
    def position(self) -> int:
        """The sample that is heard now, counted as the source counts."""
        ...

    @property
    def trouble(self) -> AudioError | None:
        """Why nothing is heard although it plays; None when all is well."""
        ...

    def start(self, source: Source, at: int) -> None:
        """Play from a sample on; what played before ends."""
        ...

    def look_again(self, source: Source, at: int) -> None:
        """Play on the same device, once it is there again; until then there is trouble."""
        ...

    def stop(self) -> None:
        """Be silent; the position stays."""
        ...

    def close(self) -> None:
        """Let go of the device and its thread."""
        ...
