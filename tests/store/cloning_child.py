"""Makes the voices of a library's queue until it is killed, or there are none.

Arguments: folder of the library, ledger of what the service was asked for. The ledger is the
service's: it is written, for good, between asking and the answer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_queue import CloneQueue


def say(fact: str) -> None:
    """Tell the test of a step that is on the disk."""
    sys.stdout.write(fact + "\n")
    sys.stdout.flush()


def main() -> None:
    """Work through the queue."""
    library = VoiceLibrary(Path(sys.argv[1]))
    ledger = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    queue = CloneQueue(library)
    say("open")
    while voice := queue.claim():
        say(f"claimed {voice.id}")
        if "0" not in voice.uploads:
            assert queue.uploaded(voice.id, "0", f"file-{voice.id}")
            say(f"uploaded {voice.id}")
        assert queue.sending(voice.id, f"own-{voice.id}")
        say(f"sending {voice.id}")
        os.write(ledger, f"{voice.id}\n".encode())
        os.fsync(ledger)
        say(f"asked {voice.id}")
        assert queue.made(voice.id, f"own-{voice.id}", unused_days=7.0)
        say(f"made {voice.id}")
    queue.close()


if __name__ == "__main__":
    main()
