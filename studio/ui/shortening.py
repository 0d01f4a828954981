"""Long words cut for places that have room for a few."""

from __future__ import annotations


def shortened(words: str, most: int) -> str:
    """The words in one row, an ellipsis behind them where there are more than `most` letters."""
    plain = " ".join(words[: most * 2].split())
    if len(plain) <= most and len(words) <= most * 2:
        return plain
    return plain[: most - 1] + "…"
