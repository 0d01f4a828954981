"""Which script a project was made from, as it was then: to tell a changed script from edits."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import cast

from studio.store.atomic import write_whole


class Imports:
    """The digest of the script last taken into each project, in one small file of the person's."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def remember(self, project: Path, script: Path) -> None:
        """Note that the project holds the script as it is now, if it can be noted. Blocking."""
        known = self._known()
        with contextlib.suppress(OSError):
            known[str(project.resolve())] = _digest(script)
            write_whole(self._file, json.dumps(known, indent=1))

    def changed_since(self, project: Path, script: Path) -> bool:
        """Whether the script changed since it was taken in; False when unknown. Blocking."""
        digest = self._known().get(str(project.resolve()))
        try:
            return digest is not None and digest != _digest(script)
        except OSError:
            return False

    def _known(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        entries = cast("dict[str, object]", found)
        return {name: value for name, value in entries.items() if isinstance(value, str)}


def _digest(script: Path) -> str:
    return hashlib.sha256(script.read_bytes()).hexdigest()
