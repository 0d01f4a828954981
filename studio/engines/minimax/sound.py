"""Whether what came is sound, and all of it, as far as the file itself tells."""

from __future__ import annotations

import struct

from studio.engines.minimax.digits import Digits, from_digits

_SLACK_MS = 100
_SLACK_SHARE = 0.02


class SoundDamaged(Exception):
    """What came is no sound, or not all of it; the argument says which."""


def sound_from(digits: Digits, *, length_ms: int) -> bytes:
    """A sound file from its hex digits; `length_ms` as the service states it, 0 when it does not.

    Raises SoundDamaged.
    """
    data = from_hex(digits)
    if not kind_of(data):
        raise SoundDamaged("what came is no sound")
    found = _length_ms(data)
    if found is not None and found < length_ms - max(_SLACK_MS, _SLACK_SHARE * length_ms):
        raise SoundDamaged(f"the sound ends after {found / 1000:.1f} s of {length_ms / 1000:.1f} s")
    return data


def from_hex(digits: Digits) -> bytes:
    """Bytes from hex digits; raises SoundDamaged."""
    if len(digits) % 2:
        raise SoundDamaged("the end of the sound is missing")
    try:
        return from_digits(digits)
    except ValueError as error:
        raise SoundDamaged("the sound is damaged") from error


def kind_of(data: bytes) -> str:
    """`wav`, `flac`, `mp3` or `ogg` by the first bytes; empty for what is no sound file."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    for kind, mark in (("flac", b"fLaC"), ("ogg", b"OggS"), ("mp3", b"ID3")):
        if data.startswith(mark):
            return kind
    return "mp3" if data[:1] == b"\xff" and data[1:2] and data[1] & 0xE0 == 0xE0 else ""


def _length_ms(data: bytes) -> float | None:
    """How long a file is by its own header, None where that would take decoding it."""
    match kind_of(data):
        case "wav":
            return _wave_length_ms(data)
        case "flac" if len(data) >= 26:
            rate = int.from_bytes(data[18:21], "big") >> 4
            samples = int.from_bytes(data[21:26], "big") & 0xF_FFFF_FFFF
            return 1000 * samples / rate if rate and samples else None
        case _:
            return None


def _wave_length_ms(data: bytes) -> float | None:
    """By the bytes that are there: a header written before the sound was made lies."""
    bytes_per_second, at = 0, 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt " and at + 24 <= len(data):
            bytes_per_second = struct.unpack_from("<I", data, at + 16)[0]
        if name == b"data":
            there = min(size, len(data) - at - 8)
            return 1000 * there / bytes_per_second if bytes_per_second else None
        at += 8 + size + size % 2
    return 0.0
