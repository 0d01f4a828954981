"""What makes and keeps one's own voices in the window, whatever project is open, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal

from studio.audio.playback import PlaysBlocks
from studio.bridge import TaskScope
from studio.engine_room import EngineRoom
from studio.engines.speech import Price, SpeaksLines, Speech, SpeechRequest
from studio.store.settings import Settings
from studio.synthesis.one_sentence import speak_once
from studio.ui.actions import Actions
from studio.ui.cloning.cloning import Cloning
from studio.ui.designing.designing import Designing
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.own_voices.library_dialog import LibraryDialog
from studio.ui.own_voices.maker import VoiceMaker
from studio.ui.own_voices.outcome import Outcome
from studio.ui.own_voices.player import SoundPlayer
from studio.ui.own_voices.room import OpenProject, VoiceRoom
from studio.ui.own_voices.watch import VoiceWatch
from studio.ui.prompts import Prompter
from studio.ui.sound_loading import load_sound


class VoiceDesk(QObject):
    """Lives as long as the program; `open_project` and `project_closed` tell it what is open."""

    _spoke_first = Signal()

    def __init__(
        self,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
        prompter: Prompter,
        engines: EngineRoom,
        settings: Callable[[], Settings],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices
        self._engines = engines
        self._settings = settings
        self._project: OpenProject | None = None
        self._dialog: LibraryDialog | None = None
        self._tasks = TaskScope(notices.report)
        self.player = SoundPlayer(self._output, self)
        self.maker = VoiceMaker(
            engines.library,
            engines.roster,
            engines.catalogue,
            engines.voice_bill,
            settings,
            self._tasks,
            lambda: window.work,
            self,
        )
        self.room = VoiceRoom(
            library=engines.library,
            engines=engines.roster,
            catalogue=engines.catalogue,
            tasks=self._tasks,
            work=lambda: window.work,
            notices=notices,
            prompter=prompter,
            player=self.player,
            settings=settings,
            maker=self.maker,
            say=self._say,
            actions=actions,
            project=lambda: self._project,
            window=window,
        )
        self.watch = VoiceWatch(self.room, self)
        self.cloning = Cloning(self.room, self)
        self.designing = Designing(self.room, self)
        self._add_actions(actions)
        self._connect()

    def begin(self) -> None:
        """See to the library once the program has begun, and go on with what was ordered."""
        self._tasks.start(self._begin())

    def project_opened(self, project: OpenProject) -> None:
        """A project is open from now on: its voices are looked at."""
        self._project = project
        self._tasks.start(self.watch.look_over(project))
        self.cloning.project_opened()
        self._show_project()

    def project_closed(self) -> None:
        """Nothing is open any more."""
        self._project = None
        self.watch.forget_project()
        self._show_project()

    def voices_refused(self, names: Iterable[tuple[str, str]]) -> None:
        """Services refused voices while lines were voiced: pairs of an engine and an id."""
        self._tasks.start(self.watch.refused(tuple(names)))

    async def close(self) -> None:
        """Begin nothing more, and see to its end what was asked for."""
        if self._dialog is not None:
            self._dialog.close()
            await self._dialog.aclose()
        await self.maker.aclose()
        await self._tasks.close()
        self._engines.hear_first_uses(lambda: None)
        self.player.close()

    def show_library(self, voice: str = "") -> LibraryDialog:
        """Show one's own voices, with one of them in hand."""
        if self._dialog is None:
            self._tasks.start(load_sound())
            self._dialog = LibraryDialog(self.room, self._window, can_recut=True)
            self._dialog.recut_requested.connect(self.cloning.clone_again)
            self._dialog.destroyed.connect(self._forget_dialog)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        if voice:
            self._dialog.go_to(voice)
        return self._dialog

    async def _begin(self) -> None:
        await self.watch.mend()
        await self.watch.go_on()
        await self.watch.look_at_clocks()

    def _add_actions(self, actions: Actions) -> None:
        tr = self.tr
        actions.add(
            "voices.mine", tr("&My Voices…"), self.show_library, shortcut="Ctrl+Shift+M",
            icon="cast", owner=self,
        )  # fmt: skip
        self.cloning.add_actions(actions)
        self.designing.add_actions(actions)

    def _connect(self) -> None:
        self.player.lost.connect(self._notices.report)
        self.maker.ended.connect(self._tell_outcome)
        self.watch.voice_wanted.connect(self.show_library)
        # Lines are spoken in threads: what is seen of the library is read again in this one.
        self._spoke_first.connect(self.maker.changed, Qt.ConnectionType.QueuedConnection)
        self._engines.hear_first_uses(self._spoke_first.emit)

    def _tell_outcome(self, outcome: Outcome) -> None:
        self.watch.tell_outcome(outcome)

    def _show_project(self) -> None:
        if self._dialog is not None:
            self._dialog.look_again()

    def _forget_dialog(self) -> None:
        self._dialog = None

    async def _say(self, engine: SpeaksLines, request: SpeechRequest, price: Price) -> Speech:
        engines = self._engines
        return await speak_once(engine, request, price, paces=engines.paces, bill=engines.bill)

    def _output(self) -> PlaysBlocks:
        """The sound device as the settings have it now."""
        from studio.audio.output import output_for

        return output_for(self._settings().output_device)
