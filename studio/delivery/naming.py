"""File names that are legal on every system, made from a pattern and never the same twice."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping

from studio.errors import DeliveryError, DeliveryProblem

LONGEST_NAME = 120
"""Bytes of a name without its ending; file systems stop at 255, archives and shares earlier."""

FIELDS = ("project", "episode", "title", "language", "character", "line", "id")

_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def legal_name(text: str) -> str:
    """The text as a file name without ending: what a system forbids is replaced by `_`."""
    composed = unicodedata.normalize("NFC", text)
    visible = (c for c in composed if unicodedata.category(c) not in _INVISIBLE)
    name = "".join("_" if c in _FORBIDDEN else c for c in visible)
    name = _shortened(" ".join(name.split())).rstrip(". ").lstrip(" ")
    if not name:
        return "_"
    if name.split(".")[0].casefold() in _RESERVED:
        return f"_{name}"
    return name


def expanded(pattern: str, fields: Mapping[str, str | int]) -> str:
    """A name from a pattern such as `{episode:02}_{character}`; the fields are made legal.

    Raises DeliveryError for a pattern with an unknown field or a broken form.
    """
    _check(pattern)
    legal = {
        key: legal_name(value) if isinstance(value, str) else value for key, value in fields.items()
    }
    try:
        return legal_name(pattern.format(**legal))
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise DeliveryError(DeliveryProblem.BAD_PATTERN, pattern, str(error)) from error


def refuse_bad_pattern(pattern: str) -> None:
    """Raise DeliveryError for a pattern that could name no file of any kind."""
    if not pattern.strip():
        raise DeliveryError(DeliveryProblem.BAD_PATTERN, detail="it is empty")
    words = dict.fromkeys(FIELDS, "x")
    expanded(pattern, {**words, "episode": 1, "line": 1})


def refuse_collisions(names: Iterable[str]) -> None:
    """Raise DeliveryError when two names are the same on a system that ignores case."""
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            raise DeliveryError(DeliveryProblem.COLLISION, name, seen[key])
        seen[key] = name


def _check(pattern: str) -> None:
    """Only whole fields of ours with a plain format: no attributes, no indexes."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise DeliveryError(DeliveryProblem.BAD_PATTERN, pattern, str(error)) from error
    for _, field, spec, _ in parts:
        if field is not None and (field not in FIELDS or "{" in (spec or "")):
            raise DeliveryError(DeliveryProblem.BAD_PATTERN, pattern, field)


def _shortened(name: str) -> str:
    data = name.encode()
    if len(data) <= LONGEST_NAME:
        return name
    return data[:LONGEST_NAME].decode(errors="ignore")
