"""A timeline as other programs want it: tracks of events, each a stretch of a sound file."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.span import Span


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A file beside the timeline: its relative path with forward slashes, its length in samples.

    The samples are at the project rate.
    """

    path: str
    length: int
    channels: int = 1
    bit_depth: int = 24


@dataclass(frozen=True, slots=True)
class Event:
    """A stretch of a file from `start` on the timeline; times in samples, gain in decibels.

    `source_span` is inside the file. `words` are what is said, `line` is the permanent id of the
    line. `others` are further takes with the place in each that belongs to the event's start.
    """

    name: str
    start: int
    file: SoundFile
    source_span: Span
    gain_db: float = 0.0
    fade_in: int = 0
    fade_out: int = 0
    muted: bool = False
    words: str = ""
    line: str = ""
    others: tuple[tuple[SoundFile, int], ...] = ()

    @property
    def timeline_span(self) -> Span:
        """Where it sounds."""
        return Span(self.start, self.start + self.source_span.length)


@dataclass(frozen=True, slots=True)
class Track:
    """The events of one character or bed; `colour` is `#rrggbb` or empty."""

    name: str
    events: tuple[Event, ...] = ()
    colour: str = ""
    gain_db: float = 0.0
    pan: float = 0.0
    muted: bool = False
    soloed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A named place, or a named stretch where it has an end."""

    at: int
    name: str
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ExchangeTimeline:
    """All of an episode in one language; `length` in samples."""

    name: str
    length: int
    tracks: tuple[Track, ...] = ()
    marks: tuple[Mark, ...] = ()

    def hears(self, track: Track) -> bool:
        """Whether a track is in the mix: not muted, and soloed where any is."""
        solo = any(each.soloed for each in self.tracks)
        return not track.muted and (track.soloed or not solo)
