"""The field tables of MiniMax's synthesis requests, and the rules between fields."""

from __future__ import annotations

from typing import Any

from tests.services.checking import (
    Fields,
    complaints,
    flag,
    many,
    number,
    one_number_of,
    one_of,
    required,
    table,
    text,
    whole,
)
from tests.services.minimax.texts import text_complaints
from tests.services.minimax.vocabulary import (
    BITRATES,
    EFFECTS,
    FORMATS,
    LANGUAGES,
    MODELS,
    NEWER_LANGUAGES,
    OPUS_RATES,
    SAMPLE_RATES,
    STREAMED_FORMATS,
    emotions_of,
)

LONGEST_TEXT = 9_999
LONGEST_LONG_TEXT = 50_000
SUBTITLES = ("sentence", "word", "word_streaming")
_VOICE: Fields = {
    "voice_id": required(text()),
    "speed": number(0.5, 2),
    "vol": number(0, 10, above=True),
    "pitch": whole(-12, 12),
    "emotion": text(),
}
_VOICE_NOW: Fields = {**_VOICE, "text_normalization": flag, "latex_read": flag}
_VOICE_LATER: Fields = {**_VOICE, "english_normalization": flag}
_AUDIO: Fields = {
    "bitrate": one_number_of(BITRATES),
    "format": one_of(FORMATS),
    "channel": whole(1, 2),
}
_AUDIO_NOW: Fields = {**_AUDIO, "sample_rate": one_number_of(SAMPLE_RATES), "force_cbr": flag}
_AUDIO_LATER: Fields = {
    **_AUDIO,
    "audio_sample_rate": one_number_of({*SAMPLE_RATES, *OPUS_RATES}),
}
_MIXED: Fields = {"voice_id": required(text(least=1)), "weight": required(whole(1, 100))}
_SHARED: Fields = {
    "model": required(one_of(MODELS)),
    "pronunciation_dict": table(
        {"tone": required(many(text(pattern=r"(?s:[^/]+/.+)")))}, within="pronunciation_dict"
    ),
    "language_boost": lambda value: "" if value is None else one_of(LANGUAGES)(value),
    "voice_modify": table(
        {
            "pitch": whole(-100, 100),
            "intensity": whole(-100, 100),
            "timbre": whole(-100, 100),
            "sound_effects": one_of(EFFECTS),
        },
        within="voice_modify",
    ),
    "continuous_sound": flag,
    "aigc_watermark": flag,
}
NOW: Fields = {
    **_SHARED,
    "text": required(text(least=1, most=LONGEST_TEXT)),
    "stream": flag,
    "stream_options": table({"exclude_aggregated_audio": flag}, within="stream_options"),
    "voice_setting": required(table(_VOICE_NOW, within="voice_setting")),
    "audio_setting": table(_AUDIO_NOW, within="audio_setting"),
    "timbre_weights": many(table(_MIXED, within="timbre_weights"), most=4),
    "text_normalization_mode": one_of(("basic", "quality")),
    "subtitle_enable": flag,
    "subtitle_type": one_of(SUBTITLES),
    "output_format": one_of(("hex", "url")),
}
LATER: Fields = {
    **_SHARED,
    "text": text(least=1, most=LONGEST_LONG_TEXT),
    "text_file_id": whole(1),
    "voice_setting": required(table(_VOICE_LATER, within="voice_setting")),
    "audio_setting": table(_AUDIO_LATER, within="audio_setting"),
}


def order_complaints(body: Any) -> list[str]:
    """All that is wrong with a synchronous order."""
    found = complaints(body, NOW)
    if found:
        return found
    stream = body.get("stream", False)
    format = body.get("audio_setting", {}).get("format", "mp3")
    found += _between(body) + text_complaints(body["text"], body["model"])
    if "timbre_weights" in body and body["voice_setting"]["voice_id"]:
        found.append("voice_setting.voice_id: must be empty when voices are mixed")
    if stream:
        if format not in STREAMED_FORMATS:
            found.append(f"audio_setting.format: {format} cannot be streamed")
        for name, value in {"output_format": "url", "aigc_watermark": True}.items():
            if body.get(name) == value:
                found.append(f"{name}: not with stream")
    elif body.get("subtitle_type") == "word_streaming" or "stream_options" in body:
        found.append("subtitle_type, stream_options: only with stream")
    if "voice_modify" in body and format not in (("mp3",) if stream else ("mp3", "wav", "flac")):
        found.append(f"voice_modify: not with {format}")
    return found


def long_order_complaints(body: Any) -> list[str]:
    """All that is wrong with an asynchronous order."""
    found = complaints(body, LATER)
    if found:
        return found
    if ("text" in body) == ("text_file_id" in body):
        found.append("text, text_file_id: exactly one of them")
    audio = body.get("audio_setting", {})
    format = audio.get("format", "mp3")
    rates = OPUS_RATES if format == "opus" else SAMPLE_RATES
    if "audio_sample_rate" in audio and audio["audio_sample_rate"] not in rates:
        found.append(f"audio_setting.audio_sample_rate: not with {format}")
    if "voice_modify" in body and format not in ("mp3", "wav", "flac"):
        found.append(f"voice_modify: not with {format}")
    if "text" in body:
        found += text_complaints(body["text"], body["model"], pauses=False)
    return found + _between(body)


def _between(body: dict[str, Any]) -> list[str]:
    model, found = body["model"], list[str]()
    emotion = body["voice_setting"].get("emotion")
    if emotion is not None and emotion not in emotions_of(model):
        found.append(f"voice_setting.emotion: this model does not support {emotion!r}: {model}")
    if body.get("language_boost") in NEWER_LANGUAGES and model.startswith("speech-0"):
        found.append(f"language_boost: not on {model}")
    if body.get("continuous_sound") and not model.startswith("speech-2.8"):
        found.append(f"continuous_sound: not on {model}")
    if "bitrate" in body.get("audio_setting", {}):
        format = body["audio_setting"].get("format", "mp3")
        if format != "mp3":
            found.append(f"audio_setting.bitrate: not with {format}")
    return found
