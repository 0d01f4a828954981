"""The bodies of MiniMax's requests for speech, from the studio's request."""

from __future__ import annotations

import json
from typing import Any

from studio.engines.minimax.preparing import PRONUNCIATIONS
from studio.engines.minimax.settings import (
    BLEND,
    NUMBER_READING,
    ONE_BREATH,
    READ_FORMULAS,
    READ_NUMBERS,
    WATERMARK,
    blend_of,
)
from studio.engines.speech import SpeechRequest
from studio.engines.timbre import BRIGHTNESS, CRISPNESS, EFFECT, SOFTNESS

Body = dict[str, Any]

STREAM_RATE = 32_000
"""Samples per second of a stream."""
FILE_RATE = 44_100
FORMATS = ("wav", "flac", "mp3")


def order_at_once(
    request: SpeechRequest, *, format: str, subtitles: bool, emotion: bool = True
) -> Body:
    """POST /v1/t2a_v2 for a whole file; without its `emotion` for a model that knows none."""
    body = _spoken_now(request, emotion=emotion) | {
        "stream": False,
        "output_format": "hex",
        "audio_setting": _file(format, "sample_rate"),
    }
    if subtitles:
        body |= {"subtitle_enable": True, "subtitle_type": "word"}
    if request.settings.get(WATERMARK.name):
        body["aigc_watermark"] = True
    return body


def order_in_pieces(request: SpeechRequest, *, emotion: bool = True) -> Body:
    """POST /v1/t2a_v2 for a stream, bare samples where they can be had."""
    bare = {"format": "pcm", "sample_rate": STREAM_RATE, "channel": 1}
    return _spoken_now(request, emotion=emotion) | {
        "stream": True,
        "stream_options": {"exclude_aggregated_audio": True},
        "audio_setting": bare if streams_bare(request) else _file("mp3", "sample_rate"),
    }


def order_for_later(request: SpeechRequest, *, format: str, emotion: bool = True) -> Body:
    """POST /v1/t2a_async_v2, which has other names for some fields."""
    voice = _voice(request, emotion=emotion)
    if request.settings.get(READ_NUMBERS.name):
        voice["english_normalization"] = True
    body = _shared(request) | {
        "voice_setting": voice,
        "audio_setting": _file(format, "audio_sample_rate"),
    }
    if request.settings.get(WATERMARK.name):
        body["aigc_watermark"] = True
    return body


def streams_bare(request: SpeechRequest) -> bool:
    """Whether a stream of it is bare samples; a changed voice is streamed as MP3 only."""
    return not _modified(request)


def _file(format: str, rate_name: str) -> Body:
    found: Body = {"format": format, rate_name: FILE_RATE, "channel": 1}
    return found | ({"bitrate": 128_000} if format == "mp3" else {})


def _spoken_now(request: SpeechRequest, *, emotion: bool) -> Body:
    """What file and stream share."""
    settings, voice = request.settings, _voice(request, emotion=emotion)
    if settings.get(READ_NUMBERS.name):
        voice["text_normalization"] = True
    if settings.get(READ_FORMULAS.name):
        voice["latex_read"] = True
    body = _shared(request) | {"voice_setting": voice}
    if NUMBER_READING.name in settings:
        body["text_normalization_mode"] = settings[NUMBER_READING.name]
    if BLEND.name in settings:
        shares = blend_of(str(settings[BLEND.name]))
        body["timbre_weights"] = [{"voice_id": id, "weight": weight} for id, weight in shares]
    return body


def _shared(request: SpeechRequest) -> Body:
    """What every order has."""
    settings = request.settings
    body: Body = {
        "model": request.model,
        "text": request.text,
        "language_boost": request.language,
    }
    if PRONUNCIATIONS in settings:
        pairs = json.loads(str(settings[PRONUNCIATIONS]))
        body["pronunciation_dict"] = {"tone": [f"{written}/{said}" for written, said in pairs]}
    if settings.get(ONE_BREATH.name):
        body["continuous_sound"] = True
    modified = _modified(request)
    return body | ({"voice_modify": modified} if modified else {})


def _voice(request: SpeechRequest, *, emotion: bool) -> Body:
    """The voice; what is as the voice is by itself is not sent, and no emotion never is."""
    settings = request.settings
    found: Body = {"voice_id": request.voice}
    for name, sent_as in (("speed", "speed"), ("volume", "vol"), ("pitch", "pitch")):
        if name in settings:
            found[sent_as] = settings[name]
    if emotion and "emotion" in settings:
        found["emotion"] = settings["emotion"]
    return found


def _modified(request: SpeechRequest) -> Body:
    names = {
        BRIGHTNESS.name: "pitch",
        SOFTNESS.name: "intensity",
        CRISPNESS.name: "timbre",
        EFFECT.name: "sound_effects",
    }
    return {
        sent: request.settings[name] for name, sent in names.items() if name in request.settings
    }
