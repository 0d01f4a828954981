"""Loads what the first sound needs, so that neither a start nor the sound waits for it."""

from __future__ import annotations

import asyncio
from importlib import import_module

from PySide6.QtCore import QSize

from studio.ui.icons import icon


async def load_sound() -> None:
    """Have the module of the sound device loaded in a thread.

    While one thread loads a module of PySide (6.11), another one that uses the first class of a
    module for the first time waits for it, and both wait for ever. Icons are the only such
    classes: one is drawn before.
    """
    icon("play").pixmap(QSize(16, 16))
    await asyncio.to_thread(import_module, "studio.audio.output")
