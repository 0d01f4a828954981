"""Scripts as tables: read from what people have, written for translators, and back by id."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import ScriptError, ScriptProblem
from studio.formats.script import Script, ScriptEpisode, ScriptLine
from studio.formats.scripting import merged, project_of, script_of
from studio.formats.tabular.reader import script_of_rows
from studio.formats.tabular.sheets import (
    MOST_ROWS,
    csv_rows,
    csv_text,
    require_sound_archive,
    workbook,
    workbook_rows,
)
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


def test_a_table_without_words_is_refused_with_what_to_do() -> None:
    with pytest.raises(ScriptError) as refused:
        script_of_rows(csv_rows("a,b,c,d\n1,2,3,4\n"), source="x.csv")
    assert refused.value.problem is ScriptProblem.MALFORMED
    assert "first row" in refused.value.detail


def test_more_rows_than_any_script_has_are_refused_before_they_fill_the_memory() -> None:
    with pytest.raises(ScriptError) as refused:
        csv_rows("a,b\n" * (MOST_ROWS + 1), source="x.csv")
    assert (refused.value.problem, refused.value.line) == (ScriptProblem.TOO_LARGE, MOST_ROWS + 1)


def test_an_archive_that_unfolds_without_end_is_refused_unopened() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(300 << 20))
    with pytest.raises(ScriptError) as refused:
        require_sound_archive(out.getvalue(), source="x.xlsx")
    assert refused.value.problem is ScriptProblem.TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(ScriptError):
        workbook_rows(data, source="x.xlsx")


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_cells_come_back_from_csv_and_none_begins_as_a_formula(rows: list[tuple[str, str]]) -> None:
    text = csv_text([("a", "b"), *rows])
    assert csv_rows(text) == [("a", "b"), *rows]
    for line in text.splitlines()[1:]:
        assert not line.lstrip('"').startswith(("=", "+", "-", "@"))


def test_formulas_in_a_workbook_are_words() -> None:
    rows = [("character", "text"), ("LIN", "=1+1"), ("ZHAO", "@SUM(A1)")]
    assert workbook_rows(workbook(rows, title="[bad]:name?")) == rows


def test_the_same_table_is_the_same_workbook() -> None:
    rows = [("a", "b"), ("1", "2")]
    assert workbook(rows, title="x") == workbook(rows, title="x")


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
