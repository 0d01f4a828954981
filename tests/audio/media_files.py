"""Files of sound and video of many kinds to test with, made by ffmpeg from seeded sound."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.audio.ffmpeg import ffmpeg_program

Samples = NDArray[np.float32]

PICTURE = ("-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=20")
KINDS: dict[str, tuple[str, ...]] = {
    "voice.mp3": ("-c:a", "libmp3lame", "-b:a", "96k"),
    "bare.mp3": ("-c:a", "libmp3lame", "-q:a", "6", "-write_xing", "0", "-id3v2_version", "0"),
    "voice.m4a": ("-c:a", "aac"),
    "voice.aac": ("-c:a", "aac"),
    "voice.wav": (),
    "phone.wav": ("-ar", "8000"),
    "studio.wav": ("-ar", "192000", "-c:a", "pcm_f32le"),
    "voice.ogg": ("-c:a", "libvorbis"),
    "voice.opus": ("-c:a", "libopus"),
    "voice.flac": (),
    "voice.aiff": (),
    "film.mp4": (*PICTURE, "-c:v", "libx264", "-c:a", "aac", "-ar", "44100"),
    "film.mov": (*PICTURE, "-c:v", "libx264", "-c:a", "pcm_s16le"),
    "film.mkv": (*PICTURE, "-c:v", "libx264", "-c:a", "libvorbis"),
    "film.webm": (*PICTURE, "-c:v", "libvpx", "-c:a", "libopus"),
    "film.ts": (*PICTURE, "-c:v", "libx264", "-c:a", "aac"),
}
"""What ffmpeg is told for each kind of file, by the name of the file."""


def speech(seconds: float, *, seed: int = 1, rate: int = 48_000, level: float = 0.1) -> Samples:
    """Noise in syllables and phrases, as loud and as wide as speech; no pause is silent."""
    count = round(seconds * rate)
    noise = np.random.default_rng(seed).standard_normal(count)
    noise = np.convolve(noise, np.hanning(6) / np.hanning(6).sum(), "same")
    at = np.arange(count) / rate
    syllables = np.abs(np.sin(2 * np.pi * 2.1 * at)) ** 2
    phrases = (at % 3.0 < 2.4).astype(float)
    background = np.random.default_rng(seed + 1).standard_normal(count) * 0.0005
    return (level * noise * syllables * phrases + background).astype(np.float32)


def by_turns(seconds: float) -> Samples:
    """Two channels, (frames, 2), of which each speaks a phrase while the other one is quiet."""
    turn = np.arange(round(seconds * 48_000)) // (3 * 48_000) % 2
    one, other = speech(seconds, seed=1), speech(seconds, seed=5)
    return np.stack((one * (turn == 0), other * (turn == 1)), axis=1).astype(np.float32)


def wave(path: Path, samples: Samples, rate: int = 48_000) -> Path:
    """A WAV file of float samples, (frames) or (frames, channels)."""
    soundfile.write(path, samples, rate, subtype="FLOAT")
    return path


def converted(given: Path, target: Path, *arguments: str, before: tuple[str, ...] = ()) -> Path:
    """A file made of another one by ffmpeg."""
    subprocess.run(
        [ffmpeg_program(), "-v", "error", "-nostdin", "-y", *before, "-i", str(given)]
        + [*arguments, str(target)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return target


def of_kind(name: str, given: Path) -> Path:
    """The file of this name, of the sound of another one; made once."""
    target = given.with_name(name)
    if target.exists():
        return target
    return converted(given, target, *KINDS[name])


def lag(found: Samples, expected: Samples, most: int) -> int:
    """By how many samples the first is later than the second, at most so many."""
    middle = expected[most : len(expected) - most]
    return int(np.argmax(np.correlate(found, middle, "valid"))) - most
