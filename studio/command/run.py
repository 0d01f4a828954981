"""Runs a command: `understudy render` and its sisters, from arguments to the exit code."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from studio.command.arguments import parser, request_of
from studio.errors import AccountStopped, CastError, CastProblem, EngineUnreachable, StudioError
from studio.wording import sentence

if TYPE_CHECKING:
    from studio.engines.speech import SpeaksLines

DONE, SOME_FAILED, BAD_INPUT, NO_SERVICE, CANCELLED = 0, 1, 2, 3, 130


def run_command(given: Sequence[str]) -> int:
    """Run the command that these arguments ask for; returns the exit code."""
    options = parser().parse_args(given)
    commands = {"render": _render, "voices": _voices, "doctor": _doctor}
    try:
        return asyncio.run(_until_stopped(commands[options.command](options)))
    except (EngineUnreachable, AccountStopped) as error:
        return _say(error, NO_SERVICE)
    except StudioError as error:
        return _say(error, BAD_INPUT)
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Cancelled. The takes made so far are kept.", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


async def _until_stopped(work: Coroutine[Any, Any, int]) -> int:
    """Run a command; SIGTERM cancels it as Ctrl-C does."""
    task = asyncio.current_task()
    if task and os.name != "nt":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await work


def _say(error: StudioError, code: int) -> int:
    print(f"understudy: {sentence(error)}", file=sys.stderr)
    return code


async def _render(options: Namespace) -> int:
    from studio.command.printing import ProgressLine, print_rendered
    from studio.command.rendering import render
    from studio.opening import all_engines

    engines = all_engines()
    progress = ProgressLine(sys.stderr)
    try:
        _engine_named(options.engine, engines)
        rendered = await render(request_of(options), engines, progress.watch)
    finally:
        progress.close()
        for engine in engines.values():
            await engine.aclose()
    print_rendered(rendered, as_json=options.json)
    return SOME_FAILED if rendered.failures or rendered.report.missing else DONE


async def _voices(options: Namespace) -> int:
    from studio.command.printing import print_voices
    from studio.opening import all_engines

    engines = all_engines()
    chosen = [_engine_named(options.engine, engines)] if options.engine else [*engines.values()]
    try:
        voices = [voice for engine in chosen for voice in await engine.voices()]
    finally:
        for engine in engines.values():
            await engine.aclose()
    if options.language:
        voices = [voice for voice in voices if voice.speaks(options.language)]
    print_voices(voices, as_json=options.json)
    return DONE


async def _doctor(options: Namespace) -> int:
    from studio.command.doctor import examine
    from studio.opening import all_engines

    engines = all_engines()
    try:
        findings = await examine(engines)
    finally:
        for engine in engines.values():
            await engine.aclose()
    for finding in findings:
        print(f"{'ok     ' if finding.works else 'missing'}  {finding.what}: {finding.detail}")
    return DONE if all(finding.works for finding in findings if finding.needed) else SOME_FAILED


def _engine_named(name: str, engines: Mapping[str, SpeaksLines]) -> SpeaksLines:
    if name not in engines:
        known = tuple(engines)
        raise CastError(CastProblem.UNKNOWN_ENGINE, "--engine", value=name, known=known)
    return engines[name]
