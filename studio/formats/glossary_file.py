"""Reads glossaries: which term is called what in which language. CSV or TOML, text in, values out.

A CSV has its terms in the first column and a language's code over each of the others, or `kind`,
`note` and `locked` for what else is known of the term. A TOML file has a table for each language:
`[de]`, and in it `"Black Harbour" = "Schwarzhafen"`.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, cast

from studio.errors import ScriptError, ScriptProblem
from studio.formats.language import language_code
from studio.model.project import GlossaryEntry

_MORE = frozenset({"kind", "note", "locked"})
_NOT_LOCKED = frozenset({"no", "0", "false", "n"})
_PLACE = re.compile(r"line (\d+), column (\d+)")


def read_glossary(text: str, *, source: str, languages: Sequence[str]) -> list[GlossaryEntry]:
    """The entries for these languages, as a person wrote them; raises ScriptError.

    They are locked where the file does not say otherwise. A column called otherwise than a
    language is meant for the only language, where there is one.
    """
    found = (
        _from_toml(text, source)
        if source.casefold().endswith(".toml")
        else _from_csv(text, source, languages)
    )
    return [
        entry for entry in found if entry.language in languages and entry.term and entry.translation
    ]


def _from_toml(text: str, source: str) -> list[GlossaryEntry]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        raise ScriptError(ScriptProblem.MALFORMED, source, line, column, str(error)) from error
    found: list[GlossaryEntry] = []
    for language, table in tables.items():
        if not isinstance(table, dict):
            detail = f"{language} is no table of a language"
            raise ScriptError(ScriptProblem.MALFORMED, source, detail=detail)
        for term, target in cast("dict[str, Any]", table).items():
            if isinstance(target, dict | list):
                detail = f"{term} is not called by one name"
                raise ScriptError(ScriptProblem.MALFORMED, source, detail=detail)
            code = language_code(language) or language
            found.append(GlossaryEntry(term.strip(), code, str(target).strip(), locked=True))
    return found


def _from_csv(text: str, source: str, languages: Sequence[str]) -> list[GlossaryEntry]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = _rows(text, separator, source)
    heads = [head.strip() for head in next(rows, list[str]())]
    if len(heads) < 2:
        detail = "the first line must name the term and the languages, such as term,de,fr"
        raise ScriptError(ScriptProblem.MALFORMED, source, 1, detail=detail)
    more = {head.casefold(): at for at, head in enumerate(heads) if at and head.casefold() in _MORE}
    columns = [
        "" if at in more.values() else head if head in languages else language_code(head)
        for at, head in enumerate(heads)
    ]
    known = [code if code in languages else "" for code in columns]
    if not any(known[1:]) and len(languages) == 1 and 1 not in more.values():
        known[1] = languages[0]
    return [
        _entry(row, language, at, more)
        for row in rows
        for at, language in enumerate(known)
        if at and language and len(row) > at
    ]


def _rows(text: str, separator: str, source: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        line = reader.line_num
        raise ScriptError(ScriptProblem.MALFORMED, source, line, detail=str(error)) from error


def _entry(row: Sequence[str], language: str, at: int, more: Mapping[str, int]) -> GlossaryEntry:
    def told(head: str) -> str:
        place = more.get(head, len(row))
        return row[place].strip() if place < len(row) else ""

    locked = told("locked").casefold() not in _NOT_LOCKED
    kind, note = told("kind"), told("note")
    return GlossaryEntry(row[0].strip(), language, row[at].strip(), locked, kind, note)
