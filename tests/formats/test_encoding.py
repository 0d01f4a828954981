"""Texts in many encodings: right where they say what they are, proposed where they do not."""

from __future__ import annotations

import pytest

from studio.errors import ScriptError, ScriptProblem
from studio.formats.encoding import LARGEST, decode_text
from studio.formats.reading import read_script

CHINESE = "第一场 码头 夜\n\n林晓：你怎么还在这里？\n陈伯（低声）：等一个人，等了十二年。\n"
TAIWANESE = "第一場 碼頭 夜\n\n林曉：你怎麼還在這裡？\n陳伯（低聲）：等一個人，等了十二年。\n"
JAPANESE = "シーン1 港 夜\n\nさくら：どうしてまだここにいるの？\n老人（小声で）：人を待っている。\n"
KOREAN = "지수: 왜 아직 여기 있어요?\n노인(낮은 목소리로): 사람을 기다린다. 십이 년이나.\n"
FRENCH = "MARIE: Où étais-tu cette nuit-là, mon frère ?\nPÈRE: Près de la forêt… j’ai oublié.\n"
RUSSIAN = "АННА: Где ты был этой ночью?\nПЁТР: Я ждал тебя на причале двенадцать лет.\n"


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, KOREAN, FRENCH, RUSSIAN])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_certain(text: str, encoding: str):
    decoded = decode_text(text.encode(encoding), source="a.txt")
    assert (decoded.text, decoded.certain) == (text, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_an_older_encoding_is_proposed_and_never_certain(text: str, encoding: str):
    decoded = decode_text(text.encode(encoding), source="a.txt")
    assert (decoded.text, decoded.encoding, decoded.certain) == (text, encoding, False)
    assert decoded.candidates[0] == encoding
    assert len(decoded.candidates) > 1


def test_the_encoding_chosen_by_a_person_is_used():
    script, decoded = read_script(RUSSIAN.encode("koi8-r"), source="a.txt", encoding="koi8-r")
    assert decoded.certain
    assert [line.character for line in script.spoken_lines] == ["АННА", "ПЁТР"]


@pytest.mark.parametrize("encoding", ["ascii", "no-such-code", "rot13"])
def test_an_encoding_that_does_not_fit_is_refused_with_others(encoding: str):
    with pytest.raises(ScriptError) as refused:
        decode_text(CHINESE.encode("gb18030"), source="a.txt", encoding=encoding)
    assert refused.value.problem is ScriptProblem.ENCODING
    assert "gb18030" in refused.value.detail


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", ScriptProblem.EMPTY),
        (b" \r\n\t\n", ScriptProblem.EMPTY),
        (b"\xef\xbb\xbf\n", ScriptProblem.EMPTY),
        (b"\x00\x01\x02\x03" * 40, ScriptProblem.BINARY),
        (b"%PDF-1.7 words", ScriptProblem.BINARY),
        (b"PK\x03\x04words", ScriptProblem.BINARY),
        (b"ANNA: hi\x00\n", ScriptProblem.BINARY),
        (bytes(range(256)) * 20, ScriptProblem.BINARY),
        (b"\x01\x02\x03\x04 a" * 9, ScriptProblem.BINARY),
        (b"a" * (LARGEST + 1), ScriptProblem.TOO_LARGE),
        (bytes(50_000_000), ScriptProblem.TOO_LARGE),
    ],
)
def test_what_is_no_script_is_refused(data: bytes, problem: ScriptProblem):
    with pytest.raises(ScriptError) as refused:
        read_script(data, source="a.txt")
    assert (refused.value.problem, refused.value.source) == (problem, "a.txt")


@pytest.mark.parametrize("name", ["a.rtf", "a.odt", "A.PDF"])
def test_another_kind_of_file_is_named(name: str):
    with pytest.raises(ScriptError) as refused:
        read_script(b"words", source=name)
    assert refused.value.problem is ScriptProblem.UNKNOWN_KIND
