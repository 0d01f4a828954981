"""Mix and six stems of long timelines, against writing the bytes and against pydub.

The corpus: 1,000 different takes of 2 to 3 seconds, decoded into the cache as the studio does;
every tenth clip begins a quarter of a second before the one before it ends; 45 minutes. The
limit writes seven files of the same size from one block in memory and does not wait for the
disk; the export does wait, and renames, so it is measured against the stricter figure.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.audio.arrangement import arrange
from studio.audio.decoded import DecodedTakes
from studio.audio.export import BitDepth, write_tracks
from studio.audio.mixdown import Mixdown
from studio.audio.peaks import peaks_of
from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.layout import Clip
from studio.model.span import SAMPLE_RATE, Span
from tests.bench.figures import Figure, at_least, at_most, seconds_of, stated

LANES = 6
TAKES = 1_000
PYDUB_CLIPS = 300
ROUNDS = 11
GAP = SAMPLE_RATE // 5
OVERLAP = SAMPLE_RATE // 4
BIG_BLOCK = 8 << 20


def run() -> list[Figure]:
    """The figures of the mix; takes about five minutes and ten gigabytes of disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        takes = DecodedTakes(folder / "cache", _recorded)
        clips = _clips(TAKES, takes)
        mixdown = _mixdown(clips, takes)
        out = folder / "out"
        out.mkdir()
        return [
            *_against_writing(mixdown, out),
            *_against_pydub(_clips(PYDUB_CLIPS, takes), takes, out),
            *_growth(folder),
            _peaks(clips, takes),
        ]


def _recorded(key: MediaKey) -> bytes:
    """A take as an engine gives it: 32 kHz, 16 bits; noise that swells and fades."""
    seed = int(key.removeprefix("take-"))
    chance = np.random.default_rng(seed)
    length = int(chance.integers(64_000, 96_000))
    swell = np.abs(np.sin(np.arange(length, dtype=np.float32) / 3_000 + seed))
    file = BytesIO()
    sound = 0.2 * swell * chance.standard_normal(length, np.float32)
    soundfile.write(file, np.clip(sound, -1, 1), 32_000, format="WAV")
    return file.getvalue()


def _clips(count: int, takes: DecodedTakes) -> list[Clip]:
    clips: list[Clip] = []
    end = 0
    for index in range(count):
        key = MediaKey(f"take-{index % TAKES}")
        start = max(0, end - OVERLAP if index % 10 == 9 else end + GAP)
        end = start + len(takes.samples(key))
        speaker = CharacterId(f"lane-{index % LANES}")
        spans = Span(start, end), Span(0, end - start)
        clips.append(Clip(LineId(str(index)), speaker, key, *spans, False, -1.0, False))
    return clips


def _mixdown(clips: list[Clip], takes: DecodedTakes) -> Mixdown:
    end = max(clip.timeline_span.end for clip in clips)
    return arrange(clips, lambda clip: str(clip.character), takes.samples, end)


def _export(
    mixdown: Mixdown,
    folder: Path,
    bit_depth: BitDepth,
    progress: Callable[[float], None] = lambda done: None,
) -> None:
    stems = {lane: folder / f"{lane}.wav" for lane in mixdown.lanes}
    write_tracks(mixdown, stems, mix=folder / "mix.wav", bit_depth=bit_depth, progress=progress)


def _write_full(mixdown: Mixdown, folder: Path, bit_depth: int) -> None:
    """The limit: the same bytes through the page cache, in big blocks."""
    block = memoryview(os.urandom(BIG_BLOCK))
    for index in range(LANES + 1):
        left = 44 + mixdown.length * bit_depth // 8
        with open(folder / f"{index}.raw", "wb", buffering=0) as file:
            while left > 0:
                left -= file.write(block[:left])


