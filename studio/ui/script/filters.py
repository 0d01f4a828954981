"""Which lines the script shows: all of them, or those that want work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.model.ids import CharacterId
from studio.model.line import Line
from studio.synthesis.plan import NEEDS_TAKE, TakeState
from studio.ui.writing.translation_states import Look


class Want(StrEnum):
    """The kinds of filter."""

    ALL = "all"
    NEEDS_TAKE = "needs a take"
    STALE = "stale"
    FAILED = "failed"
    SUSPICIOUS = "suspicious"
    NOT_OK = "not ok yet"
    SUGGESTIONS = "suggestions"
    CHARACTER = "character"
    UNTRANSLATED = "untranslated"
    STALE_TRANSLATION = "stale translation"
    FLAGGED = "flagged"
    FAILED_TRANSLATION = "failed translation"


OF_TRANSLATION = {
    Want.UNTRANSLATED: frozenset({Look.MISSING, Look.FAILED}),
    Want.STALE_TRANSLATION: frozenset({Look.STALE, Look.SOURCE_CHANGED}),
    Want.FLAGGED: frozenset({Look.FLAGGED}),
    Want.FAILED_TRANSLATION: frozenset({Look.FAILED}),
}
"""What the filters by translation let pass."""


BY_STATE = {
    Want.NEEDS_TAKE: NEEDS_TAKE | {TakeState.UNSURE},
    Want.STALE: frozenset({TakeState.STALE}),
    Want.FAILED: frozenset({TakeState.FAILED, TakeState.UNSURE}),
}
"""What the filters by the state of a line let pass."""

OF_TAKES = (Want.SUSPICIOUS, Want.NOT_OK)
"""What is left to be listened to; how many lines that are is told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a filter may go by besides the line; only what it asks for has to be right."""

    state: TakeState | None = None
    look: Look = Look.FINE
    suspicious: bool = False
    approved: bool = False


@dataclass(frozen=True, slots=True)
class LineFilter:
    """A filter of lines; `character` counts for the one by character."""

    want: Want = Want.ALL
    character: CharacterId | None = None

    @property
    def by_state(self) -> bool:
        """Whether what becomes of its takes decides on a line."""
        return self.want in BY_STATE or self.want in OF_TAKES

    @property
    def of_translation(self) -> bool:
        """Whether the translation of a line decides."""
        return self.want in OF_TRANSLATION

    def accepts(self, line: Line, standing: Standing) -> bool:
        """Whether a line is shown."""
        match self.want:
            case Want.ALL:
                return True
            case Want.SUGGESTIONS:
                return bool(line.suggestions)
            case Want.CHARACTER:
                return line.character == self.character
            case Want.NEEDS_TAKE | Want.STALE | Want.FAILED:
                return standing.state in BY_STATE[self.want]
            case Want.SUSPICIOUS:
                return standing.suspicious
            case Want.NOT_OK:
                return standing.state is not TakeState.SILENT and not standing.approved
            case _:
                return standing.look in OF_TRANSLATION[self.want]
