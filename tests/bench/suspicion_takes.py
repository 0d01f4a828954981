"""Takes of the offline engine by many voices in three languages, whole and with planted faults."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.audio.decode import ingest
from studio.audio.peaks import peaks_of
from studio.audio.soundfiles import resample
from studio.audio.speech_levels import levels_of
from studio.audio.speech_span import speech_span
from studio.engines.offline.engine import OfflineEngine
from studio.engines.speech import Reading
from studio.model.span import SAMPLE_RATE, Span
from studio.model.suspicion import Reason
from tests.bench.length_takes import GERMAN, sample_readings

Sound = NDArray[np.float32]

VOICES = (
    "narrator", "man", "deep-man", "old-man", "boy",
    "woman", "warm-woman", "bright-woman", "elder-woman", "girl",
)  # fmt: skip
SPEEDS = (0.8, 1.0, 1.0, 1.25)
OF_EACH = 16
NEAR = SAMPLE_RATE // 5
HIGHER = 6.0
"""Semitones by which a take with another pitch is off: as far as the engine goes."""

LOW_VOICES = frozenset({"narrator", "man", "deep-man", "old-man"})


@dataclass(frozen=True, slots=True, eq=False)
class BenchTake:
    """One take in its lane: how it was read, its sound, the same higher or lower, and another's."""

    lane: str
    reading: Reading
    sound: Sound
    shifted: Sound
    another: Sound


async def spoken() -> list[BenchTake]:
    """The sample series as it is cast and acted, and lines of three languages by every voice."""
    engine = OfflineEngine()
    try:
        cast = await sample_readings(engine)
        readings = [("cast", reading) for of_language in cast.values() for reading in of_language]
        texts = {language: [r.text for r in read] for language, read in cast.items()}
        texts["de"] = GERMAN.strip().splitlines()
        for at, voice in enumerate(VOICES):
            for language, lines in texts.items():
                for number in range(OF_EACH):
                    text = lines[(at * 5 + number * 3) % len(lines)]
                    speed = SPEEDS[number % len(SPEEDS)]
                    readings.append(("plain", Reading(text, language, voice, speed=speed)))
        work = (_take(engine, kind, reading) for kind, reading in readings)
        return list(await asyncio.gather(*work))
    finally:
        await engine.aclose()


async def _take(engine: OfflineEngine, kind: str, reading: Reading) -> BenchTake:
    shifted = replace(reading, pitch=HIGHER if len(reading.text) % 2 else -HIGHER)
    voice = "bright-woman" if reading.voice in LOW_VOICES else "deep-man"
    readings = (reading, shifted, replace(reading, voice=voice))
    sounds = [ingest((await engine.speak(engine.prepare(each))).data) for each in readings]
    return BenchTake(f"{kind} {reading.voice} {reading.language}", reading, *sounds)


def with_faults(take: BenchTake, dice: np.random.Generator) -> Iterator[tuple[Reason, str, Sound]]:
    """The take with one fault at a time, and what a listener should be told of it."""
    sound = take.sound
    span = speech_span(peaks_of(sound))
    cut = round(dice.uniform(0.06, 0.25) * SAMPLE_RATE)
    yield Reason.CLIPPED_START, "60 to 250 ms missing", sound[span.start + cut :]
    yield Reason.CLIPPED_END, "60 to 250 ms missing", sound[: span.end - cut]
    at = span.start + round(span.length * dice.uniform(0.2, 0.8))
    hole = np.zeros(round(dice.uniform(1.2, 3.0) * SAMPLE_RATE), np.float32)
    yield Reason.SILENCE_INSIDE, "1.2 to 3 s", np.concatenate((sound[:at], hole, sound[at:]))
    factor = np.float32(10 ** (dice.choice((-9.0, 9.0)) / 20))
    yield Reason.LEVEL_JUMP, "9 dB", np.clip(sound * factor, -1.0, 1.0)
    yield Reason.OTHER_PITCH, "6 semitones", take.shifted
    yield Reason.OTHER_PITCH, "another voice", take.another
    middle = span.start + span.length * 2 // 5
    half = levels_of((sound,)).quietest_in(Span(max(middle - NEAR, 0), middle + NEAR))
    yield Reason.FAR_FROM_ESTIMATE, "half of it missing", sound[:half]
    yield Reason.FAR_FROM_ESTIMATE, "said twice", np.concatenate((sound, sound))
    for name, empty in empty_sounds(len(sound), dice):
        yield Reason.EMPTY, name, empty


