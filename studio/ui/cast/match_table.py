"""Who of another project is who here, as a table: ticked to be copied, matched by choosing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.casting.catalogue import Catalogue
from studio.casting.copying import Known, Match
from studio.model.cast import Cast
from studio.ui.theme import theme_now
from studio.ui.voices.names import engine_name, voice_name

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class MatchColumn(IntEnum):
    """The columns, from left to right."""

    THEIRS = 0
    VOICES = 1
    OURS = 2
    HOW = 3


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """One match; `chosen` says that a person made it."""

    match: Match
    ticked: bool
    chosen: bool = False


class MatchTable(QAbstractTableModel):
    """Matches and ticks are made here; nothing is copied yet."""

    changed = Signal()

    def __init__(
        self, matches: Sequence[Match], cast: Cast, catalogue: Catalogue, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._names = {character.id: character.name for character in cast}
        self._ids = {character.name: character.id for character in cast}
        self._languages: tuple[str, ...] = ()
        self._rows = tuple(MatchedRow(match, ticked=match.sure) for match in matches)
        self.nobody = self.tr("nobody")
        self._heads = {
            MatchColumn.THEIRS: self.tr("There"),
            MatchColumn.VOICES: self.tr("Voice"),
            MatchColumn.OURS: self.tr("Here"),
            MatchColumn.HOW: self.tr("Known by"),
        }

    @property
    def wanted(self) -> tuple[Match, ...]:
        """The matches that are ticked."""
        return tuple(row.match for row in self._rows if row.ticked and row.match.ours)

    def show_languages(self, languages: Sequence[str]) -> None:
        """Show the voices in these languages."""
        self._languages = tuple(languages)
        self._tell()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many have a voice there."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(MatchColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self._heads[MatchColumn(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column is ticked, who it is here is chosen."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == MatchColumn.THEIRS and self._rows[index.row()].match.ours:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == MatchColumn.OURS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """What a cell shows."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], MatchColumn(index.column())
        match role:
            case _ROLE.DisplayRole | _ROLE.EditRole | _ROLE.ToolTipRole:
                return self._text(row, column)
            case _ROLE.CheckStateRole if column is MatchColumn.THEIRS:
                return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
            case _ROLE.ForegroundRole:
                return self._colour(row, column)
            case _ROLE.AccessibleTextRole:
                return ", ".join(self._text(row, each) for each in MatchColumn)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Tick a row, or say who it is here."""
        place = index.row()
        row = self._rows[place]
        if role == _ROLE.CheckStateRole and row.match.ours:
            ticked = Qt.CheckState(value) is Qt.CheckState.Checked
            self._put({place: replace(row, ticked=ticked)})
            return True
        if role != _ROLE.EditRole or self._text(row, MatchColumn.OURS) == str(value):
            return False
        self._match(place, str(value))
        return True

    def _match(self, place: int, name: str) -> None:
        """Somebody is meant once: whoever was matched so before is nobody now."""
        ours = self._ids.get(name)
        changed: dict[int, MatchedRow] = {}
        for other, row in enumerate(self._rows):
            if ours is not None and row.match.ours == ours:
                gone = replace(row.match, ours=None, known=Known.NOT)
                changed[other] = MatchedRow(gone, ticked=False)
        match = replace(self._rows[place].match, ours=ours, known=Known.NOT)
        changed[place] = MatchedRow(match, ticked=ours is not None, chosen=ours is not None)
        self._put(changed)

    def _put(self, changed: dict[int, MatchedRow]) -> None:
        rows = enumerate(self._rows)
        self._rows = tuple(changed.get(place, row) for place, row in rows)
        self._tell()

    def _tell(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(MatchColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.changed.emit()

    def _colour(self, row: MatchedRow, column: MatchColumn) -> object:
        if row.match.ours is None:
            return theme_now().faint
        if column is MatchColumn.HOW:
            near = row.match.known is Known.NEAR
            return theme_now().stale if near else theme_now().muted
        return None

    def _text(self, row: MatchedRow, column: MatchColumn) -> str:
        match column:
            case MatchColumn.THEIRS:
                return row.match.theirs.name
            case MatchColumn.VOICES:
                return self._voices(row.match)
            case MatchColumn.OURS:
                ours = row.match.ours
                return self._names.get(ours, self.nobody) if ours else self.nobody
            case MatchColumn.HOW:
                return self.tr("your choice") if row.chosen else self._known(row.match.known)

    def _voices(self, match: Match) -> str:
        """Each voice once, with its languages where they differ."""
        by_voice: dict[str, list[str]] = {}
        for language, casting in match.theirs.castings.items():
            if language in self._languages:
                name = voice_name(self._catalogue, casting.engine, casting.voice)
                told = f"{name} ({engine_name(casting.engine)})"
                by_voice.setdefault(told, []).append(language)
        if len(by_voice) < 2:
            return next(iter(by_voice), "")
        return "; ".join(f"{', '.join(codes)}: {name}" for name, codes in by_voice.items())

    def _known(self, known: Known) -> str:
        names = {
            Known.NAME: self.tr("the same name"),
            Known.TRANSLATED: self.tr("a translated name"),
            Known.NARRATOR: self.tr("both narrate"),
            Known.NEAR: self.tr("a name that looks alike"),
            Known.NOT: "",
        }
        return names[known]
