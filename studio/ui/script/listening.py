"""The pass through an episode by keys: hear, take another, mark ok, go on to what is suspicious."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from studio.model.ids import LineId
from studio.model.line import Line
from studio.ui.actions import Actions
from studio.ui.counting import counted
from studio.ui.script.commands import ScriptCommands
from studio.ui.script.row_choice import RowChoice
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.script_view import ScriptView
from studio.ui.selection import Selection

NUMBER_KEYS = 9


class ListeningPass(QObject):
    """Works on the lines in hand; the keys stay in the script whatever they do."""

    hear_requested = Signal(str)
    """The line that was gone to, to be heard alone."""
    take_requested = Signal(int)
    """The number of a take of the line in hand, to be heard."""
    switched = Signal(bool)
    """Whether lines are played when one goes to them."""
    told = Signal(str)
    """What came of a wish, or why nothing did."""

    def __init__(
        self,
        view: ScriptView,
        table: ScriptTable,
        commands: ScriptCommands,
        choice: RowChoice,
        selection: Selection,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._table = table
        self._commands = commands
        self._selection = selection
        self._reached: LineId | None = None
        self._arriving = QTimer(self)
        self._arriving.setSingleShot(True)
        self._arriving.timeout.connect(self._hear)
        choice.reached.connect(self._arrive)

    def add_to(self, actions: Actions, bar: ScriptBar, owner: QWidget) -> None:
        """Name every action and its first key; single letters work in the rows only."""
        view, add = self._view, actions.add
        add("line.approve", self.tr("Mark ok"), self.approve, shortcut="M", icon="check",
            context=view)  # fmt: skip
        text = self.tr("Next suspicious line")
        add("script.next_suspicious", text, self.next_suspicious, shortcut="F7",
            icon="arrow-down", owner=owner)  # fmt: skip
        add("script.next_suspicious_here", self.tr("Next suspicious line, in the script"),
            self.next_suspicious, shortcut="S", context=view)  # fmt: skip
        self._play_on = add("script.play_on", self.tr("Play on going to a line"), self._switched,
                            icon="speaker", checkable=True, owner=owner)  # fmt: skip
        for number in range(1, NUMBER_KEYS + 1):
            text = self.tr("Play take {number}, in the script").format(number=number)
            add(f"line.take_{number}", text, partial(self.take_requested.emit, number),
                shortcut=str(number), context=view)  # fmt: skip
        bar.add_switch(self._play_on)

    @property
    def plays_on(self) -> bool:
        """Whether lines are played when one goes to them."""
        return self._play_on.isChecked()

    def play_on(self, on: bool) -> None:
        """Play lines when one goes to them, or no longer."""
        self._play_on.setChecked(on)

    def approve(self) -> None:
        """Mark the chosen takes of the lines in hand ok, or take that back when all are."""
        lines, checks = self._lines_in_hand(), self._table.checks
        fitting = {line.id: take for line in lines if (take := checks.fitting(line))}
        if not fitting:
            self.told.emit(self.tr("Only a line whose take fits it can be marked ok."))
            return
        back = all(checks.is_approved(line) for line in lines if line.id in fitting)
        takes = {line: None if back else take for line, take in fitting.items()}
        if self._commands.approve(takes, self._selection.language):
            one, many = self.tr("1 line is ok."), self.tr("{n} lines are ok.")
            if back:
                one, many = self.tr("1 line is not ok yet."), self.tr("{n} lines are not ok yet.")
            self.told.emit(counted(len(takes), one, many))

    def next_suspicious(self) -> None:
        """Go to the next line somebody should listen to, from the top again after the last."""
        lines, checks = self._table.episode_lines, self._table.checks
        here = next((at for at, each in enumerate(lines) if each.id == self._selection.line), -1)
        order = (*lines[here + 1 :], *lines[: here + 1])
        found = next((line for line in order if line.spoken and checks.is_suspicious(line)), None)
        if found is None:
            self.told.emit(self.tr("Nothing in this episode is suspicious."))
            return
        self._selection.select_line(found.id)
        self.told.emit(" ".join(checks.reasons(found)))
        self._arrive(found.id)

    def _lines_in_hand(self) -> list[Line]:
        """As the document has them: the rows are behind it while it is written."""
        wanted = frozenset(self._selection.lines)
        here = self._commands.project.episode(self._selection.episode)
        return [line for line in here.lines if line.id in wanted]

    def _switched(self) -> None:
        on = self._play_on.isChecked()
        self.switched.emit(on)
        self.told.emit(
            self.tr("Lines are played when one goes to them.")
            if on
            else self.tr("Lines are played when asked for.")
        )

    def _arrive(self, line: str) -> None:
        """Hear a line once one stays there, and not those that are only passed."""
        if self._play_on.isChecked() and LineId(line) != self._reached:
            self._arriving.start()
        self._reached = LineId(line)

    def _hear(self) -> None:
        row = self._table.row_of(self._selection.line)
        if row >= 0 and self._view.editor is None and self._table.line(row).spoken:
            self.hear_requested.emit(self._table.line(row).id)
