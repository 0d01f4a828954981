"""Where a film is cut: found by looking at every frame once."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

from studio.audio.ffmpeg import ffmpeg_program
from studio.audio.media_facts import given
from studio.audio.picture.facts import Picture
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE

THRESHOLD = 10.0
"""How different two frames are, in percent, between which there is a cut."""

_WIDTH = 160
_TIME = re.compile(r"^lavfi\.scd\.time[=:]([\d.]+)")
_LOOK_S = 0.1


def cuts_of(
    path: Path,
    picture: Picture,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[int, ...]:
    """The cuts in samples from the beginning of the video, ascending.

    Raises AudioError (ENCODER), and CancelledError. Blocking: some ten times faster than it plays.
    """
    program = ffmpeg_program(ffmpeg)
    look = (
        f"scale={_WIDTH}:-2:flags=fast_bilinear,scdet=threshold={THRESHOLD}:sc_pass=0,"
        "metadata=mode=print:key=lavfi.scd.time:file=-"
    )
    wanted = [
        *given(path, picture.container),
        *("-map", "0:v:0", "-an", "-sn", "-dn", "-vf", look, "-f", "null", "-"),
    ]
    command = [program, "-hide_banner", "-nostdin", "-v", "quiet", "-threads", "1", *wanted]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise AudioError(AudioProblem.ENCODER, program, error.strerror or "") from error
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(process, ended, cancelled), daemon=True)
    with process:
        watch.start()
        try:
            assert process.stdout is not None
            rows = [row.decode("ascii", "replace") for row in process.stdout]
        finally:
            ended.set()
            process.kill()
    watch.join()
    if cancelled():
        raise CancelledError
    found = (_TIME.match(row) for row in rows)
    return tuple(sorted({round(float(time[1]) * SAMPLE_RATE) for time in found if time}))


def _watch(
    process: subprocess.Popen[bytes], ended: threading.Event, cancelled: Callable[[], bool]
) -> None:
    """End the program when nobody waits for it any more: a film without cuts says nothing."""
    while not ended.wait(_LOOK_S):
        if cancelled():
            process.kill()
            return
