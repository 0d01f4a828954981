"""What a language is called when a model is told to write in it."""

from __future__ import annotations

_NAMES = {
    "ar": "Arabic", "bn": "Bengali", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech",
    "cmn": "Mandarin Chinese", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fil": "Filipino",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Chinese",
}  # fmt: skip
_WHOLE = {
    "zh-hans": "Simplified Chinese",
    "zh-cn": "Simplified Chinese",
    "zh-sg": "Simplified Chinese",
    "zh-hant": "Traditional Chinese",
    "zh-tw": "Traditional Chinese as in Taiwan",
    "zh-hk": "Traditional Chinese as in Hong Kong",
    "pt-br": "Brazilian Portuguese",
    "pt-pt": "European Portuguese",
    "en-gb": "British English",
    "en-us": "American English",
    "es-419": "Latin American Spanish",
}


def language_in_words(code: str) -> str:
    """A language with its code, such as `German (de)`; the code alone where it has no name here."""
    folded = code.casefold()
    name = _WHOLE.get(folded) or _NAMES.get(folded.partition("-")[0])
    return f"{name} ({code})" if name else code
