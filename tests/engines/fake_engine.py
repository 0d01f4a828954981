"""A fake engine that speaks tones, remembers what it was asked, and fails on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from studio.engines.speech import (
    Limits,
    Pace,
    Price,
    Range,
    Reading,
    Setting,
    Speech,
    SpeechRequest,
    Voice,
)
from studio.errors import NothingToSay, VoiceError
from studio.model.cast import Scalar
from studio.model.line import EMOTIONS
from tests.builders import a_sound


class FakeEngine:
    """Speaks a tone of 20 ms per word; `held` keeps every line back until it is set."""

    def __init__(
        self,
        name: str = "offline",
        *,
        pace: Pace | None = None,
        price_per_character: Decimal = Decimal(0),
        offers: Sequence[Voice] = (),
        models: Sequence[str] = ("tone",),
        settings: Sequence[Setting] = (),
    ) -> None:
        self.name = name
        self.pace = replace(pace or Pace(in_flight=2), told=True)
        self.asked: list[SpeechRequest] = []
        self.fails: Callable[[SpeechRequest], VoiceError | None] = lambda request: None
        self.held: asyncio.Event | None = None
        self.most_at_once = 0
        self.at_once = 0
        self.offers = tuple(offers) or _usual_voices(name)
        self.rate = price_per_character
        self._models = tuple(models)
        self._settings = tuple(settings)

    def limits(self, model: str = "") -> Limits:
        return Limits(
            self._models,
            EMOTIONS,
            Range(0.5, 2.0),
            Range(-12, 12),
            Range(0, 2),
            longest_text=500,
            settings=self._settings,
        )

    async def voices(self) -> tuple[Voice, ...]:
        return self.offers

    def prepare(self, reading: Reading) -> SpeechRequest:
        text = reading.text.strip("*")
        if not any(c.isalnum() for c in text):
            raise NothingToSay(self.name, "nothing to say")
        settings: dict[str, Scalar] = {
            "speed": reading.speed,
            "emotion": reading.emotion or reading.direction,
        }
        for known in self._settings:
            value = reading.settings.get(known.name, known.default)
            if value != known.default:
                settings[known.name] = value
        return SpeechRequest(
            self.name, reading.model, reading.voice, reading.language, text, settings
        )

    def price(self, request: SpeechRequest) -> Price:
        billed = len(request.text) if self.rate else 0
        return Price(billed, self.rate * billed, "USD")

    async def speak(self, request: SpeechRequest) -> Speech:
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.held:
                await self.held.wait()
            error = self.fails(request)
            if error:
                raise error
            await asyncio.sleep(0)
        finally:
            self.at_once -= 1
        words = len(request.text.split())
        pitch = 200.0 + 10 * request.variation + len(request.voice)
        return Speech(a_sound(20 * words, pitch=pitch), self.price(request).billed_characters)

    async def aclose(self) -> None:
        """Nothing to let go of."""


def _usual_voices(engine: str) -> tuple[Voice, ...]:
    ids = ("narrator", "man", "woman", "girl")
    return tuple(
        Voice(engine, id, id.title(), style="narrator" if id == "narrator" else "") for id in ids
    )
