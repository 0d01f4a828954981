"""Subtitle files as scripts: speakers, slots, sentences that go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.formats.reading import read_script
from studio.formats.script import ScriptLine
from studio.formats.scripting import project_of
from studio.formats.subtitled.reader import UNNAMED, parse_subtitles
from studio.formats.subtitles import Cue, write_subtitles
from studio.model.line import LineKind
from studio.model.span import Span, samples_of


def srt(*cues: tuple[str, str, str]) -> str:
    """A file of cues: from, to, words."""
    return "\n".join(
        f"{number}\n00:00:{start} --> 00:00:{end}\n{words}\n"
        for number, (start, end, words) in enumerate(cues, 1)
    )


def lines(text: str, kind: str = ".srt") -> list[ScriptLine]:
    return list(parse_subtitles(text, kind, language="en").lines)


def said(text: str, kind: str = ".srt") -> list[tuple[str, str]]:
    return [(line.character, line.words("en")) for line in lines(text, kind)]


def test_each_cue_is_a_line_with_its_slot() -> None:
    (line,) = lines(srt(("01,000", "02,500", "Hello there.")))
    assert (line.character, line.words("en")) == (UNNAMED, "Hello there.")
    assert line.slot == Span(samples_of(1.0), samples_of(2.5))


def test_names_in_capitals_or_there_twice_are_speakers_and_others_are_words() -> None:
    text = srt(
        ("01,000", "02,000", "LIN: Stay."), ("03,000", "04,000", "Zhao: No."),
        ("05,000", "06,000", "Zhao: Never."), ("07,000", "08,000", "Remember: it rains."),
    )  # fmt: skip
    assert said(text) == [
        ("LIN", "Stay."), ("Zhao", "No."), ("Zhao", "Never."), (UNNAMED, "Remember: it rains."),
    ]  # fmt: skip


def test_two_who_share_a_cue_share_its_time() -> None:
    first, second = lines(srt(("01,000", "03,000", "- Who is it?\n- Only me, dear.")))
    assert (first.words("en"), second.words("en")) == ("Who is it?", "Only me, dear.")
    assert first.slot and second.slot
    assert first.slot.end == second.slot.start
    assert (first.slot.start, second.slot.end) == (samples_of(1.0), samples_of(3.0))


def test_a_sentence_over_several_cues_is_one_line() -> None:
    text = srt(
        ("01,000", "02,000", "When the rain stops,"), ("02,100", "03,000", "we will go home."),
        ("03,100", "04,000", "Not before."),
    )  # fmt: skip
    found = lines(text)
    assert [line.words("en") for line in found] == [
        "When the rain stops, we will go home.", "Not before.",
    ]  # fmt: skip
    assert found[0].slot == Span(samples_of(1.0), samples_of(3.0))


def test_sounds_are_seen_and_songs_are_sung() -> None:
    text = srt(("01,000", "02,000", "[door slams]"), ("03,000", "04,000", "♪ La la ♪"))
    assert [(line.kind, line.words("en")) for line in lines(text)] == [
        (LineKind.ACTION, "door slams"), (LineKind.LYRIC, "La la"),
    ]  # fmt: skip


def test_voice_tags_of_webvtt_name_the_speakers() -> None:
    text = (
        "WEBVTT\n\nNOTE for us\n\nSTYLE\n::cue { color: red }\n\n"
        "1\n00:01.000 --> 00:02.000 align:start\n"
        "<v Lin>Hi <b>you</b> &amp; me\n<v.loud Zhao>No</v>\n"
    )
    assert said(text, ".vtt") == [("Lin", "Hi you & me"), ("Zhao", "No")]


def test_actors_of_ass_files_are_the_speakers_and_comments_are_none() -> None:
    text = (
        "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Comment: 0,0:00:00.00,0:00:01.00,Default,X,0,0,0,,not said\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,林,0,0,0,,{\\i1}雨停了。{\\i0}\n"
    )
    assert said(text, ".ass") == [("林", "雨停了。")]


def test_a_hundred_hours_are_not_folded() -> None:
    (line,) = lines("1\n100:00:01,000 --> 100:00:02,500\nLate.\n")
    assert line.slot == Span(samples_of(360_001.0), samples_of(360_002.5))


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n",
        "00:01.0 --> 00:02.0\nOne.\n\n\n\n00:03.0-->00:04.0\n\nTwo.\n",
        "\ufeff1\r\n00:00:01.000 --> 00:00:02.000\r\nOne.\r\n\r\n"
        "00:00:03,000 --> 00:00:04,000\r\nTwo.",
        "9\n00:00:03,000 --> 00:00:04,000\nTwo.\n\n1\n00:00:01,000 --> 00:00:02,000\nOne.\n",
    ],
)
def test_careless_files_are_read_all_the_same(text: str) -> None:
    found = lines(text)
    assert [line.words("en") for line in found] == ["One.", "Two."]
    assert [line.slot and line.slot.start for line in found] == [48_000, 144_000]


def test_lines_are_held_where_they_are_in_the_picture() -> None:
    script, _ = read_script(srt(("01,000", "02,000", "LIN: Hello.")).encode(), source="a.srt")
    project = project_of(script, title="A")
    (episode,) = project.episodes
    (line,) = episode.lines
    assert episode.timeline(project.languages[0]).placement(line.id).pin == samples_of(1.0)


_FRAGMENTS = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(["00:01.0 --> 00:02.0\n", "[Events]\n", "Dialogue: 0,0:00:01.00,", "\n",
                         "Format: Text, Start\n", "<v A>", "{\\i1}", "LIN: "]),
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(_FRAGMENTS)
def test_anything_is_read_without_an_error(text: str) -> None:
    for kind in (".srt", ".vtt", ".ass"):
        parse_subtitles(text, kind)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from(["LIN", "ZHAO"])),
        min_size=1, max_size=8, unique_by=lambda cue: cue[0],
    )
)  # fmt: skip
def test_our_own_webvtt_comes_back_with_speakers_and_times(
    cues: list[tuple[int, int, str]],
) -> None:
    told = [
        Cue(start * 48, (start + length) * 48, f"Line {start}.", name)
        for start, length, name in sorted(cues)
    ]
    found = lines(write_subtitles(told, "vtt"), ".vtt")
    assert [(line.character, line.words("en")) for line in found] == [
        (cue.speaker, cue.text) for cue in told
    ]
    assert [line.slot for line in found] == [Span(cue.start, cue.end) for cue in told]
