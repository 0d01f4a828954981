"""A real sound server hears exactly what was to be heard; a dead one is noticed."""

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

from tests.audio.null_sink import AWAKE, EAR, NoServer, missing, null_sink

HERE = Path(__file__).parent
HEARINGS = 4
pytestmark = [
    pytest.mark.skipif(missing(), reason="pulseaudio and pulseaudio-utils are not installed"),
    pytest.mark.timeout(60),
]


@pytest.fixture
def server(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A PulseAudio server of the test's own with one sink that nobody hears."""
    with ExitStack() as stack:
        try:
            process = stack.enter_context(null_sink(home / "runtime"))
        except NoServer as reason:
            pytest.skip(f"pulseaudio does not run here: {reason}")
        yield process


def pactl(*arguments: str) -> None:
    """Change the server."""
    subprocess.run(["pactl", *arguments], check=True, stdout=subprocess.DEVNULL)


def play(*arguments: str) -> subprocess.Popen[str]:
    """Run the listener's program, which plays through the real device."""
    return subprocess.Popen(
        [sys.executable, str(HERE / "player_program.py"), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_LOGGING_RULES": "qt.multimedia.*=false"},
    )


@pytest.mark.timeout(120)
@pytest.mark.parametrize("task", ["play", "stereo", "arrive"])
def test_what_the_server_hears_is_the_sound_to_the_sample(
    server: subprocess.Popen[bytes], tmp_path: Path, task: str
) -> None:
    # A machine that lets the player wait too long makes a gap; all of one hearing must be right.
    differences = []
    while len(differences) < HEARINGS and min(differences, default=1.0) >= 1e-4:
        heard, mixed = hearing(tmp_path, task)
        assert len(heard) >= len(mixed) * 0.95
        differences.append(float(np.max(np.abs(heard - mixed[: len(heard)]))))
    assert min(differences) < 1e-4, differences


def hearing(folder: Path, task: str) -> tuple[np.ndarray, np.ndarray]:
    """What a listener hears of one playback, from its first sound on, and what was to be heard.

    Of a stereo sound the samples of both sides in turn.
    """
    recording = folder / "heard.f32"
    keep_awake = subprocess.Popen(AWAKE)
    with recording.open("wb") as file:
        sides = ["--channels=2"] if task == "stereo" else []
        ear = subprocess.Popen([*EAR, *sides, "--latency-msec=20"], stdout=file)
        while not recording.stat().st_size:
            assert ear.poll() is None
        player = play(task, str(folder / "mixed.npy"))
        said, complained = player.communicate(timeout=30)
        ear.terminate()
        ear.wait()
    keep_awake.terminate()
    keep_awake.wait()
    assert (player.returncode, said, complained) == (0, "", "")
    mixed = np.load(folder / "mixed.npy").reshape(-1)
    heard = np.fromfile(recording, np.float32)
    first = int(np.argmax(np.abs(heard) > 1e-4)) - int(np.argmax(np.abs(mixed) > 1e-4))
    return heard[max(first, 0) :][: len(mixed)], mixed


def test_a_server_that_dies_is_noticed_and_time_goes_on(
    server: subprocess.Popen[bytes],
) -> None:
    player = play("lose")
    assert player.stdout
    assert player.stdout.readline().strip() == "playing"
    server.kill()
    said, complained = player.communicate(timeout=30)
    assert player.returncode == 0
    assert said.split() == ["lost", "moving"]
    assert "QThread" not in complained


@pytest.mark.timeout(120)
def test_a_server_that_dies_and_one_that_takes_its_place_are_outlived(
    server: subprocess.Popen[bytes], home: Path
) -> None:
    player = play("outlive")
    assert player.stdout
    assert player.stdout.readline() == "playing\n"
    server.kill()
    assert player.stdout.readline() == "lost\n"
    server.wait()
    with null_sink(home / "runtime"):
        said, complained = player.communicate("go\n", timeout=90)
    assert (player.returncode, said) == (0, "going on\n"), complained


@pytest.mark.timeout(120)
def test_a_device_that_is_unplugged_is_silent_and_heard_again_when_it_is_back(
    server: subprocess.Popen[bytes],
) -> None:
    player = play("unplug")
    assert player.stdout
    assert player.stdout.readline() == "playing\n"
    pactl("unload-module", "module-null-sink")
    assert player.stdout.readline() == "lost\n"
    pactl("load-module", "module-null-sink", "sink_name=ear", "rate=48000")
    said, complained = player.communicate(timeout=60)
    assert (player.returncode, said, complained) == (0, "back\n", "")


def test_the_place_that_is_told_follows_every_seek_also_on_a_sleeping_device(
    server: subprocess.Popen[bytes],
) -> None:
    # Nobody keeps this server awake: its sink sleeps up to two seconds after each start.
    player = play("seek")
    said, complained = player.communicate(timeout=50)
    assert (player.returncode, said, complained) == (0, "wrong 0\n", "")


def test_a_server_that_stands_still_does_not_hold_the_window_when_sound_is_closed(
    server: subprocess.Popen[bytes],
) -> None:
    player = play("freeze")
    assert player.stdin and player.stdout
    assert player.stdout.readline() == "playing\n"
    server.send_signal(signal.SIGSTOP)
    said, complained = player.communicate("go\ngo\n", timeout=30)
    assert (player.returncode, said, complained) == (0, "closed\n", "")


def test_a_server_that_stands_still_from_the_beginning_is_noticed_and_time_goes_on(
    server: subprocess.Popen[bytes],
) -> None:
    server.send_signal(signal.SIGSTOP)
    player = play("frozen")
    said, complained = player.communicate(timeout=30)
    assert (player.returncode, said.split(), complained) == (0, ["lost", "moving"], "")


def test_without_a_server_that_is_told_and_time_goes_on(home: Path) -> None:
    player = play("silent")
    said, complained = player.communicate(timeout=30)
    assert (player.returncode, said.split()) == (0, ["lost", "moving"])
    assert "QThread" not in complained
