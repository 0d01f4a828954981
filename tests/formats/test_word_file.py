"""Scripts in Word documents, as people send them."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from studio.errors import ScriptError, ScriptProblem
from studio.formats.reading import read_script
from studio.formats.script import Script

LINES = [("ANNA", "Hello there."), ("BOB", "Hi.")]


def read(document: object) -> Script:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return read_script(out.getvalue(), source="script.docx")[0]


def said(script: Script) -> list[tuple[str, str]]:
    return [(line.character, line.words(script.language)) for line in script.spoken_lines]


def test_names_with_colons_are_a_plain_script() -> None:
    document = docx.Document()
    for words in ("INT. KITCHEN - NIGHT", "ANNA: Hello there.", "BOB: Hi."):
        document.add_paragraph(words)
    assert said(read(document)) == LINES


def test_paragraphs_without_blank_lines_are_a_screenplay() -> None:
    document = docx.Document()
    for words in ("INT. KITCHEN - NIGHT", "", "ANNA", "Hello there.", "BOB", "Hi."):
        document.add_paragraph(words)
    assert said(read(document)) == LINES


def test_styles_of_screenplay_programs_say_what_a_paragraph_is() -> None:
    document = docx.Document()
    for name in ("Scene Heading", "Character", "Parenthetical", "Dialogue"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for style, words in (
        ("Scene Heading", "THE KITCHEN"), ("Character", "Anna"), ("Parenthetical", "(softly)"),
        ("Dialogue", "Hello there."), ("Normal", "She leaves."), ("Character", "BOB"),
        ("Dialogue", "Hi."),
    ):  # fmt: skip
        document.add_paragraph(words, style=style)
    script = read(document)
    assert said(script) == [("Anna", "Hello there."), ("BOB", "Hi.")]
    assert next(script.lines).words("en") == "THE KITCHEN"
    assert script.spoken_lines[0].direction == "softly"


@pytest.mark.parametrize("columns", [2, 3])
def test_tables_of_two_or_three_columns_are_scripts(columns: int) -> None:
    document = docx.Document()
    document.add_paragraph("My series")
    table = document.add_table(rows=0, cols=columns)
    for number, (name, words) in enumerate(LINES, 1):
        cells = [name, words] if columns == 2 else [str(number), name, words]
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    assert said(read(document)) == LINES


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(ScriptError) as refused:
        read_script(data, source="script.docx")
    assert refused.value.problem is ScriptProblem.MALFORMED
