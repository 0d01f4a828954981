"""The samples of a voice as a table: what each is called, how long it is, how it is."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.ui.samples.drafts import Draft
from studio.ui.samples.sample_words import length_words, verdict_words
from studio.ui.samples.workbench import Workbench
from studio.ui.theme import theme_now

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Column(IntEnum):
    """What the columns tell."""

    NAME = 0
    LENGTH = 1
    VERDICT = 2


class SamplesTable(QAbstractTableModel):
    """A row per sample, the prompt last."""

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._drafts: tuple[Draft, ...] = ()
        bench.known.connect(self._tell_all)

    def refresh(self) -> None:
        """Show the drafts as they are now."""
        drafts = self._bench.drafts.all
        if [each.id for each in drafts] != [each.id for each in self._drafts]:
            self.beginResetModel()
            self._drafts = drafts
            self.endResetModel()
        else:
            self._drafts = drafts
            self._tell_all()

    def row_of(self, id: str) -> int:
        """The row of a draft, -1 where it has none."""
        return next((at for at, each in enumerate(self._drafts) if each.id == id), -1)

    def draft(self, row: int) -> Draft:
        """The draft of a row."""
        return self._drafts[row]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many drafts there are."""
        return 0 if parent.isValid() else len(self._drafts)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Name, length, verdict."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Sample"), self.tr("Length"), self.tr("Verdict"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        draft, column = self._drafts[index.row()], Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(draft, column)
        if role == Qt.ItemDataRole.ForegroundRole and column is Column.VERDICT:
            return self._colour(draft)
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.LENGTH:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, draft: Draft, column: Column) -> str:
        if column is Column.LENGTH:
            return length_words(draft.edit.length)
        if column is Column.VERDICT:
            if parts := self._parts(draft):
                return self.tr("Cut into {n} parts").format(n=parts)
            return verdict_words(self._bench.verdict(draft), self.tr)
        name = self._bench.given(draft).name
        if self._bench.drafts.prompt is not None and self._bench.drafts.prompt.id == draft.id:
            return self.tr("Prompt: {name}").format(name=name)
        more = len(draft.edit.sources) - 1
        if more:
            return self.tr("{name} and {n} more").format(name=name, n=more)
        drafts = self._bench.drafts.samples
        alike = [each.id for each in drafts if each.edit.sources == draft.edit.sources]
        if len(alike) < 2:
            return name
        return self.tr("{name}, part {n}").format(name=name, n=alike.index(draft.id) + 1)

    def _colour(self, draft: Draft) -> object:
        theme, verdict = theme_now(), self._bench.verdict(draft)
        if verdict is None:
            return theme.muted
        if verdict.grave and not self._parts(draft):
            return theme.failed
        return theme.stale if verdict.findings else theme.ready

    def _parts(self, draft: Draft) -> int:
        """Into how many parts it is cut by itself, 0 for none."""
        return self._bench.parts if self._bench.drafts.place(draft.id) is not None else 0

    def _tell_all(self) -> None:
        if self._drafts:
            last = self.index(len(self._drafts) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
