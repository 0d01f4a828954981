from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio.wave_writer import WaveWriter, wave_header


@pytest.mark.parametrize("bit_depth", [16, 24])
def test_samples_come_back_exactly_and_the_rest_is_silence(tmp_path: Path, bit_depth: int) -> None:
    path = tmp_path / "a.wav"
    limit = 2 ** (bit_depth - 1)
    block = np.random.default_rng(1).integers(-limit, limit, 999).astype(np.int32)
    block[:2] = -limit, limit - 1
    with closing(WaveWriter(path, 5_001, rate=48_000, bit_depth=bit_depth, block=1_000)) as writer:
        writer.write(4_002, block)
        writer.write(7, block)
        writer.finish()
    expected = np.zeros(5_001, np.int32)
    expected[7:1_006] = expected[4_002:] = block
    read, rate = soundfile.read(path, dtype="int32")
    assert rate == 48_000
    assert (read == expected << (32 - bit_depth)).all()
    assert path.stat().st_size % 2 == 0


@pytest.mark.parametrize(("length", "mark"), [(1_431_655_751, b"RIFF"), (1_431_655_800, b"RF64")])
def test_a_file_above_four_gigabytes_is_rf64(tmp_path: Path, length: int, mark: bytes) -> None:
    path = tmp_path / "long.wav"
    last = np.array([1, -2, 3], np.int32)
    with closing(WaveWriter(path, length, rate=48_000, bit_depth=24, block=3)) as writer:
        writer.write(length - 3, last)
    assert _begins(path, mark)
    with soundfile.SoundFile(path) as file:
        assert file.frames == length
        file.seek(length - 3)
        assert (np.asarray(file.read(3, dtype="int32"), np.int32) >> 8 == last).all()


def _begins(path: Path, mark: bytes) -> bool:
    with open(path, "rb") as file:
        return file.read(4) == mark


def test_silence_takes_no_room_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with closing(WaveWriter(path, 48_000_000, rate=48_000, bit_depth=16, block=10)) as writer:
        writer.write(24_000_000, np.ones(10, np.int32))
    assert path.stat().st_size == 44 + 96_000_000
    assert path.stat().st_blocks * 512 < 1_000_000


def test_without_pwrite_the_file_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path) -> bytes:
        with closing(WaveWriter(path, 100, rate=48_000, bit_depth=24, block=10)) as writer:
            writer.write(50, np.arange(10, dtype=np.int32))
            writer.write(20, np.arange(10, dtype=np.int32))
        return path.read_bytes()

    usual = write(tmp_path / "a.wav")
    monkeypatch.delattr(os, "pwrite")
    assert write(tmp_path / "b.wav") == usual


def test_the_header_states_an_even_size_for_an_odd_number_of_bytes() -> None:
    header = wave_header(3, rate=48_000, bit_depth=24)
    assert int.from_bytes(header[4:8], "little") == len(header) - 8 + 9 + 1
    assert int.from_bytes(header[-4:], "little") == 9
