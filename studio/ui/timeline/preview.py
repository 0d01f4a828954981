"""Where the clips would lie if some were pinned elsewhere, while the mouse is still down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.moving import pin
from studio.model.project import Project
from studio.model.reel import Reel
from studio.ui.timeline.board import Board

EXACT = 1500
"""Clips up to which a preview lays out the whole episode; more take longer than a frame."""


def previewed(
    board: Board, project: Project, episode: Episode, language: str, pins: Mapping[LineId, int]
) -> Board:
    """The board as it would be with these lines pinned at these samples."""
    if len(board.clips) > EXACT:
        return board.moved(_carried(board, pins))
    reel = Reel(episode, language, project.takes, project.gaps)
    clips = replace(reel, episode=pin(reel, pins)).clips()
    starts = np.fromiter((c.timeline_span.start for c in clips), np.int64, len(clips))
    return board.moved(starts)


def still(board: Board, lines: frozenset[LineId]) -> NDArray[np.bool_]:
    """Which clips stay where they are when these lines are moved: the rest flows along."""
    return board.apart | ~np.isin(_holders(board, lines), _numbers(board, lines))


def _carried(board: Board, pins: Mapping[LineId, int]) -> NDArray[np.int64]:
    """Starts in which each flowing clip moved as far as the clip that it follows.

    Exact but for lines spoken together when both are pinned; the edit itself is laid out.
    """
    shift = np.zeros(len(board.clips), np.int64)
    for line, start in pins.items():
        shift[board.of_line(line)] = start - board.starts[board.by_line[line]]
    holders = _holders(board, frozenset(pins))
    carried = (holders >= 0) & ~board.apart
    return board.starts + np.where(carried, shift[np.maximum(holders, 0)], 0)


def _holders(board: Board, lines: frozenset[LineId]) -> NDArray[np.int64]:
    """For each clip the last pinned or moved one up to it in the script, -1 where none is."""
    held = board.pinned & ~board.apart
    held[_numbers(board, lines)] = True
    return np.maximum.accumulate(np.where(held, np.arange(len(held)), -1))


def _numbers(board: Board, lines: frozenset[LineId]) -> NDArray[np.int64]:
    numbers = [number for line in lines for number in board.of_line(line)]
    return np.array(numbers, np.int64)
