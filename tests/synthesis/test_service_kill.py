"""Killed in the middle of a paid batch, again and again: nothing is billed twice or forgotten."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from studio.model.account import Account, Service
from studio.store.check import Depth, check
from studio.store.project_file import ProjectFile
from studio.synthesis.plan import TakeState
from tests.services.limits import Latency
from tests.services.minimax.service import MinimaxService
from tests.synthesis.service_stage import a_long_project, a_service_stage

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("killed_service_program.py")
LINES = 60
ROUNDS = 4
IN_FLIGHT = 3
SPEED = 20.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


def killed_after(path: Path, service: MinimaxService, more: int | None) -> str:
    """Let a child voice until so many more requests arrived, or to its end; its last word."""
    before = len(service.asked("t2a_v2"))
    child = subprocess.Popen(
        [
            sys.executable,
            str(CHILD),
            str(path),
            service.url,
            service.key,
            str(SPEED),
            str(IN_FLIGHT),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout
    assert child.stdout.readline() == "begun\n"
    if more is not None:
        service.wait_until_asked("t2a_v2", before + more)
        child.kill()
    told = child.stdout.read()
    child.wait()
    child.stdout.close()
    service.wait_until_idle()
    return told


@pytest.mark.timeout(300)
async def test_a_killed_batch_is_billed_once_for_each_line(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    service, dice = minimax_service, random.Random(5)
    service.clock.speed = SPEED
    service.limits.in_flight = IN_FLIGHT
    service.latency = Latency(0.5, 3.0, seed=3)
    project = a_long_project(LINES, "minimax/main", "English_expressive_narrator")
    path = tmp_path / "ferry.understudy"
    ProjectFile.create(path, project).close()
    for _ in range(ROUNDS):
        killed_after(path, service, dice.randint(1, 8))
        assert service.bill.twice() == []
    assert killed_after(path, service, None) == "done\n"
    assert service.bill.twice() == []
    assert check(path, Depth.FULL) == ()
    account = Account(Service.MINIMAX, "main", service.url, 600, IN_FLIGHT)
    async with a_service_stage(path, account, service.key, speed=SPEED) as stage:
        states = [stage.status.of(line, "en").state for _, line in stage.project.lines]
        spoken = [state for state in states if state is not TakeState.SILENT]
        doubtful = spoken.count(TakeState.UNSURE)
        assert spoken.count(TakeState.READY) + doubtful == LINES
        assert 1 <= doubtful < LINES // 2
        recorded = [take.said for take in stage.project.takes]
        assert set(recorded) <= set(service.bill.texts)
        assert len(recorded) == LINES - doubtful
