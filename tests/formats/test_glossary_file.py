"""Glossaries as people keep them: a table, or a file of names."""

from __future__ import annotations

import pytest

from studio.errors import ScriptError, ScriptProblem
from studio.formats.glossary_file import read_glossary
from studio.model.project import GlossaryEntry


def entries(text: str, *languages: str, source: str = "terms.csv") -> list[tuple[str, str, str]]:
    found = read_glossary(text, source=source, languages=languages)
    assert all(entry.locked for entry in found)
    return [(entry.term, entry.language, entry.translation) for entry in found]


def test_a_table_has_a_column_for_each_language() -> None:
    text = "term,de,French\nBlack Harbour,Schwarzhafen,Port-Noir\nMara,,Mara\n"
    assert entries(text, "de", "fr") == [
        ("Black Harbour", "de", "Schwarzhafen"),
        ("Black Harbour", "fr", "Port-Noir"),
        ("Mara", "fr", "Mara"),
    ]
    assert entries(text, "fr") == [("Black Harbour", "fr", "Port-Noir"), ("Mara", "fr", "Mara")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_other_programs_are_read(separator: str) -> None:
    text = f"Begriff{separator}Übersetzung\n“Tide”{separator}Flut\n"
    assert entries(text, "de") == [("“Tide”", "de", "Flut")]


def test_a_file_of_names_has_a_table_for_each_language() -> None:
    text = '[de]\n"Black Harbour" = "Schwarzhafen"\n[zh]\nTide = "潮"\n'
    assert entries(text, "de", "zh", source="terms.toml") == [
        ("Black Harbour", "de", "Schwarzhafen"),
        ("Tide", "zh", "潮"),
    ]


@pytest.mark.parametrize(
    ("text", "source", "line"),
    [("[de\n", "terms.toml", 1), ("de = 3\n", "terms.toml", 0), ("only\n", "terms.csv", 1)],
)
def test_what_cannot_be_understood_is_told_with_its_place(
    text: str, source: str, line: int
) -> None:
    with pytest.raises(ScriptError) as told:
        entries(text, "de", source=source)
    assert (told.value.problem, told.value.line) == (ScriptProblem.MALFORMED, line)


def test_an_entry_is_one_of_a_project() -> None:
    found = read_glossary("term,de\nTide,Flut", source="t.csv", languages=("de",))
    assert found == [GlossaryEntry("Tide", "de", "Flut", locked=True)]


def test_a_term_over_two_lines_of_a_table_stays_one() -> None:
    assert entries('term,de\n"Black\nHarbour",Schwarzhafen\n', "de") == [
        ("Black\nHarbour", "de", "Schwarzhafen")
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f'term,de\nTide,"{"x" * 140_000}"\n', "terms.csv"),
        ('[de]\nTide = ["Flut", "Ebbe"]\n', "terms.toml"),
    ],
)
def test_what_no_glossary_has_is_told(text: str, source: str) -> None:
    with pytest.raises(ScriptError) as told:
        entries(text, "de", source=source)
    assert told.value.problem is ScriptProblem.MALFORMED
