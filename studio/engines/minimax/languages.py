"""The languages a model can be told to expect, from the tags that scripts use."""

from __future__ import annotations

from studio.engines.minimax.models import family

AUTO = "auto"
MANDARIN = "Chinese"
CANTONESE = "Chinese,Yue"

BY_CODE = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cmn": MANDARIN,
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "in": "Indonesian", "it": "Italian", "iw": "Hebrew", "ja": "Japanese", "ko": "Korean",
    "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Nynorsk", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tl": "Filipino",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "yue": CANTONESE, "zh": MANDARIN,
}  # fmt: skip
LANGUAGES = (*dict.fromkeys(BY_CODE.values()), AUTO)
"""All that may be sent."""

_NOT_ON_OLD = frozenset({"Persian", "Filipino", "Tamil"})
_WHERE_CANTONESE_IS_SPOKEN = frozenset({"hk", "mo", "yue"})


def named(tag: str) -> str:
    """The service's name for a language tag: `en-GB` is `English`; `auto` for an unknown one."""
    first, *others = tag.strip().replace("_", "-").casefold().split("-")
    if first == "zh" and _WHERE_CANTONESE_IS_SPOKEN.intersection(others):
        return CANTONESE
    return BY_CODE.get(first, AUTO)


def taken_by(model: str, language: str) -> str:
    """The language as a model takes it: three are unknown to the older ones."""
    old = family(model) in ("01", "02")
    return AUTO if old and language in _NOT_ON_OLD else language


def codes_of(language: str) -> tuple[str, ...]:
    """The tags under which voices of a language are found, empty for none."""
    if language == CANTONESE:
        return ("yue", "zh-HK", "zh-MO")
    codes = [code for code, name in BY_CODE.items() if name == language]
    return ("zh",) if language == MANDARIN else tuple(codes[:1])
