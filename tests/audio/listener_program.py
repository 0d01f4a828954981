"""Records from the device for test_input: FILE, then says what happens; ends at a line of input."""

from __future__ import annotations

import select
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from studio.app import ended
from studio.audio.input import Microphone, input_devices
from studio.audio.recorder import Recorder

PATIENCE = 20.0


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main(file: str) -> int:
    """Record until told to stop, or until there is trouble."""
    app = QCoreApplication([])
    say(f"devices {len(input_devices())}")
    microphone, recorder = Microphone(), Recorder(Path(file))
    microphone.start(recorder.take_in)
    end = time.monotonic() + PATIENCE
    while not recorder.meter.length and not microphone.trouble and time.monotonic() < end:
        select.select([], [], [], 0.005)
    say("listening" if recorder.meter.length else f"trouble {microphone.trouble!r}")
    while not select.select([sys.stdin], [], [], 0.02)[0] and not microphone.trouble:
        if time.monotonic() > end + 2 * PATIENCE:
            break
    if microphone.trouble:
        say(f"trouble {microphone.trouble.problem.value}")
    microphone.stop()
    length = recorder.meter.length
    select.select([], [], [], 0.1)
    say("still" if recorder.meter.length == length else "goes on")
    recorder.stop()
    microphone.close()
    del app
    return 0


if __name__ == "__main__":
    sys.exit(ended(main(*sys.argv[1:])))
