"""From the first bytes of an audition to the sound device, through a PulseAudio null sink.

Without PulseAudio a double stands in for the device. The time ends where the thread of the
device takes the first sample; waiting for the service is not in it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.audio.null_sink import NoServer, missing, null_sink
from tests.bench.figures import Figure, at_most, stated

PROGRAM = Path(__file__).with_name("audition_program.py")
LIMIT_MS = 30.0


def run() -> list[Figure]:
    """The figures of auditions; takes about a minute."""
    with tempfile.TemporaryDirectory() as folder:
        if missing():
            return _figures("double", os.environ)
        surroundings = {**os.environ, "XDG_RUNTIME_DIR": folder, "HOME": folder}
        try:
            with null_sink(Path(folder)):
                return _figures("sink", surroundings)
        except NoServer:
            return _figures("double", os.environ)


def _figures(device: str, surroundings: Mapping[str, str]) -> list[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.audition_program", device],
        cwd=PROGRAM.parents[2],
        env={**surroundings, "QT_LOGGING_RULES": "qt.multimedia.*=false"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    figures: list[Figure] = []
    for line in done.stdout.splitlines():
        measured = json.loads(line)
        name = f"{device}, {measured['name']}: first sample"
        middle, worst = statistics.median(measured["ms"]), max(measured["ms"])
        figures += [
            at_most(f"{name}, median", middle, LIMIT_MS, "ms"),
            at_most(f"{name}, worst of {len(measured['ms'])}", worst, LIMIT_MS, "ms"),
            stated(f"{device}, {measured['name']}: rests", statistics.mean(measured["rests"])),
        ]
    return figures
