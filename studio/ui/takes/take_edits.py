"""What a person does to the takes of a line, as edits of the document with a name for undo."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from studio.document import Document
from studio.errors import EditRefused
from studio.model.ids import TakeId
from studio.model.take import Take


class TakeEdits(QObject):
    """Each works on the take as the document has it by then, where anything may change."""

    refused = Signal(object)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document

    def find(self, take: TakeId | None) -> Take | None:
        """A take as the document has it, None when it is gone."""
        return next((each for each in self._document.project.takes if each.id == take), None)

    def circle(self, take_id: TakeId) -> None:
        """Choose a take for its line; a discarded one comes back with that."""
        take = self._editable(take_id)
        project = self._document.project
        found = project.find_line(take.line) if take else None
        if take and found and (take.discarded or found[1].circled.get(take.language) != take.id):
            back = project.marking(replace(take, discarded=False)) if take.discarded else project
            self._document.edit(self.tr("Circle take"), back.circling(take))

    def star(self, take_id: TakeId) -> None:
        """Give a take a star, or take it away."""
        take = self._editable(take_id)
        if take:
            self._mark(self.tr("Star take"), replace(take, starred=not take.starred))

    def lock(self, take_id: TakeId) -> None:
        """Keep a take from being discarded or replaced, or no longer."""
        take = self._editable(take_id)
        if take:
            label = self.tr("Unlock take") if take.locked else self.tr("Lock take")
            self._mark(label, replace(take, locked=not take.locked))

    def discard(self, take_id: TakeId) -> None:
        """Put a take aside; it can be brought back until the project is compacted."""
        take = self._editable(take_id)
        if take and not take.discarded:
            self._mark(self.tr("Discard take"), replace(take, discarded=True))

    def restore(self, take_id: TakeId) -> None:
        """Bring a discarded take back; which one is chosen stays."""
        take = self._editable(take_id)
        if take and take.discarded:
            project = self._document.project.naming_choice(take.line, take.language)
            back = project.marking(replace(take, discarded=False))
            self._document.edit(self.tr("Restore take"), back)

    def note(self, take_id: TakeId, note: str) -> None:
        """Write on a take."""
        take = self._editable(take_id)
        if take:
            self._mark(self.tr("Note on take"), replace(take, note=note))

    def _editable(self, take: TakeId) -> Take | None:
        return None if self._document.read_only else self.find(take)

    def _mark(self, label: str, take: Take) -> None:
        try:
            self._document.edit(label, self._document.project.marking(take))
        except EditRefused as refusal:
            self.refused.emit(refusal)
