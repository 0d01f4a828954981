"""The desk: what is opened, made, imported and copied lies here, one production at a time."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path

from platformdirs import user_documents_path

from studio.engine_room import EngineRoom
from studio.errors import ProjectFileError, ProjectFileProblem, StudioError
from studio.formats.reading import SCRIPT_ENDINGS
from studio.formats.script import Script
from studio.intake import project_from, project_path_of, sample_script
from studio.model.project import new_project
from studio.opening import (
    PROJECT_SUFFIX,
    Production,
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
from studio.synthesis.usage import use_of
from studio.ui.actions import Actions
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.own_voices.room import OpenProject
from studio.ui.project_cost import ProjectCost
from studio.ui.prompts import Prompter
from studio.ui.upkeep import Upkeep
from studio.voice_desk import VoiceDesk
from studio.wording import sentence

SCRIPTS = " ".join(f"*{ending}" for ending in SCRIPT_ENDINGS)
PROJECT_KIND = "Understudy (*.understudy)"

FIRST_LINES = 40
"""As many as a tall window shows."""


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
        self.voices = VoiceDesk(window, actions, notices, prompter, room, settings)
        self.voices.maker.changed.connect(self._look_at_own)
        self._session: Session | None = None
        self._opening = asyncio.Lock()
        self._closed = False

    @property
    def session(self) -> Session | None:
        """The open production with its panels."""
        return self._session

    async def close(self) -> None:
        """Close what is open; what is still being opened is closed when it comes."""
        self._closed = True
        await asyncio.gather(self._close_session(), self.voices.close())

    async def open(self, path: Path) -> None:
        """Open a project, or a script as a project beside it."""
        async with self._opening:
            if is_project(path):
                await self._open_project(path)
                return
            script = await self._read_script(path)
            if script is None:
                return
            target, there, apart = await asyncio.to_thread(_place_of, path)
            if there:
                await self._open_project(target)
                await self._offer_changes(script, path)
                return
            project = await project_from(
                script,
                path,
                self._room.roster,
                self._room.catalogue.voices_of(self._settings().engine),
            )
            await self._show(await self._production(lambda: ProjectFile.create(target, project)))
            await asyncio.to_thread(self._imports.remember, target, path)
            if apart is not None:
                text = self._window.tr("{folder} cannot be written, so the project is in {place}.")
                self._notices.banner(text.format(folder=apart, place=target.parent))

    async def open_sample(self) -> None:
        """Open the sample series."""
        await self.open(await asyncio.to_thread(sample_script))

    async def _open_project(self, path: Path) -> None:
        """Open a project file; the one that is open already stays as it is."""
        if self._session and await asyncio.to_thread(_same_file, path, self._session.path):
            return
        try:
            production = await self._production(lambda: ProjectFile.open(path))
        except ProjectFileError as error:
            if error.problem is not ProjectFileProblem.DAMAGED:
                raise
            await self._open_repaired(path, error)
            return
        await self._show(production)
        why = production.file.why_read_only
        if why is not None and why.problem is ProjectFileProblem.DAMAGED:
            await self._open_repaired(path, why)

    async def _open_repaired(self, path: Path, damage: ProjectFileError) -> None:
        """Offer a repaired copy of a damaged project, and open it."""
        repaired = await self._upkeep.offer_repair(path, sentence(damage))
        if repaired is not None:
            await self._show(await self._production(lambda: ProjectFile.open(repaired)))

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
            self._window.tr("Scripts and projects ({endings})").format(
                endings=f"*.understudy {SCRIPTS}"
            ),
            self._window.tr("All files (*)"),
        )
        title = self._window.tr("Open a script or project")
        path = await self._prompter.open_file(title, kinds, await self._folder())
        if path is not None:
            await self.open(path)

    async def new(self) -> None:
        """Ask for a place and make an empty project there."""
        title = self._window.tr("New project")
        proposed = (await self._folder()) / self._window.tr("Untitled.understudy")
        path = await self._prompter.save_file(title, (PROJECT_KIND,), proposed)
        if path is None:
            return
        project = new_project(path.stem)
        path = path.with_suffix(PROJECT_SUFFIX)
        if self._session and await asyncio.to_thread(_same_file, path, self._session.path):
            raise ProjectFileError(ProjectFileProblem.EXISTS, str(path))
        async with self._opening:
            await asyncio.to_thread(_take_away, path)
            await self._show(await self._production(lambda: ProjectFile.create(path, project)))

    async def new_with(self, action: str) -> None:
        """Make an empty project as `new` does, and begin with one of its actions."""
        before = self._session
        await self.new()
        begun = self._actions.find(action)
        if self._session is not before and begun is not None:
            begun.trigger()

    async def import_script(self) -> None:
        """Ask for a script and take its lines into what is open."""
        session = self._session
        title = self._window.tr("Import a script")
        tr = self._window.tr
        kinds = (tr("Scripts ({endings})").format(endings=SCRIPTS), tr("All (*)"))
        path = await self._prompter.open_file(title, kinds, await self._folder())
        script = await self._read_script(path) if path else None
        if script is not None and session is self._session and session is not None:
            session.import_script(script)

    async def save_script(self) -> None:
        """Ask for a place and write the script there, in the dialect of its ending."""
        session = self._session
        if session is None:
            return
        title = self._window.tr("Save the script")
        tr = self._window.tr
        kinds = (
            tr("Fountain (*.fountain)"),
            tr("Plain text (*.txt)"),
            tr("Final Draft (*.fdx)"),
        )
        proposed = session.path.with_suffix(".fountain")
        path = await self._prompter.save_file(title, kinds, proposed)
        if path is not None:
            await asyncio.to_thread(write_script_to, path, session.document.project)
            self._notices.status(self._window.tr("Script saved: {path}").format(path=path))

    async def show_cost(self) -> None:
        """Show what the open project was billed."""
        if self._session is None:
            return
        project = self._session.document.project
        uses = await asyncio.to_thread(use_of, project)
        spent = await asyncio.to_thread(self._room.ledger.spent, project=project.id)
        dialog = ProjectCost(uses, spent, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def check(self) -> None:
        """Check what is open, and open a repaired copy if one was needed and wanted."""
        if self._session is None:
            return
        path = self._session.path
        async with self._opening:
            await self._close_session()  # reading a file twice in one process undoes its locks
            found = await self._upkeep.look_over(path) or path
            await self._show(await self._production(lambda: ProjectFile.open(found)))

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

    async def _production(self, opening: Callable[[], ProjectFile]) -> Production:
        """A file with all that works on it, opened in a thread; one that comes too late is closed.

        Cancelling waits for the thread: it may have the file open already.
        """
        call_soon = asyncio.get_running_loop().call_soon_threadsafe
        room = self._room

        def open_it() -> Production:
            with ExitStack() as failing:
                file = failing.enter_context(opening())
                made = production_of(
                    file, room.roster, call_soon=call_soon, paces=room.paces, bill=room.bill
                )
                failing.callback(made.keeper.close)
                _look_ahead(made)
                failing.pop_all()
            return made

        coming = asyncio.ensure_future(asyncio.to_thread(open_it))
        try:
            return await asyncio.shield(coming)
        except asyncio.CancelledError:
            with suppress(StudioError):
                production = await coming
                await asyncio.to_thread(production.close)
            raise

    async def _show(self, production: Production) -> None:
        """Make this the production in the window; what was said before is past."""
        self._notices.withdraw_banner()
        try:
            await self._close_session()
        except asyncio.CancelledError:
            await asyncio.to_thread(production.close)
            raise
        if self._closed:
            await asyncio.to_thread(production.close)
            return
        self._session = Session(
            production,
            self._window,
            self._actions,
            self._notices,
            self._prompter,
            self._room,
            self._settings,
        )
        self._tell_voices(self._session)
        gc.freeze()  # what was just opened stays: the collector need not walk it again and again
        self._opened(await asyncio.to_thread(production.file.path.resolve))

    def _tell_voices(self, session: Session) -> None:
        """Have one's own voices know what is open."""
        session.voicing.voices_refused.connect(self.voices.voices_refused)
        self.voices.project_opened(OpenProject(session.document, session.selection))

    def _look_at_own(self) -> None:
        """Show in the cast how one's own voices are now."""
        if self._session is not None:
            self._session.look_at_own_voices()

    async def _close_session(self) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        self.voices.project_closed()
        closing = asyncio.ensure_future(session.close())
        try:
            await asyncio.shield(closing)
        finally:
            await asyncio.wait((closing,))  # what is left to be written is, cancelled or not
            gc.unfreeze()

    async def put_away(self) -> None:
        """Close what is open and show the welcome page."""
        self._window.show_welcome([Path(name) for name in self._settings().recent])
        await self._close_session()

    async def _folder(self) -> Path:
        """Where file dialogs begin: beside what is open, else with the documents."""
        if self._session is not None:
            return self._session.path.parent
        return await asyncio.to_thread(user_documents_path)


def _place_of(script: Path) -> tuple[Path, bool, Path | None]:
    """Where a script's project belongs, whether one is there, and the folder it cannot be in."""
    target, folder = project_path_of(script), script.resolve().parent
    apart = folder != sample_script().resolve().parent and target.parent != folder
    return target, target.exists(), folder if apart else None


def _look_ahead(production: Production) -> None:
    """Know the first lines' states before they are painted: engines read files for the first."""
    project = production.document.project
    spoken = (line for _, line in project.lines if line.spoken)
    for line in islice(spoken, FIRST_LINES):
        production.status.of(line, project.languages[0])


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
