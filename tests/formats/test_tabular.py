"""Scripts as tables: read from what people have, written for translators, and back by id."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import ScriptError, ScriptProblem
from studio.formats.office_archive import sound_archive
from studio.formats.reading import read_script
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.scripting import merged, project_of, script_of
from studio.formats.tabular.cells import csv_text, workbook
from studio.formats.tabular.delimited import LONGEST_ROW, csv_rows
from studio.formats.tabular.reader import script_of_rows
from studio.formats.tabular.rows import MOST_ROWS
from studio.formats.tabular.sheets import sheets_of
from studio.formats.tabular.writer import table_of
from studio.model.line import LineKind
from studio.model.span import Span, samples_of

Told = list[tuple[str, str]]


def said(text: str) -> Told:
    script = script_of_rows(csv_rows(text))
    return [(line.character, line.words(script.language)) for line in script.lines]


@pytest.mark.parametrize(
    "text",
    [
        "Character,Text\nLIN,Stay.\nZHAO,No.\n",
        "角色;台词\nLIN;Stay.\nZHAO;No.\n",
        "\ufeffNo\tSpeaker\tDialogue\n1\tLIN\tStay.\n2\tZHAO\tNo.\n",
        "LIN,Stay.\nZHAO,No.\n",
        "1,LIN,Stay.\n2,ZHAO,No.\n",
        "Name,English\nLIN,Stay.\n\nZHAO,No.\n",
        "My series,,\nCharacter,Text,Note\nLIN,Stay.,\nZHAO,No.,\n",
        "My series; pilot, first\n\nRolle;Text, englisch\nLIN;Stay.\nZHAO;No.\n",
        "sep=;\r\nRolle;Text\r\nLIN;Stay.\r\nZHAO;No.\r\n",
        "Series,Ferry,Language,German\n\nLoop #,Character Name,Dialogue (EN)\n"
        "1,LIN,Stay.\n2,ZHAO,No.\n",
        "Time code,,Character,Text\nIn,Out,,\n0:01,0:02,LIN,Stay.\n0:03,0:04,ZHAO,No.\n",
        "LIN,softly,Stay.\nZHAO,,No.\n",
        "00:00:01:02,LIN,Stay.\n00:00:03:04,ZHAO,No.\n",
        "No,Audio\n1,LIN: Stay.\n2,ZHAO: No.\n",
        "Character,Text\nLIN,Stay.\nCharacter,Text\nZHAO,No.\n",
    ],
)
def test_tables_as_people_have_them_are_understood(text: str) -> None:
    assert said(text) == [("LIN", "Stay."), ("ZHAO", "No.")]


def test_languages_over_columns_are_translations() -> None:
    script = script_of_rows(csv_rows("character,en,German,zh\nLIN,Stay.,Bleib.,留下。\n"))
    (line,) = script.lines
    assert script.language == "en"
    assert line.text == {"en": "Stay.", "de": "Bleib.", "zh": "留下。"}


def test_directions_emotions_pauses_and_times_are_taken_over() -> None:
    script = script_of_rows(
        csv_rows(
            "Character,Text,Direction,Emotion,Pause,In,Out\n"
            'LIN (V.O.),Stay.,softly,Sad,800,00:01:02.500,"1:04,25"\n'
        )
    )
    (line,) = script.lines
    assert (line.kind, line.extension, line.direction) == (LineKind.VOICE_OVER, "V.O.", "softly")
    assert (line.emotion, line.pause_after_ms) == ("sad", 800)
    assert line.slot == Span(samples_of(62.5), samples_of(64.25))
    assert script.timed


def test_episodes_and_scenes_of_columns_become_parts_of_the_script() -> None:
    script = script_of_rows(
        csv_rows("Ep,Scene,Role,Text\n1,INT. A,X,a\n1,INT. A,Y,b\n1,INT. B,X,c\n2,INT. B,X,d\n")
    )
    kinds = [[line.kind for line in part.lines] for part in script.episodes]
    heading, speech = LineKind.HEADING, LineKind.DIALOGUE
    assert [part.number for part in script.episodes] == [1, 2]
    assert kinds == [[heading, speech, speech, heading, speech], [heading, speech]]


def test_a_quotation_mark_that_nothing_closes_takes_in_no_other_rows() -> None:
    assert said('Character\tText\nLIN\t"Stay, he said\nZHAO\tNo.\n') == [
        ("LIN", '"Stay, he said'), ("ZHAO", "No."),
    ]  # fmt: skip
    assert said('Character,Text\nLIN,Stay.\nZHAO,"No.\nNever."\n')[1] == ("ZHAO", "No.\nNever.")


def test_titles_between_the_rows_are_scenes_episodes_and_action() -> None:
    script = script_of_rows(
        csv_rows(
            "No,Character,Text\n1,LIN,a\nSCENE 2 - PIER,,\n2,LIN,b\n(they wait),,\n"
            "Episode 2,,\n3,LIN,c\n"
        )
    )
    heading, action, speech = LineKind.HEADING, LineKind.ACTION, LineKind.DIALOGUE
    assert [[line.kind for line in part.lines] for part in script.episodes] == [
        [speech, heading, speech, action], [speech],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("times", "told", "span"),
    [
        ("00:00:01:05,00:00:02:00", "", (1.2, 2.0)),
        ("00:00:01:15,00:00:02:29", "", (1.5, 2 + 29 / 30)),
        ("00:00:01:12,00:00:02:00", "Format: 24 fps", (1.5, 2.0)),
        ("01:00:01:05,01:00:02:00", "", (1.2, 2.0)),
        ("10:01:00;02,10:01:10;00", "", (60.06, 2098 * 1001 / 30_000)),
        ("01:00:01.5,01:00:02", "", (3601.5, 3602.0)),
    ],
)
def test_frames_are_read_by_their_rate_and_whole_hours_before_the_picture_are_taken_off(
    times: str, told: str, span: tuple[float, float]
) -> None:
    script = script_of_rows(csv_rows(f"{told}\nTC In,TC Out,Character,Text\n{times},LIN,Stay.\n"))
    (line,) = script.lines
    assert line.slot is not None
    assert (line.slot.start, line.slot.end) == tuple(map(samples_of, span))


def test_a_column_of_translations_is_in_the_language_that_it_tells_or_that_is_told() -> None:
    script = script_of_rows(csv_rows("Character,Original,Translation\nLIN,Stay.,留下。\n"))
    assert next(script.lines).text == {"en": "Stay.", "zh": "留下。"}
    head = "Language,German,\nCharacter,Original,Translation\n"
    script = script_of_rows(csv_rows(f"{head}LIN,Stay.,Bleib.\n"))
    assert next(script.lines).text == {"en": "Stay.", "de": "Bleib."}


def _book(*sheets: tuple[str, list[list[str]]], merged: Sequence[tuple[int, ...]] = ()) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for first, place, last, end in merged:
            sheet.merge_range(first, place, last, end, "")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell)
    book.close()
    return out.getvalue()


def test_sheets_named_as_episodes_are_episodes_and_a_cover_is_none() -> None:
    lines = [["", "Character", "Text"], ["", "LIN", "Stay."]]
    book = _book(("Cover", [["Studio", "Babel"]]), ("Ep 1", lines), ("S01E02 Rain", lines))
    script, _ = read_script(book, source="a.xlsx")
    assert [(part.number, part.title, len(part.lines)) for part in script.episodes] == [
        (1, "", 1), (2, "Rain", 1),
    ]  # fmt: skip


def test_a_name_merged_over_several_rows_speaks_them_all() -> None:
    rows = [["Ferry"], ["", "Character", "Text"], ["", "LIN", "Stay."], ["", "", "Please."]]
    book = _book(("A", rows), merged=((0, 0, 0, 2), (2, 1, 3, 1)))
    script, _ = read_script(book, source="a.xlsx")
    assert [(line.character, line.words("en")) for line in script.lines] == [
        ("LIN", "Stay."), ("LIN", "Please."),
    ]  # fmt: skip


def test_line_ends_as_excel_writes_them_are_line_ends() -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>Stay._x000D_\nPlease.</t></is></c>'
    sheet = f'<worksheet {_MAIN}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    assert sheets_of(_with_sheet(sheet)) == [("A", [("Stay.\nPlease.",)])]


def test_a_table_without_words_is_refused_with_what_to_do() -> None:
    with pytest.raises(ScriptError) as refused:
        script_of_rows(csv_rows("a,b,c,d\n1,2,3,4\n"), source="x.csv")
    assert refused.value.problem is ScriptProblem.MALFORMED
    assert "first row" in refused.value.detail


def test_more_rows_than_any_script_has_are_refused_before_they_fill_the_memory() -> None:
    with pytest.raises(ScriptError) as refused:
        csv_rows("a,b\n" * (MOST_ROWS + 1), source="x.csv")
    assert (refused.value.problem, refused.value.line) == (ScriptProblem.TOO_LARGE, MOST_ROWS + 1)


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(ScriptError) as refused:
        csv_rows("a,b\n" + "," * (LONGEST_ROW + 1), source="x.csv")
    assert (refused.value.problem, refused.value.line) == (ScriptProblem.TOO_LARGE, 2)


def _with_sheet(sheet: str) -> bytes:
    """A workbook whose sheet has this for XML."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(_book(("A", [["x"]])))) as book,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for part in book.infolist():
            sheet_part = part.filename.startswith("xl/worksheets/sheet")
            changed.writestr(part.filename, sheet if sheet_part else book.read(part))
    return out.getvalue()


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ('<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>', ScriptProblem.TOO_LARGE),
        ('<c r="A1"><v>1</v></c><c r="xfd1048576"><v>1</v></c>', ScriptProblem.TOO_LARGE),
        ('<c r="ZZZZ99999999"><v>1</v></c>', ScriptProblem.MALFORMED),
        ("<c>", ScriptProblem.MALFORMED),
    ],
)
def test_cells_too_far_apart_for_any_memory_are_refused(cells: str, problem: ScriptProblem) -> None:
    sheet = f'<worksheet {_MAIN}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    with pytest.raises(ScriptError) as refused:
        sheets_of(_with_sheet(sheet), source="x.xlsx")
    assert refused.value.problem is problem


