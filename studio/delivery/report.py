"""What was delivered, as values and as the object `render --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.model.ids import LineId
from studio.model.take import Take


@dataclass(frozen=True, slots=True)
class DeliveredLine:
    """One spoken line; start and end in seconds on the timeline, None without a take.

    `heard` is set where the line sounds as it was before its last change: the words one hears.
    """

    id: LineId
    character: str
    text: str
    start: float | None
    end: float | None
    file: Path | None
    take: Take | None
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveredEpisode:
    """One episode in one language; `duration` in seconds, files None or absent when not asked.

    `consents` says who allowed the voices that were made of people's; None where nobody had to.
    """

    number: int
    language: str
    duration: float
    mix: Path | None
    stems: Mapping[str, Path]
    subtitles: Mapping[str, Path]
    lines: tuple[DeliveredLine, ...]
    clipped_samples: int = 0
    loudness: float | None = None
    consents: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was delivered."""

    episodes: tuple[DeliveredEpisode, ...]

    @property
    def missing(self) -> tuple[DeliveredLine, ...]:
        """Lines that are not in the delivery because they have no take."""
        return tuple(line for e in self.episodes for line in e.lines if line.take is None)

    @property
    def stale(self) -> tuple[DeliveredLine, ...]:
        """Lines that sound as they were before their last change."""
        return tuple(line for e in self.episodes for line in e.lines if line.heard is not None)
