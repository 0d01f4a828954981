"""A cast of 20 voices made of a folder of recordings by `understudy clone`, against both services.

One request to make a voice is in flight at a time. Two in twenty go wrong: one is refused at once,
one is made and its answer lost. At the tenth the program is killed, and started again. The optimum
makes each voice once, in the time the service takes, and wastes nothing: what is refused at once
and what is made although nobody heard of it cost no time of their own. Voices take 2 seconds here;
`UNDERSTUDY_BENCH_FULL=1` has them take the 10 seconds of the services, which takes eight minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.figures import Figure, at_least, at_most, stated
from tests.bench.service_child import ROOT
from tests.engines.samples import sound
from tests.services.limits import Latency
from tests.services.minimax.service import MinimaxService
from tests.services.service import Service
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, cut, useapi_error

CLONES = 20
FULL = bool(os.environ.get("UNDERSTUDY_BENCH_FULL"))
SECONDS = 10.0 if FULL else 2.0
MOST = 1.05 if FULL else 1.25
"""Of the optimum; starting the program twice and looking at all recordings weigh more in a run
of a fifth of the time."""
BUSY_AT, LOST_AT, KILLED_AT = 4, 14, 10
"""Which request to make a voice goes wrong, or is the one at which the program is killed."""
HOME = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
}


def run() -> list[Figure]:
    """Both services; takes two minutes, or eight at full size."""
    with MinimaxService() as minimax:
        minimax.latency = Latency(SECONDS, SECONDS)
        figures = _cast_of(minimax, "minimax", minimax.environment(), "/voice_clone")
        made = [voice.voice_id for voice in minimax.voices.own()]
        figures += _made("minimax", minimax, made)
    with UseapiService() as useapi:
        useapi.latency = Latency(SECONDS, SECONDS)
        useapi.voices.slots = CLONES
        figures += _cast_of(useapi, "useapi", useapi.environment(), "/clone-voice")
        figures += _made("useapi", useapi, [v.name for v in useapi.voices.clones.values()])
    return figures


def _cast_of(
    service: Service, engine: str, environment: Mapping[str, str], path: str
) -> list[Figure]:
    busy = base_resp(1002) if engine == "minimax" else useapi_error(500, "fault")
    with tempfile.TemporaryDirectory(prefix="bench-clones-") as folder:
        home = {name: str(Path(folder, part)) for name, part in HOME.items()}
        settings = {**os.environ, **home, **environment}
        for place in home.values():
            Path(place).mkdir(mode=0o700, exist_ok=True)
        order = _order(_a_cast(Path(folder)), engine)
        plan = {BUSY_AT: busy, LOST_AT: cut(billed=True)}
        begun = time.perf_counter()
        killed = subprocess.Popen(order, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
        watch = threading.Thread(
            target=_plan_faults, args=(service, path, plan), name="faults", daemon=True
        )
        watch.start()
        _until(lambda: len(service.asked(path)) >= KILLED_AT or killed.poll() is not None)
        time.sleep(SECONDS / 2)
        killed.kill()
        killed.wait(60)
        again = subprocess.run(order, cwd=ROOT, env=settings, stdout=subprocess.PIPE, check=False)
        wall = time.perf_counter() - begun
        voices = json.loads(again.stdout)
    service.wait_until_idle()
    states = Counter(voice["state"] for voice in voices)
    silent = [voice for voice in voices if voice["state"] != "ready" and not voice["reason"]]
    name = f"{CLONES} clones of {SECONDS:g} s at {engine}, 2 faults, 1 kill"
    optimum = CLONES * SECONDS
    return [
        at_most(f"{name}: time, of the optimum", wall / optimum, MOST),
        stated(f"{name}: time", wall, "s"),
        at_least(f"{name}: ready", states["ready"], CLONES),
        at_most(f"{name}: not ready and no reason", len(silent), 0),
        at_most(f"{name}: faults that did not strike", 2 - len(service.faults.happened), 0),
    ]


def _made(engine: str, service: Service, made: list[str]) -> list[Figure]:
    """What the service saw: each voice once, nothing billed twice, nothing done wrong."""
    assert not [*service.violations, *service.failures], [*service.violations, *service.failures]
    return [
        at_most(f"{engine}: voices made beyond the {CLONES}", len(made) - CLONES, 0),
        at_most(f"{engine}: made twice", len(made) - len(set(made)), 0),
        at_most(f"{engine}: billed twice", len(service.bill.twice()), 0),
    ]


def _plan_faults(service: Service, path: str, plan: Mapping[int, object]) -> None:
    """Have the requests of these numbers go wrong, each one planned when the one before came."""
    for number, fault in sorted(plan.items()):
        _until(lambda number=number: len(service.asked(path)) >= number - 1)
        service.faults.next(fault, path=path)  # pyright: ignore[reportArgumentType]


def _until(reached: Callable[[], bool]) -> None:
    while not reached():
        time.sleep(0.01)


def _a_cast(folder: Path) -> Path:
    cast = folder / "cast"
    cast.mkdir()
    (cast / "consent.txt").write_text("Kim; own voice")
    recording = cast / "V01.wav"
    recording.write_bytes(sound(15.0))
    for number in range(2, CLONES + 1):
        shutil.copy(recording, cast / f"V{number:02}.wav")
    return cast


def _order(cast: Path, engine: str) -> list[str]:
    what = ["clone", "--folder", str(cast), "--engine", engine, "--language", "en", "--yes"]
    return [sys.executable, "-m", "studio", *what, "--json"]
