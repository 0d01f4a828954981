"""A synthesizer that dies, hangs or is not there takes neither the studio nor other lines along."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from studio.engines.offline.engine import OfflineEngine
from studio.engines.speech import Reading, SpeechRequest
from studio.errors import EngineUnreachable
from tests.engines.offline.hearing import an_engine, synthesizers

T = TypeVar("T")
Wait = Callable[[Awaitable[T]], Awaitable[T]]

DIES = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
HANGS = (sys.executable, "-c", "import signal; signal.pause()")


def a_request(engine: OfflineEngine, text: str = "Is anybody there?") -> SpeechRequest:
    return engine.prepare(Reading(text, "en", "woman"))


async def ended(*processes: int) -> None:
    """Wait until the system has taken these processes away."""
    for process in processes:
        descriptor = os.pidfd_open(process)
        gone = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(descriptor, gone.set_result, None)
        await gone
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)


async def test_a_synthesizer_killed_between_lines_is_replaced() -> None:
    async with an_engine() as engine:
        before = await engine.speak(a_request(engine))
        (first,) = synthesizers()
        os.kill(first, signal.SIGKILL)
        assert await engine.speak(a_request(engine)) == before
        (second,) = synthesizers()
        assert second != first


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
async def test_the_line_under_which_a_synthesizer_dies_is_said_by_another(number: int) -> None:
    async with an_engine() as engine:
        before = await engine.speak(a_request(engine))
        (first,) = synthesizers()
        os.kill(first, signal.SIGSTOP)  # it will not answer the line it is given now
        line = asyncio.ensure_future(engine.speak(a_request(engine)))
        await asyncio.sleep(0)
        os.kill(first, number)
        with contextlib.suppress(ProcessLookupError):  # SIGKILL does not wait for it to go on
            os.kill(first, signal.SIGCONT)
        assert await line == before
        assert first not in synthesizers()


async def test_a_fork_that_crashes_fails_no_line() -> None:
    text = "Word by word, " * 350
    async with an_engine() as engine:
        await engine.speak(a_request(engine))
        (first,) = synthesizers()
        line = asyncio.ensure_future(engine.speak(a_request(engine, text)))
        os.kill(await _fork_of(first), signal.SIGSEGV)
        spoken = await line
        assert spoken == await engine.speak(a_request(engine, text))
        assert first not in synthesizers()


async def _fork_of(process: int) -> int:
    children = Path(f"/proc/{process}/task/{process}/children")
    while not (found := children.read_text().split()):
        await asyncio.sleep(0)
    return int(found[0])


async def test_a_synthesizer_that_hangs_is_replaced_in_time() -> None:
    async with an_engine(patience_s=2.0) as engine:
        before = await engine.speak(a_request(engine))
        (first,) = synthesizers()
        os.kill(first, signal.SIGSTOP)
        begun = time.monotonic()
        assert await engine.speak(a_request(engine)) == before
        assert time.monotonic() - begun < 15  # its usual patience is longer
        assert first not in synthesizers()


@pytest.mark.parametrize("command", [DIES, HANGS, ("/nowhere/synthesizer",)])
async def test_without_a_working_synthesizer_each_line_fails_for_itself(
    command: tuple[str, ...],
) -> None:
    async with an_engine(*command, patience_s=0.3) as engine:
        lines = [engine.speak(a_request(engine, f"Line {number}.")) for number in range(3)]
        outcomes = await asyncio.gather(*lines, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [EngineUnreachable] * 3
    assert synthesizers() == []


async def test_a_line_with_a_death_does_not_disturb_the_other_lines() -> None:
    async with an_engine() as engine:
        texts = [f"This is line number {number} of the night ferry." for number in range(20)]
        before = [await engine.speak(a_request(engine, text)) for text in texts]
        lines = asyncio.gather(*(engine.speak(a_request(engine, text)) for text in texts))
        await asyncio.sleep(0)
        for process in synthesizers():
            os.kill(process, signal.SIGKILL)
        assert await lines == before


async def test_cancelling_a_line_is_quick_and_the_next_line_is_said() -> None:
    async with an_engine() as engine:
        before = await engine.speak(a_request(engine))
        (first,) = synthesizers()
        os.kill(first, signal.SIGSTOP)
        line = asyncio.ensure_future(engine.speak(a_request(engine, "Never heard.")))
        await asyncio.sleep(0)
        begun = time.monotonic()
        line.cancel()
        with pytest.raises(asyncio.CancelledError):
            await line
        assert time.monotonic() - begun < 5  # and not after a patience of twenty seconds
        assert await engine.speak(a_request(engine)) == before
        assert first not in synthesizers()


async def test_closing_ends_every_synthesizer_and_the_line_in_hand() -> None:
    async with an_engine() as engine:
        requests = [a_request(engine), a_request(engine, "Another line.")]
        await asyncio.gather(*map(engine.speak, requests))
        both = synthesizers()
        assert len(both) == 2
        os.kill(both[0], signal.SIGSTOP)
        os.kill(both[1], signal.SIGSTOP)
        line = asyncio.ensure_future(engine.speak(requests[0]))
        await asyncio.sleep(0)
        await engine.aclose()
        with pytest.raises(EngineUnreachable):
            await line
        assert synthesizers() == []


async def test_no_more_than_two_synthesizers_run() -> None:
    async with an_engine() as engine:
        await asyncio.gather(*(engine.speak(a_request(engine, f"Line {n}.")) for n in range(12)))
        assert len(synthesizers()) == 2
    assert synthesizers() == []


async def test_a_synthesizer_ends_with_the_studio_and_not_with_ctrl_c() -> None:
    program = (
        "import asyncio, sys\n"
        "from studio.engines.offline.engine import OfflineEngine\n"
        "from studio.engines.speech import Reading\n"
        "from tests.engines.offline.hearing import synthesizers\n"
        "async def main():\n"
        "    engine = OfflineEngine()\n"
        "    await engine.speak(engine.prepare(Reading('Hello.', 'en', 'man')))\n"
        "    print(*synthesizers(), flush=True)\n"
        "    sys.stdin.read()\n"
        "asyncio.run(main())\n"
    )
    studio = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=-1, stdout=-1, cwd=Path(__file__).parents[3]
    )
    assert studio.stdout
    process = int(await studio.stdout.readline())
    os.kill(process, signal.SIGINT)
    os.kill(process, 0)
    studio.kill()
    await ended(process)
    await studio.communicate()


async def test_the_window_goes_on_while_lines_are_said(qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt, QTimer

    assert qtbot
    gaps: list[float] = []
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    async with an_engine() as engine:
        first = await engine.speak(a_request(engine))
        timer.start(5)
        lines = (engine.speak(a_request(engine, f"It is line {n} of a batch.")) for n in range(60))
        await asyncio.gather(*lines)
        timer.stop()
        (one, *_) = synthesizers()
        os.kill(one, signal.SIGKILL)
        assert await engine.speak(a_request(engine)) == first
    assert len(gaps) > 20
    # On a busy machine the whole takes longer, and each gap in proportion.
    assert sorted(gaps)[int(len(gaps) * 0.95)] < max(0.05, sum(gaps) / 6)
