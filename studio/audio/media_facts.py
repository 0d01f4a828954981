"""What is in a sound or video file, told at once and without decoding it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.audio.decode import container_of
from studio.audio.ffmpeg import ffmpeg_program, last_line, run_ffmpeg
from studio.errors import AudioError, AudioProblem

_HEAD = 4096
_LONGEST_TAG = 64 << 20
_MOVIE_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_BY_ENDING = {
    ".mp3": "mp3", ".aac": "aac", ".m4a": "mov", ".mp4": "mov", ".mov": "mov", ".m4v": "mov",
    ".wav": "wav", ".ogg": "ogg", ".opus": "ogg", ".flac": "flac", ".mkv": "matroska",
    ".webm": "matroska", ".mpg": "mpeg", ".ts": "mpegts", ".avi": "avi",
}  # fmt: skip
_DURATION = re.compile(r"^\s*Duration: (?:(\d+):(\d\d):(\d\d(?:\.\d+)?)|N/A)", re.MULTILINE)
_STREAM = re.compile(
    r"^\s*Stream #0:\d+[^:]*: Audio: (?P<codec>[\w-]+).*?, (?P<rate>\d+) Hz, (?P<layout>[^,\n]+)",
    re.MULTILINE,
)
_PICTURE = re.compile(r"^\s*Stream #0:\d+[^:]*: Video: (?!.*attached pic)", re.MULTILINE)
_TIME = re.compile(r"time=(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_CHANNELS = {
    "mono": 1, "stereo": 2, "downmix": 2, "2.1": 3, "3.0": 3, "3.0(back)": 3, "quad": 4,
    "quad(side)": 4, "4.0": 4, "3.1": 4, "5.0": 5, "5.0(side)": 5, "4.1": 5, "5.1": 6,
    "5.1(side)": 6, "6.0": 6, "6.0(front)": 6, "hexagonal": 6, "6.1": 7, "6.1(back)": 7,
    "6.1(front)": 7, "7.0": 7, "7.0(front)": 7, "7.1": 8, "7.1(wide)": 8,
    "7.1(wide-side)": 8, "octagonal": 8, "cube": 8,
}  # fmt: skip
_ESTIMATED = "Estimating duration from bitrate"
_PATIENCE = 60.0
_COUNTING_PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Track:
    """One track of sound in a file; `layout` is ffmpeg's word for its channels."""

    codec: str
    rate: int
    channels: int
    layout: str


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """A file of sound or video: how long it is and its tracks; `container` in ffmpeg's words."""

    container: str
    seconds: float
    tracks: tuple[Track, ...]
    has_picture: bool = False


def facts_of(
    path: Path, *, ffmpeg: str = "", cancelled: Callable[[], bool] = lambda: False
) -> MediaFacts:
    """What the file holds, however long it is; raises AudioError, and CancelledError. Blocking.

    A video without sound is NO_SOUND, a file that cannot be opened UNREADABLE.

    A length that the file only lets guess (MP3 and AAC without a header, live recordings) is
    counted by passing over the whole file without decoding it.
    """
    source = str(path)
    container = container_in(path)
    if not container:
        raise AudioError(AudioProblem.UNDECODABLE, source, "unknown format")
    program = ffmpeg_program(ffmpeg)
    _, said = run_ffmpeg(program, given(path, container), cancelled=cancelled, patience=_PATIENCE)
    tracks = tuple(_track(found) for found in _STREAM.finditer(said))
    if not tracks:
        silent = "Stream #" in said
        problem = AudioProblem.NO_SOUND if silent else AudioProblem.UNDECODABLE
        raise AudioError(problem, source, "" if silent else _reason(said))
    told = _DURATION.search(said)
    seconds = _seconds(told) if told and told[1] and _ESTIMATED not in said else 0.0
    if not seconds:
        seconds = _counted(program, path, container, cancelled)
    return MediaFacts(container, seconds, tracks, bool(_PICTURE.search(said)))


def given(path: Path, container: str) -> list[str]:
    """The arguments that let ffmpeg read this file as this container, and nothing else."""
    return ["-protocol_whitelist", "file", "-f", container, "-i", str(path.absolute())]


def container_in(path: Path) -> str:
    """The kind of file by its first bytes, else by its name; empty when unknown.

    Raises AudioError (UNREADABLE) when it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head[:3] == b"ID3" and len(head) >= 10:
                file.seek(min(_tag_length(head), _LONGEST_TAG))
                behind = container_of(file.read(_HEAD))
                return behind if behind in ("aac", "flac") else "mp3"
    except OSError as error:
        raise AudioError(AudioProblem.UNREADABLE, str(path), error.strerror or "") from error
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[4:8] in _MOVIE_ATOMS:
        return "mov"
    if head[:4] == b"\x00\x00\x01\xba":
        return "mpeg"
    if head[:1] == b"\x47" and head[188:189] == b"\x47":
        return "mpegts"
    return container_of(head) or (_BY_ENDING.get(path.suffix.lower(), "") if head else "")


def _tag_length(head: bytes) -> int:
    """The length of an ID3v2 tag: seven bits of each byte."""
    a, b, c, d = head[6:10]
    return 10 + (a << 21 | b << 14 | c << 7 | d)


def _track(found: re.Match[str]) -> Track:
    layout = found["layout"].strip()
    plain = layout.partition(" ")
    number = int(plain[0]) if plain[0].isdigit() and plain[2].startswith("channels") else 0
    return Track(found["codec"], int(found["rate"]), number or _CHANNELS.get(layout, 0), layout)


def _counted(program: str, path: Path, container: str, cancelled: Callable[[], bool]) -> float:
    """The length by passing over all packets of the first track."""
    code, said = run_ffmpeg(
        program,
        [*given(path, container), "-map", "0:a:0", "-c", "copy", "-f", "null", "-"],
        cancelled=cancelled,
        patience=_COUNTING_PATIENCE,
    )
    times = _TIME.findall(said)
    if code != 0 or not times:
        raise AudioError(AudioProblem.UNDECODABLE, str(path), _reason(said))
    hours, minutes, rest = times[-1]
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def _seconds(found: re.Match[str]) -> float:
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])


def _reason(said: str) -> str:
    """Why there is no sound: ffmpeg's last words are about the missing output file."""
    useful = [line for line in said.splitlines() if "output file" not in line]
    line = last_line("\n".join(useful))
    return "no sound in it" if "Stream #" in said or not line else line
