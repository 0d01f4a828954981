"""Edits and voices without pause until it is killed; tells what was acknowledged.

Arguments: project file, ledger of what was spoken, seed. Each line on stdout is one
acknowledged fact: `edit LINE NUMBER` or `take LINE FINGERPRINT`.
"""

from __future__ import annotations

import os
import queue
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from studio.document import Document
from studio.errors import StudioError
from studio.model.ids import TakeId, new_id
from studio.model.line import Line, LineKind, new_line
from studio.store.jobs import Job
from studio.store.keeper import ThreadKeeper
from studio.store.project_file import ProjectFile
from tests.builders import a_fingerprint, a_recording, a_take


def spoken_once(ledger: int, fingerprint: str) -> None:
    """Note in the ledger, durably, that something was paid for."""
    os.write(ledger, f"{fingerprint}\n".encode())
    os.fsync(ledger)


def _say(fact: str) -> None:
    sys.stdout.write(f"{fact}\n")
    sys.stdout.flush()


class Worker:
    """Works on one document the way the window does."""

    def __init__(self, file: ProjectFile, ledger: int, dice: random.Random) -> None:
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._file = file
        self._keeper = ThreadKeeper(file, self._posted.put)
        self._document = Document(file.project, self._keeper)
        self._document.listen_for_trouble(self._trouble)
        self._ledger = ledger
        self._dice = dice

    def work(self) -> None:
        """Do one thing after another, waiting for each third to be acknowledged."""
        number = 0
        while True:
            number += 1
            kind = self._dice.random()
            if kind < 0.5:
                self._edit(number)
            elif kind < 0.6:
                self._insert(number)
            elif kind < 0.7 and self._document.undo_label == "insert":
                self._document.undo()
            else:
                self._voice()
            if number % 3 == 0:
                self._keeper.flush()
            self._acknowledge()

    def _edit(self, number: int) -> None:
        line = self._any_line()
        said = self._document.project.with_line(line.saying("en", f"Words number {number}."))
        self._document.edit("edit", said)
        self._posted_after(f"edit {line.id} {number}")

    def _insert(self, number: int) -> None:
        episode = self._document.project.episodes[0]
        line = new_line(LineKind.DIALOGUE, {"en": f"Words number {number}."})
        place = self._dice.randrange(1, len(episode.lines))
        project = self._document.project.with_episode(episode.inserting(place, [line]))
        self._document.edit("insert", project)

    def _voice(self) -> None:
        line = self._any_line()
        fingerprint = a_fingerprint(line)
        known = self._document.project.takes.of(line.id, "en")
        if any(take.fingerprint == fingerprint for take in known):
            return
        job = Job(new_id(), line.id, "en", fingerprint)
        self._file.jobs.enter([job], [])
        self._file.jobs.claim(job.id)
        spoken_once(self._ledger, f"{line.id} {fingerprint}")
        recording = a_recording(10, pitch=self._dice.randrange(200, 900))
        take = replace(a_take(line, recording), id=TakeId(new_id()))
        self._document.record(take, recording, partial(self._told, f"take {line.id} {fingerprint}"))

    def _any_line(self) -> Line:
        return self._dice.choice(self._document.project.episodes[0].spoken_lines)

    def _posted_after(self, fact: str) -> None:
        """Tell the fact once everything so far is written."""
        self._keeper.keep(self._document.project, (), partial(self._told, fact))

    def _told(self, fact: str, error: StudioError | None) -> None:
        if error is None:
            _say(fact)

    def _trouble(self, error: StudioError | None) -> None:
        if error is not None:
            _say(f"trouble {error!r}")

    def _acknowledge(self) -> None:
        while not self._posted.empty():
            self._posted.get()()


def main() -> None:
    """Open and work until killed."""
    path, ledger, seed = sys.argv[1:]
    descriptor = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    file = ProjectFile.open(Path(path))
    assert not file.read_only, file.why_read_only
    _say("open")
    Worker(file, descriptor, random.Random(int(seed))).work()


if __name__ == "__main__":
    main()
