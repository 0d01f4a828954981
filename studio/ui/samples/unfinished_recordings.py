"""Files of what is recorded: named when it begins, named otherwise when it is whole. Blocking."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.audio.growing_wave import WIDTH, mended, unfinished
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE

MARK = ".unfinished"
STILL_S = 10.0
"""Seconds without a change after which nobody is recording any more: files grow every second."""

LEAST_S = 0.5


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that nobody ended: the program did. `ended_at` is in seconds since 1970."""

    path: Path
    ended_at: float
    seconds: float


def new_recording(folder: Path, name: str) -> Path:
    """A file that is not there yet, marked as unfinished."""
    stamp = time.strftime("%Y-%m-%d %H.%M.%S")
    for number in range(1, 1000):
        told = f"{name} {stamp}" + (f" ({number})" if number > 1 else "")
        path = folder / f"{told}{MARK}.wav"
        if not path.exists() and not _final(path).exists():
            return path
    return folder / f"{name} {stamp} {os.getpid()}{MARK}.wav"


def finished(path: Path) -> Path:
    """The file under its proper name, its header mended where that is needed.

    Raises AudioError (NOT_RECORDED).
    """
    try:
        mended(path)
        final = _final(path)
        if final != path:
            path.rename(final)
    except OSError as error:
        why = error.strerror or str(error)
        raise AudioError(AudioProblem.NOT_RECORDED, str(path), why) from error
    return final


def left_unfinished(folder: Path) -> tuple[Unfinished, ...]:
    """What earlier programs left, oldest first, and nobody is recording now.

    What is too short to hold a word is deleted.
    """
    if not folder.is_dir():
        return ()
    found: list[Unfinished] = []
    for path in {*unfinished(folder), *folder.glob(f"*{MARK}.wav")}:
        with suppress(OSError):  # it may go while one looks
            told = path.stat()
            if abs(time.time() - told.st_mtime) < STILL_S:
                continue
            seconds = told.st_size / WIDTH / SAMPLE_RATE
            if seconds < LEAST_S:
                path.unlink()
            else:
                found.append(Unfinished(path, told.st_mtime, seconds))
    return tuple(sorted(found, key=lambda each: each.ended_at))


def discard(path: Path) -> None:
    """Delete a recording; raises AudioError (NOT_RECORDED)."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise AudioError(AudioProblem.NOT_RECORDED, str(path), why) from error


def _final(path: Path) -> Path:
    return path.with_name(path.name.replace(f"{MARK}.wav", ".wav"))
