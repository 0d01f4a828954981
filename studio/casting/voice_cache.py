"""The lists of voices as they were heard last, in one file that may be deleted at any time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from studio.engines.speech import Voice
from studio.store.atomic import write_whole

Lists = Mapping[str, tuple[tuple[Voice, ...], float]]
"""By engine its voices, and when it was asked (seconds since 1970)."""


def read_cache(path: Path) -> Lists:
    """The lists in a file; nothing where there is none or none that can be read. Blocking."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): _list_of(kept) for name, kept in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def write_cache(path: Path, lists: Lists) -> None:
    """Keep the lists; a folder that takes no file only makes the next start ask anew. Blocking."""
    found = {
        name: {"asked_at": at, "voices": [asdict(voice) for voice in voices]}
        for name, (voices, at) in lists.items()
    }
    with suppress(OSError):
        write_whole(path, json.dumps(found, ensure_ascii=False))


def _list_of(kept: dict[str, Any]) -> tuple[tuple[Voice, ...], float]:
    return tuple(_voice_of(body) for body in kept["voices"]), float(kept["asked_at"])


def _voice_of(body: dict[str, Any]) -> Voice:
    known = {name: value for name, value in body.items() if name in _FIELDS}
    known["languages"] = tuple(map(str, known.get("languages", ())))
    if not all(isinstance(value, (str, tuple)) for value in known.values()):
        raise TypeError("voice")
    return Voice(**known)


_FIELDS = frozenset(field.name for field in fields(Voice))
