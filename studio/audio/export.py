"""A mixdown as files: the mix and its stems in one pass, the mix the exact sum of the stems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.flac_writer import FlacWriter
from studio.audio.mixdown import BedPiece, Mixdown, Piece
from studio.audio.pending import pending_files
from studio.audio.quantise import Quantiser, Saturation
from studio.audio.wave_writer import WaveWriter
from studio.model.span import SAMPLE_RATE

BLOCK = 65_536
"""Samples per pass: its buffers stay in the processor's cache."""

Container = Literal["wav", "flac"]
BitDepth = Literal[16, 24]
NO_FACTS: Mapping[Path, bytes] = MappingProxyType({})
"""Files that say nothing about themselves."""


@dataclass(frozen=True, slots=True)
class Track:
    """A written file; `saturated` counts samples held at full scale, the first at `first`."""

    path: Path
    saturated: int
    first: int | None


@dataclass(frozen=True, slots=True)
class Tracks:
    """What one pass wrote: the mix, if wanted, the stems by lane, and the beds, if wanted."""

    mix: Track | None
    stems: Mapping[str, Track]
    beds: Track | None = None


def write_tracks(
    mixdown: Mixdown,
    files: Mapping[str, Path],
    *,
    mix: Path | None = None,
    beds: Path | None = None,
    stereo_stems: bool = False,
    container: Container = "wav",
    bit_depth: BitDepth = 24,
    facts: Mapping[Path, bytes] = NO_FACTS,
    progress: Callable[[float], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Tracks:
    """Write a stem for each lane in `files`, the mix, and all beds together; all of full length.

    A stem is mono, as loud as its lane and in the middle; with `stereo_stems` it is where its
    lane is. The mix is the sum of the stereo stems of what is in it and of the beds, sample for
    sample, whichever of them are written; only where it goes beyond full scale it is held there
    and counted. It has as many channels as the mixdown. A lane without clips gives silence.
    `facts` are what WAV files say about themselves, as chunks. `progress` gets 0 to 1, `cancelled`
    is asked once per block; both are called on this thread.
    Existing files are replaced. On any failure nothing new is left behind: DeliveryError for
    folder and disk, AudioError for the encoder, and concurrent.futures.CancelledError, which
    asyncio hands on as its own.
    """
    named = {"mix": mix, "beds": beds}
    others = {name: path for name, path in named.items() if path is not None}
    with pending_files([*files.values(), *others.values()]) as drafts, ExitStack() as stack:
        block = max(1, min(BLOCK, mixdown.length))
        form = _Form(mixdown.length, container, bit_depth, block, facts)

        def opened(path: Path, draft: Path, channels: int) -> _WritesTrack:
            return stack.enter_context(closing(form.writer(path, draft, channels)))

        stems = {
            lane: opened(path, draft, 2 if stereo_stems else 1)
            for (lane, path), draft in zip(files.items(), drafts, strict=False)
        }
        channels = {"mix": mixdown.channels, "beds": 2}
        rest = {
            name: opened(path, draft, channels[name])
            for (name, path), draft in zip(others.items(), drafts[len(files) :], strict=True)
        }
        run = _Pass(mixdown, stems, rest, bit_depth, block, stereo_stems=stereo_stems)
        for start in range(0, mixdown.length, block):
            if cancelled():
                raise CancelledError
            run.write(start)
            progress(min(1.0, (start + block) / mixdown.length))
        for writer in (*stems.values(), *rest.values()):
            writer.finish()
    return run.report(files, mix, beds)


class _WritesTrack(Protocol):
    """A file of one track, open for writing."""

    def write(self, start: int, samples: NDArray[np.int32]) -> None: ...

    def finish(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Form:
    """What all files of one pass have in common, and what each says about itself."""

    length: int
    container: Container
    bit_depth: int
    block: int
    facts: Mapping[Path, bytes]

    def writer(self, path: Path, draft: Path, channels: int) -> _WritesTrack:
        """A new file that will have this path."""
        rate, bits = SAMPLE_RATE, self.bit_depth
        if self.container == "flac":
            return FlacWriter(draft, self.length, rate=rate, bit_depth=bits, channels=channels)
        return WaveWriter(
            draft, self.length, rate=rate, bit_depth=bits, block=self.block, channels=channels,
            facts=self.facts.get(path, b""),
        )  # fmt: skip


class _Sum:
    """Whole numbers added up over one block, in one or two channels."""

    def __init__(self, channels: int, block: int) -> None:
        self._sums = np.empty((channels, block), np.int32)
        self._woven = np.empty((block, channels), np.int32)
        self._block = block
        self.saturation = Saturation()
        self.clear()

    def clear(self) -> None:
        """Begin a block in which nothing sounds yet."""
        self._first, self._last = self._block, 0

    def add(self, whole: NDArray[np.int32], begin: int, sides: tuple[float, ...]) -> None:
        """Add samples that begin at a place in the block, on each channel as loud as told."""
        if not self._last:
            self._sums[:] = 0
        end = begin + len(whole)
        for total, side in zip(self._sums, sides, strict=False):
            if side:
                total[begin:end] += turned_down(whole, side)
        self._first, self._last = min(self._first, begin), max(self._last, end)

    def write(self, start: int, writer: _WritesTrack, quantiser: Quantiser) -> None:
        """Write what sounded in the block that begins here, held within full scale."""
        if not self._last:
            return
        first, last = self._first, self._last
        for channel, total in enumerate(self._sums):
            found = total[first:last]
            quantiser.limit(found, start + first, self.saturation)
            if len(self._sums) == 1:
                writer.write(start + first, found)
                return
            self._woven[first:last, channel] = found
        writer.write(start + first, self._woven[first:last])


def turned_down(whole: NDArray[np.int32], side: float) -> NDArray[np.int32]:
    """Whole numbers as loud as they are on one side, whole again."""
    if side == 1.0:
        return whole
    return np.rint(whole * side).astype(np.int32) if side else np.zeros_like(whole)


class _Pass:
    """The way through the mixdown: each lane rounded once, written, and added to the mix."""

    def __init__(
        self,
        mixdown: Mixdown,
        stems: Mapping[str, _WritesTrack],
        rest: Mapping[str, _WritesTrack],
        bit_depth: int,
        block: int,
        *,
        stereo_stems: bool,
    ) -> None:
        self._mixdown = mixdown
        self._stems = [stems.get(lane) for lane in mixdown.lanes]
        self._stereo_stems = stereo_stems
        self._rest = rest
        self._block = block
        self._quantiser = Quantiser(bit_depth, block)
        self._scratch = np.empty((2, block), np.float32)
        self._sums = {"mix": _Sum(mixdown.channels, block)}
        if mixdown.beds:
            self._sums["beds"] = _Sum(2, block)
        self._saturations = [Saturation() for _ in mixdown.lanes]

    def write(self, start: int) -> None:
        """Write what sounds in the block that begins here; silence is not touched."""
        for total in self._sums.values():
            total.clear()
        for piece in self._mixdown.pieces(start, self._block, self._scratch):
            self._take_in(piece, start)
        for piece in self._mixdown.bed_pieces(start, self._block):
            self._take_in_bed(piece, start)
        for name, writer in self._rest.items():
            if name in self._sums:
                self._sums[name].write(start, writer, self._quantiser)

    def _take_in(self, piece: Piece, start: int) -> None:
        strip = self._mixdown.strips[piece.lane]
        stem = self._stems[piece.lane]
        if stem is None and not strip.in_mix:
            return
        whole = self._quantiser.quantise(
            piece.samples,
            lane=piece.lane,
            start=piece.start,
            saturation=self._saturations[piece.lane],
        )
        if stem and self._stereo_stems:
            both = [turned_down(whole, side) for side in strip.sides]
            stem.write(piece.start, np.stack(both, axis=1))
        elif stem:
            stem.write(piece.start, whole)
        if strip.in_mix:
            self._sums["mix"].add(whole, piece.start - start, strip.sides)

    def _take_in_bed(self, piece: BedPiece, start: int) -> None:
        """Each side of a bed is rounded once, with a dither of its own."""
        for channel, samples in enumerate(piece.samples):
            whole = self._quantiser.quantise(
                samples,
                lane=len(self._stems) + 2 * piece.bed + channel,
                start=piece.start,
                saturation=self._sums["beds"].saturation,
            )
            sides = (1.0, 0.0) if channel == 0 else (0.0, 1.0)
            for total in self._sums.values():
                total.add(whole, piece.start - start, sides)

    def report(self, files: Mapping[str, Path], mix: Path | None, beds: Path | None) -> Tracks:
        """What was written, once all of it is."""
        by_lane = dict(zip(self._mixdown.lanes, self._saturations, strict=True))
        stems = {
            lane: _track(path, by_lane.get(lane, Saturation())) for lane, path in files.items()
        }
        return Tracks(self._summed("mix", mix), stems, self._summed("beds", beds))

    def _summed(self, name: str, path: Path | None) -> Track | None:
        if path is None:
            return None
        total = self._sums.get(name)
        return _track(path, total.saturation if total else Saturation())


def _track(path: Path, saturation: Saturation) -> Track:
    return Track(path, saturation.count, saturation.first)
