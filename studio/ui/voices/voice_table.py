"""The voices that fit as a table: one row each, the star and the loudspeaker to click on."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.engines.speech import Voice
from studio.store.voice_marks import VoiceMarks
from studio.ui.theme import icon
from studio.ui.voices.names import (
    about_voice,
    engine_name,
    fact_name,
    language_words,
    style_words,
)

Index = QModelIndex | QPersistentModelIndex


class VoiceColumn(IntEnum):
    """The columns, from left to right."""

    STAR = 0
    NAME = 1
    GENDER = 2
    AGE = 3
    STYLE = 4
    LANGUAGES = 5
    ENGINE = 6
    HEAR = 7


class VoiceTable(QAbstractTableModel):
    """Shows voices in the order they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voices: tuple[Voice, ...] = ()
        self._marks = VoiceMarks()
        self._titles = {
            VoiceColumn.NAME: self.tr("Voice"),
            VoiceColumn.GENDER: self.tr("Gender"),
            VoiceColumn.AGE: self.tr("Age"),
            VoiceColumn.STYLE: self.tr("Style"),
            VoiceColumn.LANGUAGES: self.tr("Languages"),
            VoiceColumn.ENGINE: self.tr("Engine"),
        }

    def show_voices(self, voices: tuple[Voice, ...], marks: VoiceMarks) -> None:
        """Show these voices from the top."""
        self.beginResetModel()
        self._voices, self._marks = voices, marks
        self.endResetModel()

    def show_marks(self, marks: VoiceMarks) -> None:
        """Show other favourites; every voice stays where it is."""
        self._marks = marks
        if self._voices:
            last = self.index(len(self._voices) - 1, VoiceColumn.NAME)
            self.dataChanged.emit(self.index(0, VoiceColumn.STAR), last)

    def voice(self, row: int) -> Voice | None:
        """The voice in a row."""
        return self._voices[row] if 0 <= row < len(self._voices) else None

    def row_of(self, engine: str, voice: str) -> int:
        """The row of a voice, -1 when it is not shown."""
        places = (row for row, v in enumerate(self._voices) if (v.engine, v.id) == (engine, voice))
        return next(places, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many voices are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._voices)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(VoiceColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles.get(VoiceColumn(section), "")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        voice = self.voice(index.row())
        if voice is None:
            return None
        column = VoiceColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(voice, column)
            case Qt.ItemDataRole.DecorationRole if column is VoiceColumn.STAR:
                liked = self._marks.is_favourite(voice.engine, voice.id)
                return icon("star-filled" if liked else "star")
            case Qt.ItemDataRole.DecorationRole if column is VoiceColumn.HEAR:
                return icon("speaker")
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(voice, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_row(voice)
            case _:
                return None

    def _tip(self, voice: Voice, column: VoiceColumn) -> str:
        if column is VoiceColumn.STAR:
            return self.tr("Favourite  (Ctrl+D)")
        if column is VoiceColumn.HEAR:
            return self.tr("Hear {name}  (Space)").format(name=voice.name)
        return f"{about_voice(voice)}\n{voice.id}"

    def _spoken_row(self, voice: Voice) -> str:
        liked = self._marks.is_favourite(voice.engine, voice.id)
        used = self._marks.used(voice.engine, voice.id) is not None
        mark = self.tr("favourite") if liked else self.tr("used lately") if used else ""
        return ", ".join(part for part in (about_voice(voice), mark) if part)


def _words(voice: Voice, column: VoiceColumn) -> str | None:
    match column:
        case VoiceColumn.NAME:
            return voice.name
        case VoiceColumn.GENDER:
            return fact_name(voice.gender)
        case VoiceColumn.AGE:
            return fact_name(voice.age)
        case VoiceColumn.STYLE:
            return style_words(voice)
        case VoiceColumn.LANGUAGES:
            return language_words(voice)
        case VoiceColumn.ENGINE:
            return engine_name(voice.engine)
        case _:
            return None
