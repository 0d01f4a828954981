"""Whether a translation has the numbers of its source, in digits or in words.

What is written in digits has to be on the other side too; how it is said there is read generously,
so that "14:30" may be “halb drei” and "200万" may be “two million”.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from studio.writing.tongues import primary
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.validation.markup import blanked
from studio.writing.translating.validation.number_words import ANYWHERE, number_words

_DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(_DIGITS)
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+")
_SEPARATORS = re.compile(r"[.,'’\u00a0\u202f ]")
_TIME = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])[:：h.点點時시]([0-5]\d)(?![\d:])")
_PLAIN_TIME = re.compile(r"[:：h点點時시]")
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])\s*(?:月(?!間)|월)")
_GLUE = r"[\s\u00ad-]*(?:(?:and|und|en|ën|et|y|e|i)(?:[\s-]+|(?<=und)|(?<=[eë]n)|(?<=i)))?"
_MOST_WORDS, _MOST_DIGITS = 12, 15
_QUARTERS = frozenset({0, 15, 30, 45})


@dataclass(frozen=True, slots=True)
class _Part:
    """A number or the word of one; `times` where it multiplies what is before it."""

    worth: Decimal
    times: bool = False
    digits: bool = False


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What a text states in digits, and all that it may be read to say."""

    stated: Mapping[Decimal, bool]
    """What stands in digits, and whether it is whole as it stands there."""
    times: frozenset[tuple[int, int]]
    said: frozenset[Decimal]
    readable: bool
    """Whether the words of numbers are known in its language."""


def number_findings(source: str, source_language: str, text: str, language: str) -> list[Finding]:
    """The numbers in digits that the other of the two has neither in digits nor in words."""
    if numbers_in(source) == numbers_in(text):
        return []
    ours, theirs = _read(source, source_language), _read(text, language)
    lost, added = _not_in(ours, theirs), _not_in(theirs, ours)
    value = ", ".join(sorted(lost) or sorted(added))
    return [Finding(Reason.NUMBER, Weight.FLAG, value)] if value else []


def numbers_in(text: str) -> Counter[str]:
    """The numbers of a text in ASCII digits: no separators of thousands, a point for fractions."""
    return Counter(_plain(match[0]) for match in _NUMBER.finditer(_ascii_digits(blanked(text))))


def _not_in(these: _Numbers, those: _Numbers) -> set[str]:
    """What is stated on one side only; words that cannot be read are believed."""
    silent = not those.stated and not those.times
    missing = {
        _shown(number)
        for number, whole in these.stated.items()
        if number not in those.said and not (silent and not (those.readable and whole))
    }
    times = {
        f"{hour}:{minute:02}"
        for hour, minute in these.times - those.times
        if not (silent and not those.readable) and not _tells(hour, minute, those.said)
    }
    return missing | times


def _tells(hour: int, minute: int, said: frozenset[Decimal]) -> bool:
    """Whether numbers may be a time: by the hour it is, or by the next one, of twelve or of 24."""
    hours = {hour, hour + 12, (hour + 11) % 12 + 1, hour + 1, hour % 12 + 1, hour % 24}
    minutes = {minute, 60 - minute, abs(30 - minute)}
    exact = minute in _QUARTERS or not said.isdisjoint(map(Decimal, minutes))
    return exact and not said.isdisjoint(map(Decimal, hours))


def _read(text: str, language: str) -> _Numbers:
    code = primary(language)
    text = _ascii_digits(blanked(text)).casefold()
    times = frozenset((int(m[1]), int(m[2])) for m in _times(text))
    said, stated = set[Decimal](), dict[Decimal, bool]()
    for hour, minute in times:
        said |= {Decimal(hour), Decimal(minute)}
    for match in _MONTH.finditer(text):
        said.add(Decimal(match[0].rstrip("月월 ")))
    rest = _MONTH.sub(" . ", _without(text, _times(text)))
    for run in _runs(rest, code):
        said.update(_readings(run))
        stated.update(_stated(run))
    return _Numbers(stated, times, frozenset(said), bool(number_words(code)))


