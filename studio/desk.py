"""The desk: what is opened, made, imported and copied lies here, one production at a time."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_documents_path

from studio.engine_room import EngineRoom
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.formats.script import Script
from studio.intake import project_from, project_path_of, sample_script
from studio.model.project import new_project
from studio.opening import (
    PROJECT_SUFFIX,
    is_project,
    production_of,
    script_at,
    write_script_to,
)
from studio.session import Session
from studio.store.imports import Imports
from studio.store.places import data_folder
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.ui.actions import Actions
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter
from studio.ui.upkeep import Upkeep
from studio.wording import sentence

PROJECT_KIND = "Understudy (*.understudy)"


class Desk:
    """Holds at most one open production; raises StudioError for what it cannot do."""

    def __init__(
        self,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
        prompter: Prompter,
        room: EngineRoom,
        settings: Callable[[], Settings],
        opened: Callable[[Path], None],
    ) -> None:
        self._window = window
        self._actions = actions
        self._notices = notices
        self._prompter = prompter
        self._settings = settings
        self._opened = opened
        self._upkeep = Upkeep(self._prompter, window.work, notices, window)
        self._imports = Imports(data_folder() / "imported-scripts.json")
        self._room = room
        self._session: Session | None = None
        self._opening = asyncio.Lock()

    @property
    def session(self) -> Session | None:
        """The open production with its panels."""
        return self._session

    async def close(self) -> None:
        """Close what is open."""
        await self._close_session()

    async def open(self, path: Path) -> None:
        """Open a project, or a script as a project beside it."""
        async with self._opening:
            if is_project(path):
                await self._open_project(path)
                return
            script = await self._read_script(path)
            if script is None:
                return
            target = project_path_of(path)
            if target.exists():
                await self._open_project(target)
                await self._offer_changes(script, path)
                return
            project = await project_from(
                script,
                path,
                self._room.roster,
                self._room.catalogue.voices_of(self._settings().engine),
            )
            await self._show_file(await asyncio.to_thread(ProjectFile.create, target, project))
            await asyncio.to_thread(self._imports.remember, target, path)
            if path != sample_script() and target.parent != path.resolve().parent:
                text = self._window.tr("{folder} cannot be written, so the project is in {place}.")
                folders = {"folder": path.resolve().parent, "place": target.parent}
                self._notices.banner(text.format(**folders))

    async def open_sample(self) -> None:
        """Open the sample series."""
        await self.open(sample_script())

    async def _open_project(self, path: Path) -> None:
        """Open a project file; the one that is open already stays as it is."""
        if self._session and await asyncio.to_thread(_same_file, path, self._session.path):
            return
        try:
            file = await asyncio.to_thread(ProjectFile.open, path)
        except ProjectFileError as error:
            if error.problem is not ProjectFileProblem.DAMAGED:
                raise
            await self._open_repaired(path, error)
            return
        await self._show_file(file)
        why = file.why_read_only
        if why is not None and why.problem is ProjectFileProblem.DAMAGED:
            await self._open_repaired(path, why)

    async def _open_repaired(self, path: Path, damage: ProjectFileError) -> None:
        """Offer a repaired copy of a damaged project, and open it."""
        repaired = await self._upkeep.offer_repair(path, sentence(damage))
        if repaired is not None:
            await self._show_file(await asyncio.to_thread(ProjectFile.open, repaired))

    async def export(self) -> None:
        """Ask what to deliver of what is open, and deliver it."""
        if self._session:
            await self._session.export()

    async def voice(self) -> None:
        """Voice what is missing in the episode in hand."""
        if self._session:
            self._session.voicing.voice_missing()

    async def _read_script(self, path: Path) -> Script | None:
        """The script in a file; where its encoding is a guess, the person decides."""
        script, decoded = await asyncio.to_thread(script_at, path)
        if decoded.certain:
            return script
        data = await asyncio.to_thread(path.read_bytes)
        encoding = await self._prompter.encoding(data, decoded)
        if encoding is None:
            return None
        return (await asyncio.to_thread(script_at, path, encoding=encoding))[0]

    async def _offer_changes(self, script: Script, path: Path) -> None:
        """The script's project was there already: say so when the script has changed since."""
        session = self._session
        if session is None or session.document.read_only:
            return
        if await asyncio.to_thread(self._imports.changed_since, session.path, path):
            text = self._window.tr("This script has changed since it became this project.")
            action = session.action_to_import(
                script, lambda: self._imports.remember(session.path, path)
            )
            self._notices.banner(text, action)

    async def browse(self) -> None:
        """Ask for a file and open it."""
        kinds = (
            self._window.tr("Scripts and projects (*.understudy *.fountain *.txt *.spmd)"),
            self._window.tr("All files (*)"),
        )
        title = self._window.tr("Open a script or project")
        path = await self._prompter.open_file(title, kinds, self._folder())
        if path is not None:
            await self.open(path)

    async def new(self) -> None:
        """Ask for a place and make an empty project there."""
        title = self._window.tr("New project")
        proposed = self._folder() / self._window.tr("Untitled.understudy")
        path = await self._prompter.save_file(title, (PROJECT_KIND,), proposed)
        if path is None:
            return
        project = new_project(path.stem)
        path = path.with_suffix(PROJECT_SUFFIX)
        if self._session and await asyncio.to_thread(_same_file, path, self._session.path):
            raise ProjectFileError(ProjectFileProblem.EXISTS, str(path))
        async with self._opening:
            await asyncio.to_thread(_take_away, path)
            await self._show_file(await asyncio.to_thread(ProjectFile.create, path, project))

    async def import_script(self) -> None:
        """Ask for a script and take its lines into what is open."""
        session = self._session
        title = self._window.tr("Import a script")
        kinds = (self._window.tr("Scripts (*.fountain *.txt *.spmd)"), self._window.tr("All (*)"))
        path = await self._prompter.open_file(title, kinds, self._folder())
        script = await self._read_script(path) if path else None
        if script is not None and session is self._session and session is not None:
            session.import_script(script)

    async def save_script(self) -> None:
        """Ask for a place and write the script there: Fountain, or plain text for `.txt`."""
        session = self._session
        if session is None:
            return
        title = self._window.tr("Save the script")
        kinds = (self._window.tr("Fountain (*.fountain)"), self._window.tr("Plain text (*.txt)"))
        proposed = session.path.with_suffix(".fountain")
        path = await self._prompter.save_file(title, kinds, proposed)
        if path is not None:
            await asyncio.to_thread(write_script_to, path, session.document.project)
            self._notices.status(self._window.tr("Script saved: {path}").format(path=path))

    async def check(self) -> None:
        """Check what is open, and open a repaired copy if one was needed and wanted."""
        if self._session is None:
            return
        path = self._session.path
        async with self._opening:
            await self._close_session()  # reading a file twice in one process undoes its locks
            repaired = await self._upkeep.look_over(path)
            await self._show_file(await asyncio.to_thread(ProjectFile.open, repaired or path))

    async def compact(self) -> None:
        """Make the file of what is open as small as it can be."""
        if self._session is not None:
            await self._upkeep.compact(self._session.production.file)

    async def save_copy(self) -> None:
        """Ask for a place and write a copy of what is open there."""
        session = self._session
        if session is None:
            return
        title = self._window.tr("Save a copy")
        path = await self._prompter.save_file(title, (PROJECT_KIND,), session.path)
        if path is not None:
            file = session.production.file
            await asyncio.to_thread(file.save_copy, path, replace=True)
            self._notices.status(self._window.tr("Copy saved: {path}").format(path=path))

    async def _show_file(self, file: ProjectFile) -> None:
        """Make an opened file the production in the window; what was said before is past."""
        self._notices.withdraw_banner()
        await self._close_session()
        loop = asyncio.get_running_loop()
        production = production_of(
            file,
            self._room.roster,
            call_soon=loop.call_soon_threadsafe,
            paces=self._room.paces,
            bill=self._room.bill,
        )
        self._session = Session(
            production,
            self._window,
            self._actions,
            self._notices,
            self._prompter,
            self._room,
            self._settings,
        )
        gc.freeze()  # what was just opened stays: the collector need not walk it again and again
        self._opened(file.path.resolve())

    async def _close_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()
            gc.unfreeze()

    async def put_away(self) -> None:
        """Close what is open and show the welcome page."""
        self._window.show_welcome([Path(name) for name in self._settings().recent])
        await self._close_session()

    def _folder(self) -> Path:
        """Where file dialogs begin: beside what is open, else with the documents."""
        if self._session is not None:
            return self._session.path.parent
        return user_documents_path()


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _take_away(path: Path) -> None:
    """Remove a project that a new one is to replace; raises its error when it cannot be had."""
    if not path.exists():
        return
    with ProjectFile.open(path) as file:
        if file.why_read_only is not None:
            raise file.why_read_only
    path.unlink()
