"""What a voice is called that is described but not named."""

from __future__ import annotations

import re
import textwrap

LONGEST_NAME = 40
"""Letters of a name that is taken from the description."""

_STOPS = r"[,.;:!?，。；：、！？]"


def name_of(description: str) -> str:
    """The first thing a description says, up to a stop: whole words, where there are spaces."""
    said = " ".join(description.split())
    first = next((part.strip() for part in re.split(_STOPS, said) if part.strip()), said)
    words = textwrap.wrap(first, LONGEST_NAME, max_lines=1, placeholder="")
    return words[0] if words else first[:LONGEST_NAME]
