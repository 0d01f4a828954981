"""OpenTimelineIO, by its own library: in frames of a picture, the exact samples beside them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import opentimelineio  # pyright: ignore[reportMissingTypeStubs] -- it comes without types

from studio.formats.exchange.frames import FrameRate
from studio.formats.exchange.in_frames import in_frames, without_overlaps
from studio.formats.exchange.timeline import Event, ExchangeTimeline, Mark, Track
from studio.model.span import SAMPLE_RATE, Span

_otio: Any = opentimelineio
"""The library, which tells no types."""

OURS = "understudy"
"""Where in the metadata the samples are."""


def write_otio(timeline: ExchangeTimeline, rate: FrameRate) -> str:
    """The timeline as JSON; one track for each character, one more where its events overlap.

    Programs that read it take the rate of the timeline for the rate of their project, so times
    are frames; `metadata` has every position in samples.
    """
    found = _otio.schema.Timeline(timeline.name)
    found.global_start_time = _otio.opentime.RationalTime(0, rate.per_second)
    found.metadata[OURS] = {"sample_rate": SAMPLE_RATE, "length": timeline.length}
    found.tracks.extend(
        [
            _track(track, rate, heard=timeline.hears(track))
            for track in without_overlaps(timeline.tracks, rate)
        ]
    )
    found.tracks.markers.extend([_marker(mark, rate) for mark in timeline.marks])
    return _otio.adapters.write_to_string(found, "otio_json")


def _marker(mark: Mark, rate: FrameRate) -> Any:
    end = mark.at if mark.end is None else mark.end
    span = Span(rate.frame_of(mark.at), rate.frame_of(end))
    found = _otio.schema.Marker(mark.name, _range(span, rate))
    found.comment = mark.name
    found.metadata[OURS] = {"at": mark.at}
    return found


def _track(track: Track, rate: FrameRate, *, heard: bool) -> Any:
    found = _otio.schema.Track(track.name, kind=_otio.schema.TrackKind.Audio)
    found.enabled = heard
    found.metadata[OURS] = {"gain_db": track.gain_db, "pan": track.pan}
    reached = 0
    for event in track.events:
        on_timeline, in_file = in_frames(event, rate)
        if on_timeline.start > reached:
            gap = _range(Span(0, on_timeline.start - reached), rate)
            found.append(_otio.schema.Gap(source_range=gap))
        found.append(_clip(event, in_file, rate))
        reached = on_timeline.end
    return found


def _clip(event: Event, in_file: Span, rate: FrameRate) -> Any:
    whole = Span(0, max(rate.frames_for(event.file.length), in_file.end))
    file = _otio.schema.ExternalReference(quote(event.file.path), _range(whole, rate))
    clip = _otio.schema.Clip(event.name, file, _range(in_file, rate))
    clip.enabled = not event.muted
    clip.metadata[OURS] = {
        "line": event.line,
        "words": event.words,
        "start": event.start,
        "length": event.source_span.length,
        "source_start": event.source_span.start,
        "gain_db": event.gain_db,
        "fade_in": event.fade_in,
        "fade_out": event.fade_out,
        "others": [quote(file.path) for file, _ in event.others],
    }
    return clip


def _range(span: Span, rate: FrameRate) -> Any:
    start, length = (
        _otio.opentime.RationalTime(frames, rate.per_second) for frames in (span.start, span.length)
    )
    return _otio.opentime.TimeRange(start, length)
