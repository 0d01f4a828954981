from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from studio.audio.bed_part import BedPart
from studio.audio.ducking import Ducking
from studio.audio.export import BLOCK, BitDepth, Container, turned_down, write_tracks
from studio.audio.mixdown import Mixdown, Part, Strip
from studio.audio.panning import pan_gains
from studio.errors import DeliveryError, DeliveryProblem
from studio.model.span import Span
from tests.audio.sounds import noise

LANES = ("mia", "tom", "narrator")
LENGTH = 3 * BLOCK + 1_001


def some_parts(level: float = 0.3) -> list[Part]:
    return [
        Part(4_000 + index * 9_000, noise(14_000, seed=index, level=level), 0.9, LANES[index % 2])
        for index in range(18)
    ]


def a_mixdown(*, level: float = 0.3) -> Mixdown:
    """Three lanes with overlaps within and between them, and silence at both ends."""
    return Mixdown(some_parts(level), LENGTH, lanes=LANES)


def a_stereo_mixdown(*, soloed: bool = False) -> Mixdown:
    """The same with two lanes to the sides, two beds of which one steps back, and silence."""
    music = noise(2 * 150_000, seed=50).reshape(-1, 2)
    ducking = Ducking([Span(20_000, 60_000)], 12.0)
    strips = {"mia": Strip(pan_gains(-0.4)), "tom": Strip(pan_gains(1.0), in_mix=not soloed)}
    beds = [
        BedPart("music", 9_000, music, 0.5, ducking=ducking, fade_in=4_000),
        BedPart("door", 90_000, music[:5_000], 0.7, pan_gains(0.5)),
    ]
    return Mixdown(some_parts(), LENGTH, lanes=LANES, strips=strips, beds=beds)


def paths(folder: Path, container: Container = "wav") -> dict[str, Path]:
    return {lane: folder / f"{lane}.{container}" for lane in LANES}


def whole_numbers(path: Path, bit_depth: int) -> NDArray[np.int64]:
    samples, rate = soundfile.read(path, dtype="int32")
    assert rate == 48_000
    assert soundfile.info(path).subtype == f"PCM_{bit_depth}"
    return (np.asarray(samples, np.int32) >> (32 - bit_depth)).astype(np.int64)


@pytest.mark.parametrize("container", ["wav", "flac"])
@pytest.mark.parametrize("bit_depth", [16, 24])
def test_the_stems_add_up_to_the_mix_exactly(
    tmp_path: Path, container: Container, bit_depth: BitDepth
) -> None:
    mix = tmp_path / f"mix.{container}"
    stems = paths(tmp_path, container)
    tracks = write_tracks(a_mixdown(), stems, mix=mix, container=container, bit_depth=bit_depth)
    total = np.sum([whole_numbers(path, bit_depth) for path in stems.values()], axis=0)
    assert (total == whole_numbers(mix, bit_depth)).all()
    assert tracks.mix and tracks.mix.saturated == 0
    assert set(tracks.stems) == set(LANES)


@pytest.mark.parametrize("container", ["wav", "flac"])
@pytest.mark.parametrize("bit_depth", [16, 24])
@pytest.mark.parametrize("soloed", [False, True])
def test_the_stereo_stems_in_the_mix_and_the_beds_add_up_to_it_exactly(
    tmp_path: Path, container: Container, bit_depth: BitDepth, soloed: bool
) -> None:
    mix, beds, stems = tmp_path / "mix", tmp_path / "beds", paths(tmp_path, container)
    tracks = write_tracks(
        a_stereo_mixdown(soloed=soloed),
        stems,
        mix=mix,
        beds=beds,
        stereo_stems=True,
        container=container,
        bit_depth=bit_depth,
    )
    heard = [stems[lane] for lane in LANES if not (soloed and lane == "tom")]
    total = np.sum([whole_numbers(path, bit_depth) for path in (*heard, beds)], axis=0)
    found = whole_numbers(mix, bit_depth)
    assert found.shape == (LENGTH, 2) and (total == found).all()
    assert whole_numbers(stems["tom"], bit_depth).any()
    assert tracks.beds and tracks.beds.path == beds and tracks.beds.saturated == 0


