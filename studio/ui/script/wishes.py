"""What a key in an editor of the script asks for."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Wish(Enum):
    """Where writing goes on."""

    ON = auto()
    SPLIT = auto()
    JOIN = auto()
    UP = auto()
    DOWN = auto()
    TAB = auto()
    BACKTAB = auto()
    DONE = auto()
    UNDO = auto()
    REDO = auto()
