"""Which language a text is in, as far as its letters tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv
cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr
ht hu hy hz ia ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky
la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss
st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo
za zh zu cmn fil haw ind nan wuu yue
"""

LANGUAGE_CODES = frozenset(_CODES.split())
"""Codes known as a language in a note; `id`, Indonesian, is left out: it names a line."""

_NAMES = {
    **dict.fromkeys(("english", "anglais", "inglés", "englisch", "英语", "英文"), "en"),
    **dict.fromkeys(
        ("chinese", "mandarin", "中文", "汉语", "漢語", "普通话", "国语", "國語"), "zh"
    ),
    **dict.fromkeys(("japanese", "日本語", "日语"), "ja"),
    **dict.fromkeys(("korean", "한국어", "韩语"), "ko"),
    **dict.fromkeys(("german", "deutsch"), "de"),
    **dict.fromkeys(("french", "français"), "fr"),
    **dict.fromkeys(("spanish", "español"), "es"),
    **dict.fromkeys(("portuguese", "português"), "pt"),
    **dict.fromkeys(("italian", "italiano"), "it"),
    **dict.fromkeys(("russian", "русский"), "ru"),
}
_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d]"),
    "ko": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"),
    "zh": re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
_SYLLABLES = frozenset({"zh", "ja", "ko"})
_ENOUGH = 20_000
"""Characters looked at: more do not change the answer."""


def language_code(value: str) -> str:
    """The code a title page means by its language, empty when it is none we understand."""
    named = value.strip()
    if named.casefold() in _NAMES:
        return _NAMES[named.casefold()]
    primary, dash, rest = named.partition("-")
    return f"{primary.casefold()}{dash}{rest}" if _CODE.fullmatch(named) else ""


def is_known_language(code: str) -> bool:
    """Whether a code is that of a language; of three letters any, there are too many to know."""
    primary = code.partition("-")[0].casefold()
    return len(primary) != 2 or primary in LANGUAGE_CODES or primary == "id"


def guess_language(texts: Iterable[str]) -> str:
    """The language whose letters prevail; `en` for Latin letters and where there are none.

    A Han character counts for Japanese once kana make up a tenth of both: no Chinese text has them.
    """
    sample = ""
    for text in texts:
        sample += text[: _ENOUGH - len(sample)] + "\n"
        if len(sample) >= _ENOUGH:
            break
    counts = {code: len(letters.findall(sample)) for code, letters in _SCRIPTS.items()}
    if counts["ja"] * 9 >= counts["zh"] and counts["ja"]:
        counts["ja"] += counts.pop("zh")
    for code in _SYLLABLES & counts.keys():
        # One Han character or syllable carries about as much as two and a half letters.
        counts[code] = counts[code] * 5 // 2
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "en"
