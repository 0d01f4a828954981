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


@dataclass(frozen=True, slots=True)
class LineFilter:
    """A filter of lines; `character` counts for the one by character."""

    want: Want = Want.ALL
    character: CharacterId | None = None

    @property
    def by_state(self) -> bool:
        """Whether the state of a line decides."""
        return self.want in (Want.NEEDS_TAKE, Want.STALE, Want.FAILED)

    @property
    def of_translation(self) -> bool:
        """Whether the translation of a line decides."""
        return self.want in OF_TRANSLATION

    def accepts(self, line: Line, state: TakeState | None, look: Look = Look.FINE) -> bool:
        """Whether a line is shown.

        `state` is needed for a filter by state only, `look` for one by translation.
        """
        match self.want:
            case Want.ALL:
                return True
            case Want.SUGGESTIONS:
                return bool(line.suggestions)
            case Want.CHARACTER:
                return line.character == self.character
            case Want.NEEDS_TAKE:
                return state in NEEDS_TAKE or state is TakeState.UNSURE
            case Want.STALE:
                return state is TakeState.STALE
            case Want.FAILED:
                return state in (TakeState.FAILED, TakeState.UNSURE)
            case _:
                return look in OF_TRANSLATION[self.want]
