"""Subtitle files as scripts: speakers, slots, sentences that go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import ScriptError, ScriptProblem
from studio.formats.reading import read_script
from studio.formats.script import ScriptLine
from studio.formats.scripting import project_of
from studio.formats.subtitled.reader import MOST_LINES, UNNAMED, parse_subtitles
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


def test_captions_that_roll_say_each_word_once() -> None:
    text = (
        "WEBVTT\nKind: captions\nLanguage: de\n\n"
        "00:00.160 --> 00:02.470 align:start position:0%\n \n"
        "hallo<00:00:00.500><c> ihr</c>\n\n"
        "00:02.470 --> 00:02.480\nhallo ihr\n \n\n"
        "00:02.480 --> 00:04.870\nhallo ihr\nheute<00:00:03.000><c> gehen</c>\n\n"
        "00:04.870 --> 00:04.880\nheute gehen\n \n\n"
        "00:04.880 --> 00:06.000\nheute gehen\nwir heim\n\n"
    )
    script = parse_subtitles(text, ".vtt")
    assert [line.text for line in script.lines] == [{"de": "hallo ihr heute gehen wir heim"}]


def test_words_that_grow_are_said_once() -> None:
    text = srt(
        ("01,000", "01,500", "I"), ("01,500", "02,000", "I am"), ("02,000", "02,500", "I am here."),
        ("02,500", "03,000", "I am here."), ("09,000", "10,000", "I am here."),
    )  # fmt: skip
    assert said(text) == [(UNNAMED, "I am here."), (UNNAMED, "I am here.")]


def test_the_same_words_again_are_said_again() -> None:
    text = srt(("01,000", "02,000", "No."), ("02,000", "03,000", "No."), ("03,000", "04,000", "A."),
               ("04,000", "05,000", "B."), ("05,000", "06,000", "C."))  # fmt: skip
    assert [words for _, words in said(text)] == ["No.", "No.", "A.", "B.", "C."]


def test_two_languages_in_each_cue_are_a_line_and_its_translation() -> None:
    text = srt(
        ("01,000", "02,000", "- 你是谁？\n- 是我。\n- Who are you?\n- Me."),
        ("03,000", "04,000", "Anna来了！\nAnna is here!"), ("05,000", "06,000", "OK。"),
    )  # fmt: skip
    script = parse_subtitles(text, ".srt")
    assert script.languages == ("zh", "en")
    assert [line.text for line in script.lines] == [
        {"zh": "你是谁？", "en": "Who are you?"}, {"zh": "是我。", "en": "Me."},
        {"zh": "Anna来了！", "en": "Anna is here!"}, {"zh": "OK。"},
    ]  # fmt: skip


def test_blank_lines_within_a_cue_of_srt_take_nothing_away() -> None:
    text = srt(("01,000", "02,000", "First part\n\nsecond part."), ("03,000", "04,000", "42"))
    assert [words for _, words in said(text)] == ["First part second part.", "42"]


def test_captions_for_the_deaf_name_speakers_sounds_and_how_words_are_said() -> None:
    text = srt(
        ("01,000", "02,000", ">> Who?\n>> LIN: Me."), ("03,000", "04,000", "(sighs) Okay."),
        ("05,000", "06,000", "LIN: [softly] No."), ("07,000", "08,000", "[door\nslams]"),
    )  # fmt: skip
    assert [(line.character, line.direction, line.words("en")) for line in lines(text)] == [
        (UNNAMED, "", "Who?"), ("LIN", "", "Me."), (UNNAMED, "sighs", "Okay."),
        ("LIN", "softly", "No."), ("", "", "door slams"),
    ]  # fmt: skip


_ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def test_karaoke_is_sung_once_and_signs_are_seen() -> None:
    text = _ASS + (
        "Comment: 0,0:00:01.00,0:00:03.00,OP,,0,0,0,karaoke,{\\k50}a{\\k50}me {\\k9}ga\n"
        "Comment: 0,0:00:01.00,0:00:03.00,OP,,0,0,0,template syl,!retime()!\n"
        "Dialogue: 0,0:00:01.00,0:00:03.00,OP,,0,0,0,fx,{\\pos(1,2)}ame\n"
        "Dialogue: 0,0:00:01.00,0:00:03.00,OP,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}\n"
        "Dialogue: 0,0:00:04.00,0:00:06.00,OP,,0,0,0,,{\\kf50}So{\\ko9}ra\n"
        "Dialogue: 0,0:00:07.00,0:00:08.00,Sign,,0,0,0,,HARBOUR\n"
        "Dialogue: 0,0:00:08.00,0:00:09.00,Default,Lin,0,0,0,,Stay\\Nhere.\n"
        "Dialogue: 1,0:00:08.00,0:00:09.00,Default,Lin,0,0,0,,{\\bord3}Stay\\Nhere.\n"
    )
    assert [(line.kind, line.words("en")) for line in lines(text, ".ass")] == [
        (LineKind.LYRIC, "ame ga"), (LineKind.LYRIC, "Sora"), (LineKind.ACTION, "HARBOUR"),
        (LineKind.DIALOGUE, "Stay here."),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["{\\", "{", "<v ", "<a ", "#♪", "<v  ", "[", "(", "- LIN: a "])
@pytest.mark.parametrize("kind", [".srt", ".vtt", ".ass"])
def test_a_line_of_marks_that_nothing_closes_is_read_in_one_go(mark: str, kind: str) -> None:
    words = "♪" + mark * 100_000 + "x"
    event = f"{_ASS}Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{words}\n"
    text = event if kind == ".ass" else f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n"
    assert len(lines(text, kind)) == 1


def test_words_in_one_place_do_not_grow_without_end() -> None:
    text = "".join(f"00:01.0 --> 00:01.0\nand so on we go {n},\n\n" for n in range(2000))
    found = lines(text)
    assert sum(len(line.words("en").split()) for line in found) == 12_000
    assert max(len(line.words("en")) for line in found) < 1000


def test_more_than_any_picture_has_is_refused() -> None:
    with pytest.raises(ScriptError) as refused:
        read_script(b"\n" * (MOST_LINES + 1) + b"x", source="a.srt")
    assert refused.value.problem is ScriptProblem.TOO_LARGE


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
