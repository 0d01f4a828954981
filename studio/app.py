"""Opens the window: what its first picture needs comes first, all the rest after it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import PySide6
from PySide6.QtWidgets import QApplication

from studio.store.places import config_folder, settings_file
from studio.store.settings import load
from studio.ui.actions import Actions
from studio.ui.first_paint import wait_for_first_paint
from studio.ui.main_window import MainWindow
from studio.ui.theme_switch import ThemeSwitch

BROKEN_PAIR = (
    "understudy: PySide6 {version} loses references on Python {python} and would crash.\n"
    "Run `make setup` again, or install PySide6 below 6.12, or use Python 3.12 or newer."
)


def open_window(paths: Sequence[Path]) -> int:
    """Open the studio, with the first of these files if there is one; returns the exit code."""
    qt = tuple(int(part) for part in PySide6.__version_info__[:2])
    if sys.version_info < (3, 12) and qt >= (6, 12):
        version = ".".join(str(n) for n in sys.version_info[:2])
        print(BROKEN_PAIR.format(version=PySide6.__version__, python=version), file=sys.stderr)
        return 2
    application = QApplication([sys.argv[0], "-style", "Fusion"])
    application.setApplicationName("Understudy")
    application.setDesktopFileName("understudy")
    application.setQuitOnLastWindowClosed(False)
    settings, lost = load(settings_file())
    themes = ThemeSwitch(application, settings.theme)
    actions = Actions(settings.shortcuts)
    state_file = config_folder() / "window.json"
    window = MainWindow(actions, state_file=state_file, theme=settings.theme)
    window.show_welcome([Path(name) for name in settings.recent])
    window.show()
    wait_for_first_paint(window)

    from studio.bridge import run  # coroutines are loaded behind the picture
    from studio.program import Program

    program = Program(settings, lost, themes, actions, window)
    return ended(run(application, lambda asked: program.run(asked, paths[0] if paths else None)))


def ended(code: int) -> int:
    """The exit code, at the end of all work.

    Where a sound server that stands still holds a loudspeaker the process ends here and now: its
    client library aborts when it is unloaded under a thread.
    """
    from studio.audio.output import held_by_device

    if held_by_device():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
