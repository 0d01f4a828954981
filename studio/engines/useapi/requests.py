"""From a reading to a request, and from a request to the fields useapi takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studio.engines.speech import Limits, Price, Range, Reading, SpeechRequest
from studio.engines.timbre import BRIGHTNESS, CRISPNESS, EFFECT, SOFTNESS, TIMBRE
from studio.engines.useapi.dialects import Dialect, is_turbo
from studio.engines.useapi.languages import AUTO, language_sent
from studio.engines.useapi.text import sounds_of, spoken_text
from studio.errors import EngineRefused, NothingToSay
from studio.model.cast import Scalar

CREDITS = "credits"
SPEEDS = Range(0.5, 2.0)
SEMITONES = Range(-12, 12)
VOLUMES = Range(0.01, 10.0)

_FIELDS = {
    BRIGHTNESS.name: "deepen_lighten",
    SOFTNESS.name: "stronger_softer",
    CRISPNESS.name: "nasal_crisp",
    "volume": "vol",
}
"""Fields whose names differ from the studio's."""


def limits(dialect: Dialect, model: str) -> Limits:
    """What a generation takes with a model."""
    model = model.strip() or dialect.models[0]
    return Limits(
        dialect.models,
        dialect.emotions(model),
        SPEEDS,
        SEMITONES,
        VOLUMES,
        dialect.longest(model),
        TIMBRE,
    )


def prepared(engine: str, dialect: Dialect, reading: Reading) -> SpeechRequest:
    """The request for a reading; raises EngineRefused for what cannot be said."""
    model = reading.model.strip() or dialect.models[0]
    if not reading.voice:
        raise EngineRefused(engine, "no voice is chosen")
    text = spoken_text(reading.text, sounds_of(model))
    if not text:
        raise NothingToSay(engine, "there is nothing to say")
    longest = dialect.longest(model)
    if len(text) > longest:
        raise EngineRefused(engine, f"the line is longer than {longest} characters")
    settings = {**_manner(dialect, model, reading), **_timbre(engine, reading.settings)}
    language = language_sent(reading.language, model)
    return SpeechRequest(engine, model, reading.voice, language, text, settings)


def price(request: SpeechRequest) -> Price:
    """Credits: one for each character, pauses and sounds too; 0.6 on turbo models.

    Billed characters are whole credits, rounded up, as the service tells them for a clip.
    """
    rate = Decimal("0.6") if is_turbo(request.model) else Decimal(1)
    credits = rate * len(request.text)
    return Price(math.ceil(credits), credits, CREDITS)


def fields(request: SpeechRequest, account: str, *, emotion: bool = True) -> dict[str, Any]:
    """A request as it is sent; `emotion` False leaves that out."""
    sent: dict[str, Any] = {
        "text": request.text,
        "voice_id": request.voice,
        "model": request.model,
    }
    if account:
        sent["account"] = account
    if request.language not in ("", AUTO):
        sent["language_boost"] = request.language
    for name, value in request.settings.items():
        if name == EFFECT.name:
            sent[str(value)] = True
        elif name != "emotion" or emotion:
            sent[_FIELDS.get(name, name)] = value
    return sent


def _manner(dialect: Dialect, model: str, reading: Reading) -> dict[str, Scalar]:
    """Speed, pitch, volume and emotion where they are not as the voice is."""
    speed = round(SPEEDS.clamped(reading.speed), 2)
    pitch = round(SEMITONES.clamped(reading.pitch))
    volume = round(VOLUMES.clamped(reading.volume), 2)
    emotion = dialect.emotion_sent(reading.emotion, model)
    manner: dict[str, Scalar] = {}
    if speed != 1:
        manner["speed"] = speed
    if pitch:
        manner["pitch"] = pitch
    if volume != 1:
        manner["volume"] = volume
    if emotion:
        manner["emotion"] = emotion
    return manner


def _timbre(engine: str, chosen: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The settings that are known and not at their default; raises EngineRefused."""
    found: dict[str, Scalar] = {}
    for setting in TIMBRE:
        value = chosen.get(setting.name, setting.default)
        if setting.range and isinstance(value, int | float):
            value = round(setting.range.clamped(value))
        elif setting.range or value not in setting.choices:
            raise EngineRefused(engine, f"{setting.name} cannot be {value!r}")
        if value != setting.default:
            found[setting.name] = value
    return found
