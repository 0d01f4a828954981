"""What a service charged for: one entry for each synthesis, also when its answer got lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Billed:
    """One synthesis or text that was paid for; `order` is the whole request on a canonical line."""

    time: float
    account: str
    model: str
    voice: str
    text: str
    characters: float
    kind: str
    order: str
    read: int = 0
    """Tokens of a text, and those that were written for it."""
    written: int = 0


class Bill:
    """All entries, in the order they were billed."""

    def __init__(self) -> None:
        self.entries: list[Billed] = []

    def add(self, entry: Billed) -> None:
        """Charge for one synthesis."""
        self.entries.append(entry)

    def __iter__(self) -> Iterator[Billed]:
        return iter(tuple(self.entries))

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def characters(self) -> float:
        """All that was billed, in the unit of the service."""
        return sum(entry.characters for entry in self)

    @property
    def tokens(self) -> int:
        """All tokens that were billed, read and written."""
        return sum(entry.read + entry.written for entry in self)

    @property
    def texts(self) -> list[str]:
        """What was billed, in order, repeated as often as it was."""
        return [entry.text for entry in self]

    def of(self, text: str) -> list[Billed]:
        """The entries of one text."""
        return [entry for entry in self if entry.text == text]

    def twice(self) -> list[Billed]:
        """One entry for each order that was billed more than once."""
        first = {(entry.account, entry.order): entry for entry in reversed(self.entries)}
        counted = Counter((entry.account, entry.order) for entry in self)
        return [first[order] for order, times in counted.items() if times > 1]


def canonical(order: Mapping[str, Any]) -> str:
    """The same order is the same line, whatever the order of its fields."""
    return json.dumps(order, ensure_ascii=False, sort_keys=True)
