"""The program's one door: a command, or the window; neither loads what only the other needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = ("render", "voices", "accounts", "doctor")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program: a command, or the window with the files named. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and (given[0] in COMMANDS or given[0].startswith("-")):
        from studio.command.run import run_command  # numpy and the engines are not for the window

        return run_command(given)
    from studio.app import open_window  # Qt is not for a command

    return open_window([Path(name) for name in given])
