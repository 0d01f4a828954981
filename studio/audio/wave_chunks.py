"""What a WAV file says about itself: broadcast facts, iXML, places with names.

By EBU Tech 3285 (`bext`, version 2), the iXML specification 3.0, and RIFF's `cue ` and `adtl`.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from studio.model.span import SAMPLE_RATE

_NOT_MEASURED = 0x7FFF
"""What a loudness field holds where nobody measured, or where silence has no loudness."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold, in whatever writing."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Loudness as `bext` has it: LUFS, LU, dBTP, to a hundredth."""

    integrated: float
    loudness_range: float
    true_peak: float


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Where a file belongs: `starts_at` in samples after midnight, `date` and `time` in ISO form.

    `coding` tells how the sound came to be; in a `bext` chunk it is ASCII, as all words there.
    """

    description: str = ""
    originator: str = "Understudy"
    reference: str = ""
    date: str = "1970-01-01"
    time: str = "00:00:00"
    starts_at: int = 0
    loudness: Loudness | None = None
    coding: str = ""


@dataclass(frozen=True, slots=True)
class CuePoint:
    """A named place in a file, a stretch where it has a length; in samples."""

    at: int
    name: str
    length: int = 0


def bext_chunk(facts: Broadcast) -> bytes:
    """The broadcast extension; words that are too long for their field are cut."""
    loudness = facts.loudness
    measured = (
        (loudness.integrated, loudness.loudness_range, loudness.true_peak) if loudness else ()
    )
    figures = [_hundredths(value) for value in measured] or [_NOT_MEASURED] * 3
    fixed = struct.pack(
        "<256s32s32s10s8sQH64s5h180x",
        _ascii(facts.description, 256),
        _ascii(facts.originator, 32),
        _ascii(facts.reference, 32),
        _ascii(facts.date, 10),
        _ascii(facts.time, 8),
        facts.starts_at,
        2,
        b"",
        *figures,
        _NOT_MEASURED,
        _NOT_MEASURED,
    )
    history = _ascii(facts.coding, 4096)
    return _chunk(b"bext", fixed + (history + b"\r\n" if history else b""))


def ixml_chunk(
    *, project: str, scene: str, take: str, note: str, track: str, starts_at: int, bit_depth: int
) -> bytes:
    """The iXML chunk: the same facts in any script, for recorders and editors that read it."""
    root = Element("BWFXML")
    words = {"IXML_VERSION": "3.0", "PROJECT": project, "SCENE": scene, "TAKE": take, "NOTE": note}
    for name, text in words.items():
        SubElement(root, name).text = _NOT_XML.sub("", text)
    speed = SubElement(root, "SPEED")
    rates = {
        "FILE_SAMPLE_RATE": str(SAMPLE_RATE),
        "AUDIO_BIT_DEPTH": str(bit_depth),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI": str(starts_at >> 32),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO": str(starts_at & 0xFFFF_FFFF),
        "TIMESTAMP_SAMPLE_RATE": str(SAMPLE_RATE),
    }
    for name, text in rates.items():
        SubElement(speed, name).text = text
    tracks = SubElement(root, "TRACK_LIST")
    SubElement(tracks, "TRACK_COUNT").text = "1"
    one = SubElement(tracks, "TRACK")
    name = _NOT_XML.sub("", track)
    for tag, text in {"CHANNEL_INDEX": "1", "INTERLEAVE_INDEX": "1", "NAME": name}.items():
        SubElement(one, tag).text = text
    return _chunk(b"iXML", b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "utf-8"))


def cue_chunks(points: Sequence[CuePoint]) -> bytes:
    """Places and their names, as two chunks; nothing where there are none."""
    if not points:
        return b""
    places = b"".join(
        struct.pack("<II4sIII", number, point.at, b"data", 0, 0, point.at)
        for number, point in enumerate(points, 1)
    )
    cues = _chunk(b"cue ", struct.pack("<I", len(points)) + places)
    return cues + _chunk(b"LIST", b"adtl" + b"".join(_labels(points)))


def _labels(points: Iterable[CuePoint]) -> Iterable[bytes]:
    for number, point in enumerate(points, 1):
        name = " ".join(point.name.split()).encode() + b"\0"
        yield _chunk(b"labl", struct.pack("<I", number) + name)
        if point.length:
            purpose = struct.pack("<II4sHHHH", number, point.length, b"rgn ", 0, 0, 0, 65_001)
            yield _chunk(b"ltxt", purpose)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def _hundredths(value: float) -> int:
    """A figure as its field has it; silence is minus infinity and has none."""
    return max(min(round(value * 100), 0x7FFE), -0x8000) if math.isfinite(value) else _NOT_MEASURED


def _ascii(words: str, longest: int) -> bytes:
    """Words in the only letters a field has; the others become question marks."""
    return " ".join(words.split()).encode("ascii", "replace")[:longest]
