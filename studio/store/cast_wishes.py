"""Characters that are to speak with a voice once it is made, kept until it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from studio.errors import SettingsError, SettingsProblem
from studio.store.atomic import write_whole


@dataclass(frozen=True, slots=True)
class CastWish:
    """A voice of the library by its id there, and who is to speak with it in which language."""

    voice: str
    project: str
    character: str
    language: str


class CastWishes:
    """The wishes in one file, so that they outlive the program. Blocking; from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def all(self) -> tuple[CastWish, ...]:
        """Those there are, none where the file cannot be read."""
        with self._lock:
            return self._read()

    def add(self, wishes: Iterable[CastWish]) -> None:
        """Note wishes; a newer one for the same part takes the place of an older one.

        Raises SettingsError UNWRITABLE.
        """
        with self._lock:
            known = {_part(wish): wish for wish in (*self._read(), *wishes)}
            self._write(known.values())

    def drop(self, wishes: Iterable[CastWish]) -> None:
        """Forget wishes: they came true, or cannot. Raises SettingsError UNWRITABLE."""
        gone = frozenset(wishes)
        with self._lock:
            known = self._read()
            left = [wish for wish in known if wish not in gone]
            if len(left) < len(known):
                self._write(left)

    def _read(self) -> tuple[CastWish, ...]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(CastWish(**{key: str(each[key]) for key in _KEYS}) for each in found)
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return ()

    def _write(self, wishes: Iterable[CastWish]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps([asdict(wish) for wish in wishes], indent=1))
        except OSError as error:
            told = error.strerror or str(error)
            raise SettingsError(SettingsProblem.UNWRITABLE, str(self._path), told) from error


_KEYS = ("voice", "project", "character", "language")


def _part(wish: CastWish) -> tuple[str, str, str]:
    return (wish.project, wish.character, wish.language)
