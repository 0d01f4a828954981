"""Scripts in Word documents, as people send them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import docx.document
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from studio.errors import ScriptError, ScriptProblem
from studio.formats.office_archive import LARGEST_INSIDE, MOST_TAGS
from studio.formats.reading import read_script
from studio.formats.script import Script
from studio.formats.tabular.rows import MOST_ROWS
from studio.formats.words import spoken_words

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


def styled(*paragraphs: tuple[str, str]) -> Script:
    document = docx.Document()
    for style, words in paragraphs:
        if style not in document.styles:
            document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph(words, style=style)
    return read(document)


def test_styles_in_other_languages_and_empty_paragraphs_between_are_understood() -> None:
    script = styled(
        ("Szenenkopf", "INNEN. KÜCHE - NACHT"), ("Normal", "EIN KNALL!"),
        ("Normal", "Sie dreht sich um."), ("Figur", "Anna"), ("Regieanweisung", "(leise)"),
        ("Dialog", "Bleib."), ("Figur", "BERND"), ("Normal", ""), ("Dialog", "Nein."),
    )  # fmt: skip
    assert said(script) == [("Anna", "Bleib."), ("BERND", "Nein.")]
    assert script.spoken_lines[0].direction == "leise"
    assert [line.kind.value for line in script.lines][:3] == ["heading", "action", "action"]


def test_names_without_capitals_that_speak_once_are_cues_by_their_style() -> None:
    assert said(styled(("人物", "林夏"), ("对白", "雨停了。"))) == [("林夏", "雨停了。")]


def test_a_caption_under_a_figure_is_no_cue() -> None:
    assert not said(styled(("Figure", "The pier"), ("Normal", "Rain.")))


_CHANGE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1"'


def test_changes_are_accepted_and_what_is_struck_out_is_not_said() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("ANNA: Hello ")
    new = f"<w:ins {_CHANGE}><w:r><w:t>there</w:t></w:r></w:ins>"
    old = f"<w:del {_CHANGE}><w:r><w:delText>you</w:delText></w:r></w:del>"
    for change in (new, old):
        paragraph._p.append(parse_xml(change))
    paragraph.add_run(".")
    paragraph.add_run(" Bye.").font.strike = True
    document.add_paragraph("BOB: Hi.")
    names = [(name, spoken_words(words)) for name, words in said(read(document))]
    assert names == LINES


def test_paragraphs_in_content_controls_are_read() -> None:
    document = docx.Document()
    document.add_paragraph("ANNA: Hello there.")
    control = (
        f"<w:sdt {_CHANGE}><w:sdtContent><w:p><w:r><w:t>BOB: Hi.</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt>"
    )
    document.element.body.insert(1, parse_xml(control))
    assert said(read(document)) == LINES


def table(document: docx.document.Document, *rows: tuple[str, ...]) -> None:
    added = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(added.add_row().cells, row, strict=True):
            cell.text = words


def test_a_table_of_the_cast_does_not_hide_the_script() -> None:
    document = docx.Document()
    table(document, ("ANNA", "a girl of ten, who sings"), ("BOB", "her brother, who does not"))
    for words in ("ANNA: Hello there.", "BOB: Hi."):
        document.add_paragraph(words)
    script = read(document)
    assert said(script) == LINES
    assert "ANNA | a girl of ten, who sings" in [line.words("en") for line in script.lines]


def test_scenes_stand_between_tables_of_lines_with_a_head_each() -> None:
    document = docx.Document()
    for heading, line in (
        ("场景一 码头", ("林夏", "雨停了。")),
        ("场景二：船舱 夜 内", ("赵磊", "走吧。")),
    ):
        document.add_paragraph(heading)
        document.add_paragraph("△ 大雨还在下，没有人说话，只有海浪的声音。")
        table(document, ("角色", "台词"), line)
    assert [(line.kind.value, line.character) for line in read(document).lines] == [
        ("heading", ""), ("action", ""), ("dialogue", "林夏"),
        ("heading", ""), ("action", ""), ("dialogue", "赵磊"),
    ]  # fmt: skip


def test_merged_cells_are_names_of_several_rows_and_titles_over_all_columns() -> None:
    document = docx.Document()
    rows = [("Nr", "Rolle", "Text"), ("1", "ANNA", "Hello there."), ("2", "", "Bye."),
            ("", "", ""), ("3", "BOB", "Hi.")]  # fmt: skip
    table(document, *rows)
    made = document.tables[0]
    made.cell(1, 1).merge(made.cell(2, 1)).text = "ANNA"
    made.cell(3, 0).merge(made.cell(3, 2)).text = "SCENE 2 - PIER"
    assert [(line.character, line.words("en")) for line in read(document).lines] == [
        ("ANNA", "Hello there."), ("ANNA", "Bye."), ("", "SCENE 2 - PIER"), ("BOB", "Hi."),
    ]  # fmt: skip


def test_words_in_capitals_that_are_no_name_do_not_speak() -> None:
    document = docx.Document()
    words_in_order = "FADE IN:|A kitchen.|ANNA|Hello there.|SLAM!|The door.|BOB|Hi."
    for words in words_in_order.split("|"):
        document.add_paragraph(words)
    assert said(read(document)) == [("ANNA", "Hello there."), ("BOB", "Hi.")]


def test_an_empty_paragraph_between_any_two_parts_no_speeches() -> None:
    document = docx.Document()
    for words in ("A kitchen.", "ANNA", "Hello there.", "BOB", "Hi.", "The end."):
        document.add_paragraph(words)
        document.add_paragraph("")
    assert said(read(document))[:1] == LINES[:1]


def _with_document(xml: str) -> bytes:
    """A document whose main part is this."""
    out, whole = BytesIO(), BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(out, "w", 8) as changed:
        for part in archive.infolist():
            main = part.filename == "word/document.xml"
            changed.writestr(part.filename, xml if main else archive.read(part))
    return out.getvalue()


def test_tables_within_tables_are_read_once() -> None:
    document = docx.Document()
    table(document, ("Rolle", "Text"), ("ANNA", "Hello there."), ("BOB", "Hi."))
    inner = document.tables[0].cell(1, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "Bye."
    assert said(read(document)) == [("ANNA", "Hello there.\nBye."), ("BOB", "Hi.")]


_BODY = "<w:document {}><w:body>{}</w:body></w:document>"


@pytest.mark.parametrize(
    ("xml", "problem"),
    [
        ("<x/>", ScriptProblem.MALFORMED),
        (f"<w:document {_CHANGE}/>", ScriptProblem.MALFORMED),
        (_BODY.format(_CHANGE, "<w:p>" * 400 + "</w:p>" * 400), ScriptProblem.MALFORMED),
        (_BODY.format(_CHANGE, "<w:p/>" * (MOST_TAGS + 1)), ScriptProblem.TOO_LARGE),
        (_BODY.format(_CHANGE, "<w:p/>" * (MOST_ROWS + 1)), ScriptProblem.TOO_LARGE),
        (_BODY.format(_CHANGE, " " * (LARGEST_INSIDE + 1)), ScriptProblem.TOO_LARGE),
    ],
)
def test_what_no_document_has_is_refused(xml: str, problem: ScriptProblem) -> None:
    with pytest.raises(ScriptError) as refused:
        read_script(_with_document(xml), source="script.docx")
    assert refused.value.problem is problem


def test_entities_of_a_document_are_never_looked_up() -> None:
    body = _BODY.format(_CHANGE, "<w:p><w:r><w:t>ANNA: &amp;x;&x;</w:t></w:r></w:p>")
    data = _with_document(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{body}')
    try:
        script, _ = read_script(data, source="script.docx")
    except ScriptError:
        return
    assert "root" not in "".join(line.words("en") for line in script.lines)
