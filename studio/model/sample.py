"""A sample of a voice as a list of pieces of recordings, and what a service takes of samples.

Positions are samples at the project rate, whatever rate a recording has of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studio.errors import EditProblem, EditRefused
from studio.model.span import SAMPLE_RATE, Span

LOUDEST_GAIN = 40.0
"""Decibels a sample may be raised or lowered."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one recording, named by its source; the gain is in decibels."""

    source: str
    source_span: Span
    gain_db: float = 0.0

    @property
    def length(self) -> int:
        """Samples of it."""
        return self.source_span.length

    def part(self, start: int, end: int) -> Piece:
        """The stretch [start, end) of this piece, counted from its own beginning."""
        first = self.source_span.start
        return replace(self, source_span=Span(first + start, first + end))

    def goes_on_as(self, other: Piece) -> bool:
        """Whether the other one begins in the recording where this one ends."""
        return self.source == other.source and self.source_span.end == other.source_span.start


@dataclass(frozen=True, slots=True)
class SampleEdit:
    """What a sample is made of, piece after piece; every change gives a new value.

    `gain_db` is on top of the gains of the pieces. No piece is empty.
    """

    pieces: tuple[Piece, ...] = ()
    gain_db: float = 0.0

    @classmethod
    def of(cls, source: str, length: int) -> SampleEdit:
        """A whole recording, so many samples long."""
        return cls(_joined([Piece(source, Span(0, length))]))

    @property
    def length(self) -> int:
        """Samples of all pieces together."""
        return sum(piece.length for piece in self.pieces)

    @property
    def seconds(self) -> float:
        """The same in seconds."""
        return self.length / SAMPLE_RATE

    @property
    def sources(self) -> tuple[str, ...]:
        """The recordings it is made of, each once."""
        return tuple(dict.fromkeys(piece.source for piece in self.pieces))

    def placed(self) -> Iterator[tuple[int, Piece]]:
        """The pieces, each with the sample where it begins in the edited sound."""
        start = 0
        for piece in self.pieces:
            yield start, piece
            start += piece.length

    def keeping(self, span: Span) -> SampleEdit:
        """Only this stretch of the edited sound; what lies outside the sound does not count."""
        return self._with(self._parts(span))

    def keeping_all(self, spans: Iterable[Span]) -> SampleEdit:
        """Only these stretches of the edited sound, in the order they are given."""
        return self._with([part for span in spans for part in self._parts(span)])

    def removing(self, span: Span) -> SampleEdit:
        """Without this stretch; what was around it is joined."""
        if span.end <= span.start:
            return self
        return self.keeping_all((Span(0, span.start), Span(span.end, self.length)))

    def inserting(self, other: SampleEdit, at: int) -> SampleEdit:
        """With another sound put in at a place; its gain goes into its pieces."""
        before, after = self._parts(Span(0, at)), self._parts(Span(at, self.length))
        change = other.gain_db - self.gain_db
        put = [replace(piece, gain_db=piece.gain_db + change) for piece in other.pieces]
        return self._with([*before, *put, *after])

    def joining(self, other: SampleEdit) -> SampleEdit:
        """With another sound after it."""
        return self.inserting(other, self.length)

    def moving(self, span: Span, to: int) -> SampleEdit:
        """With a stretch taken out and put in before the place `to` of the sound as it is now.

        Raises EditRefused when that place is inside the stretch.
        """
        if to in Span(span.start + 1, span.end):
            raise EditRefused(EditProblem.OUT_OF_RANGE)
        order = (Span(0, span.start), span, Span(span.end, self.length))
        if to <= span.start:
            order = (Span(0, to), span, Span(to, span.start), Span(span.end, self.length))
        elif to >= span.end:
            order = (Span(0, span.start), Span(span.end, to), span, Span(to, self.length))
        return self.keeping_all(order)

    def louder(self, by_db: float, span: Span | None = None) -> SampleEdit:
        """Raised by so many decibels, all of it or one stretch.

        Raises EditRefused beyond 40 dB up or down.
        """
        if span is None:
            return replace(self, gain_db=_allowed(self.gain_db + by_db))
        raised = [
            replace(part, gain_db=_allowed(part.gain_db + by_db)) for part in self._parts(span)
        ]
        before = self._parts(Span(0, span.start))
        return self._with([*before, *raised, *self._parts(Span(span.end, self.length))])

    def source_place(self, at: int) -> tuple[str, int] | None:
        """Which recording is heard at a place of the edited sound, and which sample of it."""
        for start, piece in self.placed():
            if at in Span(start, start + piece.length):
                return piece.source, piece.source_span.start + at - start
        return None

    def _parts(self, span: Span) -> list[Piece]:
        found: list[Piece] = []
        for start, piece in self.placed():
            first, last = max(span.start - start, 0), min(span.end - start, piece.length)
            if first < last:
                found.append(piece.part(first, last))
        return found

    def _with(self, pieces: Sequence[Piece]) -> SampleEdit:
        return replace(self, pieces=_joined(pieces))


@dataclass(frozen=True, slots=True)
class SampleRules:
    """What a service takes as samples of a voice; 0 where it names no limit.

    `kinds` are endings without a dot, the wished one first; seconds and bytes are of one sample.
    `most_s` is still allowed, but where `below` is set the sample must be shorter.
    """

    kinds: tuple[str, ...] = ("wav", "mp3")
    least_s: float = 0.0
    most_s: float = 0.0
    largest_bytes: int = 0
    rate: int = 0
    fewest: int = 1
    most: int = 1
    below: bool = False


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces without empty ones, and with those made one that follow each other anyway."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.length <= 0:
            continue
        last = joined[-1] if joined else None
        if last and last.goes_on_as(piece) and last.gain_db == piece.gain_db:
            span = Span(last.source_span.start, piece.source_span.end)
            joined[-1] = replace(last, source_span=span)
        else:
            joined.append(piece)
    return tuple(joined)


def _allowed(gain_db: float) -> float:
    if not -LOUDEST_GAIN <= gain_db <= LOUDEST_GAIN:
        raise EditRefused(EditProblem.OUT_OF_RANGE, f"{gain_db:+.1f} dB")
    return gain_db


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A recording that is kept for good, by the SHA-256 of its bytes.

    `id` is what the pieces call it; `track` and `channel` say which of its sound is meant.
    """

    id: str
    sha256: str
    name: str
    track: int = 0
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A sample that can be made again at any time: its recordings, and what is cut from them.

    `words` are what is said in it, where they are known.
    """

    sources: tuple[KeptSource, ...]
    edit: SampleEdit
    words: str = ""
