"""From the bytes of any sound file to samples; nothing a file says about itself is trusted."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.ffmpeg import ffmpeg_program, last_line, run_ffmpeg
from studio.audio.soundfiles import REFUSALS, SoundReader, resample
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE

LONGEST = 30 * 60
"""Seconds a recording may last."""

RATES = range(8_000, 192_001)
MOST_CHANNELS = 32
LOUDEST = 8.0
"""Level (18 dB above full scale) beyond which a sample is noise of a broken file."""

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A decoded recording: mono float32 samples at `rate` per second."""

    samples: NDArray[np.float32]
    rate: int


def decode(data: bytes, *, source: str = "", ffmpeg: str = "") -> Sound:
    """The sound in these bytes, several channels as their mean; `source` names it in errors.

    WAV, AIFF, FLAC, Ogg and MP3 by libsndfile; MP4, AAC, Matroska, WMA, AMR and what else has a
    known beginning by ffmpeg (the one chosen in the settings, else the bundled one). Raises
    AudioError: TOO_LONG above 30 minutes, UNDECODABLE for everything else.
    """
    container = container_of(data)
    if not container:
        raise AudioError(AudioProblem.UNDECODABLE, source, "unknown format")
    if container in _ONLY_FFMPEG:
        return _decode_by_ffmpeg(data, container, source, ffmpeg)
    try:
        return _read(data, source)
    except REFUSALS:
        return _decode_by_ffmpeg(data, container, source, ffmpeg)


def ingest(data: bytes, *, source: str = "", ffmpeg: str = "") -> NDArray[np.float32]:
    """The sound in these bytes, mono at the project rate; raises AudioError as `decode` does."""
    sound = decode(data, source=source, ffmpeg=ffmpeg)
    return resample(sound.samples, sound.rate, SAMPLE_RATE)


_BEGINNINGS = (
    (0, b"RIFF", "wav"),
    (0, b"RF64", "wav"),
    (0, b"RIFX", "wav"),
    (0, b"riff", "w64"),
    (0, b"FORM", "aiff"),
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
    (0, b"caff", "caf"),
    (0, b".snd", "au"),
    (0, b"ID3", "mp3"),
    (4, b"ftyp", "mov"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (0, b"#!AMR", "amr"),
)
_ONLY_FFMPEG = frozenset({"mov", "aac", "matroska", "asf", "amr"})


def container_of(data: bytes) -> str:
    """The kind of file by its first bytes, in ffmpeg's words; empty when unknown."""
    for offset, mark, container in _BEGINNINGS:
        if data.startswith(mark, offset):
            return container
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "aac" if data[1] & 0xF6 == 0xF0 else "mp3"
    return ""


def _read(file: bytes | Path, source: str) -> Sound:
    """Decode by libsndfile; raises its REFUSALS besides AudioError."""
    reader = SoundReader(file)
    try:
        if reader.rate not in RATES or reader.channels > MOST_CHANNELS:
            claim = f"{reader.rate} Hz, {reader.channels} channels"
            raise AudioError(AudioProblem.UNDECODABLE, source, claim)
        return Sound(_samples(reader, source), reader.rate)
    finally:
        reader.close()


def _samples(reader: SoundReader, source: str) -> NDArray[np.float32]:
    blocks: list[NDArray[np.float32]] = []
    left = LONGEST * reader.rate
    for block in reader.blocks():
        left -= len(block)
        if left < 0:
            raise AudioError(AudioProblem.TOO_LONG, source)
        blocks.append(tamed(block[:, 0] if reader.channels == 1 else block.mean(axis=1)))
    if not blocks:
        raise AudioError(AudioProblem.UNDECODABLE, source, "no sound in it")
    return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)


def tamed(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """The block without what is not a number or out of all measure."""
    calm = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(calm, -LOUDEST, LOUDEST, out=calm)


def _decode_by_ffmpeg(data: bytes, container: str, source: str, ffmpeg: str) -> Sound:
    """Decode by ffmpeg, through files: an MP4 may keep its index at the end.

    The container is told, not probed, and only files may be opened: a playlist in disguise
    cannot make ffmpeg read other files or the network.
    """
    with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
        given, decoded = Path(folder, "given"), Path(folder, "decoded.wav")
        given.write_bytes(data)
        code, said = run_ffmpeg(
            ffmpeg_program(ffmpeg),
            ["-v", "error", "-protocol_whitelist", "file", "-f", container, "-i", str(given)]
            + ["-vn", "-sn", "-dn", "-t", str(LONGEST + 1), "-c:a", "pcm_f32le", str(decoded)],
            patience=_PATIENCE,
        )
        if code != 0 or not decoded.exists():
            raise AudioError(AudioProblem.UNDECODABLE, source, last_line(said))
        try:
            return _read(decoded, source)
        except REFUSALS as error:
            raise AudioError(AudioProblem.UNDECODABLE, source, last_line(said)) from error
