"""Field tables: what a request may hold, checked to the letter."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

Complaints = list[str]
Check = Callable[[Any], str]
"""Says what is wrong with a value, or ""."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its check, and whether it must be there."""

    check: Check
    required: bool = False


Fields = Mapping[str, Field | Check]


def complaints(content: Any, fields: Fields, *, within: str = "") -> Complaints:
    """All that is wrong with an object, each named by its path."""
    if not isinstance(content, dict):
        return [f"{within or 'body'}: must be an object"]
    prefix = f"{within}." if within else ""
    found = [f"{prefix}{name}: unknown field" for name in content if name not in fields]
    for name, field in fields.items():
        path = f"{prefix}{name}"
        check, needed = (
            (field.check, field.required) if isinstance(field, Field) else (field, False)
        )
        if name not in content:
            found += [f"{path}: missing"] if needed else []
            continue
        wrong = check(content[name]).splitlines()
        found += [each if each.startswith(f"{path}.") else f"{path}: {each}" for each in wrong]
    return found


def required(check: Check) -> Field:
    """A field that must be there."""
    return Field(check, required=True)


def table(fields: Fields, *, within: str) -> Check:
    """An object with fields of its own; `within` is its path."""
    return lambda value: "\n".join(complaints(value, fields, within=within))


def text(*, least: int = 0, most: int | None = None, pattern: str = "") -> Check:
    """A string of `least` to `most` characters that fits a pattern."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "must be a string"
        if len(value) < least:
            return f"must have at least {least} characters"
        if most is not None and len(value) > most:
            return f"must have at most {most} characters"
        return "" if re.fullmatch(pattern or "(?s:.*)", value) else f"must match {pattern}"

    return check


def one_of(values: Collection[str]) -> Check:
    """One of these strings."""
    return lambda value: "" if isinstance(value, str) and value in values else f"no {value!r}"


def whole(least: int | None = None, most: int | None = None) -> Check:
    """An integer within both ends."""

    def check(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be an integer"
        return _outside(value, least, most)

    return check


def one_number_of(values: Collection[int]) -> Check:
    """One of these integers."""
    return lambda value: whole()(value) or ("" if value in values else f"no {value!r}")


def number(least: float, most: float, *, above: bool = False) -> Check:
    """A finite number within both ends; `above` leaves the lower end out."""

    def check(value: Any) -> str:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            return "must be a number"
        if above and value <= least:
            return f"must be above {least}"
        return _outside(value, least, most)

    return check


def flag(value: Any) -> str:
    """True or false."""
    return "" if isinstance(value, bool) else "must be true or false"


def many(check: Check, *, most: int | None = None) -> Check:
    """A list of such values."""

    def check_all(value: Any) -> str:
        if not isinstance(value, list):
            return "must be a list"
        if most is not None and len(value) > most:
            return f"must have at most {most} entries"
        return next((wrong for wrong in map(check, value) if wrong), "")

    return check_all


def _outside(value: float, least: float | None, most: float | None) -> str:
    below = least is not None and value < least
    beyond = most is not None and value > most
    return f"must be {least} to {most}, is {value}" if below or beyond else ""
