"""What is to be listened to in the script: what is told of it, how much is left, the way on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.model.ids import LineId
from studio.ui.actions import Actions
from studio.ui.script.check_counts import CheckCounts
from studio.ui.script.checks import TellsSuspicions
from studio.ui.script.commands import ScriptCommands
from studio.ui.script.filters import OF_TAKES
from studio.ui.script.listening import ListeningPass
from studio.ui.script.row_choice import RowChoice
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.script_view import ScriptView
from studio.ui.selection import Selection


class Checked(QObject):
    """Follows whoever checks takes, and the rows of the table."""

    changed = Signal(object)
    """Lines that look otherwise now."""

    def __init__(
        self,
        view: ScriptView,
        commands: ScriptCommands,
        choice: RowChoice,
        selection: Selection,
        bar: ScriptBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._table = view.table
        self._bar = bar
        self._owner = parent
        self.listening = ListeningPass(view, self._table, commands, choice, selection, parent)
        self._counts = CheckCounts(self._table, self)
        self._counts.counted.connect(lambda found: bar.show_tallies(found, OF_TAKES))

    def add_to(self, actions: Actions) -> None:
        """Name the actions of the pass through the lines."""
        self.listening.add_to(actions, self._bar, self._owner)

    def show_suspects(self, suspects: TellsSuspicions) -> None:
        """Tell which lines are worth a listen; call `suspicions_changed` when they are others."""
        self._table.checks.suspects = suspects
        self.suspicions_changed(line.id for line in self._table.episode_lines)

    def suspicions_changed(self, lines: Iterable[LineId]) -> None:
        """What is suspicious about these lines is something else."""
        wanted = frozenset(lines)
        spoken = (line for line in self._table.episode_lines if line.spoken and line.id in wanted)
        self.changed.emit(self._table.checks.others(spoken))

    def count_soon(self) -> None:
        """Count anew what is left to be listened to."""
        self._counts.count_soon()
