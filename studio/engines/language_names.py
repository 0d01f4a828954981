"""English names of languages as the MiniMax models know them, for all who reach those models."""

from __future__ import annotations

_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "in": "Indonesian",
    "it": "Italian", "iw": "Hebrew", "ja": "Japanese", "ko": "Korean", "ms": "Malay",
    "nb": "Norwegian", "nl": "Dutch", "nn": "Nynorsk", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tl": "Filipino", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip
NOT_ON_OLD_MODELS = frozenset({"Persian", "Filipino", "Tamil"})
"""Names that the models of the families 01 and 02 do not take."""
CANTONESE_CODES = ("yue", "zh-HK", "zh-MO")
"""The tags under which voices that speak Cantonese are found."""

_WHERE_CANTONESE_IS_SPOKEN = frozenset({"hk", "mo", "yue"})


def names_by_code(*, mandarin: str, cantonese: str) -> dict[str, str]:
    """The names by the first part of a tag; each service calls the Chinese languages otherwise."""
    chinese = {"cmn": mandarin, "yue": cantonese, "zh": mandarin}
    return dict(sorted({**_NAMES, **chinese}.items()))


def code_of(tag: str) -> str:
    """The language of a script's tag: `en` of `en-GB`, but `yue` of `zh-HK`."""
    first, *others = tag.strip().replace("_", "-").casefold().split("-")
    if first == "zh" and _WHERE_CANTONESE_IS_SPOKEN.intersection(others):
        return "yue"
    return first
