"""Numbers as a person reads them: one character, two characters, 1,000 characters."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun; the plural is with an s unless it is told."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
