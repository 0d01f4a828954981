"""The terms of one language as a table; its last row takes a new one."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from studio.model.project import GlossaryEntry
from studio.ui.theme import theme_now
from studio.ui.writing.noted_table import Index, NotedTable


class TermColumn(IntEnum):
    """The columns, from left to right."""

    TERM = 0
    TRANSLATION = 1
    KIND = 2
    NOTE = 3
    LOCKED = 4


_FIELDS = {
    TermColumn.TERM: "term",
    TermColumn.TRANSLATION: "translation",
    TermColumn.KIND: "kind",
    TermColumn.NOTE: "note",
}


class GlossaryTable(NotedTable[GlossaryEntry]):
    """A locked entry is changed by a person only, and by no survey."""

    checked = frozenset({int(TermColumn.LOCKED)})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = ""
        self.proposed: frozenset[GlossaryEntry] = frozenset()
        """Entries nobody has decided on; they are shown paler."""
        self.heads = (
            self.tr("Term"),
            self.tr("Translation"),
            self.tr("Kind"),
            self.tr("Note"),
            self.tr("Locked"),
        )
        self.new_words = self.tr("Add a term…")

    def words(self, entry: GlossaryEntry, column: int) -> str:
        """What a cell shows."""
        return str(getattr(entry, _FIELDS[TermColumn(column)]))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        if role == Qt.ItemDataRole.ForegroundRole and self.entry(index.row()) in self.proposed:
            return theme_now().muted
        return super().data(index, role)

    def is_checked(self, entry: GlossaryEntry, column: int) -> bool:
        """Whether no survey changes the entry."""
        return entry.locked

    def wanted(
        self, entry: GlossaryEntry | None, column: int, value: str | bool
    ) -> GlossaryEntry | None:
        """The entry with another cell; what a person changes is locked from then on."""
        known = entry or GlossaryEntry("", self.language, "")
        if isinstance(value, bool):
            return replace(known, locked=value)
        changed = replace(known, **{_FIELDS[TermColumn(column)]: value})
        return entry if changed == known else replace(changed, locked=True)
