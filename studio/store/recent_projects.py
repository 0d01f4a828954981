"""The projects a person opened last, read one after the other without opening them to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.errors import ProjectFileError
from studio.model.project import Project
from studio.store.connection import explained
from studio.store.opening import opened_to_read


def projects_at(names: Iterable[str]) -> Iterator[Project]:
    """The projects at these paths, those that can be read. Blocking."""
    for name in names:
        path = Path(name)
        try:
            with explained(path):
                opened = opened_to_read(path)
        except (ProjectFileError, OSError):  # it is only missing from what is told
            continue
        try:
            yield opened.reading.project
        finally:
            opened.close()
