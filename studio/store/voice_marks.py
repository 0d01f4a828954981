"""Which voices a person likes and used last, for all projects."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.errors import SettingsError, SettingsProblem
from studio.store.atomic import write_whole

RECENT_LIMIT = 30

Name = tuple[str, str]
"""The engine and the id of a voice, byte by byte as the engine has it."""


@dataclass(frozen=True, slots=True)
class VoiceMarks:
    """The favourites, and the voices used last, newest first."""

    favourites: frozenset[Name] = frozenset()
    recent: tuple[Name, ...] = ()

    def is_favourite(self, engine: str, voice: str) -> bool:
        """Whether a voice was marked as liked."""
        return (engine, voice) in self.favourites

    def used(self, engine: str, voice: str) -> int | None:
        """How many other voices were used since this one, None when it is long ago or never."""
        try:
            return self.recent.index((engine, voice))
        except ValueError:
            return None

    def liking(self, engine: str, voice: str, liked: bool) -> VoiceMarks:
        """The marks with one voice liked, or no longer."""
        one = frozenset({(engine, voice)})
        return replace(self, favourites=self.favourites | one if liked else self.favourites - one)

    def using(self, engine: str, voice: str) -> VoiceMarks:
        """The marks after a voice was cast or heard."""
        rest = tuple(name for name in self.recent if name != (engine, voice))
        return replace(self, recent=((engine, voice), *rest)[:RECENT_LIMIT])


def load_marks(path: Path) -> VoiceMarks:
    """The marks in a file, none where it cannot be read. Blocking."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return VoiceMarks(frozenset(_names(found["favourites"])), _names(found["recent"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return VoiceMarks()


def save_marks(marks: VoiceMarks, path: Path) -> None:
    """Write the marks, whole or not at all; raises SettingsError UNWRITABLE. Blocking."""
    found = {"favourites": sorted(marks.favourites), "recent": marks.recent}
    try:
        write_whole(path, json.dumps(found, ensure_ascii=False, indent=1))
    except OSError as error:
        problem = SettingsProblem.UNWRITABLE
        raise SettingsError(problem, str(path), error.strerror or str(error)) from error


def _names(found: list[Any]) -> tuple[Name, ...]:
    return tuple((str(engine), str(voice)) for engine, voice in found)
