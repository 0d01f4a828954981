"""A project file of 10,000 lines and 20,000 takes: opening it, and one edit made durable."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from studio.document import Document
from studio.model.project import Project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from tests.bench.figures import Figure, at_most, stated
from tests.builders import a_project, first_line, recordings_of

EDITS = 400
OPENINGS = 5


def run() -> list[Figure]:
    """Opening in seconds; edits in times of a bare write and fdatasync of 4 kB on this disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.understudy"
        project = a_project(10_000, ("en", "zh"), takes=True)
        ProjectFile.create(path, project, recordings_of(project)).close()
        opening = min(_opened(path) for _ in range(OPENINGS))
        bare = _bare_writes(Path(folder) / "bare")
        edits = _edits(path)
    limit = _percentile(bare, 0.95)
    return [
        at_most("open 10,000 lines with 20,000 takes, best of five", opening, 0.5, "s"),
        stated("bare 4 kB write + fdatasync, p95", limit * 1000, "ms"),
        stated("one edit durable, median", statistics.median(edits) * 1000, "ms"),
        stated("one edit durable, p95", _percentile(edits, 0.95) * 1000, "ms"),
        at_most("one edit durable / bare write, p95", _percentile(edits, 0.95) / limit, 3.0),
    ]


def _opened(path: Path) -> float:
    begun = time.perf_counter()
    with ProjectFile.open(path) as file:
        assert len(file.project.episodes[0].lines) > 10_000
        return time.perf_counter() - begun


def _bare_writes(path: Path) -> list[float]:
    """What the disk takes for the least that is durable."""
    took: list[float] = []
    data = os.urandom(4096)
    with path.open("wb") as file:
        for _ in range(EDITS):
            begun = time.perf_counter()
            file.write(data)
            file.flush()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    return took


def _edits(path: Path) -> list[float]:
    """Single words changed, each written before the call returns."""
    took: list[float] = []
    with ProjectFile.open(path) as file:
        document = Document(file.project, DirectKeeper(file))
        line = first_line(document.project).id
        for number in range(EDITS):
            project = _with_words(document.project, line, f"Other words {number}.")
            begun = time.perf_counter()
            document.edit("Edit", project)
            took.append(time.perf_counter() - begun)
    return took


def _with_words(project: Project, line_id: str, words: str) -> Project:
    episode = project.episodes[0]
    line = next(line for line in episode.lines if line.id == line_id)
    changed = episode.replacing(replace(line, text={**line.text, "en": words}))
    return project.with_episode(changed)


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]
