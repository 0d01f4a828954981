"""The brief that `understudy write` is given: words, a text file or a TOML file, and options."""

from __future__ import annotations

import tomllib
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, cast

from studio.errors import ScriptError, ScriptProblem, WritingError, WritingProblem
from studio.formats.encoding import decode_text
from studio.formats.language import guess_language
from studio.formats.near_names import nearest_first
from studio.model.outline import Brief
from studio.writing.generating.briefs import WORDS, checked
from studio.writing.generating.presets import PRESETS, VERTICAL_DRAMA, Preset

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys((*WORDS, "preset", "language"), str),
    **dict.fromkeys(("episodes", "seconds", "cast_size"), int),
    "speech": (int, float),
}
_SUFFIXES = (".toml", ".txt", ".md")


def brief_given(options: Namespace) -> Brief | None:
    """The brief of the options, None where they name none; raises ScriptError, WritingError.

    What neither the file nor the options say is as its preset has it. Blocking.
    """
    if options.brief is None:
        if more := [each.name for each in fields(Brief) if getattr(options, each.name, None)]:
            told = f"--{more[0].replace('_', '-')} goes with --brief; a brief once given stays"
            raise WritingError(WritingProblem.BAD_BRIEF, told)
        return None
    said = _said(options.brief)
    for name in (field.name for field in fields(Brief)):
        value = getattr(options, name, None)
        if value is not None:
            said[name] = value
    idea = str(said.get("idea", ""))
    language = str(said.pop("language", "")) or guess_language([idea])
    preset = _preset(str(said.pop("preset", "")))
    return checked(replace(preset.brief(idea, language), **said))


def _preset(name: str) -> Preset:
    known = name.casefold().replace("-", " ")
    if not known:
        return VERTICAL_DRAMA
    if known not in PRESETS:
        told = f"there is no preset “{name}”; there are {', '.join(PRESETS)}"
        raise WritingError(WritingProblem.BAD_BRIEF, told)
    return PRESETS[known]


def _said(given: str) -> dict[str, Any]:
    """What the words or the file say, by field."""
    path = _file(given)
    if path is None:
        return {"idea": given}
    try:
        data = path.read_bytes()
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else str(error)
        raise _bad(path, why) from error
    try:
        decoded = decode_text(data, source=str(path))
    except ScriptError as error:
        if error.problem is ScriptProblem.EMPTY:
            raise WritingError(WritingProblem.NO_WORDS, f"{path} is empty") from error
        raise
    if not decoded.certain:
        raise _bad(path, f"it may be {' or '.join(decoded.candidates)}; save it as UTF-8")
    return _fields(path, decoded.text) if _is_toml(path) else {"idea": decoded.text}


def _file(given: str) -> Path | None:
    """The file that is meant; words that name none are the brief themselves."""
    path = Path(given)
    try:
        there = path.is_file()
    except OSError:  # too long for a name
        return None
    meant = path.suffix.casefold() in _SUFFIXES and not any(c.isspace() for c in given)
    return path if there or meant else None


def _is_toml(path: Path) -> bool:
    return path.suffix.casefold() == ".toml"


def _fields(path: Path, text: str) -> dict[str, Any]:
    """The fields of a TOML file; raises WritingError for no TOML and for other fields."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(path, str(error)) from error
    found: dict[str, Any] = {}
    for written, value in table.items():
        name = written.replace("-", "_")
        if name not in _KINDS:
            near = ", ".join(nearest_first(name, _KINDS)[:6])
            raise _bad(path, f"there is no “{written}”; there are {near} and others")
        of_words = _KINDS[name] is str
        listed = of_words and isinstance(value, list)
        found[name] = "; ".join(map(str, cast("list[object]", value))) if listed else value
        if isinstance(value, bool) or not isinstance(found[name], _KINDS[name]):
            raise _bad(path, f"“{written}” must be {'text' if of_words else 'a number'}")
    return found


def _bad(path: Path, told: str) -> WritingError:
    return WritingError(WritingProblem.BAD_BRIEF, f"{path}: {told}")
