"""The ffmpeg program: where it is and how it is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import Any, cast

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] -- ships none

from studio.errors import AudioError, AudioProblem

_POLL = 0.1
_KEPT = 20_000
_VERSION_PATIENCE = 10.0


def ffmpeg_program(chosen: str = "") -> str:
    """The program to run: the one chosen in the settings, else the bundled one.

    Raises AudioError (ENCODER) when it is not there.
    """
    if chosen:
        if not shutil.which(chosen):
            raise AudioError(AudioProblem.ENCODER, chosen, "not found")
        return chosen
    try:
        return cast(str, cast(Any, imageio_ffmpeg).get_ffmpeg_exe())
    except (RuntimeError, OSError) as error:
        raise AudioError(AudioProblem.ENCODER, "ffmpeg", str(error)) from error


def ffmpeg_version(chosen: str = "") -> str:
    """What the program says it is, such as `7.0.2`; raises AudioError (ENCODER). Blocking."""
    program = ffmpeg_program(chosen)
    try:
        said = subprocess.run(
            [program, "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_VERSION_PATIENCE,
            check=False,
        ).stdout.decode("utf-8", "replace")
    except OSError as error:
        raise AudioError(AudioProblem.ENCODER, program, os.strerror(error.errno or 0)) from error
    except subprocess.TimeoutExpired as error:
        raise AudioError(AudioProblem.ENCODER, program, "no answer") from error
    words = said.split(maxsplit=3)
    if words[:2] != ["ffmpeg", "version"] or len(words) < 3:
        raise AudioError(AudioProblem.ENCODER, program, "this is not ffmpeg")
    return words[2]


def run_ffmpeg(
    program: str,
    arguments: Sequence[str],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    patience: float = 3600.0,
) -> tuple[int, str]:
    """Run ffmpeg to its end: its exit code and the end of what it said.

    Ends it when `cancelled` says so (raises concurrent.futures.CancelledError) or after
    `patience` seconds (AudioError, as when it cannot be started).
    """
    command = [program, "-hide_banner", "-nostdin", "-nostats", *arguments]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise AudioError(AudioProblem.ENCODER, program, os.strerror(error.errno or 0)) from error
    with process:
        try:
            said = _wait(process, program, cancelled, patience)
        except BaseException:
            process.kill()
            raise
    return process.returncode, said[-_KEPT:].decode("utf-8", "replace")


def _wait(
    process: subprocess.Popen[bytes], program: str, cancelled: Callable[[], bool], patience: float
) -> bytes:
    give_up = time.monotonic() + patience
    while True:
        try:
            return process.communicate(timeout=_POLL)[1]
        except subprocess.TimeoutExpired:
            if cancelled():
                raise CancelledError from None
            if time.monotonic() > give_up:
                raise AudioError(AudioProblem.ENCODER, program, "no end") from None


def last_line(said: str) -> str:
    """The last thing ffmpeg said, which names the cause."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
