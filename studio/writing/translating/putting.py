"""Puts words into lines, unless a person got there first."""

from __future__ import annotations

from collections.abc import Sequence

from studio.model.line import Line
from studio.model.translation import Translation, TranslationState
from studio.writing.page import Page
from studio.writing.translating.reasons import Finding, Weight
from studio.writing.translating.releasing import is_released
from studio.writing.translating.rows import Row


def state_of(findings: Sequence[Finding]) -> TranslationState:
    """The state of words in which this was found."""
    if not findings:
        return TranslationState.OK
    gravest = max(finding.weight for finding in findings)
    return TranslationState.ADJUSTED if gravest is Weight.FIXED else TranslationState.FLAGGED


class Putting:
    """The lines of a page in one language."""

    def __init__(self, page: Page, source: str, language: str) -> None:
        self._page = page
        self._source = source
        self._language = language

    def words(self, row: Row, words: str, findings: Sequence[Finding], shorter: str) -> None:
        """Give a line its words."""
        codes = tuple(dict.fromkeys(finding.code for finding in findings))
        how = Translation(state_of(findings), row.key, codes, shorter)
        self._put(row, words, how)

    def failed(self, row: Row, findings: Sequence[Finding]) -> None:
        """Let a line have no words, and say why."""
        codes = tuple(dict.fromkeys(finding.code for finding in findings))
        self._put(row, "", Translation(TranslationState.FAILED, row.key, codes))

    def is_open(self, line: Line) -> bool:
        """Whether a line's words are not a person's."""
        return is_released(line, self._language)

    def _put(self, row: Row, words: str, how: Translation) -> None:
        asked = row.line.words(self._source)

        def change(line: Line) -> Line:
            if line.words(self._source) != asked or not self.is_open(line):
                return line
            return line.translated(self._language, words, how)

        self._page.change_line(row.id, change)
