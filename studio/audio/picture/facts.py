"""What the picture of a video file is, told without decoding it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.audio.ffmpeg import ffmpeg_program, last_line, run_ffmpeg
from studio.audio.media_facts import container_in, given
from studio.errors import AudioError, AudioProblem

_STREAM = re.compile(r"^\s*Stream #0:\d+[^:]*: Video: (?P<codec>[\w-]+)(?P<rest>.*)$", re.MULTILINE)
_TAG = re.compile(r"\((\S[^()]{0,15}?) / 0x[0-9A-Fa-f]+\)")
_SIZE = re.compile(r"\b(\d{2,5})x(\d{2,5})\b")
_RATE = re.compile(r"([\d.]+)(k?) fps")
_DURATION = re.compile(r"^\s*Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_SHAPE = re.compile(r"DAR (\d+):(\d+)")
_PATIENCE = 60.0
_FALLBACK_RATE = 25.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A video file's picture: `width` and `height` in square pixels, `rate` frames a second.

    The rate is the mean where it varies. `codec` is ffmpeg's word, or the four letters of the
    file where ffmpeg knows none. `sounds` tells whether there is sound beside it.
    """

    codec: str
    container: str
    width: int
    height: int
    rate: float
    seconds: float
    sounds: bool


def picture_of(
    path: Path, *, ffmpeg: str = "", cancelled: Callable[[], bool] = lambda: False
) -> Picture:
    """What the picture is; raises AudioError (UNDECODABLE, NO_PICTURE, BAD_PICTURE). Blocking.

    BAD_PICTURE is a codec that cannot be decoded, its name in `detail`.
    """
    source = str(path)
    container = container_in(path)
    if not container:
        raise AudioError(AudioProblem.UNDECODABLE, source, "unknown format")
    program = ffmpeg_program(ffmpeg)
    _, said = run_ffmpeg(program, given(path, container), cancelled=cancelled, patience=_PATIENCE)
    found = next((s for s in _STREAM.finditer(said) if "attached pic" not in s[0]), None)
    if found is None:
        if "Stream #" in said:
            raise AudioError(AudioProblem.NO_PICTURE, source)
        words = [line for line in said.splitlines() if "output file" not in line]
        raise AudioError(AudioProblem.UNDECODABLE, source, last_line("\n".join(words)))
    codec = found["codec"]
    size = _SIZE.search(found["rest"])
    if codec in ("none", "unknown") or size is None:
        tag = _TAG.search(found["rest"])
        raise AudioError(AudioProblem.BAD_PICTURE, source, tag[1] if tag else codec)
    width, height = _shaped(int(size[1]), int(size[2]), found["rest"])
    rate = _RATE.search(found["rest"])
    fps = float(rate[1]) * (1000 if rate[2] else 1) if rate else _FALLBACK_RATE
    told = _DURATION.search(said)
    seconds = int(told[1]) * 3600 + int(told[2]) * 60 + float(told[3]) if told else 0.0
    return Picture(codec, container, width, height, fps, seconds, "Audio: " in said)


def _shaped(width: int, height: int, rest: str) -> tuple[int, int]:
    """The size in square pixels: some films are stored narrower than they are seen."""
    shape = _SHAPE.search(rest)
    if shape and int(shape[1]) and int(shape[2]):
        width = round(height * int(shape[1]) / int(shape[2]))
    return max(width, 2), height
