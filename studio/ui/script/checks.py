"""What somebody should listen to and what was marked ok, as the rows of the script tell it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from studio.model.ids import LineId, TakeId
from studio.model.line import Line
from studio.model.suspicion import Suspicion
from studio.synthesis.status import LineStatus
from studio.ui.selection import Selection
from studio.wording.suspicions import SUSPICION, suspicion_fields


class TellsSuspicions(Protocol):
    """Knows why the chosen takes of lines are suspicious."""

    def of_line(self, line: Line, language: str) -> tuple[Suspicion, ...]:
        """Why the chosen take of a line is suspicious; nothing once it was decided upon."""
        ...


class NothingSuspicious:
    """For a script whose takes nobody checks."""

    def of_line(self, line: Line, language: str) -> tuple[Suspicion, ...]:
        """No reason."""
        del line, language
        return ()


def reason_words(suspicions: Iterable[Suspicion]) -> tuple[str, ...]:
    """A sentence for each reason."""
    return tuple(
        _tr(SUSPICION[each.reason]).format(
            **suspicion_fields(each.reason, each.found, each.expected)
        )
        for each in suspicions
    )


class LineChecks:
    """Asked by the rows, the filters and the strip; in the language that is worked in."""

    def __init__(self, status: LineStatus, selection: Selection) -> None:
        self._status = status
        self._selection = selection
        self._told: set[LineId] = set()
        self.suspects: TellsSuspicions = NothingSuspicious()

    def is_approved(self, line: Line) -> bool:
        """Whether the chosen take was marked ok and still fits."""
        return self._status.is_approved(line, self._selection.language)

    def fitting(self, line: Line) -> TakeId | None:
        """The chosen take of a line where it says the line as it is, whatever is in the booth."""
        take = self._status.fresh(line, self._selection.language)
        return take.id if take else None

    def is_suspicious(self, line: Line) -> bool:
        """Whether there is a reason to listen to the chosen take."""
        return bool(self.suspects.of_line(line, self._selection.language))

    def reasons(self, line: Line) -> tuple[str, ...]:
        """A sentence for each reason to listen to the chosen take."""
        return reason_words(self.suspects.of_line(line, self._selection.language))

    def words(self, line: Line) -> str:
        """What is to be said of a line: that it is ok, or why somebody should listen."""
        if self.is_approved(line):
            return _tr("Marked ok.")
        return " ".join(self.reasons(line))

    def others(self, lines: Iterable[Line]) -> list[LineId]:
        """Those of these lines that look otherwise now: suspicious ones, and those that were."""
        found: list[LineId] = []
        for line in lines:
            suspicious = self.is_suspicious(line)
            if suspicious or line.id in self._told:
                found.append(line.id)
            if suspicious:
                self._told.add(line.id)
            else:
                self._told.discard(line.id)
        return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("Checks", text)
