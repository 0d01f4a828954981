"""Whether words are in the language they should be in, by their letters and their small words.

Names, numbers, short forms and single foreign words are no sign of another language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from studio.writing.tongues import (
    accents,
    all_letters,
    foreign_letters,
    languages_with_small_words,
    primary,
    scripts_of,
    small_words,
)
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.validation.frame import WORD, Frame
from studio.writing.translating.validation.han import (
    is_probably_chinese,
    is_surely_chinese,
    other_writing,
)
from studio.writing.translating.validation.markup import blanked

_LETTER = all_letters()
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’\-][A-Za-z\u00c0-\u024f]+)*")
_CAPITAL = r"[A-Z\u00c0-\u00de][^\W\d_]+"
_LONG_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:[^\W\d_]{{1,3}} ){{0,2}}{_CAPITAL})+")
_OWN_PER_WORD = {"han": 1.6, "kana": 2.8, "hangul": 2.6, "thai": 4.5}
_USUAL_PER_WORD = 5.0
_MOST_LEFT_OVER = 0.2
_USED_IN_CHINESE = "の"
"""Kana that Chinese brands and signs have for their looks."""
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
    if "kana" in scripts:
        return _chinese_for_japanese(text, counts)
    return _by_characters(text, frame) if scripts == ("han",) else _by_alphabet(text, frame)


def _chinese_for_japanese(text: str, counts: Counter[str]) -> list[Finding]:
    if counts["kana"]:
        return []
    if is_surely_chinese(text):
        return [Finding(Reason.LANGUAGE, Weight.REFUSE, "zh")]
    chinese = is_probably_chinese(text, counts["han"])
    return [Finding(Reason.LANGUAGE, Weight.ASK, "zh")] if chinese else []


def _by_characters(text: str, frame: Frame) -> list[Finding]:
    """Japanese endings in Chinese, and the other of its two writings."""
    kana = "".join(m[0] for m in _LETTER.finditer(text) if m.lastgroup == "kana")
    if len(kana.replace(_USED_IN_CHINESE, "")) >= _FEW:
        return [Finding(Reason.LEFT_OVER, Weight.FLAG, kana)]
    other = other_writing(text, frame.target)
    return [Finding(Reason.LANGUAGE, Weight.ASK, other)] if other else []


def _by_alphabet(text: str, frame: Frame) -> list[Finding]:
    """Words with letters that this one of the languages in a script does not have."""
    foreign = foreign_letters(frame.target)
    words = [word for word in WORD.findall(text) if not foreign.isdisjoint(word)]
    ordinary = any(word.islower() for word in words)
    return [Finding(Reason.LANGUAGE, Weight.ASK, " ".join(words))] if ordinary else []


def _may_stay(word: str, frame: Frame) -> bool:
    """Whether a word in Latin letters is a name, a short form or a mark."""
    short_form = len(word) <= 5 and word.isupper()
    mixed = not word.islower() and not word.istitle() and not word.isupper()
    return word.casefold() in frame.names or len(word) == 1 or short_form or mixed


def _by_small_words(source: str, text: str, frame: Frame) -> list[Finding]:
    """Whether the small words are another language's; of two in Latin letters, or of unknown."""
    text = _without_long_names(source, text)
    words = [word.casefold().replace("’", "'") for word in WORD.findall(text)]
    words = [word for word in words if word not in frame.names]
    own = small_words(frame.target)
    target = primary(frame.target)
    strange = [word for word in words if word not in _names_of(source)]
    different = list(dict.fromkeys(words))  # “la la la” says it once
    for other in languages_with_small_words():
        if other == target or (not own and other != primary(frame.source)):
            continue
        theirs = small_words(other)
        accented = _accented(strange, frame.target, other)
        foreign = accented + sum(word in theirs and word not in own for word in different)
        native = sum(word in own and word not in theirs for word in different)
        enough = _FEW if other == primary(frame.source) and own else _SOME
        none_own = not native and foreign >= enough
        few_own = native and foreign >= max(_MANY, 3 * native)
        if (none_own or few_own) and foreign >= _SHARE * len(different):
            return [Finding(Reason.LANGUAGE, Weight.REFUSE, other)]
        if own and not native and foreign >= max(_FEW, _HALF * len(different)):
            return [Finding(Reason.LANGUAGE, Weight.ASK, other)]
    return _spelled_by_sound(strange, frame) or _left_over(words, frame)


def _spelled_by_sound(words: Sequence[str], frame: Frame) -> list[Finding]:
    """Words full of letters the language does not have: those of a transcription, perhaps."""
    ours = accents(frame.target)
    if ours is None:
        return []
    odd = [
        word for word in words if any(c > "\x7f" and c.isalpha() and c not in ours for c in word)
    ]
    many = len(odd) >= _FEW + 1 and len(odd) >= _HALF * len(words)
    return [Finding(Reason.LANGUAGE, Weight.ASK, " ".join(odd))] if many else []


def _left_over(words: Sequence[str], frame: Frame) -> list[Finding]:
    """Small words of the source that stand together in a text which is right otherwise."""
    theirs = small_words(frame.source) - small_words(frame.target)
    if not small_words(frame.target) or primary(frame.source) == primary(frame.target):
        return []
    pairs = [f"{a} {b}" for a, b in pairwise(words) if a in theirs and b in theirs]
    return [Finding(Reason.LEFT_OVER, Weight.FLAG, ", ".join(pairs))] if pairs else []


def _without_long_names(source: str, text: str) -> str:
    """The text without names of its source that have small words in them."""
    for name in _LONG_NAME.findall(source):
        text = text.replace(name, " ")
    return text


def _names_of(source: str) -> frozenset[str]:
    """The words of a source with a capital letter: they may be there as they are."""
    return frozenset(word.casefold() for word in WORD.findall(source) if word[0].isupper())


def _accented(words: Iterable[str], target: str, other: str) -> int:
    """The words with a letter that the other language has and this one has not."""
    ours, theirs = accents(target), accents(other)
    if ours is None or theirs is None:
        return 0
    foreign = theirs - ours
    return sum(not foreign.isdisjoint(word) for word in words) if foreign else 0


def _counts(text: str) -> Counter[str]:
    return Counter(found.lastgroup or "" for found in _LETTER.finditer(text))
