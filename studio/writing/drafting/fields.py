"""What the fields of a record say, whatever a model made of them."""

from __future__ import annotations

import re

from studio.writing.scanning.records import Record


def text_of(record: Record, *keys: str, longest: int = 1000) -> str:
    """The words of the first of these fields that is there, on one line; numbers as written."""
    for key in keys:
        value = record.fields.get(key)
        if isinstance(value, list):
            value = "; ".join(str(each) for each in value if each is not None)
        if value is not None and not isinstance(value, bool):
            return " ".join(str(value).split())[:longest]
    return ""


def number_of(record: Record, key: str) -> int:
    """A field as a whole number of at least 0; one in words such as `30 s` too."""
    value = record.fields.get(key)
    if isinstance(value, str):
        found = re.match(r"\s*(\d{1,6})", value)
        return int(found[1]) if found else 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(min(max(value, 0), 1_000_000)) if value == value else 0
