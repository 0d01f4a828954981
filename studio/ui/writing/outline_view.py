"""The view of the outline: new episodes are open, and while it comes its end stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from studio.ui.cell_delegate import CellDelegate
from studio.ui.column_widths import set_width
from studio.ui.theme import RHYTHM, mark
from studio.ui.writing.outline_edits import Spot
from studio.ui.writing.outline_tree import OutlineColumn, OutlineTree

INDENT = RHYTHM * 2
TIME_WIDTH = RHYTHM * 6


class OutlineView(QTreeView):
    """One row in hand; F2 edits its name."""

    def __init__(self, tree: OutlineTree, parent: QWidget) -> None:
        super().__init__(parent)
        self._tree = tree
        self._at_end = False
        self.follows_end = False
        self.setModel(tree)
        self.setAccessibleName(self.tr("Outline"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setTabKeyNavigation(False)
        self.setExpandsOnDoubleClick(False)
        self.setItemDelegate(CellDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        mark(self, "tree")
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(OutlineColumn.NAME, QHeaderView.ResizeMode.Stretch)
        set_width(header, OutlineColumn.SECONDS, TIME_WIDTH)
        tree.rowsAboutToBeInserted.connect(self._look)
        tree.rowsInserted.connect(self._inserted)

    @property
    def spot(self) -> Spot | None:
        """What is in hand."""
        return self._tree.spot(self.currentIndex())

    def take(self, spot: Spot | None) -> None:
        """Take something in hand, and show it."""
        index = self._tree.index_of(spot)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _look(self) -> None:
        bar = self.verticalScrollBar()
        self._at_end = bar.value() >= bar.maximum()

    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        if parent.isValid() and self._tree.rowCount(parent) == last - first + 1:
            self.expand(parent)
        if self.follows_end and self._at_end:
            self.scrollToBottom()
