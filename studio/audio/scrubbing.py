"""What sounds while someone drags the playhead: a moment of each place it comes to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.audio.course import as_stereo
from studio.audio.playback import Readable
from studio.model.span import samples_of_ms

MOMENT = samples_of_ms(90)
"""Samples of each place that sound."""

NEAR = samples_of_ms(60)
"""A pointer this little ahead of what sounds is followed without a new beginning."""

EDGE = samples_of_ms(4)

_RISE = np.linspace(0, 1, EDGE, endpoint=False, dtype=np.float32)


class Scrub:
    """Plays a moment from each new place, then is silent; moments that follow are one sound.

    The window's thread sets `place`, the device's thread takes.
    """

    def __init__(self, sound: Readable, place: int) -> None:
        self.sound = sound
        self.place = place
        self._heard: int | None = None
        self._next = self._until = 0

    def take(self, frames: int) -> NDArray[np.float32]:
        """The next samples."""
        place = self.place
        if place == self._heard:
            return self._moment(frames)
        follows = self._next <= self._until and 0 <= place - self._next < NEAR
        self._heard = place
        if follows and self._next < self._until:
            self._until = place + MOMENT
            return self._moment(frames)
        before = self._moment(EDGE)
        self._next, self._until = place, place + MOMENT
        sound = self._moment(frames)
        edge = min(EDGE, frames)
        rise = _RISE[:edge] if sound.ndim == 1 else _RISE[:edge, np.newaxis]
        if before.ndim != sound.ndim:
            before, sound = as_stereo(before), as_stereo(sound)
            rise = _RISE[:edge, np.newaxis]
        sound[:edge] = sound[:edge] * rise + before[:edge] * (1 - rise)
        return sound

    def _moment(self, frames: int) -> NDArray[np.float32]:
        """What is left of the moment, fading at its end, and silence."""
        sound = self.sound.read(self._next, frames)
        places = np.arange(self._next, self._next + frames)
        level = np.clip((self._until - places) / EDGE, 0, 1).astype(np.float32)
        self._next += frames
        return sound * (level if sound.ndim == 1 else level[:, np.newaxis])
