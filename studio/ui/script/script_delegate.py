"""Paints the rows of the script and opens the right editor in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.model.ids import LineId
from studio.model.line import Line
from studio.ui.script import page
from studio.ui.script.columns import Column
from studio.ui.script.row_painter import RowPainter
from studio.ui.script.row_words import name_words
from studio.ui.script.script_table import Index, ScriptTable
from studio.ui.script.searching import Hit
from studio.ui.script.small_editors import DirectionEditor, NameEditor
from studio.ui.script.words_editor import WordsEditor
from studio.ui.script.wrapping import Wrapping
from studio.ui.theme import Theme


class ScriptDelegate(QStyledItemDelegate):
    """Draws straight from the lines; editors keep their words in the document themselves."""

    editor_opened = Signal(QWidget, int)

    def __init__(self, table: ScriptTable, wrapping: Wrapping, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._view = parent
        self._table = table
        self._wrapping = wrapping
        self._page = RowPainter(table, wrapping, Theme.of(parent))

    def take_look(self) -> None:
        """Paint in the look the program has now."""
        self._page.theme = Theme.of(self._view)

    def show_hit(self, hit: Hit | None) -> None:
        """Mark one hit more strongly than the others."""
        self._page.hit = hit

    def show_found(self, pattern: re.Pattern[str] | None, language: str = "") -> None:
        """Mark what matches in the text, in one language or, when empty, in all."""
        self._page.found, self._page.found_in = pattern, language

    def show_ghosts(self, ghosts: Mapping[tuple[LineId, str], str]) -> None:
        """Paint what is being written just now in place of the words, by line and language."""
        self._page.ghosts = ghosts

    # painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell; a line nobody speaks is drawn across its cells, each its part."""
        row, column = index.row(), index.column()
        line, cell = self._table.line(row), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._page.ground(painter, cell, line, chosen=chosen)
        if column in page.SPANNED and not line.spoken:
            whole = spanned_rect(self._view, index)
            self._page.across(painter, cell, whole, line, row, self._table.language)
        elif language := self._table.language_of(column):
            self._page.words(painter, cell, line, row, language)
        else:
            self._page.ratio = self._view.devicePixelRatioF()
            self._page.small(painter, cell, line, row, column)

    # editors

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget | None:
        """The editor of a cell: words, a name with completion, or a direction with emotions."""
        line, column = self._table.line(index.row()), Column(index.column())
        editor: WordsEditor | NameEditor | DirectionEditor
        if column is Column.CHARACTER:
            editor = NameEditor(self._table.project.cast, parent)
        elif column == Column.DIRECTION:
            editor = DirectionEditor(parent)
        else:
            editor = WordsEditor(self._wrapping.font(page.face_of(line)), parent)
            editor.setAccessibleName(self.tr("Words of the line"))
        self.fill(editor, line, column)
        self.editor_opened.emit(editor, column)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the document's words in an open editor where they differ from its own."""
        self.fill(editor, self._table.line(index.row()), Column(index.column()))

    def fill(self, editor: QWidget, line: Line, column: Column) -> None:
        """Put a line's words into an editor, its caret left where it is."""
        if isinstance(editor, WordsEditor):
            editor.set_face(self._wrapping.font(page.face_of(line)))
            editor.show_words(line.words(self._table.language_of(column)))
        elif isinstance(editor, DirectionEditor):
            editor.show_direction(line.direction, line.emotion)
        elif isinstance(editor, NameEditor) and not editor.isModified():
            editor.setText(name_words(self._table.character(line), line))

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        """Nothing: what is typed is in the document already."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay the editor over the words, so that they stay where they are."""
        line = self._table.line(index.row())
        cell = option.rect
        if not line.spoken and index.column() == Column.TEXT:
            cell = spanned_rect(self._view, index)
        language = self._table.language_of(index.column())
        margin = page.margin_of(language, self._table.translations)
        cell = cell.adjusted(0, page.top_of(line, index.row()) - page.PAD_Y, -margin, 0)
        if index.column() in (Column.CHARACTER, Column.DIRECTION):
            cell.setHeight(page.LEAST_HEIGHT)
        elif self._table.has_time(line, language):
            cell.setHeight(self._high(line, language, cell.width()))
        editor.setGeometry(cell)

    def _high(self, line: Line, language: str, width: int) -> int:
        """How high an editor is that leaves the bar below the words to be seen."""
        words, inner = line.words(language), width - 2 * page.PAD_X
        height = self._wrapping.lay_out(page.face_of(line), words or " ", inner).height
        return page.PAD_Y + height + 2

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave the keys to the editor; close it when the focus goes to another widget."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and isinstance(editor, QWidget):
            staying = (
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.MenuBarFocusReason,
            )
            if event.reason() not in staying:
                if isinstance(editor, NameEditor):
                    editor.commit()
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return False


def spanned_rect(view: QAbstractItemView, index: Index) -> QRect:
    """The cells that a line nobody speaks is written across, in the view's pixels."""
    rect = QRect()
    for column in page.SPANNED:
        rect = rect.united(view.visualRect(index.sibling(index.row(), column)))
    return rect
