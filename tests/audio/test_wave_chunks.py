"""What WAV files say about themselves, as independent readers understand it."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
import soundfile
import wavinfo

from studio.audio.wave_chunks import (
    Broadcast,
    CuePoint,
    Loudness,
    bext_chunk,
    cue_chunks,
    ixml_chunk,
)
from studio.audio.wave_writer import wave_header

LENGTH = 4_800


def a_file(*chunks: bytes) -> Any:
    """A WAV file of silence with these chunks behind its samples."""
    head = wave_header(LENGTH, rate=48_000, bit_depth=24)
    body = head[12:] + bytes(LENGTH * 3) + b"".join(chunks)
    file = io.BytesIO(struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WAVE") + body)
    samples, rate = soundfile.read(file)
    assert (rate, len(samples), float(np.abs(samples).max())) == (48_000, LENGTH, 0.0)
    file.seek(0)
    return wavinfo.WavInfoReader(file, info_encoding="utf-8")


def test_where_the_file_belongs_is_read_to_the_sample() -> None:
    told = Broadcast("0001 LIN: No.", reference="a1", starts_at=2**33 + 7, coding="A=PCM,F=48000")
    bext = a_file(bext_chunk(told)).bext
    assert (bext.description, bext.originator, bext.originator_ref) == (
        "0001 LIN: No.", "Understudy", "a1",
    )  # fmt: skip
    assert bext.time_reference == 2**33 + 7
    assert bext.coding_history.strip() == "A=PCM,F=48000"


def test_loudness_is_told_to_a_hundredth_or_not_at_all() -> None:
    bext = a_file(bext_chunk(Broadcast(loudness=Loudness(-23.04, 5.1, -1.99)))).bext
    assert bext.loudness_value == pytest.approx(-23.04)
    assert bext.max_true_peak == pytest.approx(-1.99)
    assert a_file(bext_chunk(Broadcast())).bext.loudness_value == pytest.approx(327.67)


def test_silence_has_no_loudness_to_tell() -> None:
    silent = Loudness(float("-inf"), 0.0, float("-inf"))
    bext = a_file(bext_chunk(Broadcast(loudness=silent))).bext
    assert bext.loudness_value == pytest.approx(327.67)
    assert bext.loudness_range == pytest.approx(0.0)


def test_characters_that_no_xml_may_hold_are_left_out_of_ixml() -> None:
    words = {"project": "a\x0bb", "scene": "1\x00", "take": "\ud800", "note": "n", "track": "\x1bT"}
    ixml = a_file(ixml_chunk(**words, starts_at=0, bit_depth=24)).ixml
    assert (ixml.project, ixml.scene) == ("ab", "1")
    assert [track.name for track in ixml.track_list] == ["T"]


def test_words_in_other_scripts_are_whole_in_ixml() -> None:
    chunk = ixml_chunk(
        project="雨停", scene="1", take="2", note="«leise» & <müde>", track="赵", starts_at=48_000,
        bit_depth=24,
    )  # fmt: skip
    ixml = a_file(chunk).ixml
    assert (ixml.project, ixml.scene, ixml.take) == ("雨停", "1", "2")
    assert [track.name for track in ixml.track_list] == ["赵"]


def test_places_keep_their_names_and_lengths() -> None:
    cues = a_file(cue_chunks([CuePoint(480, "0001 林"), CuePoint(960, "0002", 2_400)])).cues
    found = [(cues.label_and_note(cue.name)[0], cue.sample_offset) for cue in cues.cues]
    assert found == [("0001 林", 480), ("0002", 960)]
    assert [each.length for each in cues.ranges] == [2_400]


def test_no_places_are_no_chunk() -> None:
    assert cue_chunks([]) == b""


def test_a_field_that_is_too_long_is_cut_and_the_file_stays_sound() -> None:
    bext = a_file(bext_chunk(Broadcast("x" * 400, reference="é" * 40))).bext
    assert len(bext.description) == 256
    assert bext.originator_ref == "?" * 32
