"""Takes many clips in hand at once: all of them, all of a character, all that come later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.model.ids import LineId
from studio.ui.actions import Actions
from studio.ui.timeline.board import Board


class ChoosingActions(QObject):
    """Chooses lines by where their clips lie and who speaks them."""

    def __init__(
        self,
        board: Callable[[], Board],
        in_hand: Callable[[], int | None],
        playhead: Callable[[], int],
        choose: Callable[[tuple[LineId, ...], LineId | None], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._board = board
        self._in_hand = in_hand
        self._playhead = playhead
        self._choose = choose

    def add_to(self, actions: Actions, place: QWidget) -> None:
        """Give every action its id and keys, working while `place` has the focus."""

        def add(id: str, text: str, run: Callable[[], object], key: str) -> None:
            actions.add(f"choose.{id}", text, run, shortcut=key, context=place)

        add("all", self.tr("Take all clips in hand"), self.all, "Ctrl+A")
        add("after", self.tr("Take all clips from here on in hand"), self.after, "Shift+A")
        text = self.tr("Take all clips of the character in hand")
        add("character", text, self.of_character, "Shift+C")

    def all(self) -> None:
        """Every clip of the episode."""
        self._take(lambda number: True)

    def after(self) -> None:
        """The clip in hand and all that begin later; without one what begins at the playhead."""
        board, here = self._board(), self._in_hand()
        start = self._playhead() if here is None else int(board.starts[here])
        self._take(lambda number: int(board.starts[number]) >= start)

    def of_character(self) -> None:
        """Every clip of the character whose clip is in hand."""
        board, here = self._board(), self._in_hand()
        if here is not None:
            lane = board.lane_of[here]
            self._take(lambda number: bool(board.lane_of[number] == lane))

    def _take(self, wanted: Callable[[int], bool]) -> None:
        board, here = self._board(), self._in_hand()
        lines = dict.fromkeys(clip.line for n, clip in enumerate(board.clips) if wanted(n))
        held = board.clips[here].line if here is not None else None
        self._choose(tuple(lines), held if held in lines else None)
