"""Glossaries as files: what is written is read again as it was."""

from __future__ import annotations

import pytest

from studio.errors import ScriptError
from studio.formats.glossary_file import read_glossary
from studio.formats.glossary_writer import glossary_text
from studio.model.project import GlossaryEntry

ENTRIES = [
    GlossaryEntry("Black Harbour", "de", "Schwarzhafen", locked=True, kind="place"),
    GlossaryEntry("the bell, old", "de", "die „Alte“; Glocke", note='a "name"'),
]


def test_a_written_glossary_is_read_as_it_was() -> None:
    text = glossary_text([*ENTRIES, GlossaryEntry("bell", "fr", "cloche")], "de")
    assert read_glossary(text, source="terms.csv", languages=("de",)) == ENTRIES


def test_terms_are_locked_where_a_file_does_not_say_otherwise() -> None:
    found = read_glossary("term;de;kind\nbell;Glocke;thing\n", source="t.csv", languages=("de",))
    assert found == [GlossaryEntry("bell", "de", "Glocke", locked=True, kind="thing")]


def test_a_column_of_notes_is_no_translation() -> None:
    assert read_glossary("term,note\nbell,old\n", source="t.csv", languages=("de",)) == []


def test_a_file_of_one_column_is_refused() -> None:
    with pytest.raises(ScriptError):
        read_glossary("bell\n", source="t.csv", languages=("de",))
