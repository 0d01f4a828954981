"""Final Cut Pro 7 XML, as Premiere Pro, DaVinci Resolve and Vegas read it: frames and tracks."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from studio.formats.exchange.frames import FrameRate
from studio.formats.exchange.in_frames import in_frames, without_overlaps
from studio.formats.exchange.timeline import Event, ExchangeTimeline, SoundFile, Track
from studio.formats.xml_text import plain_text
from studio.model.span import SAMPLE_RATE

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'


def write_final_cut(timeline: ExchangeTimeline, rate: FrameRate) -> str:
    """The timeline in frames; an event begins with the frame in which it does.

    Files are named relative to it.
    """
    return _Writer(rate).written(timeline)


class _Writer:
    """Writes one timeline; each file is described where it is first named."""

    def __init__(self, rate: FrameRate) -> None:
        self._rate = rate
        self._files: dict[str, str] = {}

    def written(self, timeline: ExchangeTimeline) -> str:
        """The whole file."""
        root = Element("xmeml", version="4")
        sequence = SubElement(root, "sequence", id="sequence-1")
        _text(sequence, "name", timeline.name)
        _text(sequence, "duration", self._rate.frames_for(timeline.length))
        self._add_rate(sequence)
        self._add_timecode(sequence)
        audio = SubElement(SubElement(sequence, "media"), "audio")
        _text(audio, "numOutputChannels", 2)
        self._add_sample_facts(SubElement(audio, "format"), 16)
        for number, track in enumerate(without_overlaps(timeline.tracks, self._rate)):
            self._add_track(audio, track, number, heard=timeline.hears(track))
        for mark in timeline.marks:
            self._add_mark(sequence, mark.at, mark.name, mark.end)
        indent(root)
        return _HEAD + tostring(root, encoding="unicode") + "\n"

    def _add_track(self, audio: Element, track: Track, number: int, *, heard: bool) -> None:
        """A track; this format knows gains of clips only, so they get that of their track."""
        element = SubElement(audio, "track")
        for index, event in enumerate(track.events, 1):
            louder = replace(event, gain_db=event.gain_db + track.gain_db)
            self._add_clip(element, louder, f"clipitem-{number + 1}-{index}")
        _text(element, "enabled", "TRUE" if heard else "FALSE")
        _text(element, "locked", "FALSE")
        _text(element, "outputchannelindex", 1)

    def _add_clip(self, track: Element, event: Event, id: str) -> None:
        clip = SubElement(track, "clipitem", id=id)
        on_timeline, in_file = in_frames(event, self._rate)
        _text(clip, "name", event.name)
        _text(clip, "enabled", "FALSE" if event.muted else "TRUE")
        _text(clip, "duration", self._rate.frames_for(event.file.length))
        self._add_rate(clip)
        for name, frame in (
            ("start", on_timeline.start), ("end", on_timeline.end),
            ("in", in_file.start), ("out", in_file.end),
        ):  # fmt: skip
            _text(clip, name, frame)
        self._add_file(clip, event.file)
        source = SubElement(clip, "sourcetrack")
        _text(source, "mediatype", "audio")
        _text(source, "trackindex", 1)
        if event.gain_db:
            self._add_gain(clip, event.gain_db)
        if event.words:
            _text(SubElement(clip, "comments"), "mastercomment1", event.words)

    def _add_file(self, clip: Element, file: SoundFile) -> None:
        if file.path in self._files:
            SubElement(clip, "file", id=self._files[file.path])
            return
        id = self._files[file.path] = f"file-{len(self._files) + 1}"
        element = SubElement(clip, "file", id=id)
        _text(element, "name", file.path.rpartition("/")[2])
        _text(element, "pathurl", quote(file.path))
        self._add_rate(element)
        _text(element, "duration", self._rate.frames_for(file.length))
        audio = SubElement(SubElement(element, "media"), "audio")
        self._add_sample_facts(audio, file.bit_depth)
        _text(audio, "channelcount", file.channels)

    def _add_gain(self, clip: Element, decibels: float) -> None:
        effect = SubElement(SubElement(clip, "filter"), "effect")
        for name, words in (("name", "Audio Levels"), ("effectid", "audiolevels"),
                            ("effectcategory", "audiolevels"), ("effecttype", "audiolevels"),
                            ("mediatype", "audio")):  # fmt: skip
            _text(effect, name, words)
        level = SubElement(effect, "parameter")
        _text(level, "parameterid", "level")
        _text(level, "name", "Level")
        _text(level, "value", f"{10.0 ** (decibels / 20.0):.6f}")

    def _add_mark(self, sequence: Element, at: int, name: str, end: int | None) -> None:
        mark = SubElement(sequence, "marker")
        _text(mark, "name", name)
        _text(mark, "comment", "")
        _text(mark, "in", self._rate.frame_of(at))
        _text(mark, "out", -1 if end is None else self._rate.frame_of(end))

    def _add_rate(self, parent: Element) -> None:
        element = SubElement(parent, "rate")
        _text(element, "timebase", self._rate.timebase)
        _text(element, "ntsc", "TRUE" if self._rate.slowed else "FALSE")

    def _add_timecode(self, parent: Element) -> None:
        element = SubElement(parent, "timecode")
        self._add_rate(element)
        _text(element, "string", "00:00:00:00")
        _text(element, "frame", 0)
        _text(element, "displayformat", "NDF")

    def _add_sample_facts(self, parent: Element, bit_depth: int) -> None:
        element = SubElement(parent, "samplecharacteristics")
        _text(element, "depth", bit_depth)
        _text(element, "samplerate", SAMPLE_RATE)


def _text(parent: Element, name: str, words: object) -> None:
    SubElement(parent, name).text = plain_text(str(words))
