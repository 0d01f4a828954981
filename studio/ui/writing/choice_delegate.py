"""Edits a cell by choosing one of a few words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from studio.ui.cell_delegate import CellDelegate

Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(CellDelegate):
    """What is chosen is taken at once."""

    def __init__(self, words: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._words = tuple(words)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A box with the words."""
        box = QComboBox(parent)
        box.addItems(list(self._words))
        box.activated.connect(lambda *_: self._take(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Choose what the cell says."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Ask the table for what was chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
