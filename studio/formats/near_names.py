"""Which of the names there are somebody may have meant who wrote one that is not among them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 3
LIKENESS = 0.6
"""Share of letters two names have in common, from 0 to 1, to be told as near."""


def near_names(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three names that look like the one written, the likest first, case left aside."""
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(written.strip().casefold(), by_folded, MOST, LIKENESS)
    return tuple(by_folded[name] for name in found)


def nearest_first(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """All the names, those that look like the one written at their head."""
    names = tuple(known)
    return tuple(dict.fromkeys((*near_names(written, names), *names)))
