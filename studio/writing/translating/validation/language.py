"""Whether words are in the language they should be in, by their letters and their small words.

Names, numbers, short forms and single foreign words are no sign of another language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.tongues import (
    accents,
    all_letters,
    languages_with_small_words,
    primary,
    scripts_of,
    small_words,
)
from studio.writing.translating.validation.frame import WORD, Frame
from studio.writing.translating.validation.markup import blanked

_LETTER = all_letters()
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’\-][A-Za-z\u00c0-\u024f]+)*")
_OWN_PER_WORD = {"han": 1.6, "kana": 2.8, "hangul": 2.6, "thai": 4.5}
_USUAL_PER_WORD = 5.0
_MOST_LEFT_OVER = 0.2
_CHINESE_IN_A_ROW = 6
"""Han characters without any kana that Japanese words do not have."""

_NOT_JAPANESE = re.compile("[你们們这這吗嗎呢没谁誰說说么她吧啊给让还怎]")
_FEW, _SOME, _MANY = 2, 3, 4
_SHARE, _HALF = 0.25, 0.5


def language_findings(source: str, text: str, frame: Frame) -> list[Finding]:
    """What tells that a translation is in another language, or partly so."""
    scripts = scripts_of(frame.target)
    if not scripts:
        return []
    bare = blanked(text)
    if "latin" in scripts:
        foreign = _foreign_letters(bare, scripts)
        return foreign or _by_small_words(source, bare, frame)
    return _in_own_letters(source, bare, scripts, frame)


def is_in(text: str, language: str) -> bool:
    """Whether a text may be in a language; what cannot be told may be."""
    frame = Frame("", language)
    return not any(f.weight >= Weight.ASK for f in language_findings("", text, frame))


def _foreign_letters(text: str, scripts: tuple[str, ...]) -> list[Finding]:
    """Letters of a script that this language is not written in."""
    counts = _counts(text)
    others = {name: count for name, count in counts.items() if name not in scripts}
    if not others:
        return []
    foreign = sum(
        count / _OWN_PER_WORD.get(name, _USUAL_PER_WORD) for name, count in others.items()
    )
    own = sum(counts[name] for name in scripts) / _USUAL_PER_WORD
    shown = "".join(m[0] for m in _LETTER.finditer(text) if m.lastgroup in others)
    much = foreign / (foreign + own) > _MOST_LEFT_OVER
    return [Finding(Reason.LEFT_OVER, Weight.REFUSE if much else Weight.FLAG, shown)]


def _in_own_letters(
    source: str, text: str, scripts: tuple[str, ...], frame: Frame
) -> list[Finding]:
    """The same where the language is written in letters of its own."""
    counts = _counts(text)
    own = sum(counts[name] / _OWN_PER_WORD.get(name, _USUAL_PER_WORD) for name in scripts)
    latin = [word for word in _LATIN_WORD.findall(text) if not _may_stay(word, frame)]
    others = {name: n for name, n in counts.items() if name not in (*scripts, "latin")}
    left = sum(n / _OWN_PER_WORD.get(name, _USUAL_PER_WORD) for name, n in others.items())
    if not own and (latin or others):
        named = len(latin) <= _FEW and not others and all(w[0].isupper() for w in latin)
        copied = named and text.strip(" .!?…") == source.strip(" .!?…")
        return [Finding(Reason.LANGUAGE, Weight.ASK if copied else Weight.REFUSE)]
    ordinary = [word for word in latin if word.islower()]
    foreign = len(ordinary) + left
    if foreign > 1 and foreign / (foreign + own) > _MOST_LEFT_OVER:
        return [Finding(Reason.LEFT_OVER, Weight.REFUSE, " ".join(ordinary))]
    if scripts == ("han",) and left and counts["kana"] >= _SOME:
        return [Finding(Reason.LEFT_OVER, Weight.FLAG)]
    if "kana" in scripts and not counts["kana"]:
        if _NOT_JAPANESE.search(text):
            return [Finding(Reason.LANGUAGE, Weight.REFUSE)]
        if counts["han"] >= _CHINESE_IN_A_ROW:
            return [Finding(Reason.LANGUAGE, Weight.ASK)]
    return []


def _may_stay(word: str, frame: Frame) -> bool:
    """Whether a word in Latin letters is a name, a short form or a mark."""
    short_form = len(word) <= 5 and word.isupper()
    mixed = not word.islower() and not word.istitle() and not word.isupper()
    return word.casefold() in frame.names or len(word) == 1 or short_form or mixed


def _by_small_words(source: str, text: str, frame: Frame) -> list[Finding]:
    """Whether the small words are another language's; of two in Latin letters, or of unknown."""
    words = [word.casefold().replace("’", "'") for word in WORD.findall(text)]
    words = [word for word in words if word not in frame.names]
    own = small_words(frame.target)
    target = primary(frame.target)
    for other in languages_with_small_words():
        if other == target or (not own and other != primary(frame.source)):
            continue
        theirs = small_words(other)
        accented = _accented(words, frame.target, other)
        foreign = accented + sum(word in theirs and word not in own for word in words)
        native = sum(word in own and word not in theirs for word in words)
        enough = _FEW if other == primary(frame.source) and own else _SOME
        none_own = not native and foreign >= enough
        few_own = native and foreign >= max(_MANY, 3 * native)
        if (none_own or few_own) and foreign >= _SHARE * len(words):
            return [Finding(Reason.LANGUAGE, Weight.REFUSE, other)]
        if own and not native and foreign >= max(_FEW, _HALF * len(words)):
            return [Finding(Reason.LANGUAGE, Weight.ASK, other)]
    return []


def _accented(words: Iterable[str], target: str, other: str) -> int:
    """The words with a letter that the other language has and this one has not."""
    ours, theirs = accents(target), accents(other)
    if ours is None or theirs is None:
        return 0
    foreign = theirs - ours
    return sum(not foreign.isdisjoint(word) for word in words) if foreign else 0


def _counts(text: str) -> Counter[str]:
    return Counter(found.lastgroup or "" for found in _LETTER.finditer(text))
