"""Fountain as people write it: every element is found, at its place, and nothing is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from studio.formats.fountain import parse_fountain
from studio.formats.fountain_writer import write_fountain
from studio.formats.reading import read_script
from studio.formats.script import ScriptLine
from studio.formats.words import spoken_words
from studio.model.line import LineKind

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "night-ferry.fountain"
HELD = "  "
PAGE = f"""Title:
    _**THE LONG**_
    NIGHT
Author: M. Rivers
Draft date: 1/20

FADE IN:

EXT. PATIO - DAY #1A#

A fine day.
    The sun is *out*.

STEEL
(beer raised)
To age.
(beat)
And you? [[check this]]

BRICK ^
To _sleep_.
{HELD}
And to silence.
(sighs)

@McAVOY (on the radio)
Yo.
~la la
~tra la
done

.SNIPER SCOPE

!INT. not a heading

> FADE OUT.

CUT TO:

> THE END <

/* cut
INT. OLD

ANNA
no */

[[a note
over lines]]

# Act One

## Sub

= what happens

===

~Sing along!
"""


def found(text: str, kind: LineKind) -> list[ScriptLine]:
    return [line for line in parse_fountain(text).lines if line.kind is kind]


def words(text: str, kind: LineKind) -> list[str]:
    return [line.words("en") for line in found(text, kind)]


def test_a_title_page_has_values_of_several_lines():
    script = parse_fountain(PAGE)
    assert script.title == "_**THE LONG**_\nNIGHT"
    assert script.title_page == (("Author", "M. Rivers"), ("Draft date", "1/20"))


def test_each_element_is_found():
    assert words(PAGE, LineKind.HEADING) == ["EXT. PATIO - DAY", "SNIPER SCOPE"]
    assert found(PAGE, LineKind.HEADING)[0].number == "1A"
    assert words(PAGE, LineKind.ACTION) == [
        "FADE IN:",
        "A fine day.\n    The sun is *out*.",
        "(sighs)",
        "INT. not a heading",
    ]
    assert words(PAGE, LineKind.TRANSITION) == ["FADE OUT.", "CUT TO:"]
    assert words(PAGE, LineKind.CENTERED) == ["THE END"]
    assert words(PAGE, LineKind.BONEYARD) == ["cut\nINT. OLD\n\nANNA\nno"]
    assert words(PAGE, LineKind.NOTE) == ["a note\nover lines"]
    assert [(line.words("en"), line.number) for line in found(PAGE, LineKind.SECTION)] == [
        ("Act One", ""),
        ("Sub", "2"),
    ]
    assert words(PAGE, LineKind.SYNOPSIS) == ["what happens"]
    assert len(found(PAGE, LineKind.PAGE_BREAK)) == 1
    assert words(PAGE, LineKind.LYRIC) == ["la la\ntra la", "Sing along!"]


def test_each_direction_in_a_speech_begins_a_line_of_the_same_character():
    speech = [line for line in found(PAGE, LineKind.DIALOGUE) if line.character == "STEEL"]
    assert [(line.direction, line.words("en"), line.continues) for line in speech] == [
        ("beer raised", "To age.", False),
        ("beat", "And you? [[check this]]", True),
    ]


def test_two_spaces_on_a_blank_line_hold_a_speech_together():
    brick = next(line for line in found(PAGE, LineKind.DIALOGUE) if line.character == "BRICK")
    assert brick.words("en") == "To _sleep_.\n\nAnd to silence."
    assert brick.dual


def test_a_forced_cue_keeps_its_case_and_songs_in_it_keep_their_character():
    lines = [line for line in parse_fountain(PAGE).lines if line.character == "McAVOY"]
    assert [line.kind for line in lines] == [LineKind.DIALOGUE, LineKind.LYRIC, LineKind.DIALOGUE]
    assert {line.extension for line in lines} == {"on the radio"}


def test_lines_know_their_place_in_the_file():
    places = {line.words("en"): (line.line, line.column) for line in parse_fountain(PAGE).lines}
    rows = PAGE.split("\n")
    assert places["To age."] == (rows.index("(beer raised)") + 1, 1)
    assert places["SNIPER SCOPE"] == (rows.index(".SNIPER SCOPE") + 1, 1)
    assert places["what happens"] == (rows.index("= what happens") + 1, 1)


def test_a_capital_line_without_words_below_is_action():
    assert words("BOB\n\nAlone.\n", LineKind.ACTION) == ["BOB", "Alone."]


@pytest.mark.parametrize(
    "cue",
    [
        "NARRATOR (V.O.)",
        "ANNA (V.O.)",
        "NARRATOR",
        "@旁白",
        "林 (旁白)",
        "ナレーション",
        "@나레이션",
    ],
)
def test_a_voice_over_the_picture_is_told_from_a_voice_in_it(cue: str):
    assert [line.kind for line in parse_fountain(f"{cue}\nHello.\n").spoken_lines] == [
        LineKind.VOICE_OVER
    ]


def test_off_screen_is_not_a_voice_over():
    assert parse_fountain("ANNA (O.S.)\nHello.\n").spoken_lines[0].kind is LineKind.DIALOGUE


def test_a_name_without_case_is_a_cue_when_it_comes_twice():
    script = parse_fountain("林晓\n你好。\n\n陈伯\n好。\n\n林晓\n走。\n\n钟声\n响了三次。\n")
    assert [(line.kind.value, line.character) for line in script.lines] == [
        ("dialogue", "林晓"),
        ("action", ""),
        ("dialogue", "林晓"),
        ("action", ""),
    ]
    assert script.language == "zh"


def test_a_name_without_case_is_a_cue_when_the_title_page_lists_it():
    script = parse_fountain("Title: X\nCast: 林晓、陈伯\n\n陈伯\n好。\n")
    assert script.spoken_lines[0].character == "陈伯"


def test_a_bracket_beside_a_name_without_case_is_a_direction():
    line = parse_fountain("陈伯（低声）\n好。\n").spoken_lines[0]
    assert (line.character, line.direction, line.extension) == ("陈伯", "低声", "")


def test_facts_stand_in_notes_and_other_notes_stay():
    line = parse_fountain(
        "ANNA\nGo. [[why?]] [[id: k7f3m2qa | emotion: sad | pause: 0.8s]]\n[[zh: 走。]]\n"
    ).spoken_lines[0]
    assert (line.id, line.emotion, line.pause_after_ms) == ("k7f3m2qa", "sad", 800)
    assert line.text == {"en": "Go. [[why?]]", "zh": "走。"}


def test_a_fact_nobody_knows_stays_a_note():
    line = parse_fountain("ANNA\nGo. [[emotion: bored | id: k7f3m2qa]]\n").spoken_lines[0]
    assert (line.id, line.words("en")) == ("k7f3m2qa", "Go. [[emotion: bored ]]")


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("# Episode 3: The Door", 3, "The Door"),
        ("# 第2集", 2, ""),
        ("# 第十二集 归来", 12, "归来"),
        ("# EP 1", 1, ""),
        ("# Folge 3 – Nacht", 3, "Nacht"),
        ("# 4. Rain", 4, "Rain"),
        ("# 에피소드 5", 5, ""),
    ],
)
def test_a_section_with_a_number_begins_an_episode(heading: str, number: int, title: str):
    script = parse_fountain(f"INT. X\n\n{heading}\n\nANNA\nHi.\n\n# Episode 9\n\nANNA\nBye.\n")
    assert [(part.number, part.title) for part in script.episodes] == [(number, title), (9, "")]
    assert [len(part.lines) for part in script.episodes] == [2, 1]


@pytest.mark.parametrize("heading", ["# Act 1", "# Prologue", "## Episode 1", "# Episodes"])
def test_other_sections_do_not_begin_an_episode(heading: str):
    script = parse_fountain(f"{heading}\n\nANNA\nHi.\n")
    assert next(script.lines).kind is LineKind.SECTION


@pytest.mark.parametrize(
    ("page", "spoken"),
    [
        ("I *never* said **that** _once_.", "I never said that once."),
        ("A \\*real\\* star", "A *real* star"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("Hi [[really?]] there /* cut */ you", "Hi there you"),
        ("***all*** of **it *now***", "all of it now"),
        ("one\ntwo", "one two"),
        ("open [[ note", "open [[ note"),
    ],
)
def test_spoken_words_have_no_marks(page: str, spoken: str):
    assert spoken_words(page) == spoken


def test_the_sample_series_has_an_id_and_a_translation_for_every_line():
    script, decoded = read_script(SAMPLE.read_bytes(), source=SAMPLE.name)
    assert decoded.certain
    assert len(script.episodes) == 3
    assert all(line.id and line.words("zh") for line in script.spoken_lines)
    assert read_script(write_fountain(script, "en").encode(), source="x")[0] == script


def test_a_long_line_and_a_name_of_any_kind_are_taken():
    long = "word " * 999 + "end"
    script = parse_fountain(f"@a/b 😀\n{long}\n\n@سارة\u202e\nمرحبا\n")
    assert [line.character for line in script.spoken_lines] == ["a/b 😀", "سارة"]
    assert script.spoken_lines[0].words(script.language) == long


def test_no_damage_to_a_script_makes_reading_fail():
    chance = random.Random(7)
    text = PAGE + SAMPLE.read_text("utf-8")[:3000] + "\n林晓：你好\n【陈伯】（叹气）好\n"
    for _ in range(1000):
        letters = list(text[chance.randrange(len(text)) :][: chance.randrange(400)])
        for _ in range(chance.randrange(1, 12)):
            mark = chance.choice("[]/*()（）@!.~=>#<:：【】^|\\\n\t \u3000Aa林0\0\u2028\ud7ff")
            letters.insert(chance.randrange(len(letters) + 1), mark)
        damaged = "".join(letters)
        script = parse_fountain(damaged)
        assert parse_fountain(write_fountain(script, script.language)) == script
