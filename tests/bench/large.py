"""A series of 100 episodes, 10,000 lines in five languages and 30,000 takes beside a small one.

Both are worked in by a program of their own, in the real window: opened, read, typed in, voiced,
played, closed. Judged is the longest turn of the window's loop in processor time of its thread,
and how much longer it is than in a project of 200 lines: what grows with a project does not belong
on that thread. The seconds on the wall are those of this machine, as busy as it is.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.document import Document
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from tests.bench.figures import Figure, at_most, stated
from tests.bench.large_project import SIZES, write_project
from tests.bench.service_child import ROOT

NAMES = ("small", "large")
STALL_MS = 16.0
MEMORY_MB = 250.0
EDITS = 200
SHARE = 1.5
"""How much longer an edit may take in the large project than in the small one."""


def run() -> list[Figure]:
    """The figures; takes about five minutes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name / "ferry.understudy" for name in NAMES}
        for name, path in paths.items():
            path.parent.mkdir()
            write_project(path, SIZES[name])
        edits = _edits(paths)
        told = {name: _worked(path) for name, path in paths.items()}
    _print_table(told)
    return [*_openings(told), *_stalls(told), *edits]


def _worked(path: Path) -> dict[str, Any]:
    """What the program tells that works in a project, in a home of its own."""
    home = {
        variable: str(path.parent / variable)
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
                         "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    }  # fmt: skip
    for place in home.values():
        Path(place).mkdir(mode=0o700)
    home["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.large_program", str(path)],
        cwd=ROOT, env={**os.environ, **home}, stdout=subprocess.PIPE, text=True, check=True,
        timeout=900,
    )  # fmt: skip
    return json.loads(done.stdout)


def _openings(told: dict[str, dict[str, Any]]) -> list[Figure]:
    figures = [
        stated(f"{name}: open to {what}", each["opening"][what], "s")
        for name, each in told.items()
        for what in ("first rows, wall", "first rows, work", "complete, work")
    ]
    large, small = (told[name]["opening"]["memory"] for name in ("large", "small"))
    return [
        *figures,
        stated("small: memory over the empty window", small, "MB"),
        at_most("large: memory over the empty window", large, MEMORY_MB, "MB"),
    ]


def _stalls(told: dict[str, dict[str, Any]]) -> list[Figure]:
    """The 99th percentile of the longest turns, beside that of the small project."""
    small = {phase["name"]: phase for phase in told["small"]["phases"]}
    figures: list[Figure] = []
    for phase in told["large"]["phases"]:
        here = float(np.percentile(phase["steps"], 99))
        usual = float(np.percentile(small[phase["name"]]["steps"], 99))
        limit = max(STALL_MS, usual * SHARE)
        figures.append(at_most(f"large: {phase['name']}, longest turn, p99", here, limit, "ms"))
    return figures


def _edits(paths: dict[str, Path]) -> list[Figure]:
    """One edit made durable: processor time, in turns, so that the machine is the same to both."""
    took: dict[str, list[float]] = {name: [] for name in paths}
    files = {name: ProjectFile.open(path) for name, path in paths.items()}
    documents = {name: Document(f.project, DirectKeeper(f)) for name, f in files.items()}
    for number in range(EDITS):
        for name, document in documents.items():
            line = document.project.episodes[0].spoken_lines[3]
            begun = time.process_time()
            changed = replace(line, text={**line.text, "en": f"Other words {number}."})
            document.edit("Edit", document.project.with_line(changed))
            took[name].append(1000 * (time.process_time() - begun))
    for file in files.values():
        file.close()
    middle = {name: statistics.median(each) for name, each in took.items()}
    return [
        *[
            stated(f"{name}: one edit durable, median", value, "ms")
            for name, value in middle.items()
        ],
        at_most("one edit durable, large / small", middle["large"] / middle["small"], SHARE),
    ]


def _print_table(told: dict[str, dict[str, Any]]) -> None:
    """Every kind of work: median, p99 and worst longest turn of both projects, and all work."""
    print(
        f"  {'longest turn, ms of its own':<22}"
        + "".join(f"{name:>8} p50     p99   worst   work s" for name in told)
    )
    rows = zip(*(each["phases"] for each in told.values()), strict=True)
    for row in rows:
        cells = [
            f"{np.percentile(p['steps'], 50):>12.1f}{np.percentile(p['steps'], 99):>8.1f}"
            f"{max(p['steps']):>8.1f}{p['process']:>9.2f}"
            for p in row
        ]
        print(f"  {row[0]['name']:<22}" + "".join(cells), flush=True)


if __name__ == "__main__":
    for figure in run():
        print(figure)
