"""How the bytes of a sound are to be read, told by who sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SoundFormat:
    """What the pieces of a sound add up to.

    `pcm`: bare samples, 16 bits, little-endian, one channel, `rate` per second. `file`: a sound
    file of any kind, which says everything itself.
    """

    kind: Literal["pcm", "file"] = "file"
    rate: int = 0

    def __post_init__(self) -> None:
        if (self.kind == "pcm") != (self.rate > 0):
            raise ValueError("bare samples need a rate, a file tells its own")
