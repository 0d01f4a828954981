"""Going along the timeline by hand: faster, backwards, step by step, and by the playhead."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from studio.model.span import SAMPLE_RATE
from studio.transport import Transport
from studio.ui.playback import Playback

LADDER = (1.0, 1.5, 2.0)
"""How fast it goes after one, two and three presses."""

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""What one can choose to hear everything at."""

STEP = SAMPLE_RATE // 25
"""Samples of one step: a frame of the picture."""


class Jogging(QObject):
    """Turns keys and hands into speed, direction and place of what plays."""

    speed_changed = Signal()

    def __init__(self, playback: Playback, transport: Transport, parent: QObject) -> None:
        super().__init__(parent)
        self._playback = playback
        self._transport = transport
        self._played = False

    @property
    def speed(self) -> float:
        """How fast it plays now, negative when backwards."""
        return -self._transport.speed if self._transport.backwards else self._transport.speed

    def forward(self) -> None:
        """Play; when it plays already, play faster."""
        if not self._playback.playing:
            self._playback.toggle()
        elif self._transport.backwards:
            self._playback.play_from(self._playback.position)
        else:
            self._go_faster()
        self.speed_changed.emit()

    def back(self) -> None:
        """Play backwards; when it does already, faster."""
        if self._transport.backwards:
            self._go_faster()
        else:
            self._playback.play_back()
        self.speed_changed.emit()

    def stop(self) -> None:
        """Stop where it is."""
        if self._playback.playing:
            self._playback.toggle()
        self.speed_changed.emit()

    def step(self, steps: int) -> None:
        """Go so many frames of the picture on or back, and hear where one is."""
        self._playback.scrub(self._playback.position + steps * STEP)

    def set_speed(self, speed: float) -> None:
        """Hear everything so fast from now on."""
        self._transport.set_speed(speed)
        self._playback.started.emit()
        self.speed_changed.emit()

    def change_speed(self, steps: int) -> None:
        """Choose the next slower or faster speed."""
        now = self._transport.speed
        found = [speed for speed in SPEEDS if (speed - now) * steps > 1e-6]
        if found:
            self.set_speed(min(found) if steps > 0 else max(found))

    def scrub(self, sample: int) -> None:
        """Hold the playhead at a place and hear it."""
        if not self._transport.scrubbing:
            self._played = self._playback.playing
        self._playback.scrub(sample)

    def end_scrub(self) -> None:
        """Let go of the playhead; what played before goes on from there."""
        if self._transport.scrubbing:
            self._transport.end_scrub()
            if self._played:
                self._playback.play_from(self._playback.position)
            self._played = False

    def _go_faster(self) -> None:
        faster = [speed for speed in LADDER if speed > self._transport.speed]
        if faster:
            self._transport.set_speed(faster[0], keep=False)
            self._playback.started.emit()
