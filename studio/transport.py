"""Play, pause, seek, loop, faster, backwards: where the ear is on the timeline."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from studio.audio.course import Course
from studio.audio.metering import SILENT, Levels, Meter
from studio.audio.playback import PlaysBlocks, Readable
from studio.audio.scrubbing import Scrub
from studio.audio.silence import SilentClock
from studio.audio.tempo_stream import TempoStream
from studio.errors import AudioError
from studio.model.span import SAMPLE_RATE, Span

__all__ = ["FASTEST", "SLOWEST", "Readable", "Transport"]

SLOWEST, FASTEST = 0.5, 2.0

RETRY_S = 1.0
"""Seconds between two looks for a device that was lost."""

BACK = SAMPLE_RATE // 4
"""Samples a device has to play before it counts as back: a dead one takes a first bite, too."""


class _Silence:
    """What is loaded before anything is."""

    length = 0

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """Nothing but zeros."""
        del start
        return np.zeros(frames, np.float32)


class _Run:
    """One way being gone at a speed; the device counts on from `at` without end."""

    def __init__(self, course: Course, at: int, speed: float, before: Meter) -> None:
        self.course = course
        self.at = at
        self.speed = speed
        self.meter = Meter(before)
        self._stream = TempoStream(course.read, speed) if speed != 1.0 else None

    def travelled(self, counted: int) -> int:
        """How much of the way is behind one, by what the device counted."""
        return round((counted - self.at) * self.speed)

    def give(self, start: int, frames: int) -> NDArray[np.float32]:
        """The next samples; in the device's thread."""
        if self._stream is not None:
            return self._stream.take(frames)
        return self.course.read(start - self.at, frames)


