"""What the services say: a tone for the words, silence for the pauses, in every format."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soundfile
from numpy.typing import NDArray

OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
PCM_BITS = 16
_MP3_RANGES = ((32000, 320, 32), (16000, 160, 8), (0, 64, 8))
"""From which sample rate on, and the highest and lowest kbit/s there."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many milliseconds of voice, or of silence."""

    milliseconds: int
    voiced: bool = True


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a sound are made; `bitrate` counts for mp3 only."""

    format: str = "mp3"
    rate: int = 32000
    channels: int = 1
    bitrate: int = 128_000


@dataclass(frozen=True, slots=True)
class Sound:
    """The bytes of a sound and its length."""

    data: bytes
    milliseconds: int
    encoding: Encoding

    @property
    def bitrate(self) -> int:
        """Bits per second of the file."""
        if self.encoding.format == "mp3":
            return self.encoding.bitrate
        return len(self.data) * 8000 // max(1, self.milliseconds)


def pitch_of(*what: str) -> float:
    """The tone's pitch in Hz, the same for the same words: another line sounds different."""
    return 150.0 + zlib.crc32("\0".join(what).encode()) % 4500 / 10


@lru_cache(maxsize=128)
def spoken(stretches: tuple[Stretch, ...], pitch: float, encoding: Encoding) -> Sound:
    """A sound of these stretches."""
    rate = 8000 if encoding.format.startswith("pcmu") else encoding.rate
    if encoding.format == "opus" and rate not in OPUS_RATES:
        rate = 48000
    parts = [_stretch(each, pitch, rate) for each in stretches]
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if encoding.channels == 2:
        samples = np.stack([samples, samples], axis=1)
    length = sum(each.milliseconds for each in stretches)
    return Sound(_encoded(samples, rate, encoding), length, encoding)


def streamed_wave(data: bytes) -> bytes:
    """A WAV file as it comes in a stream: the lengths in its header are not known yet."""
    at = data.index(b"data") + 4
    unknown = struct.pack("<I", 0xFFFFFFFF)
    return data[:4] + unknown + data[8:at] + unknown + data[at + 4 :]


def _stretch(stretch: Stretch, pitch: float, rate: int) -> NDArray[np.float32]:
    length = rate * stretch.milliseconds // 1000
    if not stretch.voiced:
        return np.zeros(length, np.float32)
    tone = 0.3 * np.sin(2 * np.pi * pitch * np.arange(length) / rate)
    fade = min(length // 2, rate // 100)
    if fade:
        slope = np.linspace(0, 1, fade)
        tone[:fade] *= slope
        tone[-fade:] *= slope[::-1]
    return tone.astype(np.float32)


def _encoded(samples: NDArray[np.float32], rate: int, encoding: Encoding) -> bytes:
    match encoding.format:
        case "pcm":
            return (samples * 32767).astype("<i2").tobytes()
        case "pcmu_raw":
            return _file(samples, rate, "RAW", "ULAW")
        case "pcmu_wav":
            return _file(samples, rate, "WAV", "ULAW")
        case "opus":
            return _file(samples, rate, "OGG", "OPUS")
        case "wav" | "flac":
            return _file(samples, rate, encoding.format.upper(), "PCM_16")
        case _:
            return _mp3(samples, rate, encoding.bitrate // 1000)


def _mp3(samples: NDArray[np.float32], rate: int, wanted: int) -> bytes:
    most, least = next((most, least) for above, most, least in _MP3_RANGES if rate >= above)
    level = (most - min(wanted, most)) / (most - least)
    file = io.BytesIO()
    soundfile.write(
        file,
        samples,
        rate,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=min(level, 0.99),
    )
    return file.getvalue()


def _file(samples: NDArray[np.float32], rate: int, container: str, subtype: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=container, subtype=subtype)
    return file.getvalue()