def test_mono_stems_are_what_the_stereo_ones_are_before_their_pan(tmp_path: Path) -> None:
    stems = paths(tmp_path)
    write_tracks(a_stereo_mixdown(), stems)
    mono = {lane: whole_numbers(path, 24) for lane, path in stems.items()}
    write_tracks(a_stereo_mixdown(), stems, stereo_stems=True)
    for lane, strip in zip(LANES, a_stereo_mixdown().strips, strict=True):
        both = whole_numbers(stems[lane], 24)
        assert mono[lane].shape == (LENGTH,)
        for channel, side in enumerate(strip.sides):
            expected = turned_down(mono[lane].astype(np.int32), side)
            assert (both[:, channel] == expected).all()


def test_stems_do_not_care_which_lanes_are_heard(tmp_path: Path) -> None:
    write_tracks(a_stereo_mixdown(), stems := paths(tmp_path))
    before = {lane: path.read_bytes() for lane, path in stems.items()}
    write_tracks(a_stereo_mixdown(soloed=True), stems)
    assert {lane: path.read_bytes() for lane, path in stems.items()} == before


@pytest.mark.parametrize("bit_depth", [16, 24])
def test_a_stereo_file_is_what_is_heard_to_within_dither_and_rounding(
    tmp_path: Path, bit_depth: BitDepth
) -> None:
    mix = tmp_path / "mix.wav"
    write_tracks(a_stereo_mixdown(), {}, mix=mix, bit_depth=bit_depth)
    heard = a_stereo_mixdown().read(0, LENGTH).astype(np.float64)
    error = whole_numbers(mix, bit_depth) - heard * 2 ** (bit_depth - 1)
    assert np.abs(error).max() <= 1.51 * 4 + 1.5
    assert abs(error.mean()) < 0.01


def test_where_beds_are_asked_for_and_there_are_none_is_silence(tmp_path: Path) -> None:
    write_tracks(a_mixdown(), {}, beds=tmp_path / "beds.wav")
    found = whole_numbers(tmp_path / "beds.wav", 24)
    assert found.shape == (LENGTH, 2) and not found.any()


def test_a_stereo_mix_that_is_too_loud_is_held_and_counted(tmp_path: Path) -> None:
    loud = np.full(1_000, 0.9, np.float32)
    parts = [Part(500, loud, 1.0, "mia"), Part(1_200, loud, 1.0, "tom")]
    left = {"mia": Strip(pan_gains(-1.0)), "tom": Strip(pan_gains(-1.0))}
    tracks = write_tracks(Mixdown(parts, 3_000, strips=left), {}, mix=tmp_path / "mix.wav")
    found = whole_numbers(tmp_path / "mix.wav", 24)
    assert tracks.mix and 150 < tracks.mix.saturated < 300
    assert found[:, 0].max() == 2**23 - 1 and not found[:, 1].any()


@pytest.mark.parametrize("bit_depth", [16, 24])
def test_the_file_is_what_is_heard_to_within_dither_and_rounding(
    tmp_path: Path, bit_depth: BitDepth
) -> None:
    mix = tmp_path / "mix.wav"
    write_tracks(a_mixdown(), {}, mix=mix, bit_depth=bit_depth)
    heard = a_mixdown().read(0, LENGTH).astype(np.float64)
    error = whole_numbers(mix, bit_depth) - heard * 2 ** (bit_depth - 1)
    assert np.abs(error).max() <= 1.51 * 2 + 0.5
    assert abs(error.mean()) < 0.01
    assert not error[:4_000].any() and not error[-10_000:].any()


def test_dither_keeps_a_voice_below_the_last_bit_audible(tmp_path: Path) -> None:
    quiet = np.sin(np.arange(48_000) / 10).astype(np.float32) * np.float32(0.4 / 2**15)
    mix = tmp_path / "mix.wav"
    write_tracks(Mixdown([Part(0, quiet, 1.0, "mia")], 48_000), {}, mix=mix, bit_depth=16)
    written = whole_numbers(mix, 16)
    assert np.correlate(written, quiet)[0] / (quiet @ quiet) / 2**15 == pytest.approx(1, abs=0.05)


def test_the_mix_does_not_depend_on_which_stems_are_written(tmp_path: Path) -> None:
    write_tracks(a_mixdown(), {}, mix=tmp_path / "alone.wav")
    write_tracks(a_mixdown(), paths(tmp_path), mix=tmp_path / "mix.wav")
    assert (tmp_path / "alone.wav").read_bytes() == (tmp_path / "mix.wav").read_bytes()


