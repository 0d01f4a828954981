"""From the bytes of a script file to the script: encoding, dialect, language."""

from __future__ import annotations

import re
from pathlib import PurePath

from studio.errors import ScriptError, ScriptProblem
from studio.formats.dialect import dialect_of
from studio.formats.encoding import Decoded, decode_text
from studio.formats.final_draft.reader import parse_final_draft
from studio.formats.fountain import parse_fountain
from studio.formats.plain import parse_plain
from studio.formats.script import Script
from studio.formats.subtitled.reader import KINDS as SUBTITLES
from studio.formats.subtitled.reader import parse_subtitles
from studio.formats.tabular.delimited import csv_rows
from studio.formats.tabular.reader import script_of_rows, script_of_sheets
from studio.formats.tabular.sheets import sheets_of
from studio.formats.word_file import parse_word_file

_OTHER_KINDS = frozenset((".doc", ".pdf", ".rtf", ".odt"))
_TABLES = (".csv", ".tsv")
_OTHER_HEADS = re.compile(r"\s*(?:\{\\rtf|<\?xml|<!doctype|<html)", re.IGNORECASE)


def _parse_workbook(data: bytes, *, source: str, language: str) -> Script:
    sheets = sheets_of(data, source=source)
    return script_of_sheets(sheets, source=source, language=language)


_BINARY = {
    ".fdx": parse_final_draft,
    ".docx": parse_word_file,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), _parse_workbook),
}
"""Kinds of files that say themselves how they are to be read."""

SCRIPT_ENDINGS = (".fountain", ".txt", ".spmd", *_BINARY, *_TABLES, *SUBTITLES)
"""How the files are called that are usually scripts; others are read as text."""


def read_script(
    data: bytes, *, source: str, encoding: str = "", language: str = ""
) -> tuple[Script, Decoded]:
    """The script in a file's bytes and how they were decoded; the dialect is found out.

    A script in which nobody speaks is returned like any other. Raises ScriptError.
    """
    suffix = PurePath(source).suffix.casefold()
    if suffix in _BINARY:
        script = _BINARY[suffix](data, source=source, language=language)
        return script, Decoded("", "utf-8", certain=True)
    if suffix in _OTHER_KINDS:
        raise ScriptError(ScriptProblem.UNKNOWN_KIND, source, detail=suffix)
    decoded = decode_text(data, source=source, encoding=encoding)
    if suffix in SUBTITLES or decoded.text.lstrip().startswith("WEBVTT"):
        kind = suffix if suffix in SUBTITLES else ".vtt"
        return parse_subtitles(decoded.text, kind, source=source, language=language), decoded
    if suffix in _TABLES:
        rows = csv_rows(decoded.text, source=source)
        return script_of_rows(rows, source=source, language=language), decoded
    found = _OTHER_HEADS.match(decoded.text)
    if found:
        raise ScriptError(ScriptProblem.UNKNOWN_KIND, source, detail=found[0].strip())
    parse = parse_plain if dialect_of(decoded.text) == "plain" else parse_fountain
    return parse(decoded.text, source=source, language=language), decoded
