"""Runs a command: `understudy render` and its sisters, from arguments to the exit code."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from studio.command.agreeing import NotAgreed
from studio.command.arguments import parser, request_of
from studio.errors import (
    AccountError,
    AccountFault,
    AccountStopped,
    EngineUnreachable,
    OutcomeUnknown,
    StudioError,
    WritingError,
    WritingProblem,
)
from studio.wording import at_terminal, sentence

if TYPE_CHECKING:
    from studio.engine_room import EngineRoom
    from studio.store.settings import Settings

T = TypeVar("T")

DONE, SOME_FAILED, BAD_INPUT, NO_SERVICE, CANCELLED = 0, 1, 2, 3, 130
NOT_USABLE = (
    AccountFault.NO_ACCOUNT,
    AccountFault.NO_KEY,
    AccountFault.NO_KEYRING,
    AccountFault.KEYRING_REFUSED,
)
"""Faults of accounts that no other input would mend."""


_ENDED_BY = {
    WritingProblem.NO_WRITER: NO_SERVICE,
    WritingProblem.DECLINED: NO_SERVICE,
    WritingProblem.NO_RECORDS: NO_SERVICE,
    WritingProblem.LIMIT: SOME_FAILED,
}
"""Exit codes of what ends a job of writing; anything else is bad input."""
_KEPT = {
    "render": " The takes made so far are kept.",
    "adapt": " What was written so far is kept; the same command goes on.",
    "write": " What was written so far is kept; the same command goes on.",
    "translate": " The lines translated so far are kept; the same command goes on.",
    "clone": " The voices made so far are kept; the same command goes on.",
    "design": " The same command goes on.",
}


def run_command(given: Sequence[str]) -> int:
    """Run the command that these arguments ask for; returns the exit code."""
    options = parser().parse_args(given)
    commands = {
        "render": _render,
        "voices": _voices,
        "clone": _clone,
        "design": _design,
        "doctor": _doctor,
        "adapt": _adapt,
        "write": _write,
        "translate": _translate,
    }
    try:
        if options.command == "accounts":  # without a loop, so that Ctrl-C ends the typing of a key
            return _accounts(options)
        return asyncio.run(_until_stopped(commands[options.command](options)))
    except (EngineUnreachable, OutcomeUnknown, AccountStopped) as error:
        return _say(error, NO_SERVICE)
    except AccountError as error:
        return _say(error, NO_SERVICE if error.fault in NOT_USABLE else BAD_INPUT)
    except WritingError as error:
        return _say(error, _ENDED_BY.get(error.problem, BAD_INPUT))
    except StudioError as error:
        return _say(error, BAD_INPUT)
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(f"Cancelled.{_KEPT.get(options.command, '')}", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


async def _until_stopped(work: Coroutine[Any, Any, T]) -> T:
    """Run a command; SIGTERM cancels it as Ctrl-C does."""
    task = asyncio.current_task()
    if task and os.name != "nt":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await work


def _say(error: StudioError, code: int) -> int:
    _warn(error)
    return code


def _warn(error: StudioError) -> None:
    _note(sentence(error, at_terminal))


def _note(told: str) -> None:
    print(f"understudy: {told}", file=sys.stderr)


def _accounts(options: Namespace) -> int:
    from studio.command import account_printing as said
    from studio.command.account_arguments import account_of
    from studio.command.account_changes import change
    from studio.command.accounts import add, billed, chosen, tried
    from studio.engine_room import EngineRoom
    from studio.store.account_listing import listed

    room = EngineRoom(_warn)
    book = room.book
    match options.action:
        case "list":
            print(said.listing(listed(book), as_json=options.json))
        case "add":
            print(f"Added {add(book, account_of(options), accepted=options.accept_terms).key}.")
        case "set":
            print(change(book, options))
        case "remove":
            account = book.called(options.name)
            book.remove(account.key)
            print(f"Removed {account.key}.")
        case "usage":
            print(said.usage(billed(options.month, _warn), as_json=options.json))
        case _:
            verdicts = asyncio.run(_until_stopped(tried(chosen(book, options.names), room)))
            print(said.verdicts(verdicts))
            return DONE if all(verdict.error is None for verdict in verdicts) else NO_SERVICE
    return DONE


async def _render(options: Namespace) -> int:
    from studio.command.fitting import asker_for
    from studio.command.needed_accounts import engine_named
    from studio.command.printing import ProgressLine, print_rendered
    from studio.command.rendering import Terms, render
    from studio.engine_room import EngineRoom
    from studio.synthesis.bill import Caps

    settings = await asyncio.to_thread(_settings)
    caps = Caps(settings.cap_per_run, settings.cap_per_day)
    room = EngineRoom(_warn, lambda: caps)
    terms = Terms(room.paces, room.bill, room.consents)
    request = request_of(options)
    if request.cap is None:
        request = replace(request, cap=settings.cap_per_run or None)
    progress = ProgressLine(sys.stderr)
    try:
        await room.take_up()
        await room.catalogue.take_up_own()  # whose fee is due with their first line
        engine_named(options.engine, room.roster)
        asker = asker_for(options, room, settings, _note)
        rendered = await render(
            request, room.roster, progress.watch, terms, tell=_note, asker=asker
        )
    finally:
        progress.close()
        await room.aclose()
    print_rendered(rendered, as_json=options.json)
    return DONE if rendered.complete else SOME_FAILED


def _settings() -> Settings:
    """What the person chose; a file that cannot be used is told. Blocking."""
    from studio.store.places import settings_file
    from studio.store.settings import load

    settings, error = load(settings_file())
    if error is not None:
        _warn(error)
    return settings


async def _clone(options: Namespace) -> int:
    from studio.command.clone import run_clone
    from studio.command.needed_accounts import engine_named

    return await _with_room(
        options,
        lambda options, room, settings: run_clone(
            options, engine_named(options.engine, room.roster), room, settings
        ),
    )


async def _design(options: Namespace) -> int:
    from studio.command.design import run_design
    from studio.command.needed_accounts import engine_named

    return await _with_room(
        options,
        lambda options, room, settings: run_design(
            options, engine_named(options.engine, room.roster), room, settings
        ),
    )


async def _voices(options: Namespace) -> int:
    if options.action == "suggest":
        from studio.command.suggested_voices import run_suggested_voices

        return await _with_room(options, run_suggested_voices)
    if options.mine or options.action != "list":
        from studio.command.own_voices import run_own_voices

        return await _with_room(options, run_own_voices)
    from studio.command.all_voices import run_all_voices

    return await _with_room(options, run_all_voices)


async def _adapt(options: Namespace) -> int:
    from studio.command.adapt import run_adapt

    return await _with_room(options, run_adapt)


async def _translate(options: Namespace) -> int:
    from studio.command.translate import run_translate

    return await _with_room(options, run_translate)


async def _write(options: Namespace) -> int:
    from studio.command.write import run_write

    return await _with_room(options, run_write)


async def _with_room(
    options: Namespace,
    run: Callable[[Namespace, EngineRoom, Settings], Coroutine[Any, Any, int]],
) -> int:
    """Run a command in a room with all accounts, under the caps of the settings."""
    from studio.engine_room import EngineRoom
    from studio.synthesis.bill import Caps

    settings = await asyncio.to_thread(_settings)
    caps = Caps(settings.cap_per_run, settings.cap_per_day)
    room = EngineRoom(_warn, lambda: caps)
    try:
        await room.take_up()
        return await run(options, room, settings)
    except NotAgreed as refusal:
        _note(refusal.told)
        return BAD_INPUT
    finally:
        await room.aclose()


async def _doctor(options: Namespace) -> int:
    from studio.command.doctor import examine
    from studio.engine_room import EngineRoom

    room = EngineRoom(_warn)
    try:
        await room.take_up()
        findings = await examine(room.roster)
    finally:
        await room.aclose()
    for finding in findings:
        print(f"{'ok     ' if finding.works else 'missing'}  {finding.what}: {finding.detail}")
    return DONE if all(finding.works for finding in findings if finding.needed) else SOME_FAILED
