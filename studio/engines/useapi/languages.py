"""The names by which useapi knows languages, for a line's language and in the tags of voices."""

from __future__ import annotations

AUTO = "Auto"

_BY_CODE = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan",
    "cmn": "Chinese (Mandarin)", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fil": "Filipino",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "in": "Indonesian", "it": "Italian", "iw": "Hebrew", "ja": "Japanese",
    "ko": "Korean", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Nynorsk",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "ta": "Tamil", "th": "Thai",
    "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Chinese (Mandarin)",
}  # fmt: skip
_FOUND_UNDER = {
    "Chinese (Mandarin)": ("zh",),
    "Chinese": ("zh",),
    "Cantonese": ("yue", "zh-HK", "zh-MO"),
    "Chinese,Yue": ("yue", "zh-HK", "zh-MO"),
    "Norwegian": ("nb", "no"),
    "Filipino": ("fil", "tl"),
}
_WHERE_CANTONESE_IS_SPOKEN = frozenset({"hk", "mo", "yue"})
_NOT_ON_OLD = frozenset({"Persian", "Filipino", "Tamil"})


def language_sent(tag: str, model: str) -> str:
    """The service's name for a script's language: `en-GB` is `English`; `Auto` if it has none."""
    first, *others = tag.strip().replace("_", "-").casefold().split("-")
    if first == "zh" and _WHERE_CANTONESE_IS_SPOKEN.intersection(others):
        return _BY_CODE["yue"]
    name = _BY_CODE.get(first, AUTO)
    old = model.startswith(("speech-01", "speech-02"))
    return AUTO if old and name in _NOT_ON_OLD else name


def codes_of(tag: str) -> tuple[str, ...]:
    """The codes under which a voice with this tag is found; none for a tag of another kind."""
    if tag in _FOUND_UNDER:
        return _FOUND_UNDER[tag]
    return tuple(code for code, name in _BY_CODE.items() if name == tag)[:1]
