"""A chat server on loopback whose model translates, in a process of its own.

Prints where it is as one JSON object; ends with its standard input. Its argument is how many
characters a second each answer comes with.
"""

from __future__ import annotations

import json
import logging
import sys

from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel


def main(speed: float) -> None:
    """Serve until the input ends."""
    logging.disable()  # who is killed leaves connections behind
    with ChatService() as service:
        service.writes(TextModel(delta=6, speed=speed))
        print(json.dumps({"url": service.base_url, "key": service.key}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(float(sys.argv[1]))
