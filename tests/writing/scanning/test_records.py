"""What a model writes becomes records, however it is cut and whatever stands around it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.writing.scanning.letters import Letters
from studio.writing.scanning.loose_json import without_markup
from studio.writing.scanning.mends import Mend
from studio.writing.scanning.records import LONGEST_ROW, Record, RecordScanner
from studio.writing.scanning.shapes import SCRIPT, TERMS, TRANSLATION, Shape
from studio.writing.scanning.skipped import SkippedKind

HELLO = {"id": "a1", "t": "Hello, harbour."}
FOG = {"id": "a2", "t": "雾太大了，船长。"}
BOTH = [HELLO, FOG]


def scanned(
    pieces: Sequence[str], shape: Shape = TRANSLATION
) -> tuple[RecordScanner, list[Record]]:
    scanner = RecordScanner(shape)
    records = [record for piece in pieces for record in scanner.feed(piece)]
    return scanner, records + scanner.finish()


def fields_of(text: str, shape: Shape = TRANSLATION) -> list[dict[str, object]]:
    return [dict(record.fields) for record in scanned([text], shape)[1]]


def rows(*records: object) -> str:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)


WAYS_TO_WRITE = {
    "a row to a line": rows(*BOTH),
    "all on one line": rows(*BOTH).replace("\n", " "),
    "over several lines": "\n\n".join(json.dumps(record, indent=2) for record in BOTH),
    "an array": json.dumps(BOTH),
    "an array over several lines": json.dumps(BOTH, indent=4, ensure_ascii=False),
    "a code fence": f"```json\n{rows(*BOTH)}\n```",
    "a fenced array": f"```\n{json.dumps(BOTH)}\n```\n",
    "inside another object": json.dumps({"lines": BOTH}),
    "one object of ids": json.dumps({"a1": HELLO["t"], "a2": FOG["t"]}),
    "one object of ids over several lines": json.dumps(
        {"a1": HELLO["t"], "a2": FOG["t"]}, indent=1
    ),
    "lines of Windows": rows(*BOTH).replace("\n", "\r\n") + "\r\n",
    "a byte order mark": "\ufeff" + rows(*BOTH),
    "words around": f"Here you are {{gladly}}:\n{rows(*BOTH)}\nAnything else?",
    "commas after rows": rows(*BOTH).replace("\n", ",\n"),
}


@pytest.mark.parametrize("text", WAYS_TO_WRITE.values(), ids=WAYS_TO_WRITE)
def test_records_are_read_alike_in_every_way_models_write_them(text: str) -> None:
    scanner, records = scanned([text])
    assert [record.fields for record in records] == BOTH
    assert not scanner.mended
    assert set(scanner.skipped_counts) <= {SkippedKind.PROSE}


SLOPPY = {
    "trailing commas": ('{"id":"a1","t":"x",}\n{"id":"a2","t":"y",\n}', Mend.LOOSE),
    "single quotes": ("{'id':'a1','t':'x'}\n{'id': 'a2', 't': 'y'}", Mend.LOOSE),
    "keys without quotes": ('{id:"a1",t:"x"}\n{id: "a2", t: "y"}', Mend.LOOSE),
    "values without quotes": ('{"id":a1,"t":"x"}\n{"id":a2,"t":"y"}', Mend.LOOSE),
    "missing commas": ('{"id":"a1" "t":"x"}\n{"id":"a2"\n"t":"y"}', Mend.LOOSE),
    "no opening braces": ('"id":"a1","t":"x"}\n"id":"a2","t":"y"}', Mend.NO_BEGINNING),
    "no opening braces in an array": (
        '[ "id":"a1","t":"x"}, "id":"a2","t":"y"} ]',
        Mend.NO_BEGINNING,
    ),
    "no opening braces in an array of an object": (
        '{"lines": ["id":"a1","t":"x"}, "id":"a2","t":"y"}]}',
        Mend.NO_BEGINNING,
    ),
    "no closing braces": ('{"id":"a1","t":"x"\n{"id":"a2","t":"y"\n{"id":"', Mend.NO_END),
    "no closing quotes": ('{"id":"a1","t":"x\n{"id":"a2","t":"y\n{"id":"', Mend.NO_END),
    "no closing quotes but braces": (
        '{"id":"a1","t":"x}\n{"id":"a2","t":"y}\n{"id":"',
        Mend.NO_END,
    ),
    "no line ends either": ('{"id":"a1","t":"x{"id":"a2","t":"y{"id":"', Mend.NO_END),
    "leaked markup in texts": (
        '{"id":"a1","t":"x<|im_end|>"}\n{"id":"a2","t":"]<]minimax[>[y"}',
        Mend.MARKUP,
    ),
    "escapes of no JSON": (r'{"id":"a1","t":"x"}{"id":"a2","t":"\u0079\ud83d"}', Mend.ESCAPES),
}


@pytest.mark.parametrize(("text", "mend"), SLOPPY.values(), ids=SLOPPY)
def test_a_sloppy_row_is_read_and_said_to_be_mended(text: str, mend: Mend) -> None:
    scanner, records = scanned([text])
    assert [record.fields["id"] for record in records] == ["a1", "a2"]
    assert [record.words("t").rstrip("�") for record in records] == ["x", "y"]
    assert records[-1].mends == {mend}
    assert scanner.mended.keys() == {mend}


@pytest.mark.parametrize(
    "words",
    [
        'He said "go" and left.',
        'He said "go", and left.',
        '"Go," he said, "now!"',
        'She called it "home".',
        '"" is nothing',
        'a "b": c',
        '他说“走吧”，然后"走"了。',
    ],
)
def test_quotes_that_were_not_escaped_stay_in_the_text(words: str) -> None:
    scanner, records = scanned([f'{{"id":"a1","t":"{words}"}}\n{rows(FOG)}'])
    assert records[0] == Record({"id": "a1", "t": words}, frozenset({Mend.QUOTES}))
    assert records[1].fields == FOG
    assert scanner.mended == {Mend.QUOTES: 1}


def test_unescaped_quotes_end_where_the_next_variant_begins() -> None:
    (found,) = fields_of('{"id":"a1","t":"Say "when".","s":"Say "when""}')
    assert found == {"id": "a1", "t": 'Say "when".', "s": 'Say "when"'}


def test_apostrophes_do_not_end_a_text_in_single_quotes() -> None:
    assert fields_of("{'id':'a1','t':'It's mine, isn't it'}") == [
        {"id": "a1", "t": "It's mine, isn't it"}
    ]


def test_markup_leaked_between_the_parts_of_a_row_is_passed_over() -> None:
    text = '<|im_start|>{"id":"a1",]<]minimax[>["t":"x"}<|sep|>\n{"id":<|x|>"a2","t":"y"}'
    assert [found["t"] for found in fields_of(text)] == ["x", "y"]


def test_pauses_sounds_and_emotions_in_a_text_are_left_alone() -> None:
    words = "{happy} Well <#0.5#> [laughs] (sighs) a < b > c }{ 1|2 ..."
    scanner, records = scanned([rows({"id": "a1", "t": words})])
    assert records == [Record({"id": "a1", "t": words})]
    assert not scanner.mended


def test_numbers_lists_and_nothing_are_fields_too() -> None:
    scene = {"k": "scene", "id": "s01", "beats": ["in", "out"], "secs": 12.5, "head": None}
    assert fields_of(json.dumps(scene), SCRIPT) == [scene]
    assert fields_of(json.dumps(scene, indent=1), SCRIPT) == [scene]
    assert fields_of('{"k":"line","p":007,"x":"a"}', SCRIPT) == [
        {"k": "line", "p": "007", "x": "a"}
    ]


def test_terms_have_a_shape_of_their_own() -> None:
    term = {"src": "渡", "tgt": "ferry", "type": "thing", "note": "a boat"}
    assert fields_of(rows(term)[1:], TERMS) == [term]


def test_a_record_comes_with_its_closing_brace() -> None:
    scanner = RecordScanner(TRANSLATION)
    text = rows(HELLO)
    assert [scanner.feed(letter) for letter in text[:-1]] == [[]] * (len(text) - 1)
    assert scanner.feed("}") == [Record(HELLO)]


def test_a_pair_of_one_big_object_comes_when_its_text_has_ended() -> None:
    scanner = RecordScanner(TRANSLATION)
    assert scanner.feed('{"a1": "x"') == []
    assert scanner.feed(', "a2": "half of it') == [Record({"id": "a1", "t": "x"})]
    assert scanner.feed('"}') == [Record({"id": "a2", "t": "half of it"})]


def test_one_object_of_ids_may_be_longer_than_any_row() -> None:
    texts = {f"a{number}": f"Line {number} of a long night." for number in range(1000)}
    found = fields_of(json.dumps(texts))
    assert {str(record["id"]): record["t"] for record in found} == texts


# What gave no record.


def test_words_around_records_are_told() -> None:
    scanner, _ = scanned([f"Sure, here it is:\n```json\n{rows(HELLO)}\n```\nShall I go on?"])
    assert [(each.kind, each.text) for each in scanner.skipped] == [
        (SkippedKind.PROSE, "Sure, here it is:"),
        (SkippedKind.PROSE, "Shall I go on?"),
    ]


def test_an_answer_without_records_is_kept_to_be_shown() -> None:
    words = 'I am sorry, but I cannot write about "{that}".'
    scanner, records = scanned(list(words))
    assert records == []
    assert [each.text for each in scanner.skipped] == [words]


def test_a_row_cut_by_the_end_is_told_and_gives_no_record() -> None:
    scanner, records = scanned([rows(HELLO) + '\n{"id":"a2","t":"And th'])
    assert [record.fields for record in records] == [HELLO]
    assert [(each.kind, each.text) for each in scanner.skipped] == [
        (SkippedKind.CUT, '{"id":"a2","t":"And th')
    ]


def test_a_row_without_end_is_given_up_and_the_next_is_read() -> None:
    endless = '{"id":"a1","t":"' + "la " * LONGEST_ROW
    scanner, records = scanned([endless + '"}\n' + rows(FOG)])
    assert [record.fields for record in records] == [FOG]
    assert scanner.skipped[0].kind is SkippedKind.TOO_LONG
    assert sum(each.length for each in scanner.skipped) == len(endless) + len('"}\n')


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_row_may_be_as_long_as_the_limit_and_no_longer(more: int) -> None:
    least = len(rows({"id": "a1", "t": ""}))
    text = rows({"id": "a1", "t": "x" * (LONGEST_ROW - least + more)})
    for pieces in ([text], [text[:100], text[100:]], list(text)):
        assert len(scanned(pieces)[1]) == (more <= 0)


def test_a_broken_row_is_told_and_the_next_is_read() -> None:
    scanner, records = scanned(['{"id":[["a1"]],"t":"x"}\n' + rows(FOG)])
    assert [record.fields for record in records] == [FOG]
    assert scanner.skipped_counts[SkippedKind.BROKEN] == 1


def test_a_torrent_of_rubbish_is_counted_and_not_kept() -> None:
    scanner = RecordScanner(TRANSLATION)
    for _ in range(3000):
        scanner.feed('{"id": oh, "t": [no {"a" ::: } words and words\n')
    assert scanner.finish() == []
    assert sum(scanner.skipped_counts.values()) > 1000
    assert sum(len(each.text) for each in scanner.skipped) < 100_000


# Ghosts.


@given(st.text(), st.booleans())
def test_a_ghost_grows_into_the_text(words: str, ascii_only: bool) -> None:
    text = json.dumps({"id": "a1", "t": words}, ensure_ascii=ascii_only)
    scanner = RecordScanner(TRANSLATION)
    final = str(json.loads(text)["t"])
    for letter in text:
        if scanner.feed(letter):
            break
        ghost = scanner.ghost
        assert ghost is None or (ghost.key == "t" and final.startswith(ghost.text))
        assert ghost is None or ghost.fields == {"id": "a1"}


@pytest.mark.parametrize(
    ("so_far", "shown"),
    [
        ("Wait", "Wait"),
        ("Wait\\", "Wait"),
        ("Wait\\n", "Wait\n"),
        ("Wait \\u4e", "Wait "),
        ("Wait \\ud83d", "Wait "),
        ("Wait \\ud83d\\ude", "Wait "),
        ("Wait \\ud83d\\ude00", "Wait 😀"),
        ("Wait<|im_e", "Wait"),
        ("Wait <#0.5#>", "Wait <#0.5#>"),
    ],
)
def test_a_ghost_holds_back_what_is_half_there(so_far: str, shown: str) -> None:
    scanner = RecordScanner(TRANSLATION)
    scanner.feed('{"id":"a1","t":"' + so_far)
    assert scanner.ghost is not None
    assert scanner.ghost.text == shown


def test_an_object_of_ids_has_ghosts_with_their_id() -> None:
    scanner = RecordScanner(TRANSLATION)
    scanner.feed('{"a1": "x", "a2": "hal')
    assert scanner.ghost is not None
    assert (scanner.ghost.fields, scanner.ghost.key, scanner.ghost.text) == (
        {"id": "a2"},
        "t",
        "hal",
    )


def test_what_is_no_text_has_no_ghost() -> None:
    scanner = RecordScanner(SCRIPT)
    for part in ("Hm", '{"k":"li', 'ne","d":"soft', 'ly","x":'):
        scanner.feed(part)
        assert scanner.ghost is None


# Any text, any cut.

_TEXTS = st.text(max_size=40) | st.text("\"'\\{}[]:,\n\r\t <|>#/u0dé渡😀", max_size=40)
_FRAGMENTS = st.sampled_from(
    [
        *(
            '{"id":"a1","t":"',
            '"id":"',
            '{"k":"',
            '"}',
            "'}",
            "}",
            "{",
            "[",
            "]",
            ",",
            ":",
            '"',
            "'",
        ),
        *(
            "\\",
            "\\u00",
            "\\ud83d",
            "\n",
            "\n{",
            '\n"id":',
            "words",
            "12",
            "null",
            "<|im_end|>",
            "<|",
        ),
        *(
            "]<]minimax[>[",
            '{"a9":"',
            "```json\n",
            '{"lines":[',
            " ",
            "\r\n",
            '{"id":"b","t":"y"}',
            "é",
        ),
    ]
)
_STREAMS = st.lists(_FRAGMENTS | st.text(max_size=6), max_size=30).map("".join)
# What a model leaks is taken out of texts, so texts that are to come back have none of it.
_CLEAN = _TEXTS.filter(lambda words: without_markup(words) == words)
_RECORDS = st.lists(st.fixed_dictionaries({"id": st.text("abc123", min_size=1), "t": _CLEAN}))


def _cut(text: str, places: Sequence[int]) -> list[str]:
    edges = [0, *sorted(place for place in places if place < len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


@given(_STREAMS, st.lists(st.integers(0, 200)))
def test_any_cut_of_any_stream_gives_what_the_whole_gives(text: str, places: list[int]) -> None:
    whole, records = scanned([text])
    for pieces in (list(text), _cut(text, places)):
        other, same = scanned(pieces)
        assert same == records
        assert (other.skipped, other.skipped_counts) == (whole.skipped, whole.skipped_counts)
        assert other.mended == whole.mended


@given(_RECORDS, st.data())
def test_records_with_any_words_come_back_as_they_were(
    records: list[dict[str, str]], data: st.DataObject
) -> None:
    letters = data.draw(st.booleans())
    indent = data.draw(st.sampled_from([None, 0, 2]))
    whole = data.draw(st.booleans())
    written = (
        json.dumps(records, ensure_ascii=letters, indent=indent)
        if whole
        else "\n".join(json.dumps(r, ensure_ascii=letters, indent=indent) for r in records)
    )
    scanner, found = scanned([written])
    _, in_letters = scanned(list(written))
    assert [record.fields for record in found] == records
    assert in_letters == found
    assert not scanner.mended
    assert not scanner.skipped


@given(
    st.dictionaries(st.text("abc0123456789é-", min_size=3), _CLEAN),
    st.booleans(),
    st.sampled_from([None, 0, 2]),
)
def test_one_object_of_ids_with_any_words_comes_back_as_it_was(
    texts: dict[str, str], ascii_only: bool, indent: int | None
) -> None:
    written = json.dumps(texts, ensure_ascii=ascii_only, indent=indent)
    for pieces in ([written], list(written)):
        scanner, found = scanned(pieces)
        assert {str(record.fields["id"]): record.fields["t"] for record in found} == texts
        assert not scanner.mended
        assert not scanner.skipped


@given(st.text() | _STREAMS)
def test_no_rubbish_hides_the_records_on_the_lines_after_it(rubbish: str) -> None:
    _, records = scanned([rubbish + "\n" + rows(HELLO, FOG)])
    assert [record.fields for record in records][-2:] == BOTH


@given(st.binary(max_size=60) | _STREAMS.map(str.encode))
def test_any_cut_of_bytes_gives_the_same_letters(data: bytes) -> None:
    whole = Letters()
    text = whole.feed(data) + whole.finish()
    letters = Letters()
    pieces = [letters.feed(data[at : at + 1]) for at in range(len(data))]
    assert "".join([*pieces, letters.finish()]) == text == data.decode("utf-8", "replace")
    assert letters.damaged == whole.damaged
    assert bool(whole.damaged) == (text.encode() != data)


def test_a_stream_cut_at_every_byte_gives_the_same_records() -> None:
    data = (rows(HELLO, FOG, {"id": "a3", "t": '😀 "\n"'}) + "\n").encode()
    expected = [HELLO, FOG, {"id": "a3", "t": '😀 "\n"'}]
    for cut in range(len(data) + 1):
        letters, scanner = Letters(), RecordScanner(TRANSLATION)
        records = scanner.feed(letters.feed(data[:cut])) + scanner.feed(letters.feed(data[cut:]))
        records += scanner.feed(letters.finish()) + scanner.finish()
        assert [record.fields for record in records] == expected
        assert letters.damaged == 0
