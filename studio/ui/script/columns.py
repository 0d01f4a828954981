"""The columns of the script."""

from __future__ import annotations

from enum import IntEnum


class Column(IntEnum):
    """The columns, left to right."""

    STATE = 0
    CHARACTER = 1
    DIRECTION = 2
    TEXT = 3
    BESIDE = 4
    LENGTH = 5
