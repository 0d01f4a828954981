"""The offline engine: espeak-ng behind the studio's protocol of speech."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader  # pyright: ignore[reportMissingTypeStubs]  # its wheel has none

from studio.engines.offline.languages import Languages
from studio.engines.offline.manner import Manner, manner_of
from studio.engines.offline.personas import PERSONAS, WHISPER_VOLUME, Persona, persona
from studio.engines.offline.process import (
    SynthesizerDied,
    SynthesizerProcess,
    SynthesizerRefused,
    worker_command,
)
from studio.engines.offline.text import Run, runs, spoken_text
from studio.engines.offline.worker import RATE, Order, Piece
from studio.engines.speech import (
    Limits,
    Pace,
    Price,
    Range,
    Reading,
    Speech,
    SpeechRequest,
    Voice,
)
from studio.errors import EngineRefused, EngineUnreachable, NothingToSay
from studio.model.line import EMOTIONS

NAME = "offline"
MODEL = "espeak-ng"
WORKERS = 2
LONGEST_TEXT = 20_000

PATIENCE_S = 20.0
"""Seconds a line may take, and one more for each 200 characters."""

_RATES = Range(80, 450)
_HUNDREDTHS = Range(0, 99)
_VOLUMES = Range(5, 200)
_SPEEDS = Range(0.5, 2.0)
_LOUDNESSES = Range(0.1, 2.0)
_SEMITONES = Range(-6, 6)
_PITCH_PER_SEMITONE = 5.2
"""Measured: ten steps of espeak-ng's pitch raise a voice by 1.93 semitones."""

_SENTENCE_TAIL_MS = 350
_RUN_TAIL_MS = 0
_LINE_TAIL_MS = 60

VARIATIONS = (
    Manner(),
    Manner(rate=0.93, pitch=0.6, range=1.2),
    Manner(rate=1.07, pitch=-0.5, range=1.35),
    Manner(rate=0.97, pitch=-0.8, range=0.75),
    Manner(rate=1.1, pitch=0.9, range=1.0),
    Manner(rate=0.89, pitch=-0.3, range=1.45),
)
"""Other readings of the same line; the first is the line as asked."""


class OfflineEngine:
    """Speaks with twelve personas in every language espeak-ng has; free, and never online.

    `command` starts the synthesizer; a line may take `patience_s` and a second more for each
    200 characters.
    """

    def __init__(
        self, command: Sequence[str] | None = None, *, patience_s: float = PATIENCE_S
    ) -> None:
        self._command = tuple(command or worker_command())
        self._patience_s = patience_s
        self._data = Path(espeakng_loader.get_data_path())
        self._languages = Languages(self._data)
        self._idle: list[SynthesizerProcess] = []
        self._others: set[SynthesizerProcess] = set()
        self._closing = False
        self._places = asyncio.Semaphore(WORKERS)

    @property
    def name(self) -> str:
        """The engine's short name."""
        return NAME

    @property
    def pace(self) -> Pace:
        """As many lines at once as there are synthesizers."""
        return Pace(in_flight=WORKERS, told=True)

    @property
    def languages(self) -> frozenset[str]:
        """Every language it speaks, by espeak-ng's codes."""
        return self._languages.codes

    def limits(self, model: str = "") -> Limits:
        """What it takes; there is one model."""
        del model
        return Limits((MODEL,), EMOTIONS, _SPEEDS, _SEMITONES, _LOUDNESSES, LONGEST_TEXT)

    async def voices(self) -> tuple[Voice, ...]:
        """The twelve personas."""
        return tuple(
            Voice(NAME, p.id, p.name, (), p.gender, p.age, "narrator" if not p.variant else p.style)
            for p in PERSONAS
        )

    def prepare(self, reading: Reading) -> SpeechRequest:
        """The request for a reading; raises EngineRefused for what it cannot say."""
        speaker = persona(reading.voice)
        if speaker is None:
            raise EngineRefused(NAME, f"there is no voice {reading.voice!r}")
        language = self._languages.spoken_as(reading.language)
        if not language:
            raise EngineRefused(NAME, f"it does not speak {reading.language!r}")
        text = spoken_text(reading.text)
        if not text:
            raise NothingToSay(NAME, "there is nothing to say")
        if len(text) > LONGEST_TEXT:
            raise EngineRefused(NAME, f"the line is longer than {LONGEST_TEXT} characters")
        manner = manner_of(reading.emotion, reading.direction)
        return SpeechRequest(
            NAME, MODEL, speaker.id, language, text, _settings(speaker, manner, reading)
        )

    def price(self, request: SpeechRequest) -> Price:
        """Nothing."""
        del request
        return Price()

    async def speak(self, request: SpeechRequest) -> Speech:
        """Say it, as a WAV file; a synthesizer that dies is replaced and asked once more."""
        order = _order(request, self._languages)
        patience_s = self._patience_s + len(request.text) / 200
        async with self._places:
            samples = await self._say(order, patience_s)
        if not samples:
            raise EngineRefused(NAME, "the synthesizer had no sound for it")
        return Speech(_wave_file(samples))

    async def aclose(self) -> None:
        """End the synthesizers; a line that is being said fails."""
        self._closing = True
        for process in self._others:
            process.kill()
        for _ in range(WORKERS):
            await self._places.acquire()
        for process in (*self._idle, *self._others):
            await process.stop()
        self._idle, self._others = [], set()
        self._places, self._closing = asyncio.Semaphore(WORKERS), False

    async def _say(self, order: Order, patience_s: float) -> bytes:
        try:
            try:
                return await self._ask(self._idle.pop() if self._idle else None, order, patience_s)
            except SynthesizerDied:
                return await self._ask(None, order, patience_s)
        except SynthesizerDied as death:
            raise EngineUnreachable(NAME, f"the synthesizer {death}") from death
        except SynthesizerRefused as refusal:
            raise EngineRefused(NAME, str(refusal)) from refusal

    async def _ask(self, idle: SynthesizerProcess | None, order: Order, patience_s: float) -> bytes:
        """One line from one synthesizer; only one that answered is used again."""
        if self._closing:
            raise EngineUnreachable(NAME, "the studio is closing")
        process = idle or await self._started()
        self._others = {other for other in self._others if not other.ended} | {process}
        try:
            return await process.ask(order, patience_s)
        finally:
            if process.ready:
                self._others.discard(process)
                self._idle.append(process)

    async def _started(self) -> SynthesizerProcess:
        library = espeakng_loader.get_library_path()
        return await SynthesizerProcess.start((*self._command, library, str(self._data)))


