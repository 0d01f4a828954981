"""The words of useapi's two dialects: models, emotions, tags, built-in voices."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

MODELS_A = ("speech-02-hd", "speech-01-hd", "speech-02-turbo", "speech-01-turbo")
MODELS_B = (
    "speech-2.8-hd", "speech-2.8-turbo", "speech-2.6-hd", "speech-2.6-turbo",
    "speech-2.5-hd-preview", "speech-2.5-turbo-preview", "speech-02-hd", "speech-02-turbo",
    "speech-01-hd", "speech-01-turbo",
)  # fmt: skip
EMOTIONS_A = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "neutral")
EMOTIONS_B = (*EMOTIONS_A, "fluent")
LANGUAGES = (
    "Chinese (Mandarin)", "Cantonese", "English", "Spanish", "French", "Russian", "German",
    "Portuguese", "Arabic", "Italian", "Japanese", "Korean", "Indonesian", "Vietnamese",
    "Turkish", "Dutch", "Ukrainian", "Thai", "Polish", "Romanian", "Greek", "Czech", "Finnish",
    "Hindi", "Bulgarian", "Danish", "Hebrew", "Malay", "Persian", "Slovak", "Swedish", "Croatian",
    "Filipino", "Hungarian", "Norwegian", "Slovenian", "Catalan", "Nynorsk", "Tamil", "Afrikaans",
)  # fmt: skip
GENDERS = ("Male", "Female")
AGES_A = ("Young Adult", "Adult", "Middle-Aged", "Senior")
AGES_B = ("Child", "Young", "Middle-aged", "Elderly")
ACCENTS_A = ("US (General)", "English", "Indian")
ACCENTS_B = (
    "EN-US (General)", "EN-Australian", "EN-British", "EN-Indian", "CN-Northern", "CN-Southern",
)  # fmt: skip
STYLES = ("Calm", "Documentary", "Adult")
"""Tags that voices carry and the configuration does not list."""
SOUNDS = (
    "laughs", "chuckle", "coughs", "clear-throat", "groans", "breath", "pant", "inhale", "exhale",
    "gasps", "sniffs", "sighs", "snorts", "burps", "lip-smacking", "humming", "hissing", "emm",
    "sneezes",
)  # fmt: skip
_PER_LANGUAGE = 16
_FIRST = 226_000_000_000_000
_KNOWN = {("English", 0): "English_CalmWoman", ("English", 1): "English_Trustworth_Man"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one generation of the interface knows."""

    name: str
    models: tuple[str, ...]
    emotions: tuple[str, ...]
    ages: tuple[str, ...]
    accents: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether this is the generation that still answers."""
        return self.name == "speech"

    def config(self) -> dict[str, object]:
        """What the configuration path tells."""
        return {
            "t2a_emotion": [{"label": each.title(), "value": each} for each in self.emotions],
            "voice_tag_accent": [
                {"language": _accented(each), "tag_name": each} for each in self.accents
            ],
            "voice_tag_age": [{"tag_name": each} for each in self.ages],
            "voice_tag_gender": [{"tag_name": each} for each in GENDERS],
            "voice_tag_language": [{"tag_name": each} for each in LANGUAGES],
        }

    def built_in(self) -> list[tuple[str, str, str, list[str]]]:
        """Number, lasting name, shown name and tags of each built-in voice."""
        return [
            self._voice(language, number)
            for language in LANGUAGES
            for number in range(_PER_LANGUAGE)
        ]

    def _voice(self, language: str, number: int) -> tuple[str, str, str, list[str]]:
        gender = GENDERS[(number + 1) % 2]
        lasting = _KNOWN.get((language, number), f"{language}_{gender}{number}")
        tags = [language, gender, self.ages[number // 2 % len(self.ages)]]
        if language in ("English", "Chinese (Mandarin)"):
            wanted = "English" if language == "English" else "Chinese"
            own = [each for each in self.accents if _accented(each) == wanted]
            tags += own[number % len(own) : number % len(own) + 1] if own else []
        tags.append(STYLES[number % len(STYLES)])
        id = str(_FIRST + zlib.crc32(lasting.encode()))
        return id, lasting, lasting.replace("_", " "), tags


A = Dialect("audio", MODELS_A, EMOTIONS_A, AGES_A, ACCENTS_A)
B = Dialect("speech", MODELS_B, EMOTIONS_B, AGES_B, ACCENTS_B)


def _accented(accent: str) -> str:
    return "Chinese" if accent.startswith("CN") else "English"
