"""Plain scripts, as short dramas are written in many countries."""

from __future__ import annotations

import pytest

from studio.formats.dialect import dialect_of
from studio.formats.plain import parse_plain
from studio.formats.plain_cues import read_plain_cue
from studio.formats.reading import read_script
from studio.model.line import LineKind

DRAMA = """第1集 夜航

场景一 码头 夜 外
时间：夜里 12:30

林晓：你怎么还在这里？
陈伯（低声）：等一个人。
△钟声响起。

【林晓】走吧
【陈伯（旁白）】（叹气）好。
（两人离开）

旁白：那一夜，雾很大。
第二集：归来
林晓：早。
"""


def test_a_short_drama_is_read():
    script, _ = read_script(DRAMA.encode(), source="drama.txt")
    assert script.language == "zh"
    assert [(part.number, part.title) for part in script.episodes] == [(1, "夜航"), (2, "归来")]
    assert [
        (line.kind.value, line.character, line.extension, line.direction, line.words("zh"))
        for line in script.episodes[0].lines
    ] == [
        ("heading", "", "", "", "场景一 码头 夜 外"),
        ("action", "", "", "", "时间：夜里 12:30"),
        ("dialogue", "林晓", "", "", "你怎么还在这里？"),
        ("dialogue", "陈伯", "", "低声", "等一个人。"),
        ("action", "", "", "", "△钟声响起。"),
        ("dialogue", "林晓", "", "", "走吧"),
        ("voice-over", "陈伯", "旁白", "叹气", "好。"),
        ("action", "", "", "", "（两人离开）"),
        ("voice-over", "旁白", "", "", "那一夜，雾很大。"),
    ]


def test_a_scene_with_a_colon_is_a_heading_where_day_or_night_stands_in_it():
    script = parse_plain(
        "场景一：码头 夜 外\n林夏：走。\n场景 12：客厅 日/内\n林夏：好。\n场景3号：你好。\n"
    )
    assert [(line.kind.value, line.character) for line in script.lines] == [
        ("heading", ""), ("dialogue", "林夏"), ("heading", ""), ("dialogue", "林夏"),
        ("dialogue", "场景3号"),
    ]  # fmt: skip


def test_lines_below_a_speech_belong_to_it_where_blank_lines_part_speeches():
    script = parse_plain("ANNA: One\ntwo\n\nBOB: Three\n\n(He goes.)\n")
    assert [line.words("en") for line in script.lines] == ["One\ntwo", "Three", "(He goes.)"]


def test_lines_below_a_speech_are_action_where_speeches_follow_each_other():
    script = parse_plain("ANNA: One\nShe smiles.\nBOB: Two\n    and three\nANNA: Four\n")
    assert [(line.kind.value, line.words("en")) for line in script.lines] == [
        ("dialogue", "One"),
        ("action", "She smiles."),
        ("dialogue", "Two\nand three"),
        ("dialogue", "Four"),
    ]


def test_a_name_alone_speaks_the_words_below():
    line = parse_plain("ANNA: Hi\nBOB:\nWords below.\n").spoken_lines[1]
    assert (line.character, line.words("en")) == ("BOB", "Words below.")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/a",
        "12:30 is late",
        "Meeting at 12:30",
        "Note: look here",
        "He turned to her and quietly said: go",
        "场景：码头",
        "INT. HOUSE: DAY",
        "(re: the boat)",
        "C:\\boats",
        "\\\\harbour\\boats: two",
        "A\\: b",
        "What? Yes: no",
    ],
)
def test_what_is_not_a_name_is_not_a_cue(text: str):
    assert read_plain_cue(text) is None


@pytest.mark.parametrize(
    ("text", "name", "extension", "direction", "words"),
    [
        ("**ANNA**: Hi", "ANNA", "", "", "Hi"),
        ("**ANNA:** Hi", "ANNA", "", "", "Hi"),
        ("Anna (quietly): Hi", "Anna", "", "quietly", "Hi"),
        ("ANNA: (quietly) Hi", "ANNA", "", "quietly", "Hi"),
        ("ANNA (V.O.) (quietly): Hi", "ANNA", "V.O.", "quietly", "Hi"),
        ("Dr. Who: Hi", "Dr. Who", "", "", "Hi"),
        ("路人1：你好", "路人1", "", "", "你好"),
        ("さくら（小声で）：ね", "さくら", "", "小声で", "ね"),
        ("김민수: 네", "김민수", "", "", "네"),
        ("سارة: مرحبا", "سارة", "", "", "مرحبا"),
        ("【林】：走", "林", "", "", "走"),
        ("BOB: 12:30 it is", "BOB", "", "", "12:30 it is"),
        ("A/B: Hi", "A/B", "", "", "Hi"),
        ("A/B\\C: Hi", "A/B\\C", "", "", "Hi"),
        ("😀: Hi", "😀", "", "", "Hi"),
    ],
)
def test_a_cue_is_read(text: str, name: str, extension: str, direction: str, words: str):
    cue = read_plain_cue(text)
    assert cue is not None
    assert (cue.name, cue.extension, cue.direction, cue.words) == (
        name,
        extension,
        direction,
        words,
    )


def test_the_dialect_is_told_by_the_share_of_cues():
    assert dialect_of("ANNA: Hi\nBOB: Ho\nThey go.\n") == "plain"
    assert dialect_of("ANNA\nHi there.\n\nBOB\nRemember: run!\n") == "fountain"
    assert dialect_of("One.\nTwo.\nThree.\nNote that.\nANNA: hi\n") == "fountain"


def test_a_text_in_which_nobody_speaks_is_action():
    script, _ = read_script(b"It rains.\n\nIt stops.\n", source="a.txt")
    assert [line.kind for line in script.lines] == [LineKind.ACTION, LineKind.ACTION]
    assert script.spoken_lines == ()
