"""Terms from a file and into one; blocking, for a thread."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from studio.errors import ScriptError, ScriptProblem
from studio.formats.encoding import LARGEST, decode_text
from studio.formats.glossary_file import read_glossary
from studio.formats.glossary_writer import glossary_text
from studio.model.project import GlossaryEntry
from studio.store.atomic import write_whole

MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def read_terms(path: Path, language: str) -> list[GlossaryEntry]:
    """The terms of one language in a CSV or TOML file; raises ScriptError."""
    try:
        if path.stat().st_size > LARGEST:
            raise ScriptError(ScriptProblem.TOO_LARGE, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise ScriptError(ScriptProblem.UNREADABLE, str(path), detail=str(error)) from error
    text = decode_text(data, source=path.name).text
    found = read_glossary(text, source=path.name, languages=(language,))
    if not found:
        raise ScriptError(ScriptProblem.EMPTY, path.name)
    return found


def write_terms(path: Path, entries: Iterable[GlossaryEntry], language: str) -> None:
    """Write the terms of one language as CSV; raises ScriptError."""
    try:
        write_whole(path, MARK + glossary_text(entries, language))
    except OSError as error:
        raise ScriptError(ScriptProblem.UNWRITABLE, str(path), detail=str(error)) from error