def test_cells_that_are_only_coloured_do_not_count() -> None:
    cells = '<c r="A1"><v>1</v></c><c r="XFD1048576" s="0"/>'
    sheet = f'<worksheet {_MAIN}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    assert sheets_of(_with_sheet(sheet)) == [("A", [("1",)])]


def test_a_workbook_with_entities_of_its_own_is_refused() -> None:
    sheet = f'<!DOCTYPE a [<!ENTITY b "c">]><worksheet {_MAIN}><sheetData/></worksheet>'
    with pytest.raises(ScriptError) as refused:
        sheets_of(_with_sheet(sheet), source="x.xlsx")
    assert "entities" in refused.value.detail


@pytest.mark.parametrize(("rows", "columns"), [("1000000", "16000"), ("1", "99999999999")])
def test_cells_that_are_repeated_without_end_are_refused(rows: str, columns: str) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<o:d xmlns:o="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
            f'xmlns:text="{names}:text:1.0"><table:table>'
            f'<table:table-row table:number-rows-repeated="{rows}">'
            f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>x</text:p>'
            "</table:table-cell></table:table-row></table:table></o:d>",
        )
    with pytest.raises(ScriptError):
        sheets_of(out.getvalue(), source="x.ods")


def test_an_archive_that_unfolds_without_end_is_refused_unopened() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(300 << 20))
    with pytest.raises(ScriptError) as refused:
        sound_archive(out.getvalue(), source="x.xlsx")
    assert refused.value.problem is ScriptProblem.TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(ScriptError):
        sheets_of(data, source="x.xlsx")


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_cells_come_back_from_csv_and_none_begins_as_a_formula(rows: list[tuple[str, str]]) -> None:
    text = csv_text([("a", "b"), *rows])
    assert csv_rows(text) == [("a", "b"), *rows]
    for line in text.splitlines()[1:]:
        assert not line.lstrip('"').startswith(("=", "+", "-", "@"))


