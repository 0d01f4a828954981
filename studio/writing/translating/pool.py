"""The lines of one language whose words are not right yet, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from studio.model.ids import LineId
from studio.writing.translating.reasons import Finding, Reason, Weight, why
from studio.writing.translating.rows import Row
from studio.writing.translating.validation.record import Checked, folded

_PLACED = frozenset({Reason.SHIFTED, Reason.MERGED, Reason.REPEATED, Reason.ECHO})
"""What is found beside other lines: the same words once more, elsewhere, clear it up."""


@dataclass(slots=True)
class Doubtful:
    """A line to be asked for again: what was found, and the best words so far."""

    row: Row
    findings: tuple[Finding, ...]
    best: Checked | None = None
    tries: int = 0

    @property
    def hopeful(self) -> bool:
        """Whether asking once more may help: what is only doubtful in itself is asked for once."""
        return self.weight is Weight.REFUSE or self.placed

    @property
    def weight(self) -> Weight:
        """That of the gravest finding."""
        return max((finding.weight for finding in self.findings), default=Weight.FIXED)

    @property
    def placed(self) -> bool:
        """Whether the words may be those of another line."""
        return any(finding.reason in _PLACED for finding in self.findings)

    @property
    def refused(self) -> bool:
        """Whether the model would not do it."""
        return any(finding.reason is Reason.REFUSAL for finding in self.findings)

    @property
    def echoes(self) -> bool:
        """Whether what is told beside it does harm."""
        return any(finding.reason is Reason.ECHO for finding in self.findings)

    @property
    def asking(self) -> Row:
        """The row as it is asked for again."""
        return self.row.again(why(self.findings))

    def confirmed_by(self, result: Checked) -> Checked | None:
        """The same words once more without what was found beside other lines, if they are good."""
        if self.best is None or not self.placed or folded(self.best.words) != folded(result.words):
            return None
        own = (finding for finding in result.findings if finding.reason not in _PLACED)
        found = Checked(result.words, tuple(own), result.bare)
        return found if found.good else None


class Pool:
    """Gathers doubtful lines until they are asked for together."""

    def __init__(self, place: Callable[[LineId], int]) -> None:
        self._place = place
        self._lines: dict[LineId, Doubtful] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Doubtful]:
        """All of them, in script order."""
        return iter(sorted(self._lines.values(), key=lambda each: self._place(each.row.id)))

    def __contains__(self, line: object) -> bool:
        return line in self._lines

    def get(self, line: LineId) -> Doubtful | None:
        """What is known of a line, None where it is right."""
        return self._lines.get(line)

    def add(self, row: Row, findings: Iterable[Finding], best: Checked | None = None) -> None:
        """A line to be asked for again."""
        self._lines[row.id] = Doubtful(row, tuple(findings), best)

    def clear(self, line: LineId) -> None:
        """A line is right now."""
        self._lines.pop(line, None)
