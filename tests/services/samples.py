"""Recordings that a client sends: what they are and how long they last."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from pathlib import Path

import soundfile

from studio.audio.ffmpeg import ffmpeg_program


def container_of(data: bytes) -> str:
    """wav, mp3, m4a or "" by the first bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[4:8] == b"ftyp":
        return "m4a"
    is_mp3 = data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] >= b"\xe0")
    return "mp3" if is_mp3 else ""


def seconds_of(data: bytes) -> float | None:
    """The length of a recording, None when it cannot be read. Blocking."""
    try:
        info = soundfile.info(io.BytesIO(data))
    except soundfile.LibsndfileError:
        return _seconds_by_ffmpeg(data)
    return info.frames / info.samplerate


def _seconds_by_ffmpeg(data: bytes) -> float | None:
    # From a file, for telephones write what tells the length behind the sound.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample")
        path.write_bytes(data)
        command = [ffmpeg_program(), "-hide_banner", "-i", str(path), "-f", "null", "-"]
        said = subprocess.run(command, capture_output=True, check=False).stderr
    found = re.findall(rb"time=(\d+):(\d+):([\d.]+)", said)
    if not found:
        return None
    hours, minutes, seconds = found[-1]
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
