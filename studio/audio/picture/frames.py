"""Frames of a video, each where it belongs in time, decoded by a program of their own."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from studio.audio.ffmpeg import ffmpeg_program
from studio.audio.media_facts import given
from studio.audio.picture.facts import Picture
from studio.errors import AudioError, AudioProblem

SLOWEST = 24.0
FASTEST = 60.0
"""Frames a second that are shown at most."""

_PIXEL = 4


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame: seconds from the beginning of the video, and rows of blue, green, red, 255."""

    at: float
    width: int
    height: int
    data: bytes


class FrameStream:
    """The frames of a video from a place on, at a steady rate however uneven its own are.

    The first one is what is seen at `start` seconds, to half a frame. `width` and `height` are
    those of the frames. Opening raises AudioError (ENCODER). Everything blocks.
    """

    def __init__(
        self,
        path: Path,
        picture: Picture,
        start: float,
        width: int,
        height: int,
        *,
        ffmpeg: str = "",
    ) -> None:
        self.rate = min(max(picture.rate, SLOWEST), FASTEST)
        self._path = path
        self._size = width, height
        self._start = max(start, 0.0)
        self._count = 0
        # From the key frame on and not from the place: a still that began before it is seen there.
        wanted = [
            *("-noaccurate_seek", "-ss", f"{self._start:.6f}"),
            *given(path, picture.container),
            *("-map", "0:v:0", "-an", "-sn", "-dn"),
            *("-vf", f"fps={self.rate:.6f}:start_time=0,scale={width}:{height}:flags=bilinear"),
            *("-pix_fmt", "bgra", "-f", "rawvideo", "pipe:1"),
        ]
        program = ffmpeg_program(ffmpeg)
        try:
            self._process = subprocess.Popen(
                [program, "-hide_banner", "-nostdin", "-v", "quiet", *wanted],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise AudioError(AudioProblem.ENCODER, program, error.strerror or "") from error

    @property
    def next_at(self) -> float:
        """When the frame that comes next is seen, in seconds of the video."""
        return self._start + self._count / self.rate

    def read(self) -> Frame | None:
        """The next frame, None at the end."""
        width, height = self._size
        assert self._process.stdout is not None
        data = self._process.stdout.read(width * height * _PIXEL)
        if len(data) < width * height * _PIXEL:
            return None
        frame = Frame(self.next_at, width, height, data)
        self._count += 1
        return frame

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        with self._process:
            pass


def fitted(picture: Picture, width: int, height: int) -> tuple[int, int]:
    """The size of a picture in a place of so many pixels: whole, never enlarged, even numbers."""
    share = min(width / picture.width, height / picture.height, 1.0)
    return (
        max(round(picture.width * share) // 2 * 2, 2),
        max(round(picture.height * share) // 2 * 2, 2),
    )