@dataclass(frozen=True, slots=True)
class _Levels:
    """espeak-ng's numbers for one reading."""

    rate: int
    pitch: int
    range: int
    volume: int


def _settings(
    speaker: Persona, manner: Manner, reading: Reading
) -> dict[str, str | int | float | bool]:
    """All that changes the sound besides words and voice, in espeak-ng's units."""
    levels = _levels(
        speaker,
        manner,
        _SPEEDS.clamped(reading.speed),
        _SEMITONES.clamped(reading.pitch),
        _LOUDNESSES.clamped(reading.volume),
    )
    return {
        "variant": speaker.whisper if manner.whispered else speaker.variant,
        "rate": levels.rate,
        "pitch": levels.pitch,
        "range": levels.range,
        "volume": levels.volume,
    }


def _levels(speaker: Persona, manner: Manner, speed: float, pitch: float, volume: float) -> _Levels:
    level = WHISPER_VOLUME[speaker.whisper] if manner.whispered else speaker.volume
    semitones = manner.pitch + pitch
    wider = 2 ** (semitones / 12)  # espeak-ng adds the range in Hz: a higher voice needs more
    return _Levels(
        round(_RATES.clamped(speaker.rate * manner.rate * speed)),
        round(_HUNDREDTHS.clamped(speaker.pitch + semitones * _PITCH_PER_SEMITONE)),
        round(_HUNDREDTHS.clamped(speaker.range * manner.range * wider)),
        round(_VOLUMES.clamped(level * manner.volume * volume)),
    )


def _order(request: SpeechRequest, languages: Languages) -> Order:
    """A request as the synthesizer takes it, in the variation asked for."""
    settings = request.settings
    other = VARIATIONS[request.variation % len(VARIATIONS)]
    variant = str(settings["variant"])
    spoken = runs(request.text, request.language)
    pieces = [_piece(run, languages.voice_of(run.language), variant) for run in spoken]
    pieces[-1]["tail_ms"] = _LINE_TAIL_MS
    return {
        "pieces": pieces,
        "rate": round(_RATES.clamped(_number(settings, "rate") * other.rate)),
        "pitch": round(
            _HUNDREDTHS.clamped(_number(settings, "pitch") + other.pitch * _PITCH_PER_SEMITONE)
        ),
        "range": round(_HUNDREDTHS.clamped(_number(settings, "range") * other.range)),
        "volume": round(_number(settings, "volume")),
    }


def _piece(run: Run, voice: str, variant: str) -> Piece:
    return {
        "voice": f"{voice}+{variant}" if variant else voice,
        "text": run.text,
        "tail_ms": _SENTENCE_TAIL_MS if run.ends_sentence else _RUN_TAIL_MS,
    }


def _number(settings: Mapping[str, str | int | float | bool], name: str) -> float:
    return float(settings[name])


def _wave_file(samples: bytes) -> bytes:
    """Mono 16-bit samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples)
    return file.getvalue()