def empty_sounds(length: int, dice: np.random.Generator) -> Iterator[tuple[str, Sound]]:
    """What is sent now and then instead of speech."""
    time = np.arange(length) / SAMPLE_RATE
    yield "silence", np.zeros(length, np.float32)
    for name, power in (("hiss", 0.0), ("pink noise", 0.5), ("rumble", 1.0)):
        level = 10 ** (dice.uniform(-50.0, -20.0) / 20)
        yield name, coloured(length, power, dice) * np.float32(level)
    hum = 0.05 * np.sin(100 * np.pi * time) + 0.02 * np.sin(200 * np.pi * time)
    yield "hum", hum.astype(np.float32)
    click = np.zeros(length, np.float32)
    click[length // 3 : length // 3 + 300] = 0.5
    yield "a click", click


def coloured(length: int, power: float, dice: np.random.Generator) -> Sound:
    """Noise of level 1 whose amplitude falls with this power of the frequency."""
    spectrum = np.fft.rfft(dice.standard_normal(length))
    frequencies = np.maximum(np.arange(len(spectrum)), 20 * length / SAMPLE_RATE)
    sound = np.fft.irfft(spectrum / frequencies**power, length)
    return (sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def with_noise(sound: Sound, dice: np.random.Generator) -> Sound:
    """White noise at -60 dBFS behind it."""
    return sound + np.float32(1e-3) * dice.standard_normal(len(sound)).astype(np.float32)


def with_room(sound: Sound, dice: np.random.Generator) -> Sound:
    """A reverb of 0.4 s, 10 dB under the voice, its tail faded out over 0.3 s."""
    length = round(0.4 * SAMPLE_RATE)
    decay = 10 ** (-3 * np.arange(length) / length)
    answer = (dice.standard_normal(length) * decay).astype(np.float32)
    answer *= np.float32(10 ** (-10 / 20) / np.sqrt((answer**2).sum()))
    size = 1 << (len(sound) + length - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size)
    tail = round(0.3 * SAMPLE_RATE)
    whole = wet[: len(sound) + tail].astype(np.float32)
    whole[: len(sound)] += sound
    whole[-tail:] *= np.linspace(1, 0, tail, dtype=np.float32)
    return whole


def with_breath(sound: Sound, dice: np.random.Generator) -> Sound:
    """A breath of 0.25 s before the first word, 22 dB under the speech, after 50 ms of nothing."""
    length = round(0.25 * SAMPLE_RATE)
    level = 10 ** ((levels_of((sound,)).speech_db - 22) / 20)
    breath = coloured(length, 0.3, dice) * np.hanning(length).astype(np.float32) * level
    pause = np.zeros(round(0.05 * SAMPLE_RATE), np.float32)
    return np.concatenate((pause, breath.astype(np.float32), sound))


def tight(sound: Sound) -> Sound:
    """With no more than 30 ms left at either end of what is heard."""
    span = speech_span(peaks_of(sound))
    room = round(0.03 * SAMPLE_RATE)
    return sound[max(span.start - room, 0) : span.end + room]


MP3_RATE = 32_000
_OF_64_KBIT = 0.889
"""libsndfile's word for it, from 320 kbit/s at 0 to 32 at 1."""


def as_mp3(sound: Sound) -> bytes:
    """The sound as an MP3 of 64 kbit/s."""
    file = io.BytesIO()
    soundfile.write(
        file,
        resample(sound, SAMPLE_RATE, MP3_RATE),
        MP3_RATE,
        format="MP3",
        compression_level=_OF_64_KBIT,
        bitrate_mode="CONSTANT",
    )
    return file.getvalue()


def without_tag(mp3: bytes) -> bytes:
    """The MP3 as a stream brings it: nobody says how much silence the encoder added."""
    at = max(mp3.find(b"Info"), mp3.find(b"Xing"))
    if at < 0:
        return mp3
    following = mp3.find(mp3[:2], at)
    return mp3[following:]
