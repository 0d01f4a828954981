"""What was learned of the paces of accounts, kept for the next run; losing it costs a minute."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from studio.engines.speech import Pace
from studio.store.atomic import write_whole

Learned = Mapping[tuple[str, str], Pace]
"""By account and model."""

MOST = 100_000


def read_learned(path: Path) -> Learned:
    """What a file holds; nothing where there is none or none that can be read. Blocking."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {
            (str(account), str(model)): Pace(_number(per_minute, 0), _number(in_flight, 1))
            for account, model, per_minute, in_flight in found
        }
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def write_learned(path: Path, learned: Learned) -> None:
    """Keep it; a folder that takes no file makes the next run learn anew. Blocking."""
    found = [[*who, pace.per_minute, pace.in_flight] for who, pace in learned.items()]
    with suppress(OSError):
        write_whole(path, json.dumps(found, ensure_ascii=False))


def _number(value: object, least: int) -> int:
    if not isinstance(value, int) or not least <= value <= MOST:
        raise ValueError("pace")
    return value
