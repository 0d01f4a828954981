"""What is selected of a sample, told by two places: where it was begun, and where the caret is."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.span import Span


@dataclass(frozen=True, slots=True)
class Picked:
    """The caret and where the selection was begun; both the same where nothing is selected."""

    anchor: int = 0
    end: int = 0

    @property
    def span(self) -> Span | None:
        """What is selected."""
        if self.anchor == self.end:
            return None
        return Span(min(self.anchor, self.end), max(self.anchor, self.end))

    @property
    def caret(self) -> int:
        """The beginning of what is selected, else where one is."""
        return min(self.anchor, self.end)


class Picking:
    """How mouse and keys select; nothing is changed but by `picked`."""

    def __init__(self) -> None:
        self.picked = Picked()

    def at(self, place: int) -> Picked:
        """Nothing selected, the caret there."""
        return Picked(place, place)

    def to(self, place: int) -> Picked:
        """Selected from where it was begun to there."""
        return Picked(self.picked.anchor, place)

    def grab(self, place: int, reach: int) -> Picked:
        """An end of the selection taken hold of where one is near, else a new beginning."""
        span = self.picked.span
        if span is not None and abs(place - span.start) <= reach:
            return Picked(span.end, span.start)
        if span is not None and abs(place - span.end) <= reach:
            return Picked(span.start, span.end)
        return self.at(place)

    def within(self, length: int) -> Picked:
        """The same in a sample of another length."""
        return Picked(min(self.picked.anchor, length), min(self.picked.end, length))