def _clean(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    os.sync()


def _against_writing(mixdown: Mixdown, out: Path) -> list[Figure]:
    """Pairs of writing and export in turn, the depths in turn too; the median of the pairs counts.

    The two of a pair meet the same machine. The best of each side do not: now and then the system
    has free pages at hand and takes the bytes in a quarter of the usual time.
    """
    depths: tuple[BitDepth, ...] = (16, 24)
    rounds: dict[BitDepth, tuple[list[float], list[float]]] = {d: ([], []) for d in depths}
    for _ in range(ROUNDS):
        for depth, (limit, own) in rounds.items():
            _clean(out)
            limit.append(seconds_of(partial(_write_full, mixdown, out, depth)))
            _clean(out)
            own.append(seconds_of(partial(_export, mixdown, out, depth)))
    _clean(out)
    figures = [stated("length", mixdown.length / SAMPLE_RATE / 60, "min")]
    for depth, (limit, own) in rounds.items():
        name = f"mix + 6 stems, 1,000 clips, {depth} bits"
        pairs = [ours / theirs for theirs, ours in zip(limit, own, strict=True)]
        figures += [
            stated(f"{name}: writing the same bytes, best of {ROUNDS}", min(limit), "s"),
            stated(f"{name}: writing the same bytes, median", statistics.median(limit), "s"),
            stated(f"{name}: export, synced, best of {ROUNDS}", min(own), "s"),
            stated(f"{name}: export, synced, median", statistics.median(own), "s"),
            at_most(f"{name}: export / writing, median", statistics.median(pairs), 1.5, "x"),
            stated(f"{name}: real time", mixdown.length / SAMPLE_RATE / min(own), "x"),
        ]
    return figures


def _against_pydub(clips: list[Clip], takes: DecodedTakes, out: Path) -> list[Figure]:
    """The common way: silence as long as the episode, and each clip overlaid on it in turn."""
    mixdown = _mixdown(clips, takes)
    _clean(out)
    own = min(seconds_of(lambda: _export(mixdown, out, 16)) for _ in range(3))
    _clean(out)
    theirs = seconds_of(lambda: _overlay(clips, takes, mixdown.length, out))
    _clean(out)
    name = f"mix + 6 stems, {PYDUB_CLIPS} clips"
    return [
        stated(f"{name}: pydub overlay loop", theirs, "s"),
        stated(f"{name}: export", own, "s"),
        at_least(f"{name}: pydub / export", theirs / own, 200, "x"),
    ]


def _overlay(clips: list[Clip], takes: DecodedTakes, length: int, out: Path) -> None:
    segment: Any = _pydub().AudioSegment
    silence = segment.silent(duration=length * 1_000 / SAMPLE_RATE, frame_rate=SAMPLE_RATE)
    names = ["mix", *(str(clip.character) for clip in clips)]
    tracks: dict[str, Any] = dict.fromkeys(names, silence)
    for clip in clips:
        data = _whole(takes.samples(clip.media))
        sound = segment(data=data, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)
        sound = sound.apply_gain(clip.gain_db)
        at = clip.timeline_span.start * 1_000 // SAMPLE_RATE
        for track in ("mix", str(clip.character)):
            tracks[track] = tracks[track].overlay(sound, position=at)
    for name, track in tracks.items():
        track.export(out / f"{name}.wav", format="wav").close()


def _whole(samples: NDArray[np.float32]) -> bytes:
    return (np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()


def _pydub() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pydub
    return pydub


@dataclass(frozen=True, slots=True)
class _Growth:
    """One export: seconds in the program itself, seconds until all is on disk; megabytes."""

    worked: float
    synced: float
    before: float
    peak: float


def _growth(folder: Path) -> list[Figure]:
    """Time and memory of ten times the length, each in a process of its own.

    The time in the program tells its own growth from that of the disk, which at ten times the
    length has to take five gigabytes. Best of 3.
    Memory is what belongs to the process alone: mapped takes are the system's to drop. The
    timeline itself, some hundred bytes a clip, is there before the export begins.
    """
    pairs = [(_in_child(folder, TAKES), _in_child(folder, 10 * TAKES)) for _ in range(3)]
    small, large = (_best(runs) for runs in zip(*pairs, strict=True))
    per_clip = (large.before - small.before) * 1_000 / (9 * TAKES)
    return [
        stated("1,000 clips: memory of the process", small.peak, "MB"),
        stated("10,000 clips: memory of the process", large.peak, "MB"),
        stated("1,000 clips: memory the export adds", small.peak - small.before, "MB"),
        stated("10,000 clips: memory the export adds", large.peak - large.before, "MB"),
        at_most(
            "memory the export adds for ten times the length, more",
            (large.peak - large.before) - (small.peak - small.before),
            1.0,
            "MB",
        ),
        at_most("memory of a clip on the timeline", per_clip, 1.0, "kB"),
        at_most(
            "10,000 / 1,000 clips: time in the program itself", large.worked / small.worked, 11, "x"
        ),
        at_most(
            "10,000 / 1,000 clips: time until all is on disk", large.synced / small.synced, 11, "x"
        ),
    ]


def _best(runs: Sequence[_Growth]) -> _Growth:
    """The best times of several runs with the most memory any of them took."""
    return _Growth(
        min(run.worked for run in runs),
        min(run.synced for run in runs),
        min(run.before for run in runs),
        max(run.peak for run in runs),
    )


def _in_child(folder: Path, count: int) -> _Growth:
    command = [sys.executable, "-m", "tests.bench.mix", str(folder), str(count)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return _Growth(*map(float, said.split()))


def _child(folder: Path, count: int) -> None:
    takes = DecodedTakes(folder / "cache", _recorded)
    mixdown = _mixdown(_clips(count, takes), takes)
    out = folder / "out"
    memory: list[float] = []
    _clean(out)
    gc.collect()
    before = _own_memory()
    begun, begun_work = time.perf_counter(), os.times().user
    _export(mixdown, out, 16, lambda done: memory.append(_own_memory()))
    worked, synced = os.times().user - begun_work, time.perf_counter() - begun
    _clean(out)
    print(worked, synced, before, max(memory))


def _own_memory() -> float:
    """Megabytes that belong to this process alone, as Linux counts them."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1_000


def _peaks(clips: list[Clip], takes: DecodedTakes) -> Figure:
    sounds = [np.array(takes.samples(clip.media)) for clip in clips]
    spent = min(seconds_of(lambda: [peaks_of(sound) for sound in sounds]) for _ in range(3))
    return at_most("peaks of 1,000 takes", spent, 0.3, "s")


if __name__ == "__main__":
    _child(Path(sys.argv[1]), int(sys.argv[2]))
