"""The program's one door: a command, or the window; neither loads what only the other needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = (
    "render",
    "voices",
    "clone",
    "design",
    "accounts",
    "doctor",
    "adapt",
    "translate",
    "write",
)


BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program: a command, or the window with the files named. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and (given[0] in COMMANDS or given[0].startswith("-")):
        from studio.command.run import run_command  # numpy and the engines are not for the window

        return run_command(given)
    if complaint := _mistyped(given) or _no_display():
        sys.stderr.write(f"understudy: {complaint}\n")
        return BAD_INPUT
    from studio.app import open_window  # Qt is not for a command

    return open_window([Path(name) for name in given])


def _mistyped(given: Sequence[str]) -> str:
    """What to say of a first word that is no file here and looks like a command; else nothing."""
    word = given[0] if given else ""
    if not word or Path(word).suffix or Path(word).exists():
        return ""
    from studio.formats.near_names import near_names

    near = near_names(word, COMMANDS)
    if not near:
        return ""
    meant = " or ".join(f"“understudy {command}”" for command in near)
    return f"there is no command and no file called “{word}”. Perhaps {meant} is meant."


def _no_display() -> str:
    """What to say where no window can be opened; without this Qt ends the process."""
    asked = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not sys.platform.startswith("linux") or any(map(os.environ.get, asked)):
        return ""
    return (
        "there is no display to open the window on. Commands need none: "
        "“understudy --help” lists them."
    )
