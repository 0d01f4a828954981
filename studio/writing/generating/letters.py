"""Whether words are in the language that was asked for, as far as their letters tell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from studio.writing.tongues import scripts_of
from studio.writing.translating.validation.language import is_in

_OWN = {
    "zh": ("CJK",),
    "cmn": ("CJK",),
    "yue": ("CJK",),
    "wuu": ("CJK",),
    "nan": ("CJK", "LATIN"),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "ko": ("HANGUL", "CJK"),
    "th": ("THAI",),
    "lo": ("LAO",),
    "km": ("KHMER",),
    "my": ("MYANMAR",),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "sd"), ("ARABIC",)),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "ky", "tg"), ("CYRILLIC",)),
    **dict.fromkeys(("sr", "kk", "mn", "uz", "az", "tt"), ("CYRILLIC", "LATIN")),
    "el": ("GREEK",),
    **dict.fromkeys(("he", "yi"), ("HEBREW",)),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), ("DEVANAGARI",)),
    "bn": ("BENGALI",),
    "ta": ("TAMIL",),
    "te": ("TELUGU",),
    "kn": ("KANNADA",),
    "ml": ("MALAYALAM",),
    "gu": ("GUJARATI",),
    "pa": ("GURMUKHI",),
    "si": ("SINHALA",),
    "ka": ("GEORGIAN",),
    "hy": ("ARMENIAN",),
    "am": ("ETHIOPIC",),
}
_LATIN = ("LATIN",)
_BY_SCRIPT = {
    "latn": _LATIN, "cyrl": ("CYRILLIC",), "arab": ("ARABIC",), "hans": ("CJK",), "hant": ("CJK",),
}  # fmt: skip
_TELLING_WORDS = 4
"""Words below which small words tell no language from another."""
_TELLING = 2
"""Letters below which nothing can be said: an exclamation, a name in letters."""
_ENOUGH = 0.5
_IN_SIGNS = frozenset({"zh", "cmn", "yue", "ja", "ko"})
_SIGN = 4
"""Letters that one sign says as much as: names in letters do not make another language."""
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_KANJI_ALONE = 14


def in_other_letters(text: str, language: str) -> bool:
    """Whether most letters are of a script that the language is not written in."""
    primary, _, rest = language.casefold().partition("-")
    own = next((_BY_SCRIPT[part] for part in rest.split("-") if part in _BY_SCRIPT), None)
    own = own or _OWN.get(primary, _LATIN)
    scripts = Counter(_script(c) for c in text if unicodedata.category(c)[0] == "L")
    total = sum(scripts.values())
    if total < _TELLING:
        return False
    if primary in ("zh", "cmn", "yue") and _KANA.search(text):
        return len(_KANA.findall(text)) / total > _ENOUGH / 3
    if primary in ("ja", "ko") and not scripts.keys() & {*own[:-1]}:
        return scripts["CJK"] > _KANJI_ALONE or scripts["CJK"] < total * _ENOUGH
    ours = sum(scripts[name] for name in own)
    weight = _SIGN if primary in _IN_SIGNS else 1
    return ours * weight < (total + ours * (weight - 1)) * _ENOUGH


def in_other_language(text: str, language: str) -> bool:
    """Whether words are in another language, by their letters or by their small words."""
    if in_other_letters(text, language):
        return True
    in_latin = "latin" in scripts_of(language)
    return in_latin and len(text.split()) >= _TELLING_WORDS and not is_in(text, language)


def _script(letter: str) -> str:
    """The script of a letter, by the first word of its name."""
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
