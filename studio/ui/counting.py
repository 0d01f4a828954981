"""How many of something, in words that fit the number."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """The text for one or for any other number, `{n}` in it filled; both come translated."""
    return (one if number == 1 else many).format(n=number)
