"""Tempo and effects of one clip, a stereo mix against a mono one, and how fast beds are decoded.

The clip is 2.5 s of something like speech; ffmpeg does the same with a filter in a process.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.bed_part import BedPart
from studio.audio.beds import BedSounds
from studio.audio.ducking import Ducking
from studio.audio.effects.applying import with_effect
from studio.audio.effects.presets import EFFECTS
from studio.audio.export import write_tracks
from studio.audio.ffmpeg import ffmpeg_program
from studio.audio.mixdown import Mixdown, Part, Strip
from studio.audio.panning import pan_gains
from studio.audio.tempo import stretched
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.model.span import SAMPLE_RATE, Span
from tests.audio.media_files import speech
from tests.bench.figures import Figure, at_least, at_most, seconds_of, stated

SECONDS = 2.5
ROUNDS = 7
MINUTES = 10
FILTER = "highpass=f=300:p=2,lowpass=f=3400:p=2,acompressor=threshold=-24dB:ratio=4"


def run() -> list[Figure]:
    """The figures; about a minute."""
    clip = speech(SECONDS)
    return [*_clips(clip), *_mixes(), _bed()]


def _clips(clip: NDArray[np.float32]) -> list[Figure]:
    def best(name: str) -> float:
        return min(seconds_of(lambda: with_effect(clip, name)) for _ in range(ROUNDS))

    tempo = min(seconds_of(lambda: stretched(clip, 1.15)) for _ in range(ROUNDS))
    process = min(seconds_of(lambda: _by_ffmpeg(clip)) for _ in range(ROUNDS))
    times = {name: best(name) for name in EFFECTS}
    return [
        at_least("a clip at tempo 1.15: real time", SECONDS / tempo, 40, "x"),
        *(stated(f"a clip through {name}", spent * 1_000, "ms") for name, spent in times.items()),
        stated("a clip through ffmpeg's telephone", process * 1_000, "ms"),
        at_least("ffmpeg / telephone", process / times["telephone"], 2, "x"),
    ]


def _by_ffmpeg(clip: NDArray[np.float32]) -> None:
    sound = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1")
    command = [ffmpeg_program(), "-v", "error", "-nostdin", *sound, "-i", "pipe:0"]
    subprocess.run(
        [*command, "-af", FILTER, *sound, "pipe:1"],
        input=clip.tobytes(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _mixes() -> list[Figure]:
    """Ten minutes, a clip every three seconds: mono, panned, and above a bed that steps back."""
    clip = speech(SECONDS)
    length = MINUTES * 60 * SAMPLE_RATE
    starts = range(0, length - len(clip), 3 * SAMPLE_RATE)
    parts = [Part(at, clip, 0.5, f"lane {at % 4}") for at in starts]
    strips = {part.lane: Strip(pan_gains(0.3)) for part in parts}
    music = np.resize(speech(60.0), (length, 2))
    spoken = [Span(part.start, part.end) for part in parts[::4]]
    bed = BedPart("music", 0, music, 0.3, ducking=Ducking(spoken, 12.0))
    mixes = {
        "mono": Mixdown(parts, length),
        "panned": Mixdown(parts, length, strips=strips),
        "panned above a bed": Mixdown(parts, length, strips=strips, beds=[bed]),
    }
    with tempfile.TemporaryDirectory() as folder:
        spent = {
            name: min(
                seconds_of(lambda mix=mix: write_tracks(mix, {}, mix=Path(folder, "mix.wav")))
                for _ in range(3)
            )
            for name, mix in mixes.items()
        }
    return [
        *(stated(f"ten minutes {name}: export", each, "s") for name, each in spent.items()),
        at_most("panned above a bed: share of real time", spent["panned above a bed"] / 600, 0.02),
    ]


def _bed() -> Figure:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "music.m4a"
        sine = f"sine=440:r=44100:d={MINUTES * 60}"
        command = [ffmpeg_program(), "-v", "error", "-nostdin", "-f", "lavfi", "-i", sine]
        subprocess.run([*command, "-ac", "2", "-c:a", "aac", str(path)], check=True)
        beds = BedSounds(folder / "cache", lambda key: b"", folder)
        bed = Bed(BedId("b"), BedKind.MUSIC, "music", path=str(path))
        spent = seconds_of(lambda: beds.decoded(bed))
    return at_least(
        "a bed of ten minutes, M4A at 44.1 kHz: real time", MINUTES * 60 / spent, 50, "x"
    )
