"""A clock in the place of a loudspeaker: everything moves, nothing is heard."""

from __future__ import annotations

import time
from collections.abc import Callable

from studio.audio.playback import Source
from studio.errors import AudioError
from studio.model.span import samples_of


class SilentClock:
    """Plays nothing at the right speed; the source is never asked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = 0.0
        self._at = 0
        self._playing = False

    @property
    def playing(self) -> bool:
        """Whether the clock runs."""
        return self._playing

    @property
    def position(self) -> int:
        """The sample that would be heard now."""
        if not self._playing:
            return self._at
        return self._at + samples_of(self._clock() - self._started)

    @property
    def trouble(self) -> AudioError | None:
        """A clock has none."""
        return None

    def start(self, source: Source, at: int) -> None:
        """Run from a sample on."""
        del source
        self._at, self._started, self._playing = at, self._clock(), True

    def look_again(self, source: Source, at: int) -> None:
        """A clock is always there."""
        self.start(source, at)

    def stop(self) -> None:
        """Stand still."""
        self._at, self._playing = self.position, False

    def close(self) -> None:
        """There is nothing to let go of."""
        self.stop()
