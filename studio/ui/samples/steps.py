"""The steps of cutting, forward and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.ui.samples.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Step:
    """What there is after a step, and which draft was in hand; `kind` joins equal steps."""

    name: str
    drafts: Drafts
    chosen: str = ""
    kind: str = ""


class Steps:
    """All drafts there were since the editor was opened; the newest steps fall to a new one."""

    def __init__(self) -> None:
        self._steps = [Step("", Drafts())]
        self._at = 0

    @property
    def now(self) -> Step:
        """The step one is at."""
        return self._steps[self._at]

    @property
    def undone_by_undo(self) -> str:
        """What undo would take back, "" where there is nothing."""
        return self.now.name if self._at else ""

    @property
    def done_by_redo(self) -> str:
        """What redo would do again, "" where there is nothing."""
        return self._steps[self._at + 1].name if self._at + 1 < len(self._steps) else ""

    def take(self, step: Step) -> None:
        """Go on to something else; a step of the same kind as the one before replaces it."""
        if self._at and step.kind and step.kind == self.now.kind:
            self._at -= 1
        self._steps[self._at + 1 :] = [step]
        self._at += 1

    def choose(self, id: str) -> None:
        """Have another draft in hand at the step one is at."""
        self._steps[self._at] = replace(self.now, chosen=id)

    def undo(self) -> None:
        """Go back one step."""
        self._at = max(self._at - 1, 0)

    def redo(self) -> None:
        """Go forward one step."""
        self._at = min(self._at + 1, len(self._steps) - 1)

    def start_over(self, step: Step) -> None:
        """Forget all steps and begin with this."""
        self._steps, self._at = [step], 0
