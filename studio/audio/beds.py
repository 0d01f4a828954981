"""The sound of music and video as samples, decoded once per machine and mapped from a cache."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from studio.audio.arrangement import PlacedBed
from studio.audio.decode import MOST_CHANNELS, RATES, tamed
from studio.audio.downmix import downmixed, weights_of
from studio.audio.ffmpeg import ffmpeg_program
from studio.audio.media_facts import MediaFacts, facts_of, given
from studio.audio.sample_files import SampleFile, mapped, prepare
from studio.audio.soundfiles import Resampler
from studio.audio.stretch import decoding
from studio.errors import AudioError, AudioProblem
from studio.model.bed import Bed
from studio.model.ids import MediaKey
from studio.model.span import SAMPLE_RATE

CACHE_BUDGET = 8 << 30
"""Bytes of decoded beds kept on disk between two runs: six hours of sound."""

_SIDES = 2


def _nobody(done: float) -> None:
    """Nobody looks on."""
    del done


class BedSounds:
    """The sound of beds: stereo float32 (frames, 2) at the project rate, read-only.

    A bed's sound is in the project (`read` gives the bytes) or in a file, found from the folder
    `beside` when its path is not absolute. A file that changed is decoded anew. Threads and
    processes may share a cache folder.
    """

    def __init__(
        self,
        folder: Path,
        read: Callable[[MediaKey], bytes],
        beside: Path,
        *,
        ffmpeg: str = "",
        budget: int = CACHE_BUDGET,
    ) -> None:
        self._folder = folder
        self._read = read
        self._beside = beside
        self._ffmpeg = ffmpeg
        self._known: WeakValueDictionary[str, NDArray[np.float32]] = WeakValueDictionary()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()
        prepare(folder, budget)

    def ready(self, bed: Bed) -> PlacedBed | None:
        """The bed with its sound if that was decoded before.

        Raises AudioError, BED_MISSING when its file is not there.

        Blocking, but only for a look at the disk.
        """
        found = self._mapped(self._name(bed))
        return None if found is None else PlacedBed(bed, found)

    def decoded(
        self,
        bed: Bed,
        *,
        progress: Callable[[float], None] = _nobody,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PlacedBed:
        """The bed with its sound, decoded now if it was not; `progress` gets 0 to 1. Blocking.

        Raises AudioError (NO_SOUND for a video without any), what `read` raises, and
        CancelledError.
        """
        name = self._name(bed)
        with self._lock:
            turn = self._turns[name]
        with turn:
            found = self._mapped(name)
            if found is None:
                self._decode(bed, self._folder / name, progress, cancelled)
                found = self._mapped(name)
        if found is None:
            raise AudioError(AudioProblem.NO_ROOM, _place(bed))
        return PlacedBed(bed, found)

    def path(self, bed: Bed) -> Path | None:
        """Where a linked bed's file is; None for one whose sound is in the project."""
        return None if bed.media else self._beside / bed.path

    def _mapped(self, name: str) -> NDArray[np.float32] | None:
        with self._lock:
            known = self._known.get(name)
        if known is not None:
            return known
        found = mapped(self._folder / name, _SIDES)
        if found is None:
            return None
        with self._lock:
            return self._known.setdefault(name, found)

    def _name(self, bed: Bed) -> str:
        """The cache's name for what the bed sounds from: another one once the file changes."""
        path = self.path(bed)
        what = str(bed.media)
        if path is not None:
            try:
                status = os.stat(path)
            except FileNotFoundError as error:
                raise AudioError(AudioProblem.BED_MISSING, str(path)) from error
            except (OSError, ValueError) as error:
                detail = getattr(error, "strerror", None) or str(error)
                raise AudioError(AudioProblem.UNDECODABLE, str(path), detail) from error
            what = f"{path.absolute()}\n{status.st_size}\n{status.st_mtime_ns}"
        digest = hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{digest}-{SAMPLE_RATE}.f32"

    def _decode(
        self,
        bed: Bed,
        target: Path,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        with self._given(bed) as path:
            facts = facts_of(path, ffmpeg=self._ffmpeg, cancelled=cancelled)
            expected = max(facts.seconds * SAMPLE_RATE, 1.0)
            done = 0
            try:
                with SampleFile(target, _SIDES) as file:
                    for block in stereo_of(path, facts, self._ffmpeg, cancelled):
                        file.write(block)
                        done += len(block)
                        progress(min(done / expected, 1.0))
                    file.finish()
            except OSError as error:
                detail = error.strerror or str(error)
                raise AudioError(AudioProblem.NO_ROOM, _place(bed), detail) from error

    @contextmanager
    def _given(self, bed: Bed) -> Generator[Path]:
        """The file to decode; what is in the project is written beside the cache for a while."""
        path = self.path(bed)
        if path is not None:
            yield path
            return
        assert bed.media is not None
        data = self._read(bed.media)
        with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
            copy = Path(folder, _place(bed).replace("/", "_").replace("\0", "_") or "bed")
            copy.write_bytes(data)
            yield copy


def stereo_of(
    path: Path, facts: MediaFacts, ffmpeg: str, cancelled: Callable[[], bool]
) -> Iterator[NDArray[np.float32]]:
    """The first track of a file in blocks (frames, 2) at the project rate, from time zero on.

    What the file leaves out is silence, so that it stays in step with its picture. Raises
    AudioError, and CancelledError. Blocking.
    """
    track = facts.tracks[0]
    rate = min(max(track.rate, RATES.start), RATES.stop - 1)
    channels = track.channels if 0 < track.channels <= MOST_CHANNELS else _SIDES
    wanted = [
        *given(path, facts.container),
        *("-map", "0:a:0", "-vn", "-sn", "-dn"),
        *("-af", "aresample=async=1:first_pts=0", "-ar", str(rate)),
        *(() if channels == track.channels else ("-ac", str(channels))),
        *("-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"),
    ]
    weights = weights_of(track.layout if channels == track.channels else "stereo", channels)
    resampler = Resampler(rate, SAMPLE_RATE, _SIDES)
    with decoding(ffmpeg_program(ffmpeg), wanted, str(path)) as decoder:
        while len(frames := decoder.read(channels)):
            if cancelled():
                raise CancelledError
            yield resampler.resample(downmixed(tamed(frames), weights))
    yield resampler.resample(np.zeros((0, _SIDES), np.float32), last=True)


def _place(bed: Bed) -> str:
    return bed.path or bed.name
