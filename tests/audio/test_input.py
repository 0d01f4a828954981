"""A real sound server's microphone is recorded to the sample; a dead one is noticed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.null_sink import AWAKE, NoServer, missing, null_sink

PROGRAM = Path(__file__).with_name("listener_program.py")
HEARINGS = 4
# Qt offers no monitor of a sink as a microphone; a source that is made of one it does.
MICROPHONE = (
    "pactl",
    "load-module",
    "module-remap-source",
    "master=ear.monitor",
    "source_name=mic",
)
PLAYS = ("pacat", "--raw", "--format=float32le", "--rate=48000", "--channels=2", "-d", "ear")
pytestmark = [
    pytest.mark.skipif(missing(), reason="pulseaudio and pulseaudio-utils are not installed"),
    pytest.mark.timeout(120),
]


@pytest.fixture
def server(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A PulseAudio server with a sink and a microphone that hears what is played there."""
    with ExitStack() as stack:
        try:
            process = stack.enter_context(null_sink(home / "runtime"))
        except NoServer as reason:
            pytest.skip(f"pulseaudio does not run here: {reason}")
        subprocess.run(MICROPHONE, check=True, stdout=subprocess.DEVNULL)
        yield process


def listen(file: Path) -> subprocess.Popen[str]:
    """Run the listener's program, which records from the real device."""
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_LOGGING_RULES": "qt.multimedia.*=false"},
    )


def difference(folder: Path, number: int) -> float:
    """How far what was recorded is from what was played, once."""
    file = folder / f"heard{number}.wav"
    played = (np.random.default_rng(5).standard_normal(72_000) * 0.1).astype(np.float32)
    awake = subprocess.Popen(AWAKE)
    listener = listen(file)
    assert listener.stdout
    assert listener.stdout.readline() == "devices 1\n"
    assert listener.stdout.readline() == "listening\n"
    subprocess.run(PLAYS, input=np.repeat(played, 2).tobytes(), check=True)
    said, complained = listener.communicate("stop\n", timeout=30)
    awake.terminate()
    awake.wait()
    assert (listener.returncode, said, complained) == (0, "still\n", "")
    heard, _ = soundfile.read(file, dtype="float32")
    middle = played[24_000:28_800]
    place = int(np.argmax(np.correlate(heard, middle, "valid"))) - 24_000
    part = heard[max(place, 0) :][: len(played)]
    return float(np.abs(part - played[max(-place, 0) :][: len(part)]).max())


def test_what_is_recorded_is_what_was_played_to_the_sample(
    server: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    # A machine that lets the server wait too long makes a gap; all of one hearing must be right.
    differences: list[float] = []
    while len(differences) < HEARINGS and min(differences, default=1.0) >= 1e-5:
        differences.append(difference(tmp_path, len(differences)))
    assert min(differences) < 1e-5, differences


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_a_microphone_that_is_lost_is_told_and_what_was_recorded_is_kept(
    server: subprocess.Popen[bytes], tmp_path: Path, end: signal.Signals
) -> None:
    listener = listen(tmp_path / "heard.wav")
    assert listener.stdout
    assert listener.stdout.readline() == "devices 1\n"
    assert listener.stdout.readline() == "listening\n"
    server.send_signal(end)
    assert listener.stdout.readline() == "trouble microphone lost\n"
    said, _ = listener.communicate(timeout=60)
    assert said == "still\n"
    assert len(soundfile.read(tmp_path / "heard.wav")[0])
    # Qt now and then aborts at the very end of a process whose server still stands still.
    if end is signal.SIGKILL:
        assert listener.returncode == 0


def test_without_a_microphone_that_is_told(home: Path, tmp_path: Path) -> None:
    listener = listen(tmp_path / "heard.wav")
    said, _ = listener.communicate("stop\n", timeout=60)
    lines = said.splitlines()
    assert lines[0] == "devices 0" and "'no microphone'" in lines[1]
    assert lines[2:] == ["trouble no microphone", "still"] and listener.returncode == 0
