"""Lines to and from the clipboard, as plain text that other programs understand."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from studio.ui.script.commands import ScriptCommands
from studio.ui.script.script_table import ScriptTable
from studio.ui.selection import Selection


class LineClipboard(QObject):
    """Copies the lines in hand and pastes text as lines below them."""

    def __init__(
        self,
        table: ScriptTable,
        commands: ScriptCommands,
        selection: Selection,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._commands = commands
        self._selection = selection

    def copy(self) -> None:
        """Copy the lines in hand."""
        lines = self._selection.lines
        if lines:
            QGuiApplication.clipboard().setText(self._commands.plain_text(lines))

    def cut(self) -> None:
        """Copy the lines in hand and remove them."""
        self.copy()
        then = self._commands.remove(self._selection.lines) if self._selection.lines else None
        if then:
            self._selection.select_line(then)

    def paste(self) -> None:
        """Put the clipboard's text below the line in hand."""
        self.paste_text(QGuiApplication.clipboard().text())

    def paste_text(self, text: str) -> None:
        """Put script text below the line in hand, as lines, and take them in hand."""
        shown = self._table.lines
        after = self._selection.line or (shown[-1].id if shown else None)
        lines = self._commands.paste(after, text)
        if lines:
            self._table.keep(lines)
            self._selection.select_lines(lines)
