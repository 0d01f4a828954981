"""Frames of the script with 10,000 lines while ten translations stream into it.

A model on loopback, in another process, writes as fast as a quick one does; lines and ghosts are
put into the script, which is scrolled and typed in at sixty frames a second. Judged is the time on
the wall without what other programs took of it; of three rounds the quietest counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np

from tests.bench.figures import Figure, at_least, at_most, stated
from tests.bench.service_child import ROOT

FRAME_MS = 16.0
STREAMS = 10
SPEED = 400
"""Characters a second of each stream."""


def run() -> list[Figure]:
    """The figures; takes about a minute."""
    service = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.writing_service_program", str(SPEED)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert service.stdin
    assert service.stdout
    try:
        place = json.loads(service.stdout.readline())
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.writing_program", place["url"], place["key"]],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=300,
        )  # fmt: skip
    finally:
        service.stdin.close()
        service.wait(60)
        service.stdout.close()
    return _figures([json.loads(line) for line in done.stdout.splitlines()])


def _figures(rounds: list[dict[str, Any]]) -> list[Figure]:
    figures = [at_least("streams at once", max(each["streams"] for each in rounds), STREAMS)]
    for kind, ours, wall in (("frame", "ours", "wall"), ("lateness", "late_ours", "late")):
        name = f"{kind} with ten translations, p99"
        figures.append(at_most(name, _p99(rounds, ours, "loaded"), FRAME_MS, "ms"))
        for phase, words in (("loaded", "with"), ("quiet", "without")):
            name = f"{kind}, p99 on the wall, {words} translations"
            figures.append(stated(name, _p99(rounds, wall, phase), "ms"))
    lines = max(each["lines"] / each["loaded"]["seconds"] for each in rounds)
    return [*figures, stated("lines a second meanwhile, at best", lines, "1/s")]


def _p99(rounds: list[dict[str, Any]], what: str, phase: str) -> float:
    """The 99th percentile of the quietest round."""
    return min(float(np.percentile(each[phase][what], 99)) for each in rounds)
