"""MiniMax's service on loopback in a process of its own, which does not share our interpreter.

Takes its settings as one JSON object and prints where it is. On its standard input it is asked for
how many lines were "asked" so far or for a whole "report", which waits until nothing is under way;
at the end of the input it ends.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace
from typing import Any

from tests.services.faults import Fault
from tests.services.limits import Latency
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp, cut

BUSY = base_resp(1002)
BROKEN = base_resp(1000)
LOST = cut(billed=True)


def main(settings: dict[str, Any]) -> None:
    """Serve until the input ends."""
    logging.disable()  # who is killed leaves connections behind
    with MinimaxService(speed=settings["speed"]) as service:
        service.limits.per_minute = settings["per_minute"]
        service.limits.in_flight = settings["in_flight"]
        service.latency = Latency(*settings["latency"], seed=settings["seed"])
        if settings["faults"]:
            shares = dict(zip((BUSY, BROKEN, LOST), settings["faults"], strict=True))
            service.faults.random(settings["seed"], shares)
        if settings["drip"]:
            size, pause = settings["drip"]
            slowly = Fault("drip", reply=lambda reply: replace(reply, drip=(size, pause)))
            service.faults.always(slowly)
        for number in range(settings["voices"]):
            about = f"A voice of a person of {number} years, calm and a little hoarse."
            voice = service.voices.add(f"own-{number}", "voice_cloning", "first", about)
            voice.used = 0.0
        print(json.dumps({"url": service.url, "key": service.key}), flush=True)
        for wish in sys.stdin:
            answer = _asked(service) if wish == "asked\n" else _report(service)
            print(json.dumps(answer), flush=True)


def _asked(service: MinimaxService) -> int:
    return len(service.asked("t2a_v2"))


def _report(service: MinimaxService) -> dict[str, Any]:
    service.wait_until_idle()
    return {
        "asked": _asked(service),
        "billed": service.bill.texts,
        "twice": len(service.bill.twice()),
        "over": service.limits.rejections,
        "faults": len(service.faults.happened),
        "wrong": [*service.violations, *service.failures],
    }


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
