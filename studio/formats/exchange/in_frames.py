"""Events in whole frames, for programs that know nothing finer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from studio.formats.exchange.frames import FrameRate
from studio.formats.exchange.timeline import Event, Track
from studio.model.span import SAMPLE_RATE, Span


def in_frames(event: Event, rate: FrameRate) -> tuple[Span, Span]:
    """Where an event is on the timeline and in its file, from its first frame to its last.

    What is before the event in its first frame is taken from the file, too: a file that has a
    whole number of frames before that place, as delivered ones have, then sounds to the sample.
    """
    first = rate.frame_of(event.start)
    before = event.start - rate.first_sample(first)
    count = max(rate.frames_for(before + event.source_span.length), 1)
    place = event.source_span.start - before
    begins = max(round(place * rate.numerator / (SAMPLE_RATE * rate.denominator)), 0)
    return Span(first, first + count), Span(begins, begins + count)


def without_overlaps(tracks: Iterable[Track], rate: FrameRate) -> Iterator[Track]:
    """The tracks for programs whose tracks hold one event at a time.

    Where two events share a frame, a track gets a second one of its name, and so on.
    """
    for track in tracks:
        rows: list[list[Event]] = []
        ends: list[int] = []
        for event in sorted(track.events, key=lambda each: each.timeline_span):
            span, _ = in_frames(event, rate)
            row = next((n for n, end in enumerate(ends) if end <= span.start), len(rows))
            if row == len(rows):
                rows.append([])
                ends.append(0)
            rows[row].append(event)
            ends[row] = span.end
        for number, events in enumerate(rows or [[]], 1):
            name = track.name if number == 1 else f"{track.name} ({number})"
            yield replace(track, name=name, events=tuple(events))
