"""Labels for Audacity: one line of seconds and words for each event, tabs between them."""

from __future__ import annotations

from studio.formats.exchange.timeline import ExchangeTimeline
from studio.model.span import SAMPLE_RATE


def write_labels(timeline: ExchangeTimeline) -> str:
    """Events and marks as labels, in the order of time; to the microsecond, as Audacity reads."""
    labels = [
        (event.timeline_span.start, event.timeline_span.end, f"{track.name}: {event.words}")
        for track in timeline.tracks
        for event in track.events
    ]
    labels += [(mark.at, mark.at if mark.end is None else mark.end, mark.name)
               for mark in timeline.marks]  # fmt: skip
    return "".join(
        f"{start / SAMPLE_RATE:.6f}\t{end / SAMPLE_RATE:.6f}\t{' '.join(words.split())}\n"
        for start, end, words in sorted(labels)
    )
