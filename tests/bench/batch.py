"""200 lines through booth, engine and project file, against MiniMax's service on loopback.

Lines take 0.5 to 3 seconds, 5 % of the requests are refused by chance, half a percent breaks and
half a percent is billed without an answer; the service runs in another process. Slow limits run
faster than the clock, so that a batch takes about twenty seconds each; the fastest runs at real
time. The ideal knows the limits, wastes nothing, has no work of its own and cannot foresee how
long a line takes; it meets the very same latencies and faults. What is left of 1 is the cost of
the studio and of the machine, which the service shares; beside it stands what the pace reaches
alone, in simulated time, for the same latencies and faults.

One batch more is killed three times and goes on in another process each time.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import PIPE

from studio.engines.minimax.client import SPEAK
from studio.model.account import Account, Service
from studio.model.project import Project
from studio.store.project_file import ProjectFile
from studio.synthesis.plan import TakeState
from tests.bench.figures import Figure, at_least, at_most, stated
from tests.bench.service_child import ROOT, Report, ServiceChild, Terms, a_service
from tests.bench.service_program import BROKEN, BUSY, LOST
from tests.services.faults import Faults
from tests.services.limits import Latency
from tests.synthesis.pace_simulation import Fate, ideal_seconds
from tests.synthesis.pace_simulation import Service as Simulated
from tests.synthesis.pace_simulation import batch as simulated_batch
from tests.synthesis.service_stage import ServiceStage, a_long_project, a_service_stage

LINES = 200
LATENCY = (0.5, 3.0)
FAULTS = (0.05, 0.005, 0.005)
LIMITS = ((60, 3, 6.0), (180, 10, 3.0), (300, 20, 1.0))
"""Requests a minute and in flight, and how much faster than the clock the service runs."""
SEEDS = (1, 2, 3)
KILLS = (40, 100, 160)
CHILD = "tests.synthesis.killed_service_program"
VOICE = "English_expressive_narrator"
WORDS = "We leave the quay at midnight, and line {} is the last I say."


@dataclass(frozen=True, slots=True)
class Measured:
    """One batch: its share of the ideal, what became of its lines, and what it cost."""

    share: float
    pace_alone: float
    doubtful: int
    lost: int
    cpu_ms: float
    report: Report


@dataclass
class _Fated(Simulated):
    """Simulated limits with the latencies and faults that the service on loopback draws."""

    texts: tuple[str, ...] = ()
    _faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._faults.random(self.seed, dict(zip((BUSY, BROKEN, LOST), FAULTS, strict=True)))
        self._latency = Latency(*LATENCY, seed=self.seed)

    def fate(self, line: int) -> Fate:
        """What becomes of the next request of a line."""
        fault = self._faults.pick(SPEAK, self.texts[line])
        at_once = fault in (BUSY, BROKEN)
        seconds = 0.0 if at_once else self._latency.draw()
        return Fate(refused=fault is BUSY, seconds=seconds, fault=fault is BROKEN)


def run() -> list[Figure]:
    """Told, learned, and killed half-way; takes about eight minutes."""
    figures: list[Figure] = []
    for per_minute, in_flight, speed in LIMITS:
        terms = Terms(speed, per_minute, in_flight, LATENCY, FAULTS)
        for told, least in ((True, 0.97), (False, 0.90)):
            measured = [_measured(replace(terms, seed=seed), told=told) for seed in SEEDS]
            kind = "told" if told else "learned"
            name = f"{per_minute} x {in_flight} at {speed:g} x the clock, {kind}"
            figures += _figures(name, measured, least)
    return figures + _killed()


def _figures(name: str, measured: list[Measured], least: float) -> list[Figure]:
    middle = statistics.median(each.share for each in measured)
    over = statistics.median(each.report.over for each in measured)
    return [
        at_least(f"{name}: share of the ideal", middle, least),
        stated(f"{name}: share, pace alone", statistics.median(m.pace_alone for m in measured)),
        at_most(f"{name}: lines lost", sum(each.lost for each in measured), 0),
        at_most(f"{name}: billed twice", sum(each.report.twice for each in measured), 0),
        stated(f"{name}: in doubt, with a reason", sum(each.doubtful for each in measured)),
        stated(f"{name}: over the limits, a batch", over),
        stated(f"{name}: CPU a line", statistics.median(each.cpu_ms for each in measured), "ms"),
    ]


def _measured(terms: Terms, *, told: bool) -> Measured:
    with a_service(terms) as service, tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_voiced(service, terms, Path(folder) / "a.understudy", told=told))


async def _voiced(service: ServiceChild, terms: Terms, path: Path, *, told: bool) -> Measured:
    """Voice one batch; the time runs from the order to the last take on disk."""
    account = Account(Service.MINIMAX, "main", service.url)
    if told:
        limits = {"per_minute": terms.per_minute, "in_flight": terms.in_flight}
        account = replace(account, **limits)
    async with a_service_stage(
        path, account, service.key, _a_project(), speed=terms.speed
    ) as stage:
        texts = tuple(take.request.text for take in stage.plan().takes)
        ideal = ideal_seconds(_fated(terms, texts), LINES)
        pace = stage.engines["minimax/main"].pace
        paced = await asyncio.to_thread(simulated_batch, _fated(terms, texts), pace, LINES)
        await stage.engines["minimax/main"].voices()  # who cast a voice is connected
        begun, worked = time.perf_counter(), time.process_time()
        await stage.voice()
        wall, cpu = time.perf_counter() - begun, time.process_time() - worked
        made, doubtful = _ends(stage)
    report = await asyncio.to_thread(service.report)
    assert not report.wrong, report.wrong
    return Measured(
        ideal / terms.speed / wall,
        ideal / paced.seconds,
        len(doubtful),
        LINES - len(made | doubtful),
        1000 * cpu / LINES,
        report,
    )


def _killed() -> list[Figure]:
    """A batch whose process is killed three times; a last one goes on to the end."""
    terms = Terms(4.0, None, 10, LATENCY, FAULTS)
    with a_service(terms) as service, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.understudy"
        ProjectFile.create(path, _a_project()).close()
        for asked in KILLS:
            _go_on(path, service, terms, until=asked)
        begun = time.perf_counter()
        _go_on(path, service, terms)
        seconds = time.perf_counter() - begun
        account = Account(Service.MINIMAX, "main", service.url)
        made, doubtful = asyncio.run(_found(path, account, service.key))
        report = service.report()
    name = f"killed after {', '.join(map(str, KILLS))} requests"
    unknown = set(report.billed) - made - doubtful
    return [
        at_most(f"{name}: lines lost", LINES - len(made | doubtful), 0),
        at_most(f"{name}: billed twice", report.twice, 0),
        at_most(f"{name}: billed, no take, not in doubt", len(unknown), 0),
        stated(f"{name}: in doubt, with a reason", len(doubtful)),
        stated(f"{name}: the last part, from its start", seconds, "s"),
    ]


def _go_on(path: Path, service: ServiceChild, terms: Terms, until: int | None = None) -> None:
    """Voice in another process, until the service was asked so often, or to the end."""
    orders = [str(path), service.url, service.key, str(terms.speed), str(terms.in_flight)]
    child = subprocess.Popen([sys.executable, "-m", CHILD, *orders], cwd=ROOT, stdout=PIPE)
    while until is not None and service.asked() < until and child.poll() is None:
        time.sleep(0.002)
    if until is not None:
        child.kill()
    child.communicate(timeout=300)
    service.report()


async def _found(path: Path, account: Account, key: str) -> tuple[set[str], set[str]]:
    async with a_service_stage(path, account, key) as stage:
        return _ends(stage)


def _fated(terms: Terms, texts: tuple[str, ...]) -> _Fated:
    assert terms.per_minute
    assert terms.in_flight
    return _Fated(terms.per_minute, terms.in_flight, terms.seed, travel=0.0, texts=texts)


def _ends(stage: ServiceStage) -> tuple[set[str], set[str]]:
    """The words of lines that have their take, and of those in doubt with a reason."""
    made: set[str] = set()
    doubtful: set[str] = set()
    for line in (line for _, line in stage.project.lines if line.spoken):
        status = stage.status.of(line, "en")
        if status.state is TakeState.READY:
            made.add(line.words("en"))
        elif status.state is TakeState.UNSURE and status.reason:
            doubtful.add(line.words("en"))
    return made, doubtful


def _a_project() -> Project:
    """A project whose lines are of a usual length, each with words of its own."""
    project = a_long_project(LINES, "minimax/main", VOICE)
    spoken = [line for _, line in project.lines if line.spoken]
    for number, line in enumerate(spoken):
        project = project.with_line(replace(line, text={"en": WORDS.format(number)}))
    return project


if __name__ == "__main__":
    for figure in run():
        print(figure)