def test_a_lane_without_clips_is_silence_of_full_length(tmp_path: Path) -> None:
    files = {**paths(tmp_path), "nobody": tmp_path / "nobody.wav"}
    write_tracks(a_mixdown(), files)
    for lane in ("narrator", "nobody"):
        samples = whole_numbers(files[lane], 24)
        assert len(samples) == LENGTH and not samples.any()


def test_saturation_is_held_counted_and_placed(tmp_path: Path) -> None:
    loud = np.full(1_000, 0.9, np.float32)
    parts = [Part(500, loud, 1.0, "mia"), Part(1_200, loud, 1.0, "tom")]
    files = {"mia": tmp_path / "mia.wav", "tom": tmp_path / "tom.wav"}
    tracks = write_tracks(Mixdown(parts, 3_000), files, mix=tmp_path / "mix.wav")
    assert tracks.mix and tracks.mix.first is not None
    assert 1_200 < tracks.mix.first < 1_200 + 96
    assert 150 < tracks.mix.saturated < 300
    assert tracks.stems["mia"].saturated == tracks.stems["tom"].saturated == 0
    assert whole_numbers(tmp_path / "mix.wav", 24).max() == 2**23 - 1
    over = write_tracks(Mixdown([Part(0, loud, 2.0, "mia")], 3_000), {"mia": files["mia"]})
    assert over.stems["mia"].saturated > 700
    assert whole_numbers(files["mia"], 24).max() == 2**23 - 1


def test_progress_rises_to_one(tmp_path: Path) -> None:
    seen: list[float] = []
    write_tracks(a_mixdown(), {}, mix=tmp_path / "mix.wav", progress=seen.append)
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) == 4


@pytest.mark.parametrize("container", ["wav", "flac"])
def test_a_cancelled_export_leaves_the_old_files_and_no_new_ones(
    tmp_path: Path, container: Container
) -> None:
    files = paths(tmp_path, container)
    files["mia"].write_bytes(b"old")
    answers = iter([False, False, True])
    with pytest.raises(CancelledError):
        write_tracks(a_mixdown(), files, container=container, cancelled=lambda: next(answers))
    assert [path.name for path in tmp_path.iterdir()] == [files["mia"].name]
    assert files["mia"].read_bytes() == b"old"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as caught:
        write_tracks(a_mixdown(), {}, mix=tmp_path / "gone" / "mix.wav")
    assert caught.value.problem is DeliveryProblem.NO_FOLDER
    assert caught.value.path == str(tmp_path / "gone")


def test_a_folder_in_the_place_of_a_file_stops_the_export_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / "tom.wav").mkdir()
    with pytest.raises(DeliveryError) as caught:
        write_tracks(a_mixdown(), paths(tmp_path))
    assert caught.value.problem is DeliveryProblem.UNWRITABLE
    assert [path.name for path in tmp_path.iterdir()] == ["tom.wav"]


@pytest.mark.parametrize("name", ["truncate", "pwrite", "fsync", "replace"])
def test_a_disk_that_fills_up_at_any_moment_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = getattr(os, name)
    for failing in range(3):
        monkeypatch.setattr(os, name, _full_after(failing, real))
        with pytest.raises(DeliveryError) as caught:
            write_tracks(a_mixdown(), paths(tmp_path), mix=tmp_path / "mix.wav")
        monkeypatch.setattr(os, name, real)
        assert caught.value.problem is DeliveryProblem.DISK_FULL
        assert not list(tmp_path.iterdir())


def _full_after(calls: int, real: Callable[..., object]) -> Callable[..., object]:
    left = iter(range(calls))

    def call(*arguments: object, **named: object) -> object:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **named)

    return call


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What the system lets this process write to one file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("container", ["wav", "flac"])
@pytest.mark.parametrize("size", [0, 30, 60_000])
def test_a_limit_of_the_system_is_reported_and_leaves_nothing_behind(
    tmp_path: Path, container: Container, size: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with files_no_larger_than(size), pytest.raises(DeliveryError) as caught:
        write_tracks(a_mixdown(), paths(tmp_path, container), container=container)
    assert caught.value.problem is DeliveryProblem.DISK_FULL
    assert not list(tmp_path.iterdir())
    assert capfd.readouterr().err == ""


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(DeliveryError) as caught:
        write_tracks(a_mixdown(), paths(tmp_path))
    tmp_path.chmod(0o700)
    assert caught.value.problem is DeliveryProblem.UNWRITABLE
