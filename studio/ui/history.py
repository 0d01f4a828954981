"""Undo and redo of the open document as actions that name what they take back."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from studio.document import Change, Document
from studio.ui.actions import Actions


class History(QObject):
    """Keeps the two actions in step with the document as long as its parent lives."""

    def __init__(self, document: Document, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._undo = actions.add(
            "edit.undo",
            self.tr("&Undo"),
            document.undo,
            shortcut="Ctrl+Z",
            icon="undo",
            owner=self,
        )
        self._redo = actions.add(
            "edit.redo",
            self.tr("&Redo"),
            document.redo,
            shortcut="Ctrl+Shift+Z; Ctrl+Y",
            icon="redo",
            owner=self,
        )
        stop = document.listen(self._changed)
        self.destroyed.connect(lambda *_: stop())
        self._show()

    def _changed(self, change: Change) -> None:
        del change
        self._show()

    def _show(self) -> None:
        undo, redo = self._document.undo_label, self._document.redo_label
        _name(self._undo, self.tr("&Undo"), undo)
        _name(self._redo, self.tr("&Redo"), redo)


def _name(action: QAction, verb: str, label: str) -> None:
    action.setText(f"{verb}: {label.replace('&', '&&')}" if label else verb)
    action.setEnabled(bool(label))
