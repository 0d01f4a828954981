"""Edits of the cast: each is one undo step, and a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from studio.casting.moving import moved
from studio.document import Document
from studio.errors import EditRefused
from studio.model.cast import Casting, Character
from studio.model.ids import CharacterId
from studio.model.project import Project
from studio.synthesis.plan import Engines
from studio.ui.notices import Notices


class CastEdits:
    """Works on characters as the document has them; `refused` is called where it does not."""

    def __init__(
        self,
        document: Document,
        engines: Engines,
        notices: Notices,
        refused: Callable[[], None],
    ) -> None:
        self._document = document
        self._engines = engines
        self._notices = notices
        self._refused = refused

    def newest(self, character: CharacterId) -> Character | None:
        """A character as the document has it; a table shows what is written already."""
        return self._document.project.cast.find(character)

    def with_voice(self, id: CharacterId, language: str, engine: str, voice: str) -> Project:
        """The project with another voice for somebody, itself where it is the same one.

        The settings that the voice's engine has too stay.
        """
        project, character = self._document.project, self.newest(id)
        if character is None:
            return project
        known = character.castings.get(language)
        casting = moved(project, known, engine, voice, self._engines)
        if casting == known:
            return project
        return project.with_character(character.cast_as(language, casting))

    def cast(self, id: CharacterId, language: str, engine: str, voice: str) -> None:
        """Give somebody another voice."""
        project = self.with_voice(id, language, engine, voice)
        character = project.cast.find(id)
        if character and project is not self._document.project:
            self._make(_tr("Cast {name}").format(name=character.name), lambda: project)

    def recast(
        self,
        id: CharacterId,
        language: str,
        setting: str,
        change: Callable[[Casting], Casting],
    ) -> None:
        """Change how a voice is used; going on with one setting is one undo step."""
        character = self.newest(id)
        known = character.castings.get(language) if character else None
        casting = change(known) if known else None
        if character is None or casting is None or casting == known:
            return
        merge = f"cast:{character.id}:{language}:{setting}"
        label = _tr("Cast {name}").format(name=character.name)
        self._edit(label, character.cast_as(language, casting), merge)

    def rename(self, id: CharacterId, name: str) -> None:
        """Call somebody otherwise."""
        character = self.newest(id)
        if character:
            self._edit(_tr("Rename character"), replace(character, name=name))

    def recolour(self, id: CharacterId, colour: QColor) -> None:
        """Give somebody another colour."""
        character = self.newest(id)
        if character:
            self._edit(_tr("Colour of character"), replace(character, colour=colour.name()))

    def remove(self, id: CharacterId) -> None:
        """Take somebody away who says nothing."""
        project = self._document.project
        self._make(_tr("Remove character"), lambda: project.without_character(id))

    def _edit(self, label: str, character: Character, merge: str = "") -> None:
        self._make(label, lambda: self._document.project.with_character(character), merge)

    def _make(self, label: str, edited: Callable[[], Project], merge: str = "") -> None:
        """Make an edit; a refusal is told, and what is shown is put right."""
        try:
            self._document.edit(label, edited(), merge=merge)
        except EditRefused as refusal:
            self._notices.report(refusal)
            self._refused()


def _tr(text: str) -> str:
    return QCoreApplication.translate("CastPanel", text)