def _times(text: str) -> list[re.Match[str]]:
    """The times of day; with a point only where nothing but a time can be meant."""
    return [m for m in _TIME.finditer(text) if _PLAIN_TIME.search(m[0])]


def _without(text: str, matches: Sequence[re.Match[str]]) -> str:
    for match in reversed(matches):
        text = f"{text[: match.start()]} . {text[match.end() :]}"
    return text


def _runs(text: str, code: str) -> Iterator[list[_Part]]:
    """Numbers and their words that stand together."""
    first, more = _patterns(code)
    at = 0
    while (match := first.search(text, at)) is not None:
        run = [_part(match[1], code)]
        at = match.end()
        while len(run) < _MOST_WORDS and (match := more.match(text, at)) is not None:
            run.append(_part(match[1], code))
            at = match.end()
        yield run


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What begins a run of numbers in a language, and what goes on with it."""
    words = sorted(map(re.escape, number_words(code)), key=len, reverse=True)
    anywhere = code in ANYWHERE
    before = "" if anywhere else r"(?<![^\W\d_])"
    ending = "" if anywhere else r"[^\W\d_]{0,3}?"
    said = f"(?:{'|'.join(words)})" if words else r"(?!)"
    number = rf"({_DIGITS}|{said})"
    return re.compile(rf"(?:(?<!\d)(?=\d)|{before}){number}"), re.compile(
        rf"{ending}{_GLUE}{number}"
    )


def _part(text: str, code: str) -> _Part:
    known = number_words(code).get(text)
    if known is not None:
        return _Part(Decimal(known[0]), known[1])
    return _Part(Decimal(_plain(text)[:_MOST_DIGITS].rstrip(".")), digits=True)


def _stated(run: Sequence[_Part]) -> Iterator[tuple[Decimal, bool]]:
    """What stands in digits, with the words right after it that multiply it."""
    for at, part in enumerate(run):
        if not part.digits:
            continue
        worth = part.worth
        for word in run[at + 1 :]:
            if not word.times or word.worth < 100:
                break
            worth *= word.worth
        yield worth, not part.worth % 1


def _readings(run: Sequence[_Part]) -> Iterator[Decimal]:
    """All that a run, or a part of it, may say."""
    for begin in range(len(run)):
        for end in range(begin + 1, len(run) + 1):
            parts = run[begin:end]
            yield _sum(parts)
            yield from _otherwise(parts)


def _sum(parts: Sequence[_Part]) -> Decimal:
    """The worth of words in their order: what is before a multiplier is multiplied."""
    total = section = Decimal(0)
    for part in parts:
        if not part.times:
            section += part.worth
        elif part.worth >= 1000:
            if total and total < part.worth:
                total = (total + section) * part.worth
            else:
                total += (section or 1) * part.worth
            section = Decimal(0)
        else:
            low = section % part.worth
            section += (low or 1) * part.worth - low
    return total + section


def _otherwise(parts: Sequence[_Part]) -> Iterator[Decimal]:
    """Digits one by one, a year in two halves, a last digit that stands for the next place."""
    if len(parts) < 2:
        return
    whole = [part.worth for part in parts]
    if all(not part.times and part.worth < 10 for part in parts):
        yield Decimal("".join(str(worth) for worth in whole if not worth % 1) or 0)
    for at in range(1, len(parts)):
        high, low = _sum(parts[:at]), _sum(parts[at:])
        if 10 <= high < 100 and 0 < low < 100:
            yield high * 100 + low
    before, last = parts[-2], parts[-1]
    if before.times and before.worth >= 100 and not last.times and last.worth < 10:
        yield _sum(parts[:-1]) + last.worth * before.worth / 10


def _plain(number: str) -> str:
    if _GROUPED.fullmatch(number):
        number = _SEPARATORS.sub("", number)
    return number.replace(",", ".").lstrip("0") or "0"


def _shown(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _ascii_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text
    )
