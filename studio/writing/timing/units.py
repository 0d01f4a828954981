"""What of a text takes time: units of speech, marks that make a pause, pauses in seconds.

A unit is what a language is counted by: a character of Chinese, Japanese, Korean and Thai, else
a syllable, found by its vowels; letters of scripts that hide their vowels count as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from studio.writing.timing.numbers import number_units

PAUSE = re.compile(r"<#\s*(\d{1,2}(?:\.\d{1,3})?)\s*#>")
_ASIDE = re.compile(
    r"\[\[(?:[^\[\]]|\](?!\]))*+\]\]|<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】"
)

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL = "\uac00-\ud7af"
_SMALL_KANA = frozenset("ゃゅょャュョぁぃぅぇぉァィゥェォ")
_PARTS = re.compile(
    rf"(?P<sign>[{_HAN}{_KANA}{_HANGUL}])|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<long>(?:\.{2,}|…+|—+|–|--+|―+))|(?P<end>[.!?。！？;；:：؟।]+)|(?P<comma>[,，、،])"
)
_LATIN_VOWELS = re.compile("[aeiouyæøœ]+")
_SINGLE_VOWELS = re.compile("[аеёиоуыэюяіїєαεηιουω]")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
_ENGLISH_SILENT = re.compile(
    r"(?:[^aeiouylr]e|[^aeiou][^aeiouylr]es|[^aeioutd]ed|[aeiou]le|[aeiou]re)$"
)
_ENGLISH_SPLIT = re.compile(
    r"i(?:a(?!l\b|n\b)|o(?!n|us)|u)|(?<![tcsfr])ie(?=[tn])|ua(?!r)|[aeoy]ing|ea(?=$|te)|eing"
)
_ENGLISH_DENIED = re.compile("[sd]n['’]t$")
_ENGLISH_INNER = re.compile(r"(?:some|home|fore|here|more|safe|life|name|time|house)(?=[a-z]{2})")
_PAIRED_VOWELS = {
    "de": re.compile("ai|au|ei|eu|äu|ie|ay|ey|aa|ee|oo|[aeiouyäöü]"),
    "es": re.compile("qu[eiéí]|gu[eiéí]|[iu][aeoáéóiu][iuy]?|[aeoáéó][iuy]|[aeiouáéíóúü]"),
    "it": re.compile("[iu][aeoàèéìòù][iou]?|[aeo][iu]|[aeiouàèéìòù]"),
}
_HIDDEN_VOWELS = 2.4
"""Letters to a syllable where vowels are not written, or not by letters of their own."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A text as time sees it; `pauses` is the sum of its `<#x#>` in seconds.

    Commas, ends of sentences and longer breaks are those inside: at the end nothing is paused
    for. `letters` are those of the syllables.
    """

    units: float = 0.0
    letters: int = 0
    commas: int = 0
    ends: int = 0
    breaks: int = 0
    pauses: float = 0.0


def counted(text: str, language: str) -> Counted:
    """What of a text in a language takes time."""
    primary = language.partition("-")[0].casefold()
    pauses = sum(float(seconds) for seconds in PAUSE.findall(text)) if "<#" in text else 0.0
    said = unicodedata.normalize("NFC", _ASIDE.sub(" ", text)).casefold()
    units, letters = 0.0, 0
    marks: list[str] = []
    kept = (0, 0, 0)
    for part in _PARTS.finditer(said):
        kind = part.lastgroup or ""
        if kind in ("comma", "end", "long"):
            marks.append(kind)
            continue
        if kind == "sign":
            units += part[0] not in _SMALL_KANA
        elif kind == "number":
            number = _number(part[0], primary)
            units, letters = units + number, letters + round(3 * number)
        else:
            units += syllables(part[0], primary)
            letters += len(part[0])
        if marks and units:
            kept = _with(kept, marks)
        marks = []
    return Counted(units, letters, *kept, pauses) if units else Counted(pauses=pauses)


def _with(kept: tuple[int, int, int], marks: list[str]) -> tuple[int, int, int]:
    """Marks next to each other make one pause, the longest."""
    commas, ends, breaks = kept
    if "long" in marks:
        return commas, ends, breaks + 1
    return (commas, ends + 1, breaks) if "end" in marks else (commas + 1, ends, breaks)


def _number(written: str, language: str) -> float:
    groups = re.split("[.,]", written)
    thousands = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
    if thousands:
        return number_units("".join(groups)[:18], language)
    return sum(number_units(_ascii(group)[:18], language) for group in groups) + len(groups) - 1


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.digit(digit, 0)) for digit in digits)


def syllables(word: str, language: str) -> float:
    """The syllables of one word in small letters; at least one."""
    if language == "en":
        return _english(word)
    if word[0] > "\u0590" and not "\u1e00" <= word[0] <= "\u1fff":
        letters = sum(unicodedata.category(letter)[0] == "L" for letter in word)
        return float(letters) if language == "th" else max(1.0, letters / _HIDDEN_VOWELS)
    paired = _PAIRED_VOWELS.get(language)
    if paired:
        return float(max(1, len(paired.findall(word))))
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    groups = len(_LATIN_VOWELS.findall(plain)) + len(_SINGLE_VOWELS.findall(plain))
    return float(max(1, groups - (language == "fr" and _silent_in_french(plain))))


def _silent_in_french(word: str) -> bool:
    return len(word) > 3 and word.endswith(("e", "es", "ent"))


def _english(word: str) -> float:
    denied = bool(_ENGLISH_DENIED.search(word))
    word = word.replace("'", "").replace("’", "")
    count = denied + len(_ENGLISH_VOWELS.findall(word)) + len(_ENGLISH_SPLIT.findall(word))
    silent = bool(_ENGLISH_SILENT.search(word)) + bool(_ENGLISH_INNER.match(word))
    return float(max(1, count - silent))
