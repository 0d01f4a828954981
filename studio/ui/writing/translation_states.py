"""How translated lines stand, as their rows show it: worked out once per line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.ui.languages import language_name
from studio.ui.theme import Theme
from studio.writing.translating.order import source_of
from studio.writing.translating.reasons import sentence_of
from studio.writing.translating.staleness import Keys, Standing


class Look(StrEnum):
    """What a row shows of a translation; nothing for one that is fine."""

    FINE = "fine"
    ADJUSTED = "adjusted"
    FLAGGED = "flagged"
    FAILED = "failed"
    EDITED = "edited"
    STALE = "stale"
    SOURCE_CHANGED = "source changed"
    MISSING = "missing"


_WARNING = frozenset({Look.FLAGGED, Look.STALE, Look.SOURCE_CHANGED})
NEEDS_A_LOOK = frozenset({Look.FLAGGED, Look.FAILED, Look.STALE, Look.SOURCE_CHANGED})
"""Where a person has something to decide."""

ICONS = {
    Look.ADJUSTED: "adjusted",
    Look.FLAGGED: "flag",
    Look.FAILED: "warning",
    Look.EDITED: "lock",
    Look.STALE: "stale",
    Look.SOURCE_CHANGED: "source-changed",
}
"""The sign of each look: every one has a shape of its own."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Translations", text)


def look_colour(theme: Theme, look: Look) -> QColor:
    """The colour of a look's sign and words."""
    if look is Look.FAILED:
        return theme.failed
    return theme.stale if look in _WARNING else theme.muted


class TranslationStates:
    """Looks up how lines of one project stand in any language; `follow` it with each project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._basis = _basis(project)
        self._keys: dict[str, Keys] = {}
        self._known: dict[tuple[LineId, str], tuple[Line, Standing]] = {}

    @property
    def source(self) -> str:
        """The language the script is written in."""
        return source_of(self._project)

    def follow(self, project: Project) -> bool:
        """Take over a newer project; whether other names or terms may make lines stale."""
        basis, before = _basis(project), self._basis
        self._project, self._basis = project, basis
        if basis == before:
            return False
        self._keys.clear()
        self._known.clear()
        return True

    def is_translation(self, language: str) -> bool:
        """Whether a language is one that the script is translated into."""
        return bool(language) and language != self.source

    def standing(self, line: Line, language: str) -> Standing:
        """How a line stands in a language other than its own."""
        known = self._known.get((line.id, language))
        if known is None or known[0] is not line:
            keys = self._keys.get(language)
            if keys is None:
                keys = self._keys[language] = Keys(self._project, language)
            known = self._known[line.id, language] = (line, keys.standing(line))
        return known[1]

    def look(self, line: Line, language: str) -> Look:
        """What to show of a line's translation."""
        if not self.is_translation(language):
            return Look.FINE
        how = line.translations.get(language)
        match self.standing(line, language):
            case Standing.MISSING:
                return Look.MISSING if line.spoken else Look.FINE
            case Standing.FAILED:
                return Look.FAILED
            case Standing.STALE:
                return Look.STALE
            case Standing.SOURCE_CHANGED:
                return Look.SOURCE_CHANGED
            case Standing.FROZEN:
                return Look.EDITED if how else Look.FINE
            case Standing.FRESH if how:
                return _LOOKS.get(how.state, Look.FINE)
            case _:
                return Look.FINE


_LOOKS = {
    TranslationState.ADJUSTED: Look.ADJUSTED,
    TranslationState.FLAGGED: Look.FLAGGED,
    TranslationState.FAILED: Look.FAILED,
}


def _basis(project: Project) -> tuple[object, ...]:
    """All that the keys of lines are made from beside the lines themselves."""
    names = tuple((who.id, who.name, who.names) for who in project.cast)
    return project.languages[:1], project.glossary, names


def look_words(look: Look) -> str:
    """What a look says, as a sentence; empty where nothing is to be said."""
    return {
        Look.FINE: "",
        Look.MISSING: _tr("Not translated yet."),
        Look.ADJUSTED: _tr("Something small was put right."),
        Look.FLAGGED: _tr("Needs a look."),
        Look.FAILED: _tr("No usable translation came."),
        Look.EDITED: _tr("A person's words: no model changes them."),
        Look.STALE: _tr("Stale: the source, a name or a term changed since."),
        Look.SOURCE_CHANGED: _tr("A person's words, but the source changed since."),
    }[look]


def look_name(look: Look) -> str:
    """What a look is called in one or two words."""
    return {
        Look.FINE: _tr("translated"),
        Look.MISSING: _tr("not translated"),
        Look.ADJUSTED: _tr("adjusted"),
        Look.FLAGGED: _tr("flagged"),
        Look.FAILED: _tr("failed"),
        Look.EDITED: _tr("a person's"),
        Look.STALE: _tr("stale"),
        Look.SOURCE_CHANGED: _tr("source changed"),
    }[look]


def reasons_of(line: Line, language: str) -> Sequence[str]:
    """Why a translated line is as it is, a sentence each."""
    how = line.translations.get(language)
    return [sentence_of(code, _tr) for code in how.reasons] if how else []


def told(look: Look, line: Line, language: str) -> str:
    """A look and its reasons in one row of words, empty where there is nothing to say."""
    words = look_words(look)
    if look is Look.MISSING or not words:
        return ""
    return " ".join((f"{language_name(language)}: {words}", *reasons_of(line, language)))
