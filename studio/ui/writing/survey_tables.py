"""What the characters are called in one language, and how they speak to each other, as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QObject

from studio.model.cast import Cast, Character
from studio.model.translation import Address
from studio.ui.writing.noted_table import NotedTable


class NameColumn(IntEnum):
    """The columns of names, from left to right."""

    CHARACTER = 0
    NAME = 1
    STYLE = 2


class NameTable(NotedTable[Character]):
    """A name of no words is the character's own."""

    fixed = frozenset({int(NameColumn.CHARACTER)})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = ""
        self.heads = (self.tr("Character"), self.tr("Name there"), self.tr("How they talk"))

    def words(self, entry: Character, column: int) -> str:
        """What a cell shows."""
        match NameColumn(column):
            case NameColumn.CHARACTER:
                return entry.name
            case NameColumn.NAME:
                return entry.names.get(self.language, "")
            case NameColumn.STYLE:
                return entry.style

    def wanted(self, entry: Character | None, column: int, value: str | bool) -> Character | None:
        """The character with another cell."""
        if entry is None or isinstance(value, bool):
            return None
        if column == NameColumn.STYLE:
            return replace(entry, style=value)
        rest = {code: name for code, name in entry.names.items() if code != self.language}
        return replace(entry, names={**rest, self.language: value} if value else rest)


class AddressColumn(IntEnum):
    """The columns of addresses, from left to right."""

    SPEAKER = 0
    LISTENER = 1
    CALLED = 2
    FORMAL = 3


@dataclass(frozen=True, slots=True)
class FormalWords:
    """What the three ways to address somebody are called."""

    formal: str
    informal: str
    either: str

    def of(self, formal: bool | None) -> str:
        """The word for one of them."""
        return self.either if formal is None else self.formal if formal else self.informal

    def meant(self, word: str) -> bool | None:
        """The way that a word stands for."""
        return {self.formal: True, self.informal: False}.get(word)


class AddressTable(NotedTable[Address]):
    """Who calls whom what; pairs are added beside the table."""

    fixed = frozenset({int(AddressColumn.SPEAKER), int(AddressColumn.LISTENER)})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cast = Cast()
        self.formal = FormalWords(self.tr("Formal"), self.tr("Informal"), self.tr("Either"))
        self.heads = (self.tr("Who speaks"), self.tr("To whom"), self.tr("Says"), self.tr("How"))

    def show_cast(self, cast: Cast) -> None:
        """Know the characters by name."""
        self._cast = cast

    def words(self, entry: Address, column: int) -> str:
        """What a cell shows."""
        match AddressColumn(column):
            case AddressColumn.SPEAKER:
                return self._name(entry.speaker)
            case AddressColumn.LISTENER:
                return self._name(entry.listener)
            case AddressColumn.CALLED:
                return entry.called
            case AddressColumn.FORMAL:
                return self.formal.of(entry.formal)

    def wanted(self, entry: Address | None, column: int, value: str | bool) -> Address | None:
        """The address with another cell."""
        if entry is None or isinstance(value, bool):
            return None
        if column == AddressColumn.FORMAL:
            return replace(entry, formal=self.formal.meant(value))
        return replace(entry, called=value)

    def _name(self, who: str) -> str:
        return next((each.name for each in self._cast if each.id == who), "")