def test_formulas_in_a_workbook_are_words() -> None:
    rows = [("character", "text"), ("LIN", "=1+1"), ("ZHAO", "@SUM(A1)")]
    ((_, found),) = sheets_of(workbook(rows, title="[bad]:name?"))
    assert found == rows


def test_the_same_table_is_the_same_workbook() -> None:
    rows = [("a", "b"), ("1", "2")]
    assert workbook(rows, title="x") == workbook(rows, title="x")


def test_a_table_that_comes_back_takes_nothing_from_the_script() -> None:
    lines = (
        ScriptLine(LineKind.HEADING, {"en": "INT. A"}, number="12A"),
        ScriptLine(LineKind.DIALOGUE, {"en": "One."}, "LIN", pause_after_ms=800),
        ScriptLine(LineKind.DIALOGUE, {"en": "Two."}, "ZHAO", dual=True, slot=Span(0, 9)),
        ScriptLine(LineKind.BONEYARD, {"en": "cut"}),
        ScriptLine(LineKind.PAGE_BREAK),
    )
    project = project_of(Script("S", "en", (), (ScriptEpisode(1, "", lines),)), title="S")
    rows = csv_rows(csv_text(table_of(script_of(project), ["en"])))
    assert merged(project, script_of_rows(rows)) == project


