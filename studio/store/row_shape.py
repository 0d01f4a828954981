"""How a value's fields stand in a row of the project file, and how they are checked on reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from studio.model.span import Span

Body = dict[str, Any]

_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def written(body: Mapping[str, object]) -> str:
    """The body as JSON; halves of surrogate pairs, which UTF-8 cannot hold, are escaped."""
    text = _plain(body)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(body)
    return text


def _defaults(kind: type[Any]) -> dict[str, object]:
    return {
        f.name: f.default if f.default_factory is MISSING else f.default_factory()
        for f in fields(kind)
        if f.default is not MISSING or f.default_factory is not MISSING
    }


class RowShape:
    """The stored fields of a class and the types their values may have."""

    def __init__(self, of: type[Any], /, **types: type | tuple[type, ...]) -> None:
        self._types = {n: t if isinstance(t, tuple) else (t,) for n, t in types.items()}
        defaults = _defaults(of)
        self._fields = tuple((name, defaults.get(name, MISSING)) for name in self._types)
        self._seen: set[tuple[object, ...]] = set()

    def body(self, value: object) -> Body:
        """The fields that differ from their defaults."""
        found = ((name, getattr(value, name), default) for name, default in self._fields)
        return {name: field for name, field, default in found if field != default}

    def checked(self, body: Body) -> Body:
        """The body when its values are of the right types; fields nobody knows are left out."""
        # A project has thousands of bodies and a handful of signatures.
        signature = (*body, *map(type, body.values()))
        if signature in self._seen:
            return body
        known = {name: value for name, value in body.items() if name in self._types}
        for name, value in known.items():
            if type(value) not in self._types[name]:
                raise TypeError(name)
        if len(known) == len(body):
            self._seen.add(signature)
        return known


def span_body(span: Span) -> list[int]:
    """A span as it is stored."""
    return [span.start, span.end]


def span_of(values: list[Any]) -> Span:
    """A stored span; raises ValueError or TypeError for anything that is none."""
    start, end = values
    if type(start) is not int or type(end) is not int:
        raise TypeError("span")
    return Span(start, end)


def strings(values: list[Any]) -> tuple[str, ...]:
    """A stored list of words; raises TypeError for anything else in it."""
    if not all(type(value) is str for value in values):
        raise TypeError("list of words")
    return tuple(values)
