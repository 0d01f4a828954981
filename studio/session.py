"""One production in the window: its panels, wired to each other and to what they work with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction

from studio.audio.playback import PlaysBlocks
from studio.bridge import TaskScope
from studio.casting.first_cast import with_first_cast
from studio.document import Document
from studio.engine_room import EngineRoom
from studio.errors import EditRefused, StudioError
from studio.formats.script import Script
from studio.formats.scripting import merged
from studio.model.project import Project
from studio.opening import Production, pasted_lines
from studio.sound_desk import SoundDesk
from studio.store.places import voice_marks_file
from studio.store.settings import Settings
from studio.synthesis.bill import Caps
from studio.take_desk import TakeDesk
from studio.transport import Transport
from studio.ui.actions import Actions
from studio.ui.auditions import Auditions
from studio.ui.beds.bedding import Bedding, BedSurroundings
from studio.ui.cast.cast_ways import CastWays
from studio.ui.cast.own_marks import OwnMarks
from studio.ui.cast.panel import CastPanel
from studio.ui.delivery.exporting import Exporting
from studio.ui.edit_actions import EditActions
from studio.ui.first_line_fee import FirstLineFees
from studio.ui.header import Header
from studio.ui.history import History
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.playback import Playback
from studio.ui.prompts import Prompter
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.sound_loading import load_sound
from studio.ui.takes.panel import TakesPanel
from studio.ui.timeline.panel import TimelinePanel
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.transport_bar import TransportBar
from studio.ui.voices.marks import MarksBook
from studio.ui.voices.picking import VoicePicker
from studio.ui.voices.readings import Readings
from studio.ui.voicing import Voicing, VoicingTerms
from studio.ui.window_state import ProjectView
from studio.ui.workspace import Workspace
from studio.writing_desk import WritingDesk

FINISHING_S = 10.0
"""Seconds a closing project waits for lines that were sent and will be billed."""


class Session:
    """The open production with its panels; `close` writes what is left and lets go of the file."""

    def __init__(
        self,
        production: Production,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
        prompter: Prompter,
        room: EngineRoom,
        settings: Callable[[], Settings],
    ) -> None:
        self.production = production
        self._window = window
        self._actions = actions
        self._notices = notices
        self._prompter = prompter
        self._room = room
        self._settings = settings
        project = production.document.project
        view = window.view_of(project.id)
        known = view.language in project.languages
        language = view.language if known else project.languages[0]
        self.selection = Selection(project.episodes[0].id, language, window)
        self._tasks = TaskScope(notices.report)
        self._build_sound()
        self._build_panels()
        self._connect()
        self.script.bar.choose_beside(view.beside)
        self.script.checked.listening.play_on(view.play_on)
        self.timeline.handling.bring_back(view.hands)
        self._add_actions()
        self._tell_read_only()
        self.voicing.go_on()

    @property
    def document(self) -> Document:
        """The open document."""
        return self.production.document

    @property
    def path(self) -> Path:
        """Where the project file is."""
        return self.production.file.path

    def import_script(self, script: Script) -> None:
        """Take a script's lines over: known ones are edited, new ones added; takes stay."""
        label = self._window.tr("Import script")
        try:
            self.document.edit(label, merged(self.document.project, script))
        except EditRefused as refusal:
            self._notices.report(refusal)

    def action_to_import(self, script: Script, remember: Callable[[], None]) -> QAction:
        """The way to take a script's changes over, for a banner; it goes with the panels.

        `remember` is called in a thread once they are.
        """

        def take_over() -> None:
            self.import_script(script)
            self._tasks.start(asyncio.to_thread(remember))

        text = self._window.tr("Import its changes")
        return self._actions.add("script.take_over", text, take_over, context=self.script)

    def look_at_own_voices(self) -> None:
        """Mark castings by how one's own voices are now."""
        self._own.look()

    async def close(self) -> None:
        """Stop work and sound, write what is left, close the file."""
        self._notices.offer_saving(None)
        self._retry.setEnabled(False)
        self.voicing.close()
        self.playback.close()
        self.beds.close()
        await self._tasks.close()
        self.listening.close()
        self.writing.close()
        await self._marks.close()
        await self.production.booth.finish(FINISHING_S)
        self.sound.close()
        for stop in self._stops:
            stop()
        await asyncio.to_thread(self.production.close)
        self.selection.deleteLater()

    def _build_sound(self) -> None:
        self._transport = Transport(self._output)
        self._preview = Transport(self._output)
        self._tasks.start(load_sound())
        self.playback = Playback(
            self.document,
            self.selection,
            self.production.sounds,
            self._transport,
            self._preview,
            self._tasks,
            self._notices,
            self._window,
            beds=self.production.beds,
        )
        fees = FirstLineFees(self._prompter)
        self.voicing = Voicing(
            self.document,
            self.selection,
            self.production.status,
            self.production.booth,
            self.production.engines,
            self.playback,
            self._tasks,
            self._window.work,
            self._notices,
            VoicingTerms(self._prompter, self._room.bill, self._caps, self._with_first_cast, fees),
            self._window,
        )
        self.auditions = Auditions(
            self.document,
            self.selection,
            self.production.engines,
            self.playback,
            self._tasks,
            self._room.bill,
            self._notices,
            self._window,
            sounds=self.production.sounds.samples,
            paces=self._room.paces,
            fees=fees,
        )
        self._exporting = Exporting(
            self.document,
            self.selection,
            self.production.engines,
            self.production.sounds.samples,
            self.voicing,
            self._tasks,
            self._window.work,
            self._notices,
            self._actions,
            self._window,
            beds=self.production.beds,
            ffmpeg=self._settings().ffmpeg,
            consents=self._room.consents,
        )

    def _caps(self) -> Caps:
        settings = self._settings()
        return Caps(settings.cap_per_run, settings.cap_per_day)

    def _with_first_cast(self, project: Project) -> Project:
        """The project with a first voice of its own engine for whoever has none."""
        engine = project.engine or self._settings().engine
        return with_first_cast(project, self._room.catalogue.voices_of(engine))

    def _output(self) -> PlaysBlocks:
        """The sound device as the settings have it now."""
        from studio.audio.output import output_for

        return output_for(self._settings().output_device)

    def _build_panels(self) -> None:
        document, selection, actions = self.document, self.selection, self._actions
        status = self.production.status
        self.header = Header(document, selection, actions)
        History(document, actions, self.header)
        EditActions(actions, self.header)
        self.script = ScriptPanel(document, selection, status, actions, parse=pasted_lines)
        picker = self._voice_picker()
        self._own = OwnMarks(self._room.library, self._tasks, self.selection)
        self._own.look()
        self.cast = CastPanel(document, selection, picker, actions, self._notices, self._own)
        CastWays(
            document,
            picker,
            actions,
            self._notices,
            self._prompter,
            self._tasks,
            self._window,
            path=self.path,
            engine=lambda: self._settings().engine,
            owner=self.cast,
        )
        Readings(document, selection, picker, actions, self._notices, self.script)
        self.takes = TakesPanel(document, selection, status, self._room.catalogue, actions)
        peaks = PeakSource(self.production.file.peaks, self._tasks, self.selection)
        self.timeline = TimelinePanel(document, selection, status, peaks, actions)
        self.beds = self._bedding()
        self.transport_bar = TransportBar(self.playback, actions)
        self.sound = self._sound_desk()
        self.writing = self._writing_desk()
        self.listening = self._take_desk()
        workspace = Workspace(
            self.header,
            self.script,
            self.cast,
            self.takes,
            self.timeline,
            self.transport_bar,
            self.writing.outline,
            self.beds.picture,
        )
        self._window.show_workspace(workspace, document.project.title)
        self._window.show_panel("picture", shown=self.beds.desk.has_video)
        self.writing.show_first()

    def _bedding(self) -> Bedding:
        """What lies below the voices."""
        around = BedSurroundings(
            self._actions, self._notices, self._prompter, self._tasks, self.path.parent
        )
        sounds = self.production.beds
        return Bedding(self.document, self.selection, sounds, self.timeline, around)

    def _sound_desk(self) -> SoundDesk:
        """What one hears by."""
        return SoundDesk(
            self.playback,
            (self._transport, self._preview),
            self.selection,
            self.timeline,
            self.transport_bar,
            self._window,
            self._actions,
            self._notices,
            self._tasks,
            self._settings,
        )

    def _writing_desk(self) -> WritingDesk:
        """What writes; its jobs end with the tasks of the session."""
        return WritingDesk(
            self.production,
            self.selection,
            self.script,
            self._window,
            self._actions,
            self._notices,
            self._prompter,
            self._room,
            self._settings,
            self._tasks,
        )

    def _take_desk(self) -> TakeDesk:
        """What checks, compares and marks takes."""
        return TakeDesk(self.production, self.selection, self.script, self.takes,
                        self.writing.book, self.playback, self.voicing, self._actions,
                        self._notices, self._tasks)  # fmt: skip

    def _voice_picker(self) -> VoicePicker:
        """The way to any voice; its marks are read meanwhile."""
        self._marks = MarksBook(voice_marks_file(), self._tasks, self.selection)
        self._tasks.start(self._marks.load())
        return VoicePicker(
            self.document,
            self.production.engines,
            self._room.catalogue,
            self._marks,
            self.auditions,
            self._tasks,
            self.selection,
        )

    def _connect(self) -> None:
        playback, voicing, bar = self.playback, self.voicing, self.transport_bar
        self.script.voice_requested.connect(voicing.voice_lines)
        self.script.redo_requested.connect(voicing.redo)
        self.script.play_requested.connect(playback.play_line)
        self.script.edit_refused.connect(self._notices.report)
        self.script.script_dropped.connect(self._ask_to_open)
        self.cast.audition_requested.connect(self.auditions.character)
        self.timeline.seek_requested.connect(playback.seek)
        self.timeline.play_requested.connect(playback.play_from)
        self.timeline.edit_refused.connect(self._notices.report)
        bar.position_changed.connect(playback.follow)
        bar.position_changed.connect(self.timeline.set_playhead)
        bar.position_changed.connect(self.beds.set_playhead)
        self.beds.video_added.connect(lambda: self._window.show_panel("picture", shown=True))
        playback.loaded.connect(self.beds.book.look_again)
        self.beds.seek_requested.connect(playback.seek)
        self.beds.refused.connect(self._notices.report)
        bar.playing_changed.connect(self._follow_transport)
        playback.loaded.connect(bar.follow)
        playback.started.connect(bar.follow)
        voicing.missing_counted.connect(self.header.show_missing)
        self.selection.language_selected.connect(self._keep_view)
        self.script.bar.beside_chosen.connect(self._keep_view)
        self.timeline.handling.changed.connect(self._keep_view)
        self.script.checked.listening.switched.connect(self._keep_view)
        self._stops = (
            self.document.listen_for_trouble(self._tell_trouble),
            self._room.roster.listen(self.production.status.forget),
            self._room.catalogue.listen(self._own.look),
        )

    def _keep_view(self) -> None:
        beside, hands = self.script.table.beside, self.timeline.handling.kept()
        on = self.script.checked.listening.plays_on
        view = ProjectView(self.selection.language, beside, hands, on)
        self._window.keep_view(self.document.project.id, view)

    def _ask_to_open(self, name: str) -> None:
        self._window.open_requested.emit(Path(name))

    def _follow_transport(self) -> None:
        self.playback.follow(self.playback.position)

    def _add_actions(self) -> None:
        text = self._window.tr("Try to save again")
        self._retry = self._actions.add("file.save_again", text, self._save_again)
        self._retry.setEnabled(False)
        self._notices.offer_saving(self._retry)

    def _save_again(self) -> None:
        """Write what is left to write; when that fails again, the banner comes back."""
        self._notices.withdraw_banner()
        self.document.save_again()

    def _tell_trouble(self, error: StudioError | None) -> None:
        self._retry.setEnabled(error is not None)
        if error is None:
            self._notices.withdraw_banner()
        else:
            self._notices.banner(error, self._retry)

    def _tell_read_only(self) -> None:
        file = self.production.file
        if file.why_read_only is not None:
            self._notices.banner(file.why_read_only)

    async def export(self) -> None:
        """Ask what to deliver and deliver it."""
        await self._exporting.export(self.path.parent)
