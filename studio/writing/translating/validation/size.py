"""How long a text is as compared with one in another script."""

from __future__ import annotations

import re

from studio.writing.tongues import letters_of
from studio.writing.translating.validation.markup import blanked

SHORT = 10.0
"""Below this size lengths tell nothing."""

_LEAST, _MOST = 0.3, 3.0
_MOST_OF_SHORT = 45.0

_KANA = re.compile(f"[{letters_of('kana')}]")
_HAN = re.compile(f"[{letters_of('han')}]")
_HANGUL = re.compile(f"[{letters_of('hangul')}]")
_OTHERS = re.compile(r"[^\W_]")
_PER_HAN, _PER_KANA, _PER_HANGUL, _PER_DIGIT = 2.9, 1.7, 2.0, 3.5


def size(text: str) -> float:
    """The letters of a text, those of dense scripts as the Latin ones that say the same."""
    text = blanked(text)
    han, kana, hangul = (len(p.findall(text)) for p in (_HAN, _KANA, _HANGUL))
    digits = sum(map(str.isdecimal, text))
    others = len(_OTHERS.findall(text)) - han - kana - hangul - digits + _PER_DIGIT * digits
    if kana:  # a Japanese Han character stands for less than a Chinese one
        return 2.0 * han + _PER_KANA * kana + others
    return _PER_HAN * han + _PER_HANGUL * hangul + others


def odd_ratio(source: str, text: str) -> float | None:
    """The ratio of the sizes where it is not to be believed, else None."""
    wanted, got = size(source), size(text)
    if wanted < SHORT:
        return got / max(wanted, 1.0) if got > _MOST_OF_SHORT else None
    ratio = got / wanted
    return None if _LEAST <= ratio <= _MOST else ratio
