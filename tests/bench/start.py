"""From the start of the process to the first paint, beside the least Qt program there can be."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, at_most, stated

PROGRAM = Path(__file__).with_name("start_program.py")
ROUNDS = 15


def run() -> list[Figure]:
    """Medians of many starts each, in turn, so that both meet the same machine.

    The ratio is of CPU seconds, which hardly change when others use the machine too. Both start
    with compiled modules and with the settings of a first start, in folders of their own.
    """
    with tempfile.TemporaryDirectory() as folder:
        for which in ("minimal", "studio"):
            _start(which, Path(folder))
        rounds = [
            (_start("minimal", Path(folder)), _start("studio", Path(folder))) for _ in range(ROUNDS)
        ]
    medians = [
        [statistics.median(start[kind] for start in starts) for starts in zip(*rounds, strict=True)]
        for kind in (0, 1)
    ]
    (least_wall, ours_wall), (least, ours) = medians
    return [
        stated("minimal window, start to first paint", least_wall, "s"),
        stated("studio, start to first paint of the welcome page", ours_wall, "s"),
        stated("minimal window, CPU", least, "s"),
        stated("studio, CPU", ours, "s"),
        stated("studio / minimal window, by the clock", ours_wall / least_wall, ""),
        at_most("studio / minimal window", ours / least, 1.5),
    ]


def _start(which: str, folder: Path) -> tuple[float, float]:
    """Seconds by the clock and of the CPU."""
    surroundings = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PYTHONPATH": str(PROGRAM.parents[2]),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    done = subprocess.run(
        [sys.executable, str(PROGRAM), which, repr(time.time())],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=surroundings,
    )
    wall, cpu = map(float, done.stdout.split())
    return wall, cpu
