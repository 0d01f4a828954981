"""The view of the script: rows as high as their words, editors opened where writing goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from studio.model.ids import LineId
from studio.ui.column_widths import set_width
from studio.ui.script import page
from studio.ui.script.columns import Column
from studio.ui.script.end_follower import EndFollower
from studio.ui.script.ghost_rows import GhostRows
from studio.ui.script.row_heights import RowHeights
from studio.ui.script.script_delegate import ScriptDelegate
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.small_editors import NameEditor
from studio.ui.script.wishes import ENTER_KEYS
from studio.ui.script.words_editor import WordsEditor
from studio.ui.script.wrapping import Wrapping
from studio.writing.page import GhostLine

WIDTHS = {
    Column.STATE: 64,
    Column.CHARACTER: 122,
    Column.DIRECTION: 108,
    Column.LENGTH: 66,
}

SCROLLS = 6
"""How often the way to a row is taken, each time through rows that turn out higher."""


class ScriptView(QTableView):
    """Shows the table; only rows in sight are laid out exactly, the others by estimate."""

    copy_requested = Signal()
    cut_requested = Signal()
    paste_requested = Signal()
    write_refused = Signal()

    def __init__(self, table: ScriptTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._wrapping = Wrapping()
        self._ghosts = GhostRows(self)
        self.end = EndFollower(self)
        self._in_cells: Mapping[tuple[LineId, str], str] = {}
        self._editor: QWidget | None = None
        self._edited = QPersistentModelIndex()
        self.enter_first: Callable[[], bool] = lambda: False
        """Asked when Enter is pressed in the rows; True where it was meant for something else."""
        page.set_faces(self._wrapping)
        self._delegate = ScriptDelegate(table, self._wrapping, self)
        self._set_behaviour()
        self._set_rows()
        self.setModel(table)
        self._set_columns()
        self._heights = RowHeights(self, table, self._wrapping)
        self._delegate.editor_opened.connect(self._opened)
        self._heights.estimate()
        table.modelReset.connect(self.end.look)

    def _set_behaviour(self) -> None:
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self.tr("Script"))

    def _set_rows(self) -> None:
        """Before there are any: of ten thousand each would be looked at."""
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(page.LEAST_HEIGHT)
        rows.setDefaultSectionSize(page.LEAST_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(28)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in Column:
            mode = QHeaderView.ResizeMode.Fixed
            if column in (Column.CHARACTER, Column.DIRECTION):
                mode = QHeaderView.ResizeMode.Interactive
            elif column in (Column.TEXT, Column.BESIDE):
                mode = QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
            if column in WIDTHS:
                set_width(header, column, WIDTHS[column])
        self.setColumnHidden(Column.BESIDE, True)

    @property
    def table(self) -> ScriptTable:
        """What the rows show."""
        return self._table

    @property
    def delegate(self) -> ScriptDelegate:
        """What paints the rows and opens the editors."""
        return self._delegate

    @property
    def editor(self) -> QWidget | None:
        """The open editor."""
        return self._editor

    # what is not there yet

    @property
    def has_ghosts(self) -> bool:
        """Whether lines are being written behind the last one."""
        return self._ghosts.any

    def show_ghosts(
        self, new: Sequence[GhostLine], cells: Mapping[tuple[LineId, str], str]
    ) -> None:
        """Show lines behind the last one, and words in place of those of a cell."""
        if cells != self._in_cells:
            others = {cell for cell, _ in self._in_cells.items() ^ cells.items()}
            self._in_cells = self._heights.ghosts = cells
            self._delegate.show_ghosts(cells)
            self._update_cells(others)
        if self._ghosts.become(new):
            self.updateGeometries()
            self.viewport().update()

    def _update_cells(self, cells: Iterable[tuple[LineId, str]]) -> None:
        """Paint those of these cells anew that are in sight."""
        columns = {self._table.language_of(at): at for at in (Column.TEXT, Column.BESIDE)}
        room, wide = self.viewport().height(), self.viewport().width()
        for line, language in cells:
            column, row = columns.get(language), self._table.row_of(line)
            if column is None or row < 0:
                continue
            top = self.rowViewportPosition(row)
            if top >= room or top + self.rowHeight(row) <= 0:
                continue
            self._heights.fit(row, row + 1)
            if self._table.line(row).spoken:
                self.update(self._table.index(row, column))
            else:  # it is written across other cells
                self.viewport().update(0, top, wide, self.rowHeight(row))

    def updateGeometries(self) -> None:
        """Leave room behind the last row for what is being written."""
        super().updateGeometries()
        if self._ghosts.any:
            whole = self.verticalHeader().length() + self._ghosts.height()
            self.verticalScrollBar().setMaximum(max(0, whole - self.viewport().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is being written below the rows."""
        super().paintEvent(event)
        if self._ghosts.any:
            painter = QPainter(self.viewport())
            rows = self.verticalHeader()
            self._ghosts.paint(painter, rows.length() - rows.offset())
            painter.end()

    # writing

    def write(self, line: LineId, column: Column = Column.TEXT, position: int = -1) -> bool:
        """Open the editor of a cell, the caret so many characters in, -1 at the end."""
        row = self._table.row_of(line)
        if row < 0:
            return False
        index = self._table.index(row, column)
        self.close_editor()
        self.setCurrentIndex(index)
        if not self._table.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.write_refused.emit()
            return False
        self.scrollTo(index)
        self._edited = QPersistentModelIndex(index)
        self.edit(index)
        editor = self._editor
        if isinstance(editor, WordsEditor):
            editor.put_caret(position if position >= 0 else len(editor.toPlainText()))
        elif isinstance(editor, NameEditor):
            editor.offer_all()
        return editor is not None

    def close_editor(self) -> None:
        """Close the open editor; a name typed in it counts."""
        editor = self._editor
        if editor is not None:
            if isinstance(editor, NameEditor):
                editor.commit()
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def edited_cell(self) -> tuple[LineId, Column] | None:
        """The line and column of the open editor."""
        if self._editor is None or not self._edited.isValid():
            return None
        return self._table.line(self._edited.row()).id, Column(self._edited.column())

    def _opened(self, editor: QWidget) -> None:
        self._editor = editor
        editor.destroyed.connect(lambda *_: self._closed(editor))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close an editor; nothing is written any more."""
        self._closed(editor)
        super().closeEditor(editor, hint)

    def _closed(self, editor: QWidget) -> None:
        if self._editor is editor:
            self._editor = None

    # keys and mouse without an editor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 open the words of the line in hand, unless Enter chooses what was heard."""
        requests = (
            (QKeySequence.StandardKey.Copy, self.copy_requested),
            (QKeySequence.StandardKey.Cut, self.cut_requested),
            (QKeySequence.StandardKey.Paste, self.paste_requested),
        )
        for key, request in requests:
            if event.matches(key):
                request.emit()
                return
        if event.key() in ENTER_KEYS and self.enter_first():
            return
        current = self.currentIndex()
        if current.isValid() and event.key() in (*ENTER_KEYS, Qt.Key.Key_F2):
            self.write(self._table.line(current.row()).id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a line in hand begins to write where it was clicked."""
        index = self.indexAt(event.position().toPoint())
        again = index.isValid() and index.row() == self.currentIndex().row() and self.hasFocus()
        super().mousePressEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if again and plain and event.button() == Qt.MouseButton.LeftButton:
            self._write_at(index, event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click begins to write where it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            point = event.position().toPoint()
            self._write_at(self.indexAt(point), point)

    def _write_at(self, index: QModelIndex, point: QPoint) -> None:
        if not index.isValid():
            return
        line, column = self._table.line(index.row()), Column(index.column())
        if column in page.SPANNED and not line.spoken:
            column = Column.TEXT
        if column not in (Column.CHARACTER, Column.DIRECTION, Column.TEXT, Column.BESIDE):
            return
        if self.write(line.id, column) and isinstance(self._editor, WordsEditor):
            inside = self._editor.viewport().mapFrom(self.viewport(), point)
            self._editor.put_caret(self._editor.cursorForPosition(inside).position())
            self._editor.fresh = False

    # heights

    def times_changed(self) -> None:
        """Give the bars of the lines' times their room, and paint them anew."""
        self._heights.settle()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Paint in the look the program has now."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._delegate.take_look()
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows are in sight; the one in hand stays so."""
        super().resizeEvent(event)
        self._heights.fit_visible()
        current, before = self.currentIndex(), event.oldSize().height()
        top = self.rowViewportPosition(current.row()) if current.isValid() else -1
        if 0 <= top < before and event.size().height() < before:
            self.scrollTo(current)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, also when the rows above it turn out higher on the way."""
        room = self.viewport().height()
        for _ in range(SCROLLS):
            super().scrollTo(index, hint)
            if self.rowViewportPosition(index.row()) + self.rowHeight(index.row()) <= room:
                break
        self.end.look()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Lay out the rows that come into sight before they are painted."""
        super().scrollContentsBy(dx, dy)  # only now the rows know where they are
        self._heights.fit_visible()

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: Iterable[int] = ()) -> None:
        """Follow the words with the height of their row and with an open editor."""
        super().dataChanged(first, last, list(roles))
        self._heights.fit(first.row(), last.row() + 1)
        edited = self._edited
        inside = edited.isValid() and first.row() <= edited.row() <= last.row()
        if self._editor is not None and inside:
            self._delegate.setEditorData(self._editor, edited)
            self.updateEditorGeometries()