def test_rows_split_moved_added_and_deleted_in_a_table_keep_the_ids_they_can() -> None:
    speech = tuple(
        ScriptLine(LineKind.DIALOGUE, {"en": words}, "LIN") for words in ("One.", "Two.", "Three.")
    )
    project = project_of(Script("S", "en", (), (ScriptEpisode(1, "", speech),)), title="S")
    first, second, third = (line.id for _, line in project.lines)
    head, one, two, three = table_of(script_of(project), ["en"])
    split = [(*two[:-1], "Two"), (*two[:-1], "and more.")]
    new = ("", *one[1:-1], "New.")
    back = script_of_rows([head, three, *split, new])
    after = [(line.id, line.words("en")) for _, line in merged(project, back).lines]
    assert [words for _, words in after] == ["Three.", "Two", "and more.", "New."]
    ids = [id for id, _ in after]
    assert ids[:2] == [third, second]
    assert len(set(ids)) == 4
    assert first not in ids


def _translated(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What a translator sends back: the last column filled, the rows in another order."""
    head, *lines = rows
    return [head, *((*row[:-1], f"de {row[-2]}") for row in reversed(lines))]


def test_a_translated_table_finds_its_lines_by_their_ids() -> None:
    speech = [
        ScriptLine(LineKind.DIALOGUE, {"en": words}, "LIN") for words in ("One.", "Two.", "One.")
    ]
    project = project_of(Script("S", "en", (), (ScriptEpisode(1, "", tuple(speech)),)), title="S")
    rows = list(table_of(script_of(project), ["en", "de"]))
    back = script_of_rows(_translated(rows))
    after = merged(project, back)
    known = {line.id: line.words("en") for _, line in project.lines}
    assert {line.id: line.words("de") for _, line in after.lines} == {
        id: f"de {words}" for id, words in known.items()
    }


_SPEECH = st.builds(
    ScriptLine,
    st.sampled_from([LineKind.DIALOGUE, LineKind.VOICE_OVER]),
    CELLS.filter(bool).map(lambda words: {"en": words}),
    st.sampled_from(["LIN", "李雷", "Anna"]),
    direction=st.sampled_from(["", "softly"]),
    emotion=st.sampled_from(["", "sad"]),
    id=st.sampled_from(["", "k7f3m2qa"]),
)


@given(st.lists(_SPEECH, min_size=1, max_size=6))
def test_a_script_comes_back_from_its_table(lines: list[ScriptLine]) -> None:
    script = Script("", "en", (), (ScriptEpisode(1, "", tuple(lines)),))
    rows = csv_rows(csv_text(table_of(script, ["en"])))
    assert script_of_rows(rows).episodes == script.episodes
