"""Which of the languages written in Han characters a text is in, by the characters each has."""

from __future__ import annotations

import re
from functools import cache

from studio.writing.tongues import primary

_SIMPLIFIED = frozenset({"hans", "cn", "sg", "my"})
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_CHARSETS = {"simplified": "gb2312", "traditional": "big5", "japanese": "shift_jis"}
"""The old character sets: each has what one writing uses daily and lacks what only others use."""

_CHINESE_ONLY = re.compile("[你嗎吗呢吧啊她這怎說]")
"""Characters that Japanese sets have, though no Japanese line without kana uses them."""
_CHINESE_WORDS = re.compile("[我他就很]|的.*了|了.*的|[是都].*[的了]")
_ENOUGH = 6
_FEW = 2


def other_writing(text: str, language: str) -> str:
    """The characters of the other Chinese writing, where a text in one is rather in the other."""
    parts = {part.casefold() for part in language.split("-")[1:]}
    if primary(language) == "ja" or not parts & (_SIMPLIFIED | _TRADITIONAL):
        return ""
    both = ("simplified", "traditional")
    wanted, other = both if parts & _SIMPLIFIED else both[::-1]
    own = [c for c in text if _has(c, wanted) and not _has(c, other)]
    foreign = [c for c in text if _has(c, other) and not _has(c, wanted)]
    return "".join(foreign) if len(foreign) >= _FEW and len(foreign) > len(own) else ""


def is_surely_chinese(text: str) -> bool:
    """Whether a text without kana has characters that Japanese has not."""
    return _CHINESE_ONLY.search(text) is not None or any(
        (_has(c, "simplified") or _has(c, "traditional")) and not _has(c, "japanese") for c in text
    )


def is_probably_chinese(text: str, signs: int) -> bool:
    """Whether a text without kana, of so many Han characters, reads like Chinese."""
    return signs >= _ENOUGH and _CHINESE_WORDS.search(text) is not None


@cache
def _has(character: str, writing: str) -> bool:
    try:
        character.encode(_CHARSETS[writing])
    except UnicodeEncodeError:
        return False
    return True
