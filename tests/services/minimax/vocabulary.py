"""The words of MiniMax's speech interface: models, emotions, languages, sounds, codes."""

from __future__ import annotations

import re

MODELS = (
    "speech-2.8-hd", "speech-2.8-turbo", "speech-2.6-hd", "speech-2.6-turbo",
    "speech-02-hd", "speech-02-turbo", "speech-01-hd", "speech-01-turbo",
)  # fmt: skip
EMOTIONS = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm")
EMOTIONS_2_6 = (*EMOTIONS, "fluent", "whisper")
LANGUAGES = (
    "Chinese", "Chinese,Yue", "English", "Arabic", "Russian", "Spanish", "French", "Portuguese",
    "German", "Turkish", "Dutch", "Ukrainian", "Vietnamese", "Indonesian", "Japanese", "Italian",
    "Korean", "Thai", "Polish", "Romanian", "Greek", "Czech", "Finnish", "Hindi", "Bulgarian",
    "Danish", "Hebrew", "Malay", "Persian", "Slovak", "Swedish", "Croatian", "Filipino",
    "Hungarian", "Norwegian", "Slovenian", "Catalan", "Nynorsk", "Tamil", "Afrikaans", "auto",
)  # fmt: skip
NEWER_LANGUAGES = ("Persian", "Filipino", "Tamil")
"""What speech-01 and speech-02 do not speak."""
SOUNDS = (
    "laughs", "chuckle", "coughs", "clear-throat", "groans", "breath", "pant", "inhale", "exhale",
    "gasps", "sniffs", "sighs", "snorts", "burps", "lip-smacking", "humming", "hissing", "emm",
    "sneezes", "whistles", "crying", "applause",
)  # fmt: skip
SOUND = re.compile(rf"\((?:{'|'.join(SOUNDS)})\)")
EFFECTS = ("spacious_echo", "auditorium_echo", "lofi_telephone", "robotic")
FORMATS = ("mp3", "pcm", "flac", "wav", "pcmu_raw", "pcmu_wav", "opus")
STREAMED_FORMATS = ("mp3", "pcm", "flac", "opus", "wav")
SAMPLE_RATES = (8000, 16000, 22050, 24000, 32000, 44100)
OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
BITRATES = (32000, 64000, 128000, 256000)

MESSAGES = {
    1000: "unknown error",
    1002: "rate limit exceeded(RPM)",
    1004: "login fail: cookie is missing, log in again",
    1008: "insufficient balance",
    1026: "input text is sensitive",
    1039: "rate limit exceeded(TPM)",
    1042: "too many invisible characters",
    1043: "asr similarity check failed",
    1044: "clone prompt similarity check failed",
    2013: "invalid params",
    2037: "voice duration too short or too long",
    2038: "user has no permission to clone a voice",
    2039: "voice clone voice id duplicate",
    2042: "you don't have access to this voice_id",
    2048: "prompt audio too long",
    2049: "invalid api key",
    2054: "voice id not exist",
    2056: "usage limit exceeded, please wait for the resource release in the next 5-hour window",
    2061: "your current token plan does not support this model",
    20132: "invalid samples or voice_id",
}


def emotions_of(model: str) -> tuple[str, ...]:
    """What a model can feel."""
    return EMOTIONS_2_6 if model.startswith("speech-2.6") else EMOTIONS
