"""An edited sample as one WAV file: mono, at the wanted rate, a block in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.quantise import Quantiser, Saturation
from studio.audio.samples.sources import Source, Sources
from studio.audio.soundfiles import BLOCK, Resampler
from studio.audio.stretch import stretch_of
from studio.audio.wave_writer import WaveWriter
from studio.errors import AudioError, AudioProblem
from studio.model.sample import Piece, SampleEdit
from studio.model.span import SAMPLE_RATE

FADE_S = 0.005
"""Seconds over which a piece comes and goes where the recording is cut, against clicks."""

Samples = NDArray[np.float32]


@dataclass(slots=True)
class Tally:
    """What was met while a sample was rendered.

    `clipped` are samples at full scale in the recordings, of `read`; `missing` are samples that
    the recordings did not have, at the wanted rate; `saturation` is what the gains drove over.
    """

    clipped: int = 0
    read: int = 0
    missing: int = 0
    saturation: Saturation = field(default_factory=Saturation)

    @property
    def clipped_share(self) -> float:
        """The share of samples at full scale, 0 to 1."""
        return self.clipped / self.read if self.read else 0.0


def render(
    edit: SampleEdit,
    sources: Sources,
    target: Path,
    *,
    rate: int = SAMPLE_RATE,
    bit_depth: int = 24,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Tally:
    """Write a new WAV file of exactly the length of the edit; raises AudioError, CancelledError.

    Nothing is left behind when it fails. Blocking.
    """
    tally, block = Tally(), BLOCK
    quantiser = Quantiser(bit_depth, block)
    length = scaled(edit.length, rate)
    try:
        writer = WaveWriter(target, length, rate=rate, bit_depth=bit_depth, block=block)
        with closing(writer):
            at = 0
            for samples in rendered(
                edit, sources, rate=rate, tally=tally, ffmpeg=ffmpeg, cancelled=cancelled
            ):
                for first in range(0, len(samples), block):
                    part = samples[first : first + block]
                    whole = quantiser.quantise(part, lane=0, start=at, saturation=tally.saturation)
                    writer.write(at, whole)
                    at += len(part)
            writer.finish()
    except OSError as error:
        target.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise AudioError(AudioProblem.NOT_RECORDED, str(target), why) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return tally


def rendered(
    edit: SampleEdit,
    sources: Sources,
    *,
    rate: int,
    tally: Tally,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Samples, None, None]:
    """The sound of an edit in blocks, not held within full scale; raises as `render` does."""
    at = 0
    for run in _runs(edit):
        length = sum(piece.length for piece in run)
        wanted = scaled(at + length, rate) - scaled(at, rate)
        at += length
        gains = _envelope(run, edit.gain_db, wanted, rate)
        source = sources[run[0].source]
        done = 0
        with closing(_resampled(source, run, rate, tally, ffmpeg, cancelled)) as blocks:
            for block in blocks:
                part = block[: wanted - done]
                yield part * gains(done, len(part))
                done += len(part)
                if done == wanted:
                    break
        if done < wanted:
            tally.missing += wanted - done
            for first in range(done, wanted, BLOCK):
                yield np.zeros(min(BLOCK, wanted - first), np.float32)


def scaled(samples: int, rate: int) -> int:
    """A place at the project rate as a place at another one."""
    return round(samples * rate / SAMPLE_RATE)


def _runs(edit: SampleEdit) -> Iterator[list[Piece]]:
    """The pieces, those together that go on in the recording: they differ in gain only."""
    run: list[Piece] = []
    for piece in edit.pieces:
        if run and not run[-1].goes_on_as(piece):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _resampled(
    source: Source,
    run: list[Piece],
    rate: int,
    tally: Tally,
    ffmpeg: str,
    cancelled: Callable[[], bool],
) -> Generator[Samples, None, None]:
    start = scaled(run[0].source_span.start, source.rate)
    # A little more than is used: a resampler's last samples lean on what would come next.
    length = scaled(run[-1].source_span.end, source.rate) - start + source.rate // 50
    resampler = Resampler(source.rate, rate)
    stretch = stretch_of(
        source.path, source.facts, start, length,
        listening=source.listening, ffmpeg=ffmpeg, cancelled=cancelled,
    )  # fmt: skip
    with closing(stretch) as blocks:
        for block in blocks:
            tally.clipped += block.at_full_scale
            tally.read += len(block.samples)
            yield resampler.resample(block.samples)
    yield resampler.resample(np.zeros(0, np.float32), last=True)


def _envelope(
    run: list[Piece], gain_db: float, length: int, rate: int
) -> Callable[[int, int], Samples]:
    """The gain of each sample of a run: up from silence, gliding between pieces, and down."""
    places, gains = [0.0], [0.0]
    total, at = sum(piece.length for piece in run), 0
    for piece in run:
        first, last = at * length / total, (at + piece.length) * length / total
        fade = min(FADE_S * rate, (last - first) / 3)
        gain = 10 ** ((piece.gain_db + gain_db) / 20)
        places += [first + fade, last - fade]
        gains += [gain, gain]
        at += piece.length
    places.append(float(length))
    gains.append(0.0)

    def between(start: int, count: int) -> Samples:
        return np.interp(np.arange(start, start + count), places, gains).astype(np.float32)

    return between
