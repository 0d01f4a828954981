"""A PulseAudio server of one's own with a sink that nobody hears, and an ear at its monitor."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("pulseaudio", "parec", "pactl", "pacat")
ROUNDS = 100
EAR = ("parec", "--raw", "--format=float32le", "--rate=48000", "--channels=1", "-d", "ear.monitor")
AWAKE = ("pacat", "--raw", "--latency-msec=20", "/dev/zero")
"""What keeps the sink awake: left alone it sleeps for a second after each start."""


class NoServer(Exception):
    """The server does not run here; says why."""


def missing() -> bool:
    """Whether a program that is needed is not installed."""
    return any(shutil.which(program) is None for program in NEEDED)


@contextmanager
def null_sink(runtime: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server, which clients with this XDG_RUNTIME_DIR find; raises NoServer."""
    surroundings = {**os.environ, "XDG_RUNTIME_DIR": str(runtime)}
    process = subprocess.Popen(
        [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--disallow-exit=false", "-L", "module-native-protocol-unix auth-anonymous=1",
            "-L", "module-null-sink sink_name=ear rate=48000 channels=2 format=float32le",
        ],
        env=surroundings,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        for _ in range(ROUNDS):
            asked = subprocess.run(
                ["pactl", "info"], capture_output=True, check=False, env=surroundings
            )
            if asked.returncode == 0:
                break
            if process.poll() is not None:
                _, complaint = process.communicate()
                raise NoServer(complaint[-200:].decode("utf-8", "replace"))
        yield process
    finally:
        process.kill()
        process.communicate()
