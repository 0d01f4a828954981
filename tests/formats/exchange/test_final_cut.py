"""Final Cut Pro 7 XML, read as XML: frames, files and tracks."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from hypothesis import given
from hypothesis import strategies as st

from studio.formats.exchange.final_cut import write_final_cut
from studio.formats.exchange.frames import FRAME_RATES, FrameRate
from studio.formats.exchange.timeline import ExchangeTimeline, Track
from tests.formats.exchange.timelines import SMALL, timelines


def number(element: Element, path: str) -> int:
    return int(element.findtext(path, "-1"))


def written(timeline: ExchangeTimeline, rate: str = "25") -> Element:
    return fromstring(write_final_cut(timeline, FRAME_RATES[rate]))


@given(timelines(), st.sampled_from(list(FRAME_RATES)))
def test_clips_of_a_track_never_overlap_and_begin_in_their_frames(
    timeline: ExchangeTimeline, name: str
) -> None:
    rate: FrameRate = FRAME_RATES[name]
    starts: list[int] = []
    for track in written(timeline, name).iter("track"):
        reached = 0
        for clip in track.iter("clipitem"):
            assert number(clip, "start") >= reached
            reached = number(clip, "end")
            assert reached - number(clip, "start") == number(clip, "out") - number(clip, "in")
            starts.append(number(clip, "start"))
    told = [rate.frame_of(event.start) for track in timeline.tracks for event in track.events]
    assert sorted(starts) == sorted(told)


def test_a_file_is_described_once_with_all_that_premiere_asks_for() -> None:
    event = SMALL.tracks[0].events[0]
    twice = ExchangeTimeline("s", 480_000, (Track("LIN", (event, event)),))
    full, short = (clip.find("file") for clip in written(twice).iter("clipitem"))
    assert full is not None and short is not None
    assert full.findtext("pathurl") == "audio/0001_Lin%20%26%20Co.wav"
    assert full.findtext("media/audio/samplecharacteristics/samplerate") == "48000"
    assert full.findtext("media/audio/channelcount") == "1"
    assert short.get("id") == full.get("id") and not len(short)


def test_slowed_rates_are_told_as_such() -> None:
    sequence = written(SMALL, "29.97").find("sequence")
    assert sequence is not None
    assert (sequence.findtext("rate/timebase"), sequence.findtext("rate/ntsc")) == ("30", "TRUE")


def test_words_with_marks_of_xml_come_back_as_they_were() -> None:
    clip = next(written(SMALL).iter("clipitem"))
    assert clip.findtext("comments/mastercomment1") == 'He said "no".\nThen he left.'
