"""Which language a prose is in: by its letters, and where these are Latin by its small words."""

from __future__ import annotations

import re

from studio.formats.language import guess_language
from studio.writing.tongues import languages_with_small_words, small_words

_LOOKED_AT = 4_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(prose: str) -> str:
    """The code of a language, `en` where nothing tells."""
    found = guess_language([prose])
    if found != "en":
        return found
    words = [word.replace("’", "'") for word in _WORD.findall(prose.casefold())[:_LOOKED_AT]]
    counts = {
        code: sum(word in small_words(code) for word in words)
        for code in languages_with_small_words()
    }
    return max(counts, key=lambda code: (counts[code], code == "en"), default="en")
