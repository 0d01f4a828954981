"""A blend of voices as it is kept, and as the voices and weights it stands for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

MOST_BLENDED = 4
WEIGHTS = (1, 100)
Share = tuple[str, int]
"""The id of a voice and its weight."""


def shares_of(words: str) -> tuple[Share, ...]:
    """The voices of a blend, as far as they can be made out."""
    try:
        found: Any = json.loads(words)
    except ValueError:
        return ()
    pairs: list[Any] = cast("list[Any]", found) if isinstance(found, list) else []
    shares: list[Share] = []
    for pair in pairs:
        match pair:
            case [str(voice), int(weight)]:
                shares.append((voice, min(max(weight, WEIGHTS[0]), WEIGHTS[1])))
            case _:
                continue
    return tuple(shares[:MOST_BLENDED])


def words_of(shares: Sequence[Share]) -> str:
    """How a blend is kept; empty without a voice."""
    named = [[voice.strip(), weight] for voice, weight in shares if voice.strip()]
    return json.dumps(named, ensure_ascii=False) if named else ""
