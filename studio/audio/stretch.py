"""A stretch of a file of any length, decoded by itself: memory holds one block at a time."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from studio.audio.decode import MOST_CHANNELS, RATES, tamed
from studio.audio.ffmpeg import ffmpeg_program, last_line
from studio.audio.media_facts import MediaFacts, Track, given
from studio.audio.soundfiles import BLOCK
from studio.errors import AudioError, AudioProblem

FULL_SCALE = 0.9995
"""Level from which a sample counts as held at full scale: the top step of 16 bits and above."""

_RUN_UP = 1.0
"""Seconds decoded before the stretch and thrown away: decoders need a few packets to be right."""

_CENTRE = 0.6
_SIDES = 0.2


@dataclass(frozen=True, slots=True)
class Listening:
    """Which sound of a file is meant: the number of its track, and one channel or all of them."""

    track: int = 0
    channel: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some mono samples at the file's own rate, and how many were at full scale."""

    samples: NDArray[np.float32]
    at_full_scale: int


WHOLE_MIX = Listening()


def track_of(facts: MediaFacts, listening: Listening, source: str) -> Track:
    """The track that is meant; raises AudioError (UNDECODABLE) when the file has none such."""
    if not 0 <= listening.track < len(facts.tracks):
        raise AudioError(AudioProblem.UNDECODABLE, source, f"track {listening.track + 1}")
    track = facts.tracks[listening.track]
    if track.rate not in RATES or not 0 < track.channels <= MOST_CHANNELS:
        claim = f"{track.rate} Hz, {track.layout}"
        raise AudioError(AudioProblem.UNDECODABLE, source, claim)
    if listening.channel is not None and not 0 <= listening.channel < track.channels:
        raise AudioError(AudioProblem.UNDECODABLE, source, f"channel {listening.channel + 1}")
    return track


def stretch_of(
    path: Path,
    facts: MediaFacts,
    start: int,
    length: int,
    *,
    listening: Listening = WHOLE_MIX,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Block, None, None]:
    """Up to `length` samples from `start` on, both at the track's own rate; fewer at the end.

    What the file leaves out is silence, so that a place is the same place however one gets
    there. Closing it early ends the decoder. Raises AudioError, and CancelledError. Blocking.
    """
    track = track_of(facts, listening, str(path))
    run_up = min(start, round(_RUN_UP * track.rate))
    wanted = [
        *(["-ss", f"{(start - run_up) / track.rate:.6f}"] if start > run_up else []),
        *given(path, facts.container),
        *("-map", f"0:a:{listening.track}", "-vn", "-sn", "-dn"),
        *("-af", "aresample=async=1:first_pts=0", "-ar", str(track.rate)),
        *("-t", f"{(run_up + length) / track.rate + 0.5:.6f}"),
        *("-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"),
    ]
    mix = _weights(track, listening)
    skip, left = run_up, length
    with decoding(ffmpeg_program(ffmpeg), wanted, str(path)) as decoder:
        while left:
            if cancelled():
                raise CancelledError
            frames = decoder.read(len(mix))
            if not len(frames):
                return
            passed = min(skip, len(frames))
            skip -= passed
            frames = frames[passed : passed + left]
            left -= len(frames)
            if len(frames):
                yield _mixed(frames, mix)


def _weights(track: Track, listening: Listening) -> NDArray[np.float32]:
    """How much each channel counts: all alike, but for films, whose centre has the dialogue."""
    weights = np.zeros(track.channels, np.float32)
    if listening.channel is not None:
        weights[listening.channel] = 1.0
    elif track.layout.partition("(")[0] in ("5.1", "7.1", "5.0", "7.0"):
        weights[:3] = _SIDES, _SIDES, _CENTRE
    else:
        weights[:] = 1.0 / track.channels
    return weights


def _mixed(frames: NDArray[np.float32], mix: NDArray[np.float32]) -> Block:
    heard = frames[:, mix > 0]
    full = int(np.count_nonzero((np.abs(heard) >= FULL_SCALE).any(axis=1)))
    mono = heard[:, 0] if heard.shape[1] == 1 else heard @ mix[mix > 0]
    return Block(tamed(np.ascontiguousarray(mono)), full)


class Decoder:
    """An ffmpeg that gives samples to a pipe."""

    def __init__(self, stdout: IO[bytes], said: IO[bytes], source: str) -> None:
        self._stdout, self._said, self._source = stdout, said, source
        self._given = 0

    def read(self, channels: int) -> NDArray[np.float32]:
        """The next frames (frames, channels), none at the end; raises AudioError without any."""
        data = self._stdout.read(BLOCK * channels * 4)
        frames = len(data) // (4 * channels)
        self._given += frames
        if not self._given:
            raise AudioError(AudioProblem.UNDECODABLE, self._source, self._complaint())
        found = np.frombuffer(data, "<f4", frames * channels).reshape(frames, channels)
        return found.astype(np.float32, copy=False)

    def _complaint(self) -> str:
        self._said.seek(0)
        return last_line(self._said.read()[-20_000:].decode("utf-8", "replace")) or "no sound in it"


@contextmanager
def decoding(program: str, wanted: list[str], source: str) -> Generator[Decoder, None, None]:
    """A decoder that ends with the block it is used in; raises AudioError (ENCODER)."""
    command = [program, "-hide_banner", "-nostdin", "-nostats", "-v", "error", *wanted]
    # What it says goes to a file: a pipe that nobody reads would fill up and stop it.
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
            )
        except OSError as error:
            raise AudioError(AudioProblem.ENCODER, program, error.strerror or "") from error
        with process:
            assert process.stdout is not None
            try:
                yield Decoder(process.stdout, said, source)
            finally:
                process.kill()
