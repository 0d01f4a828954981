"""Frames of a picture: what programs that cut pictures count in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from studio.model.span import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class FrameRate:
    """Frames per second as a fraction; 30000/1001 is what is called 29.97."""

    numerator: int
    denominator: int = 1

    @property
    def per_second(self) -> float:
        """Frames per second as a number."""
        return self.numerator / self.denominator

    @property
    def timebase(self) -> int:
        """Frames per second as they are counted, 30 for 29.97."""
        return -(-self.numerator // self.denominator)

    @property
    def slowed(self) -> bool:
        """Whether it runs at 1000/1001 of its timebase, as NTSC does."""
        return self.denominator != 1

    def first_sample(self, frame: int) -> int:
        """The sample at the project rate with which a frame begins, to the nearest."""
        return round(Fraction(frame * SAMPLE_RATE * self.denominator, self.numerator))

    def frame_of(self, sample: int) -> int:
        """The frame in which a sample at the project rate lies."""
        frame = sample * self.numerator // (SAMPLE_RATE * self.denominator)
        return frame + 1 if self.first_sample(frame + 1) <= sample else frame

    def frames_for(self, samples: int) -> int:
        """As many frames as so many samples need, the last one begun."""
        return -(-samples * self.numerator // (SAMPLE_RATE * self.denominator))


FRAME_RATES = {
    "23.976": FrameRate(24_000, 1001),
    "24": FrameRate(24),
    "25": FrameRate(25),
    "29.97": FrameRate(30_000, 1001),
    "30": FrameRate(30),
    "50": FrameRate(50),
    "59.94": FrameRate(60_000, 1001),
    "60": FrameRate(60),
}
"""The rates in use, by what they are called."""
