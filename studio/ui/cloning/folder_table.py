"""The characters of a folder as rows: samples, length, what was found, consent, voice, part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.model.consent import Consent
from studio.store.voice_library_entry import VoiceState
from studio.ui.cloning.folder_rows import FolderRow
from studio.ui.counting import counted
from studio.ui.own_voices.words import ground_name
from studio.ui.theme import theme_now
from studio.wording import sentence

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """What stands where."""

    NAME = 0
    FILES = 1
    LENGTH = 2
    FOUND = 3
    CONSENT = 4
    THERE = 5
    PART = 6


_NUMBERS = frozenset({Column.FILES, Column.LENGTH})
_TO_THE_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class FolderTable(QAbstractTableModel):
    """A tick is a wish for a voice; what no service would take cannot be ticked."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FolderRow] = []
        self._everybody: Consent | None = None

    @property
    def rows(self) -> tuple[FolderRow, ...]:
        """All of them."""
        return tuple(self._rows)

    @property
    def wanted(self) -> tuple[FolderRow, ...]:
        """Those that are ticked."""
        return tuple(row for row in self._rows if row.ticked and row.usable)

    def show_rows(self, rows: Sequence[FolderRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
        self.ticked.emit()

    def show_consent(self, everybody: Consent | None) -> None:
        """Show the consent that is for all who have none of their own."""
        if everybody != self._everybody:
            self._everybody = everybody
            self._tell(0, len(self._rows) - 1)

    def change(self, row: int, change: Callable[[FolderRow], FolderRow]) -> None:
        """Change one row where it stands."""
        self._rows[row] = change(self._rows[row])
        self._tell(row, row)
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        """Tick all that can be, or none."""
        self._rows = [replace(row, ticked=on and row.usable) for row in self._rows]
        self._tell(0, len(self._rows) - 1)
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many characters there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a column is called."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return _TO_THE_RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("Character"),
            Column.FILES: self.tr("Files"),
            Column.LENGTH: self.tr("Length"),
            Column.FOUND: self.tr("Sound"),
            Column.CONSENT: self.tr("Consent"),
            Column.THERE: self.tr("Voice"),
            Column.PART: self.tr("Part"),
        }[Column(section)]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has the tick."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == Column.NAME and self._rows[index.row()].usable:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, ticks and colours."""
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._why_not(row) or self._all_words(row, column)
            case Qt.ItemDataRole.CheckStateRole if column is Column.NAME:
                return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column in _NUMBERS:
                return _TO_THE_RIGHT
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != Column.NAME:
            return False
        on = Qt.CheckState(value) is Qt.CheckState.Checked
        self.change(index.row(), lambda row: replace(row, ticked=on and row.usable))
        return True

    def told(self, row: int) -> str:
        """Everything that was found with the samples and the consent of a row, in sentences."""
        known = self._rows[row]
        consent = sentence(known.own_trouble, self.tr) if known.own_trouble else ""
        return "\n".join(filter(None, (found_words(known), consent)))

    def _why_not(self, row: FolderRow) -> str:
        """Why a row that cannot be ticked cannot, wherever the mouse is on it."""
        return found_words(row) if row.trouble is not None else ""

    def _words(self, row: FolderRow, column: Column) -> str:
        match column:
            case Column.NAME:
                return row.name
            case Column.FILES:
                return str(len(row.samples.files))
            case Column.LENGTH:
                return seconds_words(row.seconds) if row.recordings else ""
            case Column.FOUND:
                return self._found(row)
            case Column.CONSENT:
                return self._consent(row)
            case Column.THERE:
                return self._there(row)
            case Column.PART:
                return row.character.name if row.character else "–"

    def _all_words(self, row: FolderRow, column: Column) -> str:
        if column is Column.FOUND:
            return found_words(row)
        if column is Column.CONSENT and row.own_trouble is not None:
            return sentence(row.own_trouble, self.tr)
        if column is Column.CONSENT and (consent := row.consent(self._everybody)):
            return f"{consent.speaker}, {ground_name(consent.ground)}"
        if column is Column.FILES:
            prompt = row.samples.prompt
            return "\n".join(
                path.name for path in (*row.samples.files, *([prompt] if prompt else []))
            )
        return self._words(row, column)

    def _found(self, row: FolderRow) -> str:
        if not row.looked:
            return self.tr("being looked at…")
        if row.trouble is not None:
            return self.tr("cannot be used")
        kinds = len({finding.problem for _, finding in row.findings})
        one, many = self.tr("1 remark"), self.tr("{n} remarks")
        return counted(kinds, one, many) if kinds else self.tr("good")

    def _consent(self, row: FolderRow) -> str:
        consent = row.consent(self._everybody)
        if consent is not None:
            return consent.speaker
        return self.tr("cannot be used") if row.own_trouble else self.tr("none yet")

    def _there(self, row: FolderRow) -> str:
        if row.there is None:
            return self.tr("new")
        states = {VoiceState.READY: self.tr("is there"), VoiceState.FAILED: self.tr("failed")}
        return states.get(row.there.state, self.tr("on its way"))

    def _colour(self, row: FolderRow, column: Column) -> Any:
        theme = theme_now()
        if column is Column.FOUND and row.looked:
            if row.trouble is not None:
                return theme.failed
            return theme.stale if row.findings else theme.ready
        if column is Column.CONSENT and row.consent(self._everybody) is None:
            return theme.failed if row.own_trouble else theme.stale
        if column is Column.PART and row.character is None:
            return theme.faint
        return None

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def seconds_words(seconds: float) -> str:
    """A length as it is read at a glance: 12.3 s, 4:05."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def found_words(row: FolderRow) -> str:
    """Everything that was found with the samples of a character, in sentences."""
    if row.trouble is not None:
        return sentence(row.trouble)
    told = [sentence(finding.error(source)) for source, finding in row.findings]
    if row.looked and row.samples.prompt and row.prompt is None:
        words = QCoreApplication.translate(
            "Cloning", "{name} is left out: the service takes no prompt."
        )
        told.append(words.format(name=row.samples.prompt.name))
    return "\n".join(dict.fromkeys(told))
