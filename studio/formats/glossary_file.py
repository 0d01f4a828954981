"""Reads glossaries: which term is called what in which language. CSV or TOML, text in, values out.

A CSV has its terms in the first column and a language's code over each of the others. A TOML file
has a table for each language: `[de]`, and in it `"Black Harbour" = "Schwarzhafen"`.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Sequence
from typing import Any, cast

from studio.errors import ScriptError, ScriptProblem
from studio.formats.language import language_code
from studio.model.project import GlossaryEntry

_PLACE = re.compile(r"line (\d+), column (\d+)")


def read_glossary(text: str, *, source: str, languages: Sequence[str]) -> list[GlossaryEntry]:
    """The entries for these languages, locked, as a person wrote them; raises ScriptError.

    A column called otherwise than a language is meant for the only language, where there is one.
    """
    found = (
        _from_toml(text, source)
        if source.casefold().endswith(".toml")
        else _from_csv(text, source, languages)
    )
    return [
        GlossaryEntry(term.strip(), language, target.strip(), locked=True)
        for term, language, target in found
        if language in languages and term.strip() and target.strip()
    ]


def _from_toml(text: str, source: str) -> list[tuple[str, str, str]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        raise ScriptError(ScriptProblem.MALFORMED, source, line, column, str(error)) from error
    found: list[tuple[str, str, str]] = []
    for language, table in tables.items():
        if not isinstance(table, dict):
            detail = f"{language} is no table of a language"
            raise ScriptError(ScriptProblem.MALFORMED, source, detail=detail)
        for term, target in cast("dict[str, Any]", table).items():
            found.append((term, language_code(language) or language, str(target)))
    return found


def _from_csv(text: str, source: str, languages: Sequence[str]) -> list[tuple[str, str, str]]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(text.splitlines(), delimiter=separator)
    heads = [head.strip() for head in next(rows, list[str]())]
    if len(heads) < 2:
        detail = "the first line must name the term and the languages, such as term,de,fr"
        raise ScriptError(ScriptProblem.MALFORMED, source, 1, detail=detail)
    columns = [head if head in languages else language_code(head) for head in heads]
    known = [code if code in languages else "" for code in columns]
    if not any(known[1:]) and len(languages) == 1 and len(heads) >= 2:
        known[1] = languages[0]
    return [
        (row[0], language, row[at])
        for row in rows
        for at, language in enumerate(known)
        if at and language and len(row) > at
    ]
