"""How badly a text fits as the translation of another, judged by what all languages share.

A cost is about twice the surprise of seeing the two together: 0 for a perfect fit, 3 and more for
what hardly happens. Lengths, ends of sentences, numbers, marks and names are looked at, no words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from studio.writing.translating.validation.frame import WORD, Asked
from studio.writing.translating.validation.markup import blanked, tokens
from studio.writing.translating.validation.numbers import numbers_in
from studio.writing.translating.validation.size import size

_SPREAD, _SPREAD_OF_SHORT = 0.28, 3.0
_LONGEST_COST = 4.5
_OTHER_END, _NO_END, _OTHER_COUNT, _OTHER_START = 1.6, 2.0, 0.7, 1.5
_OTHER_MARK, _OTHER_NUMBER, _OTHER_NAME = 2.0, 2.0, 1.5
_MOST_OF_KIND = 4.0

_ENDS = re.compile(r"[.!?。！？]+|…+")
_LAST = re.compile(r"([.!?。！？…—–-])[\"”»’'」』)\s]*$")
_KINDS = {
    ".": ".", "。": ".", "!": "!", "！": "!", "?": "?", "？": "?", "…": "…", "—": "…",
    "–": "…", "-": "…",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Features:
    """What of a text can be compared with one in any other language."""

    size: float
    first: str
    """`A` or `a` for a capital or small letter, empty for a script without them."""
    last: str
    ends: int
    numbers: Counter[str]
    marks: Counter[str]
    names: frozenset[str]


def features_of(text: str, extra: Iterable[str] = ()) -> Features:
    """The features of a text; `extra` are names that are in it in whatever form."""
    bare = blanked(text)
    last = _LAST.search(bare.rstrip())
    names = {word.casefold() for word in WORD.findall(bare) if word[:1].isupper() and len(word) > 2}
    return Features(
        size(text),
        _first(bare),
        _KINDS[last[1]] if last else "",
        len(_ENDS.findall(bare)),
        numbers_in(text),
        Counter(token.value for token in tokens(text)),
        frozenset((*names, *extra)),
    )


def features_of_row(asked: Asked) -> Features:
    """The features of a line, with the names its translation should have."""
    return features_of(asked.words, (term.target.casefold() for term in asked.terms))


def slope_of(pairs: Sequence[tuple[Features, Features]]) -> float:
    """The usual logarithm of a translation's size to that of its source."""
    ratios = [math.log(b.size / a.size) for a, b in pairs if a.size > 0 and b.size > 0]
    return median(ratios) if ratios else 0.0


def cost(source: Features, text: Features, slope: float) -> float:
    """How badly a text fits."""
    total = _length_cost(source.size, text.size, slope)
    if source.last != text.last:
        total += _OTHER_END if source.last and text.last else _NO_END
    if source.first and text.first and source.first != text.first:
        total += _OTHER_START
    total += min(_OTHER_COUNT * abs(source.ends - text.ends), 3 * _OTHER_COUNT)
    total += _apart(source.numbers, text.numbers, _OTHER_NUMBER)
    total += _apart(source.marks, text.marks, _OTHER_MARK)
    return total - min(_OTHER_NAME * len(source.names & text.names), _MOST_OF_KIND)


def _first(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), "")
    return "A" if letter.isupper() else "a" if letter.islower() else ""


def _length_cost(source: float, text: float, slope: float) -> float:
    if not source or not text:
        return _LONGEST_COST if source or text else 0.0
    off = math.log(text / source) - slope
    spread = math.hypot(_SPREAD, _SPREAD_OF_SHORT / max(source, 1.0))
    return min((off / spread) ** 2 / 2, _LONGEST_COST)


def _apart(these: Counter[str], those: Counter[str], each: float) -> float:
    if not these and not those:
        return 0.0
    return min(each * ((these - those) + (those - these)).total(), _MOST_OF_KIND)
