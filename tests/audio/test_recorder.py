"""What was said into the microphone is on disk, whatever ends the recording."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.audio.growing_wave import GrowingWave, mended, unfinished
from studio.audio.recorder import HOLD_S, Recorder
from studio.errors import AudioError, AudioProblem
from tests.audio.sounds import noise, tone

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("recording_child.py")
SECOND = 48_000
STEP = 2.0**-23


def recorded(path: Path) -> np.ndarray:
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == SECOND
    return samples


@given(st.lists(st.integers(0, 5000), max_size=12))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_blocks_are_in_the_file_in_their_order(tmp_path: Path, sizes: list[int]) -> None:
    path, samples = tmp_path / "voice.wav", noise(sum(sizes))
    path.unlink(missing_ok=True)
    recorder, at = Recorder(path), 0
    for size in sizes:
        recorder.take_in(samples[at : at + size])
        at += size
    assert recorder.stop() == path
    assert np.allclose(recorded(path), samples, atol=STEP)
    assert unfinished(tmp_path) == () and not mended(path)


def test_the_meter_tells_length_levels_and_clipping(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "voice.wav")
    recorder.take_in(tone(SECOND))
    assert recorder.meter.seconds == 1.0 and not recorder.meter.clipped
    assert recorder.meter.peak_db == pytest.approx(-6.02, abs=0.01)
    assert recorder.meter.mean_db == pytest.approx(-9.03, abs=0.01)
    recorder.take_in(tone(480) * np.float32(0.1))
    assert recorder.meter.peak_db < -25
    assert recorder.meter.held_db == pytest.approx(-6.02, abs=0.01)
    recorder.take_in(np.zeros(round(HOLD_S * SECOND), np.float32))
    assert recorder.meter.held_db == recorder.meter.peak_db == -120.0
    recorder.take_in(np.array([0.5, 1.0, -1.0, np.nan, np.inf], np.float32))
    assert recorder.meter.clipped == 3
    recorder.stop()


def test_after_the_stop_nothing_is_taken_and_a_second_stop_is_no_error(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "voice.wav")
    recorder.take_in(noise(100))
    recorder.stop()
    recorder.take_in(noise(100))
    recorder.stop()
    assert recorder.meter.length == len(recorded(recorder.path)) == 100


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_recording_is_for_its_owner_alone_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "voice.wav"
    recorder = Recorder(path)
    recorder.stop()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(AudioError) as refused:
        Recorder(path)
    assert refused.value.problem is AudioProblem.NOT_RECORDED


@given(st.integers(0, 400), st.integers(0, 1300), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_was_cut_off_anywhere_is_mended(
    tmp_path: Path, synced: int, more: int, header_at_end: bool
) -> None:
    path, samples = tmp_path / "voice.wav", noise(900)
    path.unlink(missing_ok=True)
    wave = GrowingWave(path)
    wave.add(samples[:synced])
    wave.sync()
    wave.add(samples[synced:])
    if header_at_end:
        wave.sync()
    wave.close()
    whole = path.read_bytes()
    cut = max(44 + synced * 3, len(whole) - more)
    path.write_bytes(whole[:cut])
    mended(path)
    found = recorded(path)
    left = min((cut - 44) // 3, 900)
    assert len(found) == left if not header_at_end else len(found) >= left
    assert np.allclose(found, samples[: len(found)], atol=STEP)
    assert not mended(path)


def test_files_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    for name, data in {"a.wav": b"RIFF", "b.wav": b"", "c.wav": bytes(3000)}.items():
        (tmp_path / name).write_bytes(data)
    soundfile.write(tmp_path / "d.wav", noise(100), 44_100, subtype="PCM_24")
    (tmp_path / "d.wav").write_bytes((tmp_path / "d.wav").read_bytes() + bytes(60))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert unfinished(tmp_path) == () and unfinished(tmp_path / "nowhere") == ()
    assert not any(mended(path) for path in tmp_path.iterdir())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def child(path: Path, most: int = 0) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(path), str(most)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_a_killed_program_leaves_all_that_was_in_the_file(tmp_path: Path) -> None:
    dice = random.Random(3)
    for number in range(5):
        path = tmp_path / f"voice{number}.wav"
        recording = child(path)
        assert recording.stdout
        said = b""
        while said.count(b"\n") < 3 + dice.randrange(40):
            said += os.read(recording.stdout.fileno(), 65_536)
        select.select([], [], [], dice.random() * 0.02)
        recording.send_signal(signal.SIGKILL)
        said += recording.stdout.read()
        recording.wait()
        recording.stdout.close()
        told = int(said.split(b"\n")[-2])
        mended(path)
        found = recorded(path)
        assert len(found) >= told
        expected = np.arange(len(found)) % 20_000 / 32_768
        assert np.allclose(found, expected, atol=STEP)
    assert unfinished(tmp_path) == ()


@pytest.mark.skipif(os.name == "nt", reason="limits are of POSIX")
def test_a_full_disk_is_told_and_what_was_written_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    recording = child(path, most=400_000)
    said, _ = recording.communicate(timeout=60)
    assert said.split(b"\n")[-2] == b"not recorded"
    mended(path)
    found = recorded(path)
    assert len(found) >= (400_000 - 44) // 3 - 1
    assert np.allclose(found, np.arange(len(found)) % 20_000 / 32_768, atol=STEP)
