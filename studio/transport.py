"""Play, pause, seek, loop: where the ear is on the timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.playback import PlaysBlocks
from studio.audio.silence import SilentClock
from studio.errors import AudioError


class Readable(Protocol):
    """What can be played: a mixdown."""

    @property
    def length(self) -> int:
        """Samples from the beginning to the end."""
        ...

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """So many samples from a start on, (frames) or (frames, 2); silence outside."""
        ...


class _Silence:
    """What is loaded before anything is."""

    length = 0

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """Nothing but zeros."""
        del start
        return np.zeros(frames, np.float32)


@dataclass(frozen=True, slots=True)
class _Run:
    """One stretch being played; the device counts on from `at` without end."""

    at: int
    until: int | None
    loop: bool

    def timeline_of(self, counted: int) -> int:
        """Where on the timeline the sample is that the device counts so."""
        if not self.loop or self.until is None:
            return counted
        return self.at + (counted - self.at) % max(self.until - self.at, 1)


class Transport:
    """Plays what is loaded; loading while it plays changes what is heard from the next block on.

    `poll` is to be called often while it plays: it stops at the end and sees a lost device.
    Where the device is lost a silent clock goes on from the same place; the device is looked for
    again when one plays again.
    """

    def __init__(self, output: Callable[[], PlaysBlocks]) -> None:
        self._make_output = output
        self._output: PlaysBlocks | None = None
        self._loaded: Readable = _Silence()
        self._run = _Run(0, None, False)
        self._position = 0
        self._playing = False
        self._listeners: list[Callable[[AudioError | None], None]] = []

    @property
    def length(self) -> int:
        """Samples of what is loaded."""
        return self._loaded.length

    @property
    def playing(self) -> bool:
        """Whether it plays, heard or not."""
        return self._playing

    @property
    def position(self) -> int:
        """The sample of the timeline that is heard now, or would be next."""
        if not self._playing or self._output is None:
            return self._position
        return min(self._run.timeline_of(self._output.position), max(self._end, self._run.at))

    def plays(self, sound: Readable) -> bool:
        """Whether it plays, and plays this."""
        return self._playing and self._loaded is sound

    def listen(self, listener: Callable[[AudioError | None], None]) -> Callable[[], None]:
        """Call the listener when the device is lost while playing; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def load(self, mixdown: Readable) -> None:
        """Play this from now on; the position stays, as far as it is inside."""
        self._loaded = mixdown
        if not self._playing:
            self._position = min(self._position, mixdown.length)

    def play(self, at: int | None = None, *, until: int | None = None, loop: bool = False) -> None:
        """Play from a place, or from where it is; at the end it begins again from the start.

        It stops before `until`, or with `loop` begins again at the place, the end without `until`.
        """
        start = self.position if at is None else max(at, 0)
        if at is None and start >= self._loaded.length:
            start = 0
        if not self._loaded.length:
            return
        self._run = _Run(start, self._loaded.length if loop and until is None else until, loop)
        if self._output is None or (not self._playing and isinstance(self._output, SilentClock)):
            self._output = self._make_output()
        self._output.start(partial(self._give, self._run), start)
        self._playing = True

    def pause(self) -> None:
        """Stop where it is."""
        if self._playing and self._output is not None:
            self._position = self.position
            self._playing = False
            self._output.stop()

    def toggle(self) -> None:
        """Play if it is silent, pause if it plays."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def seek(self, sample: int) -> None:
        """Go to a place, playing or not; an end or a loop asked for no longer counts."""
        place = min(max(sample, 0), self._loaded.length)
        if self._playing:
            self.play(at=place)
        else:
            self._position = place

    def poll(self) -> None:
        """Stop at the end; go on silently when the device is lost."""
        if not self._playing or self._output is None:
            return
        trouble = self._output.trouble
        if trouble is not None:
            self._go_on_silently(self._output, trouble)
        elif not self._run.loop and self._output.position >= self._end:
            self._position = min(self._end, self._loaded.length)
            self._playing = False
            self._output.stop()

    def close(self) -> None:
        """Be silent and let go of the device."""
        self.pause()
        if self._output is not None:
            self._output.close()
            self._output = None

    @property
    def _end(self) -> int:
        until = self._run.until
        return self._loaded.length if until is None else min(until, self._loaded.length)

    def _give(self, run: _Run, start: int, frames: int) -> NDArray[np.float32]:
        """What the device plays.

        A device that has yet to hear that it starts again is given silence: what it took now
        would be heard for a moment, and twice.
        """
        if run is not self._run:
            return np.zeros(frames, np.float32)
        return self._render(start, frames)

    def _render(self, start: int, frames: int) -> NDArray[np.float32]:
        """The timeline, cut at the end or turned round in a loop."""
        run, loaded = self._run, self._loaded
        end = loaded.length if run.until is None else min(run.until, loaded.length)
        if not run.loop:
            sound = loaded.read(start, frames)
            sound[max(end - start, 0) :] = 0
            return sound
        rounds: list[NDArray[np.float32]] = []
        done = 0
        while done < frames:
            place = run.timeline_of(start + done)
            count = min(frames - done, max((run.until or end) - place, 1))
            rounds.append(loaded.read(place, count))
            done += count
        return rounds[0] if len(rounds) == 1 else np.concatenate(rounds)

    def _go_on_silently(self, output: PlaysBlocks, trouble: AudioError) -> None:
        place = output.position
        output.close()
        self._output = SilentClock()
        self._output.start(partial(self._give, self._run), place)
        for listener in tuple(self._listeners):
            listener(trouble)
