"""Where writing goes on: turns the keys of the editors into edits and into the next editor."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.ui.script import editing
from studio.ui.script.columns import Column
from studio.ui.script.commands import ScriptCommands
from studio.ui.script.screenplay import kind_after_empty
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.script_view import ScriptView
from studio.ui.script.small_editors import DirectionEditor, NameEditor
from studio.ui.script.wishes import Wish
from studio.ui.script.words_editor import WordsEditor


class Writing(QObject):
    """Listens to the open editor; the document is edited by the commands only."""

    def __init__(
        self, view: ScriptView, table: ScriptTable, commands: ScriptCommands, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._table = table
        self._commands = commands
        view.delegate.editor_opened.connect(self._listen_to)

    def write(self, place: editing.Place | None) -> None:
        """Go on writing at a place of the text."""
        if place is not None:
            self._table.keep((place.line,))
            self._view.write(place.line, Column.TEXT, place.position)

    def _listen_to(self, editor: QWidget) -> None:
        self._commands.rest()
        if isinstance(editor, WordsEditor | NameEditor | DirectionEditor):
            editor.wished.connect(self.wish)
        if isinstance(editor, WordsEditor):
            editor.words_typed.connect(self._words_typed)
            editor.lines_pasted.connect(self._paste)
        elif isinstance(editor, NameEditor):
            editor.name_chosen.connect(self._name_chosen)
        elif isinstance(editor, DirectionEditor):
            editor.direction_typed.connect(self._direction_typed)
            editor.emotion_chosen.connect(self._emotion_chosen)

    def _words_typed(self, words: str) -> None:
        cell = self._view.edited_cell()
        if cell is not None:
            self._commands.type_words(cell[0], self._table.language_of(cell[1]), words)

    def _name_chosen(self, name: str) -> None:
        cell = self._view.edited_cell()
        if cell is not None:
            self._commands.name(cell[0], name)

    def _direction_typed(self, words: str) -> None:
        cell = self._view.edited_cell()
        if cell is not None:
            self._commands.type_direction(cell[0], words)

    def _emotion_chosen(self, emotion: str) -> None:
        cell = self._view.edited_cell()
        if cell is not None:
            self._commands.set_emotion((cell[0],), emotion)

    def _paste(self, text: str) -> None:
        cell = self._view.edited_cell()
        if cell is None:
            return
        lines = self._commands.paste(cell[0], text)
        if lines:
            self._table.keep(lines)
            self._view.write(lines[-1])

    # wishes

    def wish(self, wish: Wish) -> None:
        """Do what a key in the open editor asks for."""
        cell = self._view.edited_cell()
        if cell is None:
            return
        line, column = self._commands.line(cell[0]), cell[1]
        match wish:
            case Wish.DONE:
                self._view.close_editor()
                self._view.setFocus()
            case Wish.UNDO:
                self._commands.undo()
            case Wish.REDO:
                self._commands.redo()
            case Wish.UP | Wish.DOWN:
                self._go(line.id, column, -1 if wish is Wish.UP else 1)
            case Wish.TAB | Wish.BACKTAB:
                self._across(line, column, forward=wish is Wish.TAB)
            case Wish.SPLIT if column is Column.TEXT:
                self._split(line)
            case Wish.JOIN if column is Column.TEXT:
                self._join(line)
            case Wish.ON:
                self._on(line, column)

    def _on(self, line: Line, column: Column) -> None:
        """Enter: on to the words, to the next line, or to a new one below."""
        if column in (Column.CHARACTER, Column.DIRECTION):
            self._view.write(line.id)
        elif column is Column.BESIDE:
            self._go(line.id, column, 1)
        else:
            self._on_from_words(line)

    def _on_from_words(self, line: Line) -> None:
        editor = self._view.editor
        assert isinstance(editor, WordsEditor)
        row = self._table.row_of(line.id)
        last = row == len(self._table.lines) - 1
        if editor.fresh and not last:
            self._go(line.id, Column.TEXT, 1)
            return
        if not editor.toPlainText():
            other = kind_after_empty(line.kind)
            if other is not None:
                self._commands.set_kind((line.id,), other)
            elif not last:
                self._go(line.id, Column.TEXT, 1)
            return
        if not last and (not editor.at_end or editing.is_empty(self._table.line(row + 1))):
            self._go(line.id, Column.TEXT, 1)
            return
        self.write(self._commands.open_below(line.id))
        self.start_line()

    def start_line(self) -> None:
        """A line just made is there to be written, not passed through."""
        if isinstance(self._view.editor, WordsEditor):
            self._view.editor.fresh = False

    def _split(self, line: Line) -> None:
        editor = self._view.editor
        assert isinstance(editor, WordsEditor)
        at = editor.textCursor().position()
        self.write(self._commands.split(line.id, self._table.language, at))
        self.start_line()

    def _join(self, line: Line) -> None:
        row = self._table.row_of(line.id)
        above = self._table.line(row - 1).id if row > 0 else None
        if editing.is_empty(line) and (above or len(self._table.lines) > 1):
            then = self._commands.remove((line.id,))
            if above:
                self._view.write(above)
            elif then:
                self._view.write(then, Column.TEXT, 0)
            return
        place = self._commands.join(line.id, self._table.language)
        if place is not None:
            self.write(place)
        elif above:
            self._view.write(above)
        self.start_line()

    def _go(self, line: LineId, column: Column, by: int) -> None:
        row = self._table.row_of(line) + by
        if 0 <= row < len(self._table.lines):
            self._view.write(self._table.line(row).id, column)

    def _across(self, line: Line, column: Column, *, forward: bool) -> None:
        """Tab: words, character, direction, the other language, and round again."""
        if line.kind is LineKind.ACTION and forward and editing.is_empty(line):
            self._commands.set_kind((line.id,), LineKind.DIALOGUE)
            line = self._commands.line(line.id)
        stops = [Column.TEXT]
        if line.spoken:
            stops += [Column.CHARACTER, Column.DIRECTION]
        if not self._view.isColumnHidden(Column.BESIDE):
            stops.append(Column.BESIDE)
        at = stops.index(column) if column in stops else 0
        self._view.write(line.id, stops[(at + (1 if forward else -1)) % len(stops)])
