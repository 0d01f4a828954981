"""The window is on the screen before what only later work needs is loaded."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numpy", "httpx", "keyring", "soundfile", "soxr", "pydub", "charset_normalizer")
LATER = ("asyncio", "qasync", "sqlite3", "PySide6.QtMultimedia", "studio.desk")
PROGRAM = f"""
import os, sys
from PySide6 import QtCore
loads_all_at_once = "Qt" in vars(QtCore)
import studio.app, studio.cli
from studio.ui.welcome import WelcomePage

wait = studio.app.wait_for_first_paint

def at_first_paint(window):
    wait(window)
    page = window.findChild(WelcomePage)
    print("painted" if page.isVisible() and window.windowHandle().isExposed() else "unseen")
    print(*[name for name in {(*HEAVY, *LATER)!r} if name in sys.modules], flush=True)
    looked_up = "Qt" in vars(QtCore) and not loads_all_at_once
    print("all of Qt's enumerations" if looked_up else "", flush=True)
    os._exit(0)

studio.app.wait_for_first_paint = at_first_paint
studio.cli.main([])
"""


def test_the_first_paint_waits_for_nothing_heavy() -> None:
    """Nor for the namespace `Qt`: PySide makes its 93 enumerations the first time it is named."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.splitlines() == ["painted", "", ""]
