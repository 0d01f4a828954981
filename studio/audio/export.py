"""A mixdown as files: the mix and its stems in one pass, the mix the exact sum of the stems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.flac_writer import FlacWriter
from studio.audio.mixdown import Mixdown
from studio.audio.pending import pending_files
from studio.audio.quantise import Quantiser, Saturation
from studio.audio.wave_writer import WaveWriter
from studio.model.span import SAMPLE_RATE

BLOCK = 65_536
"""Samples per pass: its buffers stay in the processor's cache."""

Container = Literal["wav", "flac"]
BitDepth = Literal[16, 24]


@dataclass(frozen=True, slots=True)
class Track:
    """A written file; `saturated` counts samples held at full scale, the first at `first`."""

    path: Path
    saturated: int
    first: int | None


@dataclass(frozen=True, slots=True)
class Tracks:
    """What one pass wrote: the mix, if wanted, and the stems by lane."""

    mix: Track | None
    stems: Mapping[str, Track]


def write_tracks(
    mixdown: Mixdown,
    files: Mapping[str, Path],
    *,
    mix: Path | None = None,
    container: Container = "wav",
    bit_depth: BitDepth = 24,
    progress: Callable[[float], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Tracks:
    """Write a stem for each lane in `files`, and the mix of all lanes; all of full length.

    The mix is the sum of all stems, sample for sample, whichever of them are written; only
    where it goes beyond full scale it is held there and counted. A lane without clips gives
    silence. `progress` gets 0 to 1, `cancelled` is asked once per block; both are called on
    this thread. Existing files are replaced. On any failure nothing new is left behind:
    DeliveryError for folder and disk, AudioError for the encoder, and
    concurrent.futures.CancelledError, which asyncio hands on as its own.
    """
    targets = [*files.values(), *([mix] if mix else [])]
    with pending_files(targets) as drafts, ExitStack() as stack:
        block = max(1, min(BLOCK, mixdown.length))
        writers = [
            stack.enter_context(
                closing(_writer(draft, mixdown.length, container, bit_depth, block))
            )
            for draft in drafts
        ]
        stems = dict(zip(files, writers, strict=False))
        run = _Pass(mixdown, stems, writers[-1] if mix else None, bit_depth, block)
        for start in range(0, mixdown.length, block):
            if cancelled():
                raise CancelledError
            run.write(start)
            progress(min(1.0, (start + block) / mixdown.length))
        for writer in writers:
            writer.finish()
    return run.report(files, mix)


class _WritesTrack(Protocol):
    """A file of one track, open for writing."""

    def write(self, start: int, samples: NDArray[np.int32]) -> None: ...

    def finish(self) -> None: ...

    def close(self) -> None: ...


def _writer(
    path: Path, length: int, container: Container, bit_depth: int, block: int
) -> _WritesTrack:
    if container == "flac":
        return FlacWriter(path, length, rate=SAMPLE_RATE, bit_depth=bit_depth)
    return WaveWriter(path, length, rate=SAMPLE_RATE, bit_depth=bit_depth, block=block)


class _Pass:
    """The way through the mixdown: each lane rounded once, written, and added to the mix."""

    def __init__(
        self,
        mixdown: Mixdown,
        stems: Mapping[str, _WritesTrack],
        mix: _WritesTrack | None,
        bit_depth: int,
        block: int,
    ) -> None:
        self._mixdown = mixdown
        self._stems = [stems.get(lane) for lane in mixdown.lanes]
        self._mix = mix
        self._block = block
        self._quantiser = Quantiser(bit_depth, block)
        self._scratch = np.empty((2, block), np.float32)
        self._sum = np.empty(block, np.int32)
        self._saturations = [Saturation() for _ in mixdown.lanes]
        self._mix_saturation = Saturation()

    def write(self, start: int) -> None:
        """Write what sounds in the block that begins here; silence is not touched."""
        first, last = self._block, 0
        for piece in self._mixdown.pieces(start, self._block, self._scratch):
            whole = self._quantiser.quantise(
                piece.samples,
                lane=piece.lane,
                start=piece.start,
                saturation=self._saturations[piece.lane],
            )
            stem = self._stems[piece.lane]
            if stem:
                stem.write(piece.start, whole)
            if not last:
                self._sum[:] = 0
            begin = piece.start - start
            end = begin + len(whole)
            self._sum[begin:end] += whole
            first, last = min(first, begin), max(last, end)
        if self._mix and last:
            total = self._sum[first:last]
            self._quantiser.limit(total, start + first, self._mix_saturation)
            self._mix.write(start + first, total)

    def report(self, files: Mapping[str, Path], mix: Path | None) -> Tracks:
        """What was written, once all of it is."""
        by_lane = dict(zip(self._mixdown.lanes, self._saturations, strict=True))
        stems = {
            lane: _track(path, by_lane.get(lane, Saturation())) for lane, path in files.items()
        }
        return Tracks(_track(mix, self._mix_saturation) if mix else None, stems)


def _track(path: Path, saturation: Saturation) -> Track:
    return Track(path, saturation.count, saturation.first)
