"""Names a translation came upon: they stand among the terms, but in no project and no prompt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from studio.model.project import GlossaryEntry, Project
from studio.ui.counting import counted
from studio.writing.translating.order import NewName


def _tr(text: str) -> str:
    return QCoreApplication.translate("TermProposals", text)


class TermProposals:
    """What is proposed while the project is open; what was taken away is not proposed again."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], GlossaryEntry] = {}
        self._gone: set[tuple[str, str]] = set()

    def add(self, names: Iterable[NewName]) -> tuple[NewName, ...]:
        """Propose names; returns those that nobody took away before."""
        taken = tuple(each for each in names if _key(each) not in self._gone)
        for each in taken:
            note = _tr("Proposed: {times} in the script").format(
                times=counted(each.times, _tr("once"), _tr("{n} times"))
            )
            self._entries[_key(each)] = GlossaryEntry(each.term, each.language, "", note=note)
        return taken

    def of(self, project: Project, language: str) -> list[GlossaryEntry]:
        """What is proposed for a language, without the terms the project has by now."""
        known = {_key(entry) for entry in project.glossary}
        return [
            entry
            for key, entry in self._entries.items()
            if entry.language == language and key not in known
        ]

    def drop(self, gone: Iterable[GlossaryEntry]) -> None:
        """Propose these no more."""
        for entry in gone:
            self._entries.pop(_key(entry), None)
            self._gone.add(_key(entry))


def accepted(proposal: GlossaryEntry, wanted: GlossaryEntry) -> GlossaryEntry:
    """A proposal as a person wants it, without the word that it is one."""
    return replace(wanted, note="") if wanted.note == proposal.note else wanted


def as_written(proposal: GlossaryEntry) -> GlossaryEntry:
    """A proposal as a term that is called the same in its language."""
    return GlossaryEntry(proposal.term, proposal.language, proposal.term, locked=True)


def _key(entry: GlossaryEntry | NewName) -> tuple[str, str]:
    return entry.language, entry.term.casefold()
