"""Stretches of time, counted in samples at the project rate."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_RATE = 48_000
"""Samples per second of everything in a project: positions, lengths, mix and stems."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch [start, end) in samples at the project rate."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Samples from start to end."""
        return self.end - self.start

    def __contains__(self, sample: int) -> bool:
        return self.start <= sample < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one sample."""
        return self.start < other.end and other.start < self.end

    def played_at(self, tempo: float) -> Span:
        """Where this stretch of a recording is once that is played at a tempo."""
        return Span(at_tempo(self.start, tempo), at_tempo(self.end, tempo))

    def moved(self, by: int) -> Span:
        """The same length, later by so many samples."""
        return Span(self.start + by, self.end + by)


def seconds(samples: int) -> float:
    """Samples at the project rate as seconds."""
    return samples / SAMPLE_RATE


def samples_of(duration: float) -> int:
    """Seconds as whole samples at the project rate, rounded to the nearest."""
    return round(duration * SAMPLE_RATE)


def samples_of_ms(duration: int) -> int:
    """Milliseconds as samples at the project rate; exact, as 48 samples are one."""
    return duration * (SAMPLE_RATE // 1000)


def at_tempo(place: int, tempo: float) -> int:
    """Which sample a place in a recording becomes when it is played at a tempo.

    A stretch becomes what lies between its two ends, so stretches that meet go on meeting.
    """
    return place if tempo == 1.0 else round(place / tempo)
