"""A batch killed again and again goes on where it stopped, and pays for no recorded take twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from studio.store.check import Depth, check
from studio.store.project_file import ProjectFile
from tests.builders import a_project, a_project_file

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("killed_booth_program.py")
LINES = 60

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


def voiced_until(path: Path, ledger: Path, delay: float | None) -> list[str]:
    """Let a child voice, killed so long after its first word or not at all; what it told."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(path), str(ledger)],
        bufsize=0,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout
    told = child.stdout.readline()
    try:
        told += child.communicate(timeout=delay)[0]
    except subprocess.TimeoutExpired:
        child.kill()
        told += child.communicate()[0]
    return told.decode().split("\n")[:-1]


@pytest.mark.timeout(300)
def test_a_killed_batch_goes_on_and_no_recorded_take_is_made_again(tmp_path: Path) -> None:
    dice = random.Random(11)
    ledger = tmp_path / "ledger"
    path = tmp_path / "ferry.understudy"
    a_project_file(tmp_path, a_project(LINES)).close()
    recorded: set[str] = set()
    for _ in range(8):
        before = ledger.read_text().split() if ledger.exists() else []
        told = voiced_until(path, ledger, dice.uniform(0.0, 0.15))
        assert told and told[0].startswith("left")
        spoken = ledger.read_text().split()[len(before) :]
        assert not recorded & set(spoken), "a take that was on disk was paid for again"
        recorded |= set(told[1:]) - {"done"}
        with ProjectFile.open(path) as file:
            assert recorded <= {take.fingerprint for take in file.project.takes}
    assert voiced_until(path, ledger, None)[-1] == "done"
    assert check(path, Depth.FULL) == ()
    with ProjectFile.open(path) as file:
        takes = list(file.project.takes)
        lines = file.project.episodes[0].spoken_lines
        assert len(takes) == len(lines) == LINES
        assert file.jobs.unfinished() == ()
    paid = Counter(ledger.read_text().split())
    assert len(paid) == LINES
