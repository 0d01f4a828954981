"""What had to be mended to read a record, so that whoever takes it knows what it is worth."""

from __future__ import annotations

from enum import StrEnum


class Mend(StrEnum):
    """A defect of a row. After QUOTES and NO_END the words may not be what was meant."""

    LOOSE = "loose"
    """Commas too many or missing, single quotes, words without quotes."""

    ESCAPES = "escapes"
    """Escapes that JSON does not have, or half a surrogate pair, which stands as `�`."""

    MARKUP = "markup"
    """Tokens of the model inside a text, taken out."""

    QUOTES = "quotes"
    """Quotes inside a text that were not escaped."""

    NO_BEGINNING = "no beginning"
    """The opening brace is missing."""

    NO_END = "no end"
    """The closing brace is missing, and perhaps the end of the text."""
