"""The outline as a tree: the story, its characters, its episodes with their scenes.

It follows the outline row by row and is never reset, so that it can stream in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QIcon

from studio.model.outline import (
    Outline,
    PlannedCharacter,
    PlannedEpisode,
    PlannedScene,
    Written,
)
from studio.ui.counting import counted
from studio.ui.theme import icon
from studio.ui.writing.outline_edits import CAST, STORY, Part, Spot
from studio.ui.writing.outline_words import state_words, time_words

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_ROOT = 0


class OutlineColumn(IntEnum):
    """The columns."""

    NAME = 0
    SECONDS = 1


@dataclass(frozen=True, slots=True)
class StoryRow:
    """What the row of the story shows."""

    title: str
    logline: str


Row = StoryRow | PlannedEpisode | PlannedScene | PlannedCharacter | tuple[PlannedCharacter, ...]


class OutlineTree(QAbstractItemModel):
    """Two levels; another name is asked for, not made here."""

    change_requested = Signal(object, str, object)
    """A spot, the field that is to change, and its new value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline: Outline | None = None
        self._top: list[Spot] = []
        self._places: dict[Spot, int] = {}
        self._below: dict[Spot, list[Spot]] = {}
        self._values: dict[Spot, Row] = {}
        self._numbers: dict[str, int] = {}
        self._keys: dict[Spot, int] = {}
        self._homes: dict[int, Spot] = {}
        self._read_only = False
        self._strong = _strong()

    @property
    def outline(self) -> Outline | None:
        """What is shown."""
        return self._outline

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be edited."""
        self._read_only = read_only

    def follow(self, outline: Outline | None) -> None:
        """Show another state, touching only the rows that differ."""
        before, self._outline = self._outline, outline
        if outline is before:
            return
        if outline is None:
            self._become(NOWHERE, self._top, [])
            return
        top = [STORY, CAST, *(Spot(Part.EPISODE, e.id) for e in outline.episodes)]
        self._become(NOWHERE, self._top, top)
        self._numbers = {each.id: n for n, each in enumerate(outline.episodes, 1)}
        self._tell(STORY, StoryRow(outline.title, outline.logline))
        self._follow_below(CAST, outline.characters, Part.CHARACTER)
        self._tell(CAST, outline.characters)
        for episode in outline.episodes:
            spot = Spot(Part.EPISODE, episode.id)
            if self._values.get(spot) is not episode:
                self._follow_below(spot, episode.scenes, Part.SCENE)
                self._tell(spot, episode)

    def spot(self, index: Index) -> Spot | None:
        """What a row is."""
        if not index.isValid():
            return None
        home = self._homes.get(index.internalId())
        rows = self._top if home is None else self._below.get(home, [])
        return rows[index.row()] if index.row() < len(rows) else None

    def index_of(self, spot: Spot | None) -> QModelIndex:
        """The row of something; invalid when it is not here."""
        if spot is None:
            return QModelIndex()
        if spot in self._places:
            return self.createIndex(self._places[spot], 0, _ROOT)
        for home, rows in self._below.items():
            if spot in rows:
                return self.createIndex(rows.index(spot), 0, self._key(home))
        return QModelIndex()

    # following

    def _follow_below(
        self, home: Spot, them: Sequence[PlannedCharacter] | Sequence[PlannedScene], part: Part
    ) -> None:
        rows = self._below.setdefault(home, [])
        self._become(self.index_of(home), rows, [Spot(part, each.id) for each in them])
        for each in them:
            self._tell(Spot(part, each.id), each)

    def _become(self, parent: QModelIndex, rows: list[Spot], wanted: Sequence[Spot]) -> None:
        """Take out what is between the common beginning and end, and put in what is wanted."""
        if rows == wanted:
            return
        head = _common(rows, wanted)
        tail = _common(rows[head:][::-1], wanted[head:][::-1])
        if head < len(rows) - tail:
            self.beginRemoveRows(parent, head, len(rows) - tail - 1)
            for gone in rows[head : len(rows) - tail]:
                self._forget(gone)
            del rows[head : len(rows) - tail]
            self._count(rows)
            self.endRemoveRows()
        if head < len(wanted) - tail:
            self.beginInsertRows(parent, head, len(wanted) - tail - 1)
            rows[head:head] = wanted[head : len(wanted) - tail]
            self._count(rows)
            self.endInsertRows()

    def _count(self, rows: list[Spot]) -> None:
        """Know the places of the rows at the top, which Qt asks for all the time."""
        if rows is self._top:
            self._places = {spot: row for row, spot in enumerate(rows)}

    def _forget(self, spot: Spot) -> None:
        self._values.pop(spot, None)
        for below in self._below.pop(spot, ()):
            self._values.pop(below, None)

    def _tell(self, spot: Spot, value: Row) -> None:
        """Draw a row again whose value is another one; what is new is drawn anyway."""
        before = self._values.get(spot)
        self._values[spot] = value
        if before is None or before == value:
            return
        index = self.index_of(spot)
        self.dataChanged.emit(index, index.siblingAtColumn(OutlineColumn.SECONDS))

    def _key(self, home: Spot) -> int:
        """The number that rows below something carry; never used again for something else."""
        if home not in self._keys:
            key = len(self._keys) + 1
            self._keys[home] = key
            self._homes[key] = home
        return self._keys[home]

    # what Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """A cell."""
        if row < 0 or row >= self.rowCount(parent) or not 0 <= column < len(OutlineColumn):
            return QModelIndex()
        home = self.spot(parent)
        return self.createIndex(row, column, self._key(home) if home else _ROOT)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt has two
        """The row above a row."""
        home = self._homes.get(index.internalId()) if index.isValid() else None
        if home is None or home not in self._places:
            return QModelIndex()
        return self.createIndex(self._places[home], 0, _ROOT)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Rows below another."""
        if not parent.isValid():
            return len(self._top)
        home = self.spot(parent) if parent.column() == 0 else None
        return len(self._below.get(home, ())) if home else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Fixed."""
        del parent
        return len(OutlineColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names and the seconds of scenes can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self._read_only and self._field(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, its icon and its words for a screen reader."""
        spot = self.spot(index)
        value = self._values.get(spot) if spot else None
        if spot is None or value is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(value, index.column())
            case Qt.ItemDataRole.EditRole:
                return getattr(value, self._field(index), None)
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == OutlineColumn.SECONDS:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.DecorationRole if index.column() == OutlineColumn.NAME:
                return _icon(value)
            case Qt.ItemDataRole.FontRole if spot.part in (Part.STORY, Part.CAST, Part.EPISODE):
                return self._strong
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return _told(value)
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name or length."""
        spot, field = self.spot(index), self._field(index)
        if role != Qt.ItemDataRole.EditRole or spot is None or not field:
            return False
        self.change_requested.emit(spot, field, value)
        return True

    def _field(self, index: Index) -> str:
        """The field that is edited in a cell, empty where none is."""
        spot = self.spot(index)
        if spot is None:
            return ""
        if index.column() == OutlineColumn.SECONDS:
            return "seconds" if spot.part is Part.SCENE else ""
        return {
            Part.STORY: "title",
            Part.CHARACTER: "name",
            Part.EPISODE: "title",
            Part.SCENE: "heading",
        }.get(spot.part, "")

    def _words(self, value: Row, column: int) -> str:
        if column == OutlineColumn.SECONDS:
            return _time_of(value)
        match value:
            case PlannedEpisode():
                number = self._numbers.get(value.id, 0)
                return f"{number}  {value.title or self.tr('Episode {n}').format(n=number)}"
            case PlannedCharacter():
                return value.name or self.tr("Nameless")
            case PlannedScene():
                return value.heading or value.beats or self.tr("A scene")
            case StoryRow():
                return value.title or self.tr("Untitled")
            case _:
                return counted(len(value), self.tr("1 character"), self.tr("{n} characters"))


def _icon(value: Row) -> QIcon | None:
    match value:
        case PlannedScene():
            return icon(f"scene-{value.written}")
        case StoryRow():
            return icon("script")
        case tuple():
            return icon("cast")
        case _:
            return None


def _told(value: Row) -> str | None:
    """More of a thing than its row has room for."""
    match value:
        case PlannedScene():
            return f"{state_words(value.written)}\n{value.beats}".strip()
        case PlannedCharacter():
            words = (value.role, value.gender, value.age, value.style, value.voice)
            return "\n".join(filter(None, words)) or None
        case PlannedEpisode():
            return "\n".join(filter(None, (value.hook, value.ending))) or None
        case StoryRow():
            return value.logline or None
        case _:
            return None


def _time_of(what: Row) -> str:
    match what:
        case PlannedScene():
            return time_words(what.seconds)
        case PlannedEpisode():
            return time_words(sum(scene.seconds for scene in what.scenes))
        case _:
            return ""


def _common(one: Sequence[Spot], other: Sequence[Spot]) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _strong() -> QFont:
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font


def written_scenes(outline: Outline) -> tuple[int, int]:
    """How many scenes are written, and how many there are."""
    scenes = [scene for episode in outline.episodes for scene in episode.scenes]
    return sum(scene.written is Written.WRITTEN for scene in scenes), len(scenes)
