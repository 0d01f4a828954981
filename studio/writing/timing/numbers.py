"""How long a number is when it is said: syllables, or characters in Chinese and its kin."""

from __future__ import annotations

_ONES = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = (0, 1, 2, 2, 2, 2, 2, 3, 2, 2)
_ENGLISH_GROUPS = (0, 2, 2, 2, 2)
"""Syllables of nothing, thousand, million, billion, trillion."""

# Elsewhere a digit with its place is about so many units: a mean of the numbers up to 9,999.
_PER_DIGIT = {
    "de": 2.0, "es": 2.2, "fr": 1.5, "it": 2.2, "pt": 2.1, "ru": 2.6, "uk": 2.6, "pl": 2.5,
    "nl": 1.8, "tr": 1.9, "vi": 1.7, "ko": 1.5, "ja": 1.5, "th": 4.5,
}  # fmt: skip
_USUAL_PER_DIGIT = 2.0
_CHINESE = frozenset({"zh", "cmn", "yue"})
_READ_ONE_BY_ONE = 16
"""A number of more digits is a telephone's or an account's."""


def number_units(digits: str, language: str) -> float:
    """The units of a whole number of ASCII digits, in a language by its first part."""
    if len(digits) > _READ_ONE_BY_ONE or (len(digits) > 1 and digits[0] == "0"):
        return sum(_digit(digit, language) for digit in digits)
    if language == "en":
        return _english(int(digits))
    if language in _CHINESE:
        return _chinese(digits)
    return len(digits) * _PER_DIGIT.get(language, _USUAL_PER_DIGIT)


def _digit(digit: str, language: str) -> float:
    if language == "en":
        return _ONES[int(digit)]
    return 1.0 if language in _CHINESE else min(2.0, _PER_DIGIT.get(language, _USUAL_PER_DIGIT))


def _english(number: int) -> float:
    if 1100 <= number < 2000 and number % 100:  # a year, far more often than a sum
        low = number % 100
        return _below_hundred(number // 100) + _below_hundred(low) + (low < 10)
    units = 0.0
    group = 0
    rest = number
    while rest:
        rest, part = divmod(rest, 1000)
        if part:
            units += _below_thousand(part) + _ENGLISH_GROUPS[min(group, 4)]
        group += 1
    return units or _ONES[0]


def _below_thousand(number: int) -> float:
    hundreds, rest = divmod(number, 100)
    joined = 1 if hundreds and rest else 0  # "and"
    return (_ONES[hundreds] + 2 if hundreds else 0) + joined + (_below_hundred(rest) if rest else 0)


def _below_hundred(number: int) -> float:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (_ONES[ones] if ones else 0)


def _chinese(digits: str) -> float:
    """Each digit but zero with its place; zeros between are said once."""
    said = len(digits.strip("0"))
    zeros = digits.strip("0").count("0")
    runs = sum(1 for part in digits.strip("0").split("0") if part) - 1
    places = sum(1 for place, digit in enumerate(reversed(digits)) if digit != "0" and place % 4)
    groups = (len(digits) - 1) // 4
    return max(said - zeros, 1) + max(runs, 0) + places + groups
