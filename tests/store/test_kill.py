"""A program killed at any moment loses nothing it acknowledged, and pays for nothing twice."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from studio.model.project import Project
from studio.store.check import Depth, check
from studio.store.jobs import JobState
from studio.store.project_file import ProjectFile
from tests.builders import a_project, a_project_file

ROUNDS = int(os.environ.get("UNDERSTUDY_KILL_ROUNDS", "15"))
ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("killed_child.py")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


def killed(path: Path, ledger: Path, seed: int, facts: int, delay: float) -> list[list[str]]:
    """Let a child work and kill it so long after so many facts; what it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(path), str(ledger), str(seed)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout
    said = b""
    while said.count(b"\n") <= facts and (more := os.read(child.stdout.fileno(), 65536)):
        said += more
    select.select([], [], [], delay)
    child.send_signal(signal.SIGKILL)
    said += child.stdout.read()
    child.wait()
    child.stdout.close()
    # The last words may have been cut off in the middle.
    return [line.split() for line in said.decode().split("\n")[:-1]]


def number_of(words: str) -> int:
    """The number in a line of the child's, 0 in one of the builder's."""
    return int(words.split()[2].rstrip(".")) if words.startswith("Words number") else 0


def assert_all_there(project: Project, facts: list[list[str]], first: int) -> None:
    """Every acknowledged edit or a later one is there, and every acknowledged take."""
    lines = {line.id: line for _, line in project.lines}
    assert facts, "the child never opened the project"
    assert not [fact for fact in facts if fact[0] == "trouble"]
    for kind, *what in facts[first:]:
        if kind == "edit":
            assert number_of(lines[what[0]].words("en")) >= int(what[1]), what  # type: ignore[index]
        if kind == "take":
            takes = project.takes.by_line[what[0]]  # type: ignore[index]
            assert any(take.fingerprint == what[1] for take in takes), what


@pytest.mark.timeout(max(300, ROUNDS * 5))
def test_whatever_was_acknowledged_survives_being_killed(tmp_path: Path) -> None:
    dice = random.Random(7)
    ledger = tmp_path / "ledger"
    acknowledged = 0
    stored: set[tuple[str, str]] = set()
    a_project_file(tmp_path, a_project(12)).close()
    path = tmp_path / "ferry.understudy"
    for round_number in range(ROUNDS):
        spoken_before = ledger.read_text().splitlines() if ledger.exists() else []
        facts = killed(
            path, ledger, dice.randrange(10**6), dice.randrange(25), dice.random() * 0.02
        )
        acknowledged += len(facts) - 1
        for line, fingerprint in stored:
            assert ledger.read_text().splitlines().count(f"{line} {fingerprint}") == (
                spoken_before.count(f"{line} {fingerprint}")
            ), "paid for twice"
        stored |= {(fact[1], fact[2]) for fact in facts if fact[0] == "take"}
        with ProjectFile.open(path) as file:
            assert file.why_read_only is None
            assert_all_there(file.project, facts, 1)
            assert_sound(file)
            assert (round_number, check(path, Depth.FULL)) == (round_number, ())
            file.keep(fresh(file.project))
    assert acknowledged > ROUNDS


def fresh(project: Project) -> Project:
    """The project with the builder's words again, so that the next child's numbers count."""
    for _, line in project.lines:
        project = project.with_line(line.saying("en", f"Once {line.id}."))
    return project


def assert_sound(file: ProjectFile) -> None:
    """SQLite is content, no fingerprint has two takes, every take can be heard, no job hangs."""
    with closing(sqlite3.connect(file.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    twice = Counter((take.line, take.fingerprint) for take in file.project.takes)
    assert not [name for name, count in twice.items() if count > 1]
    for take in file.project.takes:
        assert file.media(take.media)
    voiced = {(take.line, take.fingerprint) for take in file.project.takes}
    for job in file.jobs.unfinished():
        assert job.state is JobState.WAITING
        assert (job.line, job.fingerprint) not in voiced
    file.jobs.forget(job.id for job in file.jobs.unfinished())


RECOVERING = """
import sys
from pathlib import Path
from studio.store.project_file import ProjectFile
print("here", flush=True)
ProjectFile.open(Path(sys.argv[1])).close()
"""


@pytest.mark.timeout(300)
def test_being_killed_again_while_recovering_loses_nothing(tmp_path: Path) -> None:
    dice = random.Random(11)
    a_project_file(tmp_path, a_project(12)).close()
    path = tmp_path / "ferry.understudy"
    facts = killed(path, tmp_path / "ledger", 3, 40, 0.01)
    for _ in range(max(5, ROUNDS // 5)):
        again = subprocess.Popen(
            [sys.executable, "-c", RECOVERING, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert again.stdout
        again.stdout.readline()
        select.select([], [], [], dice.random() * 0.02)
        again.kill()
        again.wait()
        again.stdout.close()
    with ProjectFile.open(path) as file:
        assert_all_there(file.project, facts, 1)
        assert_sound(file)


def a_torn_log(folder: Path) -> tuple[Path, bytes, bytes, list[Project]]:
    """A file with forty edits still in its log: both files' bytes, and every state in order."""
    with a_project_file(folder, a_project(6)) as file:
        states = [file.project]
        for number in range(40):
            line = states[-1].episodes[0].lines[1 + number % 6]
            file.keep(states[-1].with_line(line.saying("en", f"Words number {number}.")))
            states.append(file.project)
        log = Path(f"{file.path}-wal").read_bytes()
        main = file.path.read_bytes()
    return file.path, main, log, states


def test_a_torn_log_gives_an_earlier_whole_state(tmp_path: Path) -> None:
    path, main, log, states = a_torn_log(tmp_path)
    dice = random.Random(13)
    reached: set[int] = set()
    for case in range(100):
        torn = bytearray(log)
        if case % 2:
            del torn[dice.randrange(len(log)) :]
        else:
            torn[dice.randrange(len(log))] ^= 1 << dice.randrange(8)
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_bytes(main)
        Path(f"{path}-wal").write_bytes(torn)
        with ProjectFile.open(path) as file:
            assert file.project in states
            assert not file.findings
            reached.add(states.index(file.project))
            file.keep(file.project.with_language("fr"))
        assert check(path, Depth.FULL) == ()
    assert len(reached) > 20


def test_a_copy_taken_with_its_log_while_open_is_whole(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(6)) as file:
        file.keep(file.project.with_language("fr"))
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for end in ("", "-wal"):
            shutil.copy(f"{file.path}{end}", elsewhere)
        expected = file.project
    with ProjectFile.open(elsewhere / file.path.name) as copy:
        assert copy.project == expected
