"""The part of a session that one hears by: the bar's tools, jogging, loops, the sound output."""

from __future__ import annotations

from collections.abc import Callable

from studio.bridge import TaskScope
from studio.errors import AudioError
from studio.store.settings import Settings
from studio.transport import Transport
from studio.ui.actions import Actions
from studio.ui.jogging import Jogging
from studio.ui.main_window import MainWindow
from studio.ui.meters.strip import MeterStrip
from studio.ui.notices import Notices
from studio.ui.output_menu import OutputMenu
from studio.ui.playback import Playback
from studio.ui.selection import Selection
from studio.ui.timeline.panel import TimelinePanel
from studio.ui.transport_actions import TransportActions
from studio.ui.transport_bar import TransportBar
from studio.ui.transport_tools import TransportTools


class SoundDesk:
    """Wires what plays to the hands on it; `close` lets go of the devices."""

    def __init__(
        self,
        playback: Playback,
        transports: tuple[Transport, Transport],
        selection: Selection,
        timeline: TimelinePanel,
        bar: TransportBar,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
        tasks: TaskScope,
        settings: Callable[[], Settings],
    ) -> None:
        """`transports` are those of the episode and of sounds alone."""
        self._playback = playback
        self._transports = transports
        self._window = window
        self._notices = notices
        self._settings = settings
        self._opened_with = settings().output_device
        self._told = False
        self.jogging = Jogging(playback, transports[0], playback)
        self.hands = TransportActions(playback, self.jogging, selection, actions, bar)
        self.meters = MeterStrip(playback, bar)
        self._outputs = OutputMenu(lambda: settings().output_device, tasks, bar)
        self._tools = TransportTools(
            bar, self.hands, self.jogging, actions, self.meters, self._outputs
        )
        self._choose = actions.add(
            "transport.output", window.tr("Choose the sound output…"), self._open_outputs, owner=bar
        )
        self._connect(timeline, bar)

    def close(self) -> None:
        """Let go of the devices."""
        for stop in self._stops:
            stop()
        for transport in self._transports:
            transport.close()

    def use_chosen_output(self) -> None:
        """Open the device that the settings name now, when another one is open."""
        wanted = self._settings().output_device
        if wanted != self._opened_with:
            self._opened_with = wanted
            for transport in self._transports:
                transport.reopen()
            self._tell_device(None)

    def _connect(self, timeline: TimelinePanel, bar: TransportBar) -> None:
        playback, jogging, hands = self._playback, self.jogging, self.hands
        timeline.scrub_requested.connect(jogging.scrub)
        timeline.scrub_ended.connect(jogging.end_scrub)
        timeline.range_marked.connect(hands.mark_range)
        hands.range_changed.connect(timeline.show_range)
        hands.follow_changed.connect(timeline.follow_playhead)
        playback.started.connect(self.use_chosen_output)
        playback.started.connect(self.meters.wake)
        bar.playing_changed.connect(self.meters.wake)
        self._outputs.output_chosen.connect(self._choose_output)
        self._stops = tuple(each.listen(self._tell_device) for each in self._transports)

    def _choose_output(self, device: str) -> None:
        self._window.output_chosen.emit(device)
        self.use_chosen_output()

    def _open_outputs(self) -> None:
        self._tools.output.showMenu()

    def _tell_device(self, trouble: AudioError | None) -> None:
        """Say that the device is gone, with the way on, until it is back."""
        if trouble is not None:
            self._told = True
            self._notices.banner(trouble, self._choose, stays=True)
        elif self._told:
            self._told = False
            self._notices.withdraw_banner()
            self._notices.status(self._window.tr("The sound is back."))
