"""OpenTimelineIO files as its own library reads them back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import opentimelineio
from hypothesis import given
from hypothesis import strategies as st

from studio.formats.exchange.frames import FRAME_RATES, FrameRate
from studio.formats.exchange.otio import OURS, write_otio
from studio.formats.exchange.timeline import ExchangeTimeline
from tests.formats.exchange.timelines import SMALL, timelines

otio: Any = opentimelineio
RATE = FRAME_RATES["25"]


def read(timeline: ExchangeTimeline, rate: FrameRate = RATE) -> Any:
    return otio.adapters.read_from_string(write_otio(timeline, rate), "otio_json")


def clips(track: Any) -> Iterator[tuple[Any, int]]:
    """The clips of a track, each with the frame it begins at."""
    for child in track:
        if isinstance(child, otio.schema.Clip):
            yield child, int(child.range_in_parent().start_time.value)


@given(timelines(), st.sampled_from(list(FRAME_RATES.values())))
def test_every_event_begins_in_its_frame_and_keeps_its_samples(
    timeline: ExchangeTimeline, rate: FrameRate
) -> None:
    back = read(timeline, rate)
    found = sorted(
        (clip.metadata[OURS]["start"], frame, clip.metadata[OURS]["length"])
        for track in back.tracks
        for clip, frame in clips(track)
    )
    told = sorted(
        (event.start, rate.frame_of(event.start), event.source_span.length)
        for track in timeline.tracks
        for event in track.events
    )
    assert found == told


@given(timelines())
def test_a_clip_lies_inside_its_file(timeline: ExchangeTimeline) -> None:
    for track in read(timeline).tracks:
        for clip, _ in clips(track):
            whole, part = clip.media_reference.available_range, clip.source_range
            assert whole.contains(part) or whole == part


def test_files_are_named_relative_to_the_timeline_in_letters_of_addresses() -> None:
    (clip, frame), *_ = clips(read(SMALL).tracks[0])
    assert clip.media_reference.target_url == "audio/0001_Lin%20%26%20Co.wav"
    assert frame == 65_467 // 1920


def test_marks_keep_their_names_and_stretches() -> None:
    cut, scene = read(SMALL).tracks.markers
    assert (cut.name, cut.marked_range.start_time.value) == ("cut", 25)
    assert (scene.name, scene.marked_range.duration.value) == ("scene 2", 54)


def test_what_is_muted_is_off() -> None:
    (clip, _), *_ = clips(read(SMALL).tracks[1])
    assert not clip.enabled
