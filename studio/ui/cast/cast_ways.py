"""The ways a whole cast comes and goes: suggested, copied, read from a file, written to one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio.bridge import TaskScope
from studio.casting.cast_files import Stranger, with_cast_file, write_cast_file
from studio.casting.copying import Match, project_at, with_copied
from studio.casting.suggesting import Suggestion, accepted
from studio.document import Document
from studio.errors import EditRefused
from studio.model.project import Project
from studio.synthesis.changing import made_stale
from studio.ui.actions import Actions
from studio.ui.cast.copy_dialog import CopyCastDialog, changed_castings
from studio.ui.cast.suggest_dialog import SuggestDialog
from studio.ui.counting import counted
from studio.ui.notices import Notices
from studio.ui.prompts import Choice, Prompter
from studio.ui.voices.picking import VoicePicker
from studio.ui.voices.stale_words import change_words


class CastWays(QObject):
    """Each is one edit; `folder` is where files are looked for, `engine` who speaks at first."""

    def __init__(
        self,
        document: Document,
        picker: VoicePicker,
        actions: Actions,
        notices: Notices,
        prompter: Prompter,
        tasks: TaskScope,
        window: QWidget,
        *,
        path: Path,
        engine: Callable[[], str],
        owner: QObject,
    ) -> None:
        """`path` is the project's own file; the actions live as long as `owner`."""
        super().__init__(owner)
        self._document = document
        self._picker = picker
        self._notices = notices
        self._prompter = prompter
        self._tasks = tasks
        self._window = window
        self._path = path
        self._engine = engine
        tr = self.tr
        actions.add("cast.suggest", tr("Su&ggest Voices…"), self.suggest, owner=self)
        actions.add("cast.copy", tr("Cop&y Cast from a Project…"),
                    lambda: tasks.start(self.copy()), owner=self)  # fmt: skip
        actions.add("cast.import", tr("&Import Cast…"),
                    lambda: tasks.start(self.take_file()), icon="import", owner=self)  # fmt: skip
        actions.add("cast.save", tr("&Save Cast…"),
                    lambda: tasks.start(self.save()), icon="export", owner=self)  # fmt: skip

    def suggest(self) -> SuggestDialog:
        """Suggest voices for whoever has none."""
        engine = self._document.project.engine or self._engine()
        dialog = SuggestDialog(self._document, self._picker, self._tasks, engine, self._window)
        dialog.cast_requested.connect(self._accept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    async def copy(self) -> None:
        """Ask for another project, and whose voices are copied from it."""
        title = self.tr("Copy the cast of which project?")
        kinds = [self.tr("Projects (*.understudy)")]
        path = await self._prompter.open_file(title, kinds, self._path.parent)
        if path is None:
            return
        source = await asyncio.to_thread(project_at, path)
        if not isValid(self):
            return
        dialog = CopyCastDialog(self._document, source, self._picker, self._window)
        dialog.copy_requested.connect(self._copied)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def take_file(self) -> None:
        """Cast as a file says; where that replaces voices it is asked first."""
        title, kinds = self.tr("Import cast"), [self.tr("Cast files (*.toml)")]
        path = await self._prompter.open_file(title, kinds, self._path.parent)
        if path is None:
            return
        before, strangers = self._document.project, list[Stranger]()
        after = await with_cast_file(
            before, path, self._picker.engines, engine=self._engine(), met=strangers.extend
        )
        if not await self._agreed(before, after):
            return
        project = self._document.project
        if project.cast is not before.cast:  # somebody cast meanwhile: the file is read once more
            after = await with_cast_file(project, path, self._picker.engines, engine=self._engine())
        if changed_castings(project, after):
            self._edit(self.tr("Import cast"), after)
        self._notices.status(self._taken(changed_castings(project, after), strangers))

    async def save(self) -> None:
        """Write the cast into a file."""
        proposed = self._path.with_suffix(".cast.toml")
        kinds = [self.tr("Cast files (*.toml)")]
        path = await self._prompter.save_file(self.tr("Save cast"), kinds, proposed)
        if path is None:
            return
        await asyncio.to_thread(write_cast_file, self._document.project, path)
        self._notices.status(self.tr("The cast is in {file}.").format(file=path.name))

    async def _agreed(self, before: Project, after: Project) -> bool:
        """Whether voices that are there may be replaced; what makes nothing stale is not asked."""
        affected = await asyncio.to_thread(made_stale, before, after, self._picker.engines)
        if not affected.lines:
            return True
        count = changed_castings(before, after)
        many = self.tr("The file changes {n} voices.")
        told = counted(count, self.tr("The file changes 1 voice."), many)
        choices = (
            Choice("take", self.tr("Import"), proposed=True),
            Choice("leave", self.tr("Cancel"), leaves=True),
        )
        question = f"{told}\n\n{change_words(affected)}"
        return await self._prompter.ask(self.tr("Import cast"), question, choices) == "take"

    def _taken(self, count: int, strangers: Sequence[Stranger]) -> str:
        told = counted(count, self.tr("1 voice is cast."), self.tr("{n} voices are cast."))
        if not count:
            told = self.tr("Everybody was cast like this already.")
        if strangers:
            names = ", ".join(
                f"{each.name} ({each.near[0]}?)" if each.near else each.name for each in strangers
            )
            told += " " + self.tr("Nobody here is called {names}.").format(names=names)
        return told

    def _accept(self, suggestions: Sequence[Suggestion]) -> None:
        one, many = self.tr("Cast 1 voice"), self.tr("Cast {n} voices")
        project = self._document.project
        self._edit(counted(len(suggestions), one, many), accepted(project, suggestions))

    def _copied(self, matches: Sequence[Match], languages: Sequence[str], over: bool) -> None:
        project = self._document.project
        self._edit(self.tr("Copy cast"), with_copied(project, matches, languages, over=over))

    def _edit(self, label: str, project: Project) -> None:
        if project == self._document.project:
            return
        try:
            self._document.edit(label, project)
        except EditRefused as refusal:
            self._notices.report(refusal)
