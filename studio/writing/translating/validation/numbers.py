"""Whether a translation has the numbers of its source, in digits or in words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.tongues import primary
from studio.writing.translating.validation.markup import blanked

_NUMBER = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?![\d])|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+")
_SEPARATORS = re.compile(r"[.,'’\u00a0\u202f ]")

_SMALL = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "zero un due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze",
    "ru": "ноль один два три четыр пят шест сем восем девят десят одиннадцат двенадцат",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz on onbir oniki",
    "vi": "không một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai",
    "th": "ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ สิบเอ็ด สิบสอง",
    "ko": "영 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
_KOREAN_SHORT = {1: "한", 2: "두", 3: "세", 4: "네", 20: "스무"}
_ENGLISH_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENS = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veint treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "vent trent quarant cinquant sessant settant ottant novant",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ru": "двадцат тридцат сорок пятьдесят шестьдесят семьдесят восемьдесят девяност",
    "tr": "yirmi otuz kırk elli altmış yetmiş seksen doksan",
}
_HUNDRED = {
    "en": "hundred", "de": "hundert", "fr": "cent", "es": "cien", "it": "cent", "pt": "cem",
    "ru": "сто", "tr": "yüz", "vi": "trăm", "ko": "백", "th": "ร้อย", "nl": "honderd",
}  # fmt: skip
_THOUSAND = {
    "en": "thousand", "de": "tausend", "fr": "mille", "es": "mil", "it": "mil", "pt": "mil",
    "ru": "тысяч", "tr": "bin", "vi": "nghìn", "ko": "천", "th": "พัน", "nl": "duizend",
}  # fmt: skip
_SIGNS = "零一二三四五六七八九"
_SINO_KOREAN = "영일이삼사오육칠팔구"
_BY_SIGNS = frozenset({"zh", "cmn", "yue", "ja"})


def number_findings(source: str, source_language: str, text: str, language: str) -> list[Finding]:
    """The numbers that only one of the two has, in digits or in words."""
    ours, theirs = numbers_in(source), numbers_in(text)
    lost, added = ours - theirs, theirs - ours
    if not lost and not added:
        return []
    lost = {number for number in lost if not is_spelled(number, text, language)}
    added = {number for number in added if not is_spelled(number, source, source_language)}
    if not lost and not added:
        return []
    value = ", ".join(sorted(lost) or sorted(added))
    return [Finding(Reason.NUMBER, Weight.FLAG, value)]


def numbers_in(text: str) -> Counter[str]:
    """The numbers of a text in ASCII digits: no separators of thousands, a point for fractions."""
    found: Counter[str] = Counter()
    for match in _NUMBER.finditer(_ascii_digits(blanked(text))):
        number = match[0]
        if _GROUPED.fullmatch(number):
            number = _SEPARATORS.sub("", number)
        number = number.replace(",", ".")
        found[number.lstrip("0") or "0"] += 1
    return found


def is_spelled(number: str, text: str, language: str) -> bool:
    """Whether a number stands in a text in words; a guess that rather says yes."""
    if not number.isdecimal() or len(number) > 6:
        return False
    folded = text.casefold()
    value, code = int(number), primary(language)
    if code in _BY_SIGNS:
        return any(form in folded for form in _in_signs(value, _SIGNS, "十百千万"))
    if code == "ko":
        forms = [*_in_signs(value, _SINO_KOREAN, "십백천만"), _KOREAN_SHORT.get(value, "\0")]
        return any(form in folded for form in forms) or _all_parts(value, folded, code)
    return _all_parts(value, folded, code)


def _all_parts(value: int, folded: str, code: str) -> bool:
    parts = _parts(value, code)
    return bool(parts) and all(part in folded for part in parts)


def _parts(value: int, code: str) -> list[str]:
    """The words a number is made of, as far as they are known; none when some are not."""
    small = _SMALL.get(code, "").split()
    if value < len(small):
        return [small[value].replace("-", " ")]
    if value >= 1000:
        head, rest = divmod(value, 1000)
        return _compound(head, rest, _THOUSAND.get(code, ""), code)
    if value >= 100:
        head, rest = divmod(value, 100)
        return _compound(head, rest, _HUNDRED.get(code, ""), code)
    if code == "en" and value < 20:
        return [_ENGLISH_TEENS[value - 13]]
    tens = _ENGLISH_TENS if code == "en" else _TENS.get(code, "").split()
    if value < 20 or not tens:
        return []
    word = tens[value // 10 - 2]
    return [word, *_parts(value % 10, code)] if value % 10 else [word]


def _compound(head: int, rest: int, word: str, code: str) -> list[str]:
    if not word:
        return []
    parts = [word]
    if head > 1:
        above = _parts(head, code)
        if not above:
            return []
        parts = [*above, word]
    if rest:
        below = _parts(rest, code)
        return [*parts, *below] if below else []
    return parts


def _in_signs(value: int, ones: str, places: str) -> tuple[str, ...]:
    """A number as Chinese writes it, and digit by digit."""
    digits = "".join(ones[int(digit)] for digit in str(value))
    if value >= 100_000:
        return (digits,)
    written = ""
    for power in range(4, -1, -1):
        digit = value // 10**power % 10
        if digit:
            written += ones[digit] + ("" if not power else places[power - 1])
        elif written and not written.endswith(ones[0]) and value % 10**power:
            written += ones[0]
    written = written.rstrip(ones[0]) or ones[0]
    short = written[1:] if written[:2] == ones[1] + places[0] else written
    return (written, short, digits, written.replace("二百", "两百").replace("二千", "两千"))


def _ascii_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text
    )
