"""The transport: play, pause, back to the start, where we are, and room for more."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from studio.ui.actions import Actions
from studio.ui.theme import icon, mark, mono_font
from studio.ui.timecode import clock

POLL_MS = 16


class Plays(Protocol):
    """The part of the transport that the bar works with; positions in samples."""

    @property
    def position(self) -> int:
        """Where it is."""
        ...

    @property
    def length(self) -> int:
        """How long what is loaded is."""
        ...

    @property
    def playing(self) -> bool:
        """Whether it sounds."""
        ...

    def toggle(self) -> None:
        """Play from here, or pause."""
        ...

    def seek(self, sample: int) -> None:
        """Go somewhere."""
        ...

    def poll(self) -> None:
        """Look at the loudspeaker; called often while it plays."""
        ...


class TransportBar(QFrame):
    """Buttons and time code; it asks for the position only while something plays."""

    position_changed = Signal(int)
    """In samples, at each turn of the timer while playing, and after each jump."""
    playing_changed = Signal(bool)

    def __init__(
        self,
        transport: Plays,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._transport = transport
        self._actions = actions
        self._showed_playing = False
        self._showed_position = -1
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._turn)
        self._time = QLabel(self)
        self._length = QLabel(self)
        self._add_actions()
        self._build()
        self.follow()

    def follow(self) -> None:
        """Look at the transport now; called by whoever played, paused, moved or loaded it."""
        playing = self._transport.playing
        if playing and self.isVisible():
            self._timer.start()
        elif not playing:
            self._timer.stop()
        if playing != self._showed_playing:
            self._showed_playing = playing
            self._show_playing(playing)
            self.playing_changed.emit(playing)
        self._show_position()

    def add_left(self, tool: QWidget) -> None:
        """Show a tool beside the buttons; the bar owns it."""
        self._left.addWidget(tool)

    def add_right(self, tool: QWidget) -> None:
        """Show a tool behind the time; the bar owns it."""
        self._right.addWidget(tool)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on looking at the transport."""
        super().showEvent(event)
        self.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: no timer."""
        self._timer.stop()
        super().hideEvent(event)

    def _add_actions(self) -> None:
        add = self._actions.add
        self._play = add(
            "transport.play",
            self.tr("Play"),
            self._toggle,
            shortcut="Space; Ctrl+Space",
            icon="play",
            owner=self,
        )
        self._to_start = add(
            "transport.to_start",
            self.tr("Go to the start"),
            lambda: self._seek(0),
            shortcut="Home",
            owner=self,
            icon="to-start",
        )

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for action in (self._to_start, self._play):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setIconSize(QSize(20, 20))
            button.setAccessibleName(action.text())
            row.addWidget(button)
        self._time.setFont(mono_font(15))
        self._time.setAccessibleName(self.tr("Position"))
        self._length.setFont(mono_font(13))
        mark(self._time, "timecode")
        mark(self._length, "faint")
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        for part in (self._left, self._right):
            part.setSpacing(4)
        row.addLayout(self._left)
        row.addSpacing(8)
        row.addWidget(self._time)
        row.addWidget(self._length)
        row.addSpacing(12)
        row.addLayout(self._right)

    def _toggle(self) -> None:
        self._transport.toggle()
        self.follow()

    def _seek(self, sample: int) -> None:
        self._transport.seek(sample)
        self.follow()

    def _turn(self) -> None:
        self._transport.poll()
        self.follow()

    def _show_playing(self, playing: bool) -> None:
        self._play.setIcon(icon("pause" if playing else "play"))
        self._play.setText(self.tr("Pause") if playing else self.tr("Play"))

    def _show_position(self) -> None:
        self._length.setText("/ " + clock(self._transport.length))
        self._play.setEnabled(self._transport.length > 0)
        position = self._transport.position
        self._time.setText(clock(position))
        if position != self._showed_position:
            self._showed_position = position
            self.position_changed.emit(position)
