"""What was delivered, as values and as the object `render --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.errors import StudioError
from studio.model.bed import Bed
from studio.model.ids import LineId
from studio.model.lane import Lane
from studio.model.take import Take


@dataclass(frozen=True, slots=True)
class DeliveredLine:
    """One spoken line; start and end in seconds on the timeline, None without a take.

    `tempo` and `effect` are those it is heard with, that of its lane included.
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
    tempo: float = 1.0
    effect: str = ""


@dataclass(frozen=True, slots=True)
class DeliveredLane:
    """How a character's lane is in the delivery, where it is not plain.

    One that is not in the mix is muted, or another one is soloed; only a muted one has a silent
    stem.
    """

    character: str
    lane: Lane
    in_mix: bool


@dataclass(frozen=True, slots=True)
class DeliveredBed:
    """A bed that was ordered: whether it is in the mix, and why not where it could not be read."""

    bed: Bed
    in_mix: bool
    error: StudioError | None = None


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
    lanes: tuple[DeliveredLane, ...] = ()
    beds: tuple[DeliveredBed, ...] = ()
    beds_stem: Path | None = None
    timelines: Mapping[str, Path] = field(default_factory=dict[str, Path])
    sheets: Mapping[str, Path] = field(default_factory=dict[str, Path])


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

    @property
    def unheard(self) -> tuple[str, ...]:
        """Whose lanes are not in a mix, because they are muted or others are soloed."""
        lanes = (lane for e in self.episodes if e.mix for lane in e.lanes if not lane.in_mix)
        return tuple(dict.fromkeys(lane.character for lane in lanes))

    @property
    def silent_beds(self) -> tuple[DeliveredBed, ...]:
        """Beds that could not be read."""
        return tuple(bed for e in self.episodes for bed in e.beds if bed.error is not None)
