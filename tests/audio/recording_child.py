"""Records without pause for test_recorder until it is killed; says how much is in the file.

Arguments: file, and the most bytes a file may have here, 0 for any.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import numpy as np

from studio.audio.recorder import Recorder
from studio.errors import AudioError


def main() -> None:
    """Give blocks of a ramp, so that a place in it is known by its level."""
    path, most = Path(sys.argv[1]), int(sys.argv[2])
    if most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    recorder, at, told = Recorder(path), 0, 0
    while not recorder.trouble:
        if recorder.meter.length < (path.stat().st_size - 44) // 3 + 48_000:
            recorder.take_in((np.arange(at, at + 700) % 20_000 / 32_768).astype(np.float32))
            at += 700
        inside = (path.stat().st_size - 44) // 3
        if inside > told:
            told = inside
            sys.stdout.write(f"{inside}\n")
            sys.stdout.flush()
    try:
        recorder.stop()
    except AudioError as error:
        sys.stdout.write(f"{error.problem.value}\n")


if __name__ == "__main__":
    main()
