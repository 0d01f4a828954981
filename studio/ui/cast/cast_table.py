"""The cast as a table: one row per character, with the voice of the working language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from studio.casting.catalogue import Catalogue
from studio.model.cast import Character
from studio.model.ids import CharacterId
from studio.model.line import Line
from studio.model.project import Project
from studio.ui.cast.own_marks import OwnMark, OwnMarks
from studio.ui.counting import counted
from studio.ui.theme import icon, theme_now
from studio.ui.voices.names import voice_name

Index = QModelIndex | QPersistentModelIndex


class CastColumn(IntEnum):
    """The columns, from left to right."""

    COLOUR = 0
    NAME = 1
    LINES = 2
    VOICE = 3
    AUDITION = 4


class CastTable(QAbstractTableModel):
    """The characters; another name is asked for, not made here."""

    rename_requested = Signal(str, str)
    """Character id and the name wanted."""

    def __init__(self, catalogue: Catalogue, own: OwnMarks, parent: QObject | None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._own = own
        self._characters: tuple[Character, ...] = ()
        self._language = ""
        self._counts: Counter[CharacterId] = Counter()
        self._counted: list[tuple[Sequence[Line], Counter[CharacterId]]] = []
        self._titles = {
            CastColumn.COLOUR: "",
            CastColumn.NAME: self.tr("Character"),
            CastColumn.LINES: self.tr("Lines"),
            CastColumn.VOICE: self.tr("Voice"),
            CastColumn.AUDITION: "",
        }

    def show_cast(self, project: Project, language: str) -> None:
        """Show a project's cast with the voices of one language."""
        characters = project.cast.characters
        same = [c.id for c in characters] == [c.id for c in self._characters]
        if not same:
            self.beginResetModel()
        self._characters, self._language = characters, language
        self._count(project)
        if not same:
            self.endResetModel()
        elif characters:
            last = self.index(len(characters) - 1, len(CastColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def count_lines(self, project: Project) -> None:
        """Show how many lines each character has by now."""
        before = self._counts.copy()
        self._count(project)
        if self._counts != before and self._characters:
            last = self.index(len(self._characters) - 1, CastColumn.LINES)
            self.dataChanged.emit(self.index(0, CastColumn.LINES), last)

    def _count(self, project: Project) -> None:
        """Count the episodes that are not as they were: a keystroke changes one of a hundred."""
        before = {id(lines): (lines, found) for lines, found in self._counted}
        self._counted = []
        for episode in project.episodes:
            known = before.pop(id(episode.lines), None)
            if known is None:
                known = (episode.lines, Counter(_speakers(episode.lines)))
                self._counts.update(known[1])
            self._counted.append(known)
        for _, gone in before.values():
            self._counts.subtract(gone)

    def character(self, row: int) -> Character | None:
        """The character in a row."""
        return self._characters[row] if 0 <= row < len(self._characters) else None

    def row_of(self, character: CharacterId | None) -> int:
        """The row of a character, -1 when it is not here."""
        ids = [known.id for known in self._characters]
        return ids.index(character) if character is not None and character in ids else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """How many characters there are."""
        return 0 if parent is not None and parent.isValid() else len(self._characters)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(CastColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[CastColumn(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == CastColumn.LINES:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The name may be edited in place."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == CastColumn.NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        character = self.character(index.row())
        if character is None:
            return None
        column = CastColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(character, column)
            case Qt.ItemDataRole.DecorationRole:
                return self._picture(character, column)
            case Qt.ItemDataRole.TextAlignmentRole if column is CastColumn.LINES:
                return int(Qt.AlignmentFlag.AlignCenter)
            case Qt.ItemDataRole.ForegroundRole if column is CastColumn.VOICE:
                return self._colour(character)
            case Qt.ItemDataRole.ToolTipRole:
                return self._about(character, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_row(character)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name."""
        character = self.character(index.row())
        name = str(value).strip()
        if character is None or role != Qt.ItemDataRole.EditRole or name == character.name:
            return False
        self.rename_requested.emit(character.id, name)
        return True

    def _text(self, character: Character, column: CastColumn) -> str | None:
        match column:
            case CastColumn.NAME:
                return character.name
            case CastColumn.LINES:
                return str(self._counts[character.id])
            case CastColumn.VOICE:
                return self._voice(character)
            case _:
                return None

    def _picture(self, character: Character, column: CastColumn) -> object:
        if column is CastColumn.COLOUR:
            return QColor(character.colour)
        if column is CastColumn.VOICE:
            own = self._mark(character)
            return icon(own.icon) if own else None
        return icon("speaker") if column is CastColumn.AUDITION else None

    def _mark(self, character: Character) -> OwnMark | None:
        casting = character.castings.get(self._language)
        return self._own.mark_of(casting) if casting else None

    def _colour(self, character: Character) -> QColor | None:
        """What is wrong with a voice is seen in the row."""
        if self._language not in character.castings:
            return theme_now().failed
        own = self._mark(character)
        if own is None or own.role == "caption":
            return None
        return theme_now().failed if own.role == "failed" else theme_now().stale

    def _about(self, character: Character, column: CastColumn) -> str | None:
        if column is CastColumn.AUDITION:
            return self.tr("Hear {name} say the line in hand").format(name=character.name)
        own = self._mark(character) if column is CastColumn.VOICE else None
        text = self._text(character, column)
        return f"{text}\n{own.words}" if own else text

    def _voice(self, character: Character) -> str:
        casting = character.castings.get(self._language)
        if casting is None:
            return self.tr("not cast")
        own = self._own.mark_of(casting)
        return own.name if own else voice_name(self._catalogue, casting.engine, casting.voice)

    def _spoken_row(self, character: Character) -> str:
        count = self._counts[character.id]
        lines = counted(count, self.tr("1 line"), self.tr("{n} lines"))
        own = self._mark(character)
        voice = ", ".join((self._voice(character), *([own.words] if own else [])))
        told = self.tr("{name}, {lines}, voice: {voice}")
        return told.format(name=character.name, lines=lines, voice=voice)


def _speakers(lines: Sequence[Line]) -> Iterator[CharacterId]:
    return (line.character for line in lines if line.spoken and line.character)
