"""Subtitles: one cue for each line, at its time, in lines short enough to read."""

from __future__ import annotations

import pysubs2
import pytest

from studio.formats.subtitles import Cue, wrapped, write_subtitles

CUES = (
    Cue(48_000, 120_000, "Hello {there} & <you>", "ANNA"),
    Cue(24_000, 40_000, "First.", "BOB"),
    Cue(48_000 * 3600, 48_000 * 3601 + 24, "你好，世界。", "林"),
)


@pytest.mark.parametrize("kind", ["srt", "ass"])
def test_cues_are_read_back_at_their_times(kind):
    text = write_subtitles(CUES, kind)
    events = pysubs2.SSAFile.from_string(text, format_=kind)
    unit = 10 if kind == "ass" else 1
    assert [(event.start, event.end) for event in events] == [
        (500, pytest.approx(833, abs=unit)),
        (1000, 2500),
        (3_600_000, pytest.approx(3_601_001, abs=unit)),
    ]


def test_srt_keeps_every_character():
    text = write_subtitles(CUES, "srt")
    assert "Hello {there} & <you>" in text
    assert "01:00:00,000 --> 01:00:01,001" in text


def test_ass_names_the_speaker():
    events = pysubs2.SSAFile.from_string(write_subtitles(CUES, "ass"))
    assert [event.name for event in events] == ["BOB", "ANNA", "林"]


def test_vtt_names_the_speaker_and_escapes_the_words():
    text = write_subtitles(CUES, "vtt")
    assert text.startswith("WEBVTT\n\n00:00:00.500 --> 00:00:00.833\n<v BOB>First.\n\n")
    assert "<v ANNA>Hello {there} &amp; &lt;you&gt;" in text


@pytest.mark.parametrize(
    "text",
    [
        "The bell on the night ferry has no tongue. They took it out twelve years ago.",
        "船长玛拉紧盯着雾，她身旁站着艾薇，二十一岁，一身港务局制服，手里夹着板。",
    ],
)
def test_a_long_line_is_shown_in_two_of_about_the_same_length(text: str):
    lines = wrapped(text)
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 16
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert lines[1][0] not in "，。"


def test_a_word_longer_than_a_line_is_cut():
    assert all(len(line) <= 42 for line in wrapped("x" * 500))
