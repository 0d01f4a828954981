"""The takes of one line as a table: newest first, the circled one marked."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication

from studio.casting.catalogue import Catalogue
from studio.model.ids import TakeId
from studio.model.span import seconds
from studio.model.take import Take
from studio.ui.script.states import SUSPICIOUS, state_glyph
from studio.ui.theme import icon, mono_font, theme_now
from studio.ui.voices.names import voice_name

Index = QModelIndex | QPersistentModelIndex
Reasons = Callable[[Take], tuple[str, ...]]
"""A sentence for each reason why somebody should listen to a take."""


class TakeColumn(IntEnum):
    """The columns, from left to right."""

    CIRCLED = 0
    NUMBER = 1
    LENGTH = 2
    VOICE = 3
    NOTE = 4
    STAR = 5
    LOCK = 6


class TakeTable(QAbstractTableModel):
    """The takes of a line; editing the note asks for the edit instead of making it."""

    note_requested = Signal(str, str)
    """Take id and the note wanted."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._takes: tuple[Take, ...] = ()
        self._numbers: dict[TakeId, int] = {}
        self._circled: Take | None = None
        self._fingerprint = ""
        self._editable = True
        self.reasons: Reasons = lambda take: ()
        self._titles = {
            TakeColumn.CIRCLED: "",
            TakeColumn.NUMBER: self.tr("Take"),
            TakeColumn.LENGTH: self.tr("Length"),
            TakeColumn.VOICE: self.tr("Voice"),
            TakeColumn.NOTE: self.tr("Note"),
            TakeColumn.STAR: "",
            TakeColumn.LOCK: "",
        }
        self._spoken_titles = {
            TakeColumn.CIRCLED: self.tr("Circled"),
            TakeColumn.STAR: self.tr("Star"),
            TakeColumn.LOCK: self.tr("Lock"),
        }

    def show_takes(
        self,
        takes: tuple[Take, ...],
        circled: Take | None,
        fingerprint: str,
        *,
        editable: bool = True,
        discarded: bool = False,
    ) -> None:
        """Show those of these takes that were `discarded`, or those that were not.

        They are given oldest first; those of another fingerprint are stale.
        """
        kept = [take for take in takes if not take.discarded]
        self._numbers = {take.id: number for number, take in enumerate(kept, 1)}
        shown = tuple(take for take in takes if take.discarded is discarded)[::-1]
        self._editable = editable
        same = [take.id for take in shown] == [take.id for take in self._takes]
        if not same:
            self.beginResetModel()
        self._takes, self._circled, self._fingerprint = shown, circled, fingerprint
        if not same:
            self.endResetModel()
        elif shown:
            last = self.index(len(shown) - 1, len(TakeColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def take(self, row: int) -> Take | None:
        """The take in a row."""
        return self._takes[row] if 0 <= row < len(self._takes) else None

    def number_of(self, take: Take) -> int:
        """The number of a take among those that were not discarded, 0 for a discarded one."""
        return self._numbers.get(take.id, 0)

    def row_of_number(self, number: int) -> int:
        """The row of take 1, 2, …; -1 when it is not shown."""
        rows = (row for row, take in enumerate(self._takes) if self.number_of(take) == number)
        return next(rows, -1) if number else -1

    def row_of(self, take: Take) -> int:
        """The row of a take, -1 when it is not here."""
        ids = [known.id for known in self._takes]
        return ids.index(take.id) if take.id in ids else -1

    @property
    def circled_row(self) -> int:
        """The row of the circled take, -1 without one."""
        return self.row_of(self._circled) if self._circled else -1

    def is_stale(self, take: Take) -> bool:
        """Whether the line would sound otherwise now."""
        return bool(self._fingerprint) and take.fingerprint != self._fingerprint

    def rowCount(self, parent: Index | None = None) -> int:
        """How many takes are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._takes)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(TakeColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles; those with a sign alone are said, not shown."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        title = self._titles[TakeColumn(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return title or self._spoken_titles[TakeColumn(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The note may be edited in place."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == TakeColumn.NOTE and self._editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        take = self.take(index.row())
        if take is None:
            return None
        column = TakeColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(take, column)
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(take, column)
            case Qt.ItemDataRole.ForegroundRole:
                return theme_now().stale if self.is_stale(take) else None
            case Qt.ItemDataRole.FontRole if column is TakeColumn.LENGTH:
                return mono_font(12)
            case Qt.ItemDataRole.ToolTipRole:
                return self._about(take)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_row(take)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another note."""
        take = self.take(index.row())
        if take is None or role != Qt.ItemDataRole.EditRole or str(value) == take.note:
            return False
        self.note_requested.emit(take.id, str(value))
        return True

    def _text(self, take: Take, column: TakeColumn) -> object:
        match column:
            case TakeColumn.NUMBER:
                return str(self.number_of(take) or "–")
            case TakeColumn.LENGTH:
                return f"{seconds(take.length):.2f} s"
            case TakeColumn.VOICE:
                return self._made_of(take) or voice_name(self._catalogue, take.engine, take.voice)
            case TakeColumn.NOTE:
                return take.note
            case _:
                return None

    def _made_of(self, take: Take) -> str:
        """Which takes a comp was put together from, empty for what was recorded."""
        if not take.parts:
            return ""
        numbers = dict.fromkeys(str(self._numbers.get(part, "–")) for part, _ in take.parts)
        return self.tr("Comp {takes}").format(takes="+".join(numbers))

    def _icon(self, take: Take, column: TakeColumn) -> object:
        match column:
            case TakeColumn.CIRCLED if self._circled and take.id == self._circled.id:
                return icon("circle-take")
            case TakeColumn.NUMBER if self.reasons(take):
                ratio = QGuiApplication.primaryScreen().devicePixelRatio()
                return state_glyph(SUSPICIOUS, theme_now().stale.rgb(), ratio)
            case TakeColumn.STAR:
                return icon("star-filled" if take.starred else "star")
            case TakeColumn.LOCK:
                return icon("lock" if take.locked else "lock-open")
            case _:
                return None

    def _about(self, take: Take) -> str:
        parts = [
            *self.reasons(take),
            f"“{take.said}”",
            take.note,
            self._made_of(take),
            f"{take.engine} · {take.voice}",
            self.tr("{n} characters were billed.").format(n=f"{take.billed_characters:,}")
            if take.billed_characters
            else "",
            self.tr("Stale: the text, the voice or a setting has changed since.")
            if self.is_stale(take)
            else "",
        ]
        return "\n".join(part for part in parts if part)

    def _spoken_row(self, take: Take) -> str:
        number = self.number_of(take)
        parts = [
            self.tr("Take {number}").format(number=number) if number else self.tr("Discarded take"),
            f"{seconds(take.length):.1f} s",
            self.tr("circled") if self._circled and take.id == self._circled.id else "",
            self.tr("stale") if self.is_stale(take) else "",
            self.tr("starred") if take.starred else "",
            self.tr("locked") if take.locked else "",
            self._made_of(take),
            take.note,
            *self.reasons(take),
        ]
        return ", ".join(part for part in parts if part)