class Transport:
    """Plays what is loaded; loading while it plays changes what is heard from the next block on.

    `poll` is to be called often while it plays: it stops at the end and sees a lost device.
    Where the device is lost a silent clock goes on from the same place, and the device is looked
    for again until it is there.
    """

    def __init__(
        self, output: Callable[[], PlaysBlocks], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make_output = output
        self._clock = clock
        self._output: PlaysBlocks | None = None
        self._lost: PlaysBlocks | None = None
        self._coming: _Run | None = None
        self._tried = 0.0
        self._loaded: Readable = _Silence()
        self._run = _Run(Course(self._loaded, 0), 0, 1.0, Meter())
        self._scrub: Scrub | None = None
        self._speed = 1.0
        self._position = 0
        self._measured = 0
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
        return self._run.course.place_of(self._run.travelled(self._output.position))

    @property
    def speed(self) -> float:
        """How fast it plays, as a factor, or would; pitch is kept."""
        return self._run.speed if self._playing else self._speed

    @property
    def backwards(self) -> bool:
        """Whether it plays towards the beginning."""
        return self._playing and self._run.course.backwards

    @property
    def looping(self) -> Span | None:
        """The stretch it goes round in from its next turn on."""
        return self._run.course.loop if self._playing else None

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is in someone's hand."""
        return self._scrub is not None

    def plays(self, sound: Readable) -> bool:
        """Whether it plays, and plays this."""
        return self._playing and self._loaded is sound

    def listen(self, listener: Callable[[AudioError | None], None]) -> Callable[[], None]:
        """Call the listener when the device is lost while playing, and with None when it is back.

        Returns how to stop.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def levels(self) -> Levels:
        """How loud what was heard since the last question is."""
        if self._output is None or not self._playing or self._lost is not None:
            return SILENT
        counted = self._output.position - self._run.at
        since, self._measured = self._measured, counted
        return self._run.meter.heard(since, counted)

    def load(self, mixdown: Readable, *, at_turn: bool = False, loop: Span | None = None) -> None:
        """Play this from now on; the position stays, as far as it is inside.

        `at_turn` lets a loop come to its end with what it began with; then it goes round `loop`.
        """
        self._loaded = mixdown
        if self._scrub is not None:
            self._scrub.sound = mixdown
        if self._playing:
            for run in (self._run, self._coming):
                if run is not None and at_turn and run.course.loop is not None:
                    run.course.load_at_turn(mixdown, loop)
                elif run is not None:
                    run.course.load(mixdown)
        else:
            self._position = min(self._position, mixdown.length)

    def play(
        self,
        at: int | None = None,
        *,
        until: int | None = None,
        loop: bool | Span = False,
        speed: float | None = None,
    ) -> None:
        """Play from a place, or from where it is; at the end it begins again from the start.

        It stops before `until`, or with `loop` begins again at the place, the end without `until`;
        a stretch that is looped may begin before the place.
        """
        start = self.position if at is None else max(at, 0)
        if at is None and start >= self._loaded.length:
            start = 0
        end = self._loaded.length if until is None else until
        if loop is True:
            loop = Span(start, max(end, start + 1))
        self._begin(Course(self._loaded, start, until=until, loop=loop or None), speed)

    def turn_round(self, loop: Span) -> None:
        """Let what goes round go round this stretch from its next turn on."""
        self._run.course.load_at_turn(self._loaded, loop)

    def play_backwards(self, speed: float | None = None) -> None:
        """Play towards the beginning from where it is."""
        self._begin(Course(self._loaded, self.position, backwards=True), speed)

    def set_speed(self, speed: float, *, keep: bool = True) -> None:
        """Play faster or slower from now on; with `keep` whenever it begins to play again."""
        speed = min(max(speed, SLOWEST), FASTEST)
        if keep:
            self._speed = speed
        if self._playing and speed != self._run.speed:
            self._begin(self._same_way(), speed)

    def pause(self) -> None:
        """Stop where it is."""
        self._scrub = None
        if self._playing and self._output is not None:
            self._position = self.position
            self._playing = False
            self._output.stop()
            self._give_up_looking()

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
            self.play(at=place, speed=self._run.speed)
        else:
            self._position = place

    def scrub(self, sample: int) -> None:
        """Hold the playhead at a place and let it sound for a moment."""
        place = min(max(sample, 0), self._loaded.length)
        if self._scrub is None:
            self.pause()
            self._scrub = Scrub(self._loaded, place)
            self._device().start(partial(self._give_scrub, self._scrub), 0)
        self._scrub.place = self._position = place

    def end_scrub(self) -> None:
        """Let go of the playhead."""
        if self._scrub is not None:
            self._scrub = None
            if self._output is not None:
                self._output.stop()

    def reopen(self) -> None:
        """Use the output that is wanted now; what plays goes on there."""
        way, speed = (self._same_way(), self._run.speed) if self._playing else (None, 1.0)
        position = self.position
        self.close()
        self._position = position
        if way is not None:
            self._begin(way, speed)

    def poll(self) -> None:
        """Stop at the end; go on silently when the device is lost, and with it when it is back."""
        if not self._playing or self._output is None:
            return
        if self._lost is not None:
            self._look_for(self._lost)
        travelled = self._run.travelled(self._output.position)
        trouble = self._output.trouble
        if trouble is not None:
            self._go_on_silently(self._output, trouble)
        elif self._run.course.over(travelled):
            self.pause()
        elif isinstance(self._output, SilentClock):  # which reads nothing, so nothing turned
            self._run.course.go_on(travelled)

    def close(self) -> None:
        """Be silent and let go of the device."""
        self.pause()
        self._give_up_looking()
        if self._output is not None:
            self._output.close()
            self._output = None

    def _device(self) -> PlaysBlocks:
        """What plays; after a loss it is looked for again."""
        if self._output is None or (not self._playing and isinstance(self._output, SilentClock)):
            self._output = self._make_output()
        return self._output

    def _begin(self, course: Course, speed: float | None) -> None:
        if not self._loaded.length:
            return
        self._scrub = None
        self._run = _Run(course, course.at, speed or self._speed, self._run.meter)
        self._measured = 0
        output = self._device()
        self._coming, self._tried = None, 0.0
        output.start(partial(self._give, self._run), self._run.at)
        self._playing = True

    def _same_way(self) -> Course:
        """The way one is on, from here."""
        old, at = self._run.course, self.position
        if old.loop is not None and at not in old.loop:
            at = old.loop.start
        return Course(self._loaded, at, until=old.until, loop=old.loop, backwards=old.backwards)

    def _give(self, run: _Run, start: int, frames: int) -> NDArray[np.float32]:
        """What the device plays.

        A device that has yet to hear that it starts again is given silence: what it took now
        would be heard for a moment, and twice.
        """
        if run is not self._run and run is not self._coming:
            return np.zeros(frames, np.float32)
        sound = run.give(start, frames)
        run.meter.take_in(sound)
        return sound

    def _give_scrub(self, scrub: Scrub, start: int, frames: int) -> NDArray[np.float32]:
        del start
        return scrub.take(frames) if scrub is self._scrub else np.zeros(frames, np.float32)

    def _go_on_silently(self, output: PlaysBlocks, trouble: AudioError) -> None:
        place = output.position
        self._lost, self._coming, self._tried = output, None, self._clock()
        output.stop()
        self._output = SilentClock(self._clock)
        self._output.start(partial(self._give, self._run), place)
        self._tell(trouble)

    def _look_for(self, lost: PlaysBlocks) -> None:
        """Let a lost device try again; once it plays, it is what tells the time."""
        if self._coming is not None and lost.trouble is None:
            if lost.position - self._coming.at >= BACK and self._output is not None:
                self._output.close()
                self._run, self._output = self._coming, lost
                self._lost = self._coming = None
                self._measured = 0
                self._tell(None)
        elif self._clock() - self._tried >= RETRY_S:
            self._tried = self._clock()
            way = self._same_way()
            self._coming = _Run(way, way.at, self._run.speed, self._run.meter)
            lost.look_again(partial(self._give, self._coming), way.at)

    def _give_up_looking(self) -> None:
        self._coming = None
        if self._lost is not None:
            self._lost.close()
            self._lost = None

    def _tell(self, trouble: AudioError | None) -> None:
        for listener in tuple(self._listeners):
            listener(trouble)
