"""Where the window and its panels were, kept in a file of its own beside the settings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView, QSplitter

VERSION = 1
VIEWS_KEPT = 200
"""Projects of which it is remembered how they were looked at."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    """How a project was looked at last: the language worked in, and the one beside it.

    `hands` is how hands worked on its timeline, as that keeps it; `play_on` is whether lines are
    played when one goes to them.
    """

    language: str = ""
    beside: str = ""
    hands: str = ""
    play_on: bool = False


@dataclass(frozen=True, slots=True)
class WindowState:
    """Qt's own records of the window, the docks, and each named splitter and table header.

    `views` are by the project's id, the one used last at the end.
    """

    geometry: bytes = b""
    docks: bytes = b""
    parts: Mapping[str, bytes] = field(default_factory=dict)
    views: Mapping[str, ProjectView] = field(default_factory=dict)

    def viewing(self, project: str, view: ProjectView) -> WindowState:
        """The state with a project looked at like this."""
        others = [(id, kept) for id, kept in self.views.items() if id != project]
        return replace(self, views=dict([*others, (project, view)][-VIEWS_KEPT:]))


def load_window_state(path: Path) -> WindowState:
    """What was saved; the defaults when there is nothing or it cannot be understood."""
    if not path.exists():
        return WindowState()
    import json  # not needed at the first start

    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if saved["version"] != VERSION:
            return WindowState()
        parts = {str(name): _bytes(value) for name, value in saved["parts"].items()}
        views = {str(id): _view_of(kept) for id, kept in saved.get("views", {}).items()}
        return WindowState(_bytes(saved["geometry"]), _bytes(saved["docks"]), parts, views)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return WindowState()


def save_window_state(path: Path, state: WindowState) -> None:
    """Write it; raises OSError."""
    import json

    from studio.store.atomic import write_whole

    values = {
        "version": VERSION,
        "geometry": _text(state.geometry),
        "docks": _text(state.docks),
        "parts": {name: _text(value) for name, value in sorted(state.parts.items())},
        "views": {
            id: {
                "language": view.language,
                "beside": view.beside,
                "hands": view.hands,
                "play_on": view.play_on,
            }
            for id, view in state.views.items()
        },
    }
    write_whole(path, json.dumps(values, indent=1))


def _view_of(kept: Mapping[str, object]) -> ProjectView:
    """A view as it was written; older ones know nothing of hands, or of playing on."""
    return ProjectView(
        str(kept["language"]),
        str(kept["beside"]),
        str(kept.get("hands", "")),
        bool(kept.get("play_on", False)),
    )


def parts_of(widget: QWidget) -> dict[str, bytes]:
    """The state of each splitter and table header that has an object name of ours."""
    return {name: bytes(part.saveState().data()) for name, part in _parts(widget).items()}


def restore_parts(widget: QWidget, parts: Mapping[str, bytes]) -> None:
    """Bring back what `parts_of` kept; parts that are new stay as they are."""
    for name, part in _parts(widget).items():
        if name in parts:
            part.restoreState(QByteArray(parts[name]))


def _parts(widget: QWidget) -> dict[str, QHeaderView | QSplitter]:
    from PySide6.QtWidgets import QHeaderView, QSplitter  # not needed to show the window

    found = (*widget.findChildren(QHeaderView), *widget.findChildren(QSplitter))
    return {
        part.objectName(): part
        for part in found
        if part.objectName() and not part.objectName().startswith("qt_")
    }


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
