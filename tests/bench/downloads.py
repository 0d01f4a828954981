"""Frames of the window with 10,000 lines while twenty lines are fetched at once, again and again.

Answers are WAV files of 3 to 60 s in hex digits, up to ten megabytes each; a stream and the list
of 1,000 voices come beside them. The service runs in another process. Judged is the time on the
wall without what other programs took of it; of five rounds the quietest counts. The time on the
wall is stated beside it. The last figures are the longest time for which reading one answer of
60 s in a thread holds up the window's thread, by the studio's way and by JSON and hex as usual.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np

from tests.bench.figures import Figure, at_most, stated
from tests.bench.service_child import ROOT, Terms, a_service

FRAME_MS = 16.0
VOICES = 1000


def run() -> list[Figure]:
    """The figures; takes about a minute."""
    with a_service(Terms(latency=(0.5, 1.5), voices=VOICES)) as service:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.downloads_program", service.url, service.key],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=300,
        )
        wrong = service.report().wrong
    assert not wrong, wrong
    *rounds, holds = map(json.loads, done.stdout.splitlines())
    return [*_frames(rounds), *_holds(holds)]


def _frames(rounds: list[dict[str, Any]]) -> list[Figure]:
    loaded = [each["loaded"] for each in rounds]
    figures: list[Figure] = []
    for kind, ours, wall in (("frame", "ours", "wall"), ("lateness", "late_ours", "late")):
        figures.append(at_most(f"{kind} with downloads, p99", _p99(rounds, ours), FRAME_MS, "ms"))
        for phase in ("loaded", "quiet"):
            name = (
                f"{kind}, p99 on the wall, {'with' if phase == 'loaded' else 'without'} downloads"
            )
            figures.append(stated(name, _p99(rounds, wall, phase), "ms"))
    megabytes = max(each["megabytes"] / each["seconds"] for each in loaded)
    return [*figures, stated("megabytes a second meanwhile, at best", megabytes, "MB/s")]


def _p99(rounds: list[dict[str, Any]], what: str, phase: str = "loaded") -> float:
    """The 99th percentile of the quietest round."""
    return min(float(np.percentile(each[phase][what], 99)) for each in rounds)


def _holds(holds: dict[str, list[float]]) -> list[Figure]:
    return [
        at_most("reading 60 s of sound: longest hold", min(holds["studio"]), FRAME_MS, "ms"),
        stated("reading 60 s of sound: longest hold, by JSON as usual", min(holds["usual"]), "ms"),
    ]
