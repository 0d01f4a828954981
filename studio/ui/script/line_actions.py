"""The actions on lines: what the keys, the menus and the palette offer in the script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.model.ids import LineId
from studio.model.line import LineKind
from studio.ui.actions import Actions
from studio.ui.script.columns import Column
from studio.ui.script.commands import ScriptCommands
from studio.ui.script.editing import Place
from studio.ui.script.line_menu import kind_action
from studio.ui.script.screenplay import KINDS
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.script_view import ScriptView
from studio.ui.script.small_editors import DirectionEditor
from studio.ui.script.states import kind_name
from studio.ui.script.wishes import Wish
from studio.ui.script.writing import Writing
from studio.ui.selection import Selection


class Requests(Protocol):
    """What the lines are wanted for elsewhere: the booth and the loudspeaker."""

    def voice(self) -> None: ...
    def redo(self) -> None: ...
    def play(self) -> None: ...


class LineActions(QObject):
    """Works on the lines in hand; `add_to` names every action and its first key."""

    def __init__(
        self,
        view: ScriptView,
        table: ScriptTable,
        commands: ScriptCommands,
        writing: Writing,
        selection: Selection,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._table = table
        self._commands = commands
        self._writing = writing
        self._selection = selection

    def add_to(self, actions: Actions, context: QWidget, requests: Requests) -> None:
        """Put the actions of lines among the window's; they work inside `context`."""

        def add(
            id: str, text: str, run: Callable[[], object], key: str = "", icon: str = ""
        ) -> None:
            actions.add(id, text, run, shortcut=key, icon=icon, context=context)

        for number, kind in enumerate(KINDS, 1):
            add(kind_action(kind), kind_name(kind), self._kind_setter(kind), f"Ctrl+{number}")
        add("line.play", self.tr("Play line"), requests.play, icon="play")
        add("line.voice", self.tr("Voice line"), requests.voice, "Ctrl+Shift+V", "record-take")
        add("line.redo", self.tr("Another take"), requests.redo, "R", "redo")
        add("line.insert_above", self.tr("Insert line above"), self.insert_above)
        add(
            "line.insert_below",
            self.tr("Insert line below"),
            self.insert_below,
            "Ctrl+Shift+Return",
        )
        add("line.duplicate", self.tr("Duplicate"), self.duplicate, "Ctrl+D")
        add("line.split", self.tr("Split at the cursor"), lambda: self._ask(Wish.SPLIT))
        add("line.join", self.tr("Join with the line above"), lambda: self._ask(Wish.JOIN))
        add("line.move_up", self.tr("Move up"), lambda: self.move(-1), "Alt+Up")
        add("line.move_down", self.tr("Move down"), lambda: self.move(1), "Alt+Down")
        add("line.remove", self.tr("Remove"), self.remove, "Ctrl+Backspace; Del", "trash")
        add("line.character", self.tr("Change character"), self.character, "F4")
        add("line.direction", self.tr("Change direction and emotion"), self.direction, "Ctrl+E; D")

    def _kind_setter(self, kind: LineKind) -> Callable[[], object]:
        return lambda: self._commands.set_kind(self._lines(), kind)

    def _lines(self) -> tuple[LineId, ...]:
        """The lines in hand that are shown."""
        return tuple(line for line in self._selection.lines if self._table.row_of(line) >= 0)

    def insert_above(self) -> None:
        """Write a new line above the one in hand."""
        line = self._selection.line
        if line:
            self._write_new(self._commands.open_above(line))
        else:
            self.insert_below()

    def insert_below(self) -> None:
        """Write a new line below the one in hand, at the end when none is."""
        shown = self._table.lines
        line = self._selection.line or (shown[-1].id if shown else None)
        self._write_new(self._commands.open_below(line))

    def _write_new(self, place: Place | None) -> None:
        self._writing.write(place)
        self._writing.start_line()

    def duplicate(self) -> None:
        """Copy the lines in hand below themselves and take the copies in hand."""
        copies = self._commands.duplicate(self._lines())
        if copies:
            self._table.keep(copies)
            self._selection.select_lines(copies)

    def move(self, by: int) -> None:
        """Move the lines in hand one place."""
        if self._commands.move(self._lines(), by):
            self._view.scrollTo(self._view.currentIndex())

    def remove(self) -> None:
        """Remove the lines in hand; the line after them is in hand then."""
        lines = self._lines()
        if lines:
            then = self._commands.remove(lines)
            if then:
                self._table.keep((then,))
                self._selection.select_line(then)

    def character(self) -> None:
        """Open the character of the line in hand."""
        if self._selection.line:
            self._view.write(self._selection.line, Column.CHARACTER)

    def direction(self) -> None:
        """Open the direction of the line in hand, and from there its emotions."""
        line = self._selection.line
        editor = self._view.editor
        if isinstance(editor, DirectionEditor):
            editor.offer_emotions()
        elif line:
            self._view.write(line, Column.DIRECTION)

    def _ask(self, wish: Wish) -> None:
        line = self._selection.line
        if line and (self._view.editor is not None or self._view.write(line)):
            self._writing.wish(wish)
