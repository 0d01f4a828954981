"""Positions as people read them."""

from __future__ import annotations

from studio.model.span import SAMPLE_RATE


def clock(samples: int) -> str:
    """Minutes, seconds and thousandths of a position: `03:07.250`."""
    thousandths = max(samples, 0) * 1000 // SAMPLE_RATE
    seconds, rest = divmod(thousandths, 1000)
    return f"{seconds // 60:02}:{seconds % 60:02}.{rest:03}"


def signed_seconds(samples: int) -> str:
    """A distance in seconds with its sign: `+0.120 s`."""
    return f"{samples / SAMPLE_RATE:+.3f} s"
