"""What sounds: the episode's mixdown kept up to date, lines, takes and auditions on request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from studio.audio.arriving import ArrivingSound
from studio.audio.beds import BedSounds
from studio.audio.decoded import DecodedTakes
from studio.audio.metering import Levels
from studio.audio.standby import Standby
from studio.bridge import TaskScope
from studio.document import Change, Document
from studio.model.episode import Episode
from studio.model.ids import LineId, MediaKey, TakeId
from studio.model.project import Project
from studio.model.span import Span
from studio.transport import Transport
from studio.ui.arranging import NOTHING, Arrangement, arranged, lane_of
from studio.ui.bed_decoding import BedDecoding
from studio.ui.fetching import AT_ONCE, LOOK_AHEAD, Fetching
from studio.ui.layout_changes import episode_of, sounds_alike
from studio.ui.looping import Loop, PreRoll, lines_span, stretch_of
from studio.ui.notices import Notices
from studio.ui.selection import Selection
from studio.ui.solo import Solo
from studio.ui.unheard import Unheard

REST = 2
"""Rest after an arrangement, as a multiple of what it took: takes come in by the dozen."""


class Playback(QObject):
    """Keeps the transport on the open episode; single takes play through a transport of their own.

    What is arranged here is what a delivery arranges: the same clips, the same gains and lanes.
    Only takes near the playhead are fetched, so a long episode sounds as soon as a short one.
    """

    loaded = Signal()
    loop_changed = Signal()
    started = Signal()
    """It plays, waits, rests or is elsewhere, by a wish and not by the passing of time."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        sounds: DecodedTakes,
        transport: Transport,
        preview: Transport,
        tasks: TaskScope,
        notices: Notices,
        parent: QObject | None = None,
        *,
        beds: BedSounds | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._sounds = sounds
        self._transport = transport
        self._solo = Solo(preview, tasks, self)
        self._tasks = tasks
        self._notices = notices
        tell = self._tell = Unheard(notices).tell
        self._fetching = Fetching(Standby((), lane_of, sounds.samples, 0), tasks, self._tell)
        self._spans: dict[LineId, Span] = {}
        self._made_of: object = NOTHING
        self._beds = BedDecoding(
            beds, tasks, ready=self.arrange_soon, failed=lambda error: tell([error])
        )
        self._wanted = 0
        self._wish = 0
        self._awaited: int | None = None
        self._arranging: asyncio.Task[None] | None = None
        self._closed = False
        self._loop: Loop | None = None
        self._pre_roll = PreRoll.LINE_BEFORE
        self._connect()
        self.arrange_soon()

    @property
    def position(self) -> int:
        """The sample of the episode that is heard now, or will be."""
        return self._transport.position

    @property
    def length(self) -> int:
        """Samples of the episode."""
        return self._transport.length

    @property
    def playing(self) -> bool:
        """Whether the episode plays, or will as soon as what sounds first is ready."""
        return self._transport.playing or self._awaited == self._wish

    @property
    def sounding(self) -> bool:
        """Whether anything is heard: the episode or a sound alone."""
        return self._transport.playing or self._solo.playing

    @property
    def looping(self) -> Loop | None:
        """What is looped, also while it rests."""
        return self._loop

    @property
    def pre_roll(self) -> PreRoll:
        """What is heard before lines that are looped."""
        return self._pre_roll

    def levels(self) -> Levels:
        """How loud what was heard since the last question is."""
        return self._solo.levels() if self._solo.playing else self._transport.levels()

    def arrange_soon(self) -> None:
        """Lay out and load the episode again; calls while it works are one."""
        self._wanted += 1
        if self._arranging is None:
            self._arranging = self._tasks.start(self._arrange())

    def play_line(self, line: LineId) -> None:
        """Play from a line on; one without a take says so and costs nothing."""
        self._wish += 1
        self._tasks.start(self._play_line(line, self._wish))

    def hear_line(self, line: LineId) -> None:
        """Play a line as it sounds in the episode, and nothing after it."""
        self._wish += 1
        self._tasks.start(self._play_line(line, self._wish, alone=True))

    def play_from(self, sample: int) -> None:
        """Play the episode from a place on the timeline, once what sounds there is ready."""
        self._play(sample)

    def toggle(self) -> None:
        """Play from here, from the start when here is the end; pause when it plays or will."""
        if self.playing:
            self._wish += 1
            self._transport.pause()
            self.started.emit()
        elif self.length:
            self._go_on(self.position if self.position < self.length else 0)

    def play_back(self) -> None:
        """Play backwards from here, out of any loop; there is nothing before the start."""
        if self.position:
            self._forget_loop()
            self._wish += 1
            self._solo.pause()
            self._transport.play_backwards()
            self.follow(self.position)
            self.started.emit()

    def seek(self, sample: int) -> None:
        """Put the playhead somewhere; when it plays, go on there once what sounds is ready."""
        if self.playing:
            self._go_on(sample)
            return
        self._wish += 1
        self._transport.seek(sample)
        self._fetching.soon(sample)
        self.started.emit()

    def scrub(self, sample: int) -> None:
        """Hold the playhead at a place and let it sound for a moment."""
        self._wish += 1
        self._solo.pause()
        self._transport.scrub(sample)
        self.follow(self.position)
        self.started.emit()

    def poll(self) -> None:
        """Look at the loudspeaker; called often while it plays."""
        self._transport.poll()

    def play_lines(self, lines: tuple[LineId, ...]) -> None:
        """Play from the first of these lines to the end of the last, once."""
        span = lines_span(lines, self._spans)
        if span is None:
            self._say_no_take()
        else:
            self._play(span.start, until=span.end)

    def start_loop(self, loop: Loop) -> None:
        """Go round lines or a range until it is stopped; lines without a take say so."""
        span = stretch_of(loop, self._spans, self._pre_roll)
        if span is None:
            self._say_no_take()
        else:
            self._loop = loop
            self._play(span.start, loop=span)
        self.loop_changed.emit()

    def stop_looping(self) -> None:
        """Play on past the loop, or rest."""
        if self._loop is not None:
            self._forget_loop()
            if self.playing:
                self._play(self.position)

    def change_loop(self, loop: Loop) -> None:
        """Go round something else from the next turn on."""
        self._loop = loop
        if (span := self._loop_span()) is not None:
            self._transport.turn_round(span)
        self.loop_changed.emit()

    def set_pre_roll(self, pre_roll: PreRoll) -> None:
        """Hear this before lines that are looped, from the next turn on."""
        self._pre_roll = pre_roll
        if self._loop is not None:
            self.change_loop(self._loop)

    def play_take(self, take_id: TakeId) -> None:
        """Play one take alone, circled or not."""
        takes = self._document.project.takes
        take = next((take for take in takes if take.id == take_id), None)
        if take is not None:
            self._wish += 1
            self._tasks.start(self._play_alone(take.media, self._wish))

    def play_samples(self, samples: NDArray[np.float32], *, at: int = 0, gain: float = 1.0) -> None:
        """Play a sound that is not in the project, mono at project rate, from a sample of it."""
        self._make_way()
        self._solo.play(samples, at=at, gain=gain)
        self.started.emit()

    def place_in(self, samples: NDArray[np.float32]) -> int | None:
        """The sample that is heard of a sound that plays alone, None when it does not."""
        return self._solo.place_in(samples)

    def play_arriving(
        self, sound: ArrivingSound, pieces: AsyncIterator[bytes]
    ) -> asyncio.Task[None]:
        """Play an audition while it arrives, in the place of the one before.

        The task ends when all is there; its error is reported. Cancelling it is silence at once.
        """
        self._make_way()
        task = self._solo.play_arriving(sound, pieces)
        self.started.emit()
        return task

    def follow(self, sample: int) -> None:
        """Light the line that sounds at a place, when it plays, and stay ready for what comes."""
        playing = self._transport.playing
        if playing and self._solo.playing:
            self._solo.pause()
        self._selection.set_playing_line(self._fetching.line_at(sample) if playing else None)
        place = max(sample - LOOK_AHEAD, 0) if self._transport.backwards else sample
        if not self._fetching.standby.ready_for(place, LOOK_AHEAD):
            self._fetching.soon(place)

    def close(self) -> None:
        """Be silent and let go of the document; the caller cancels the tasks."""
        self._closed = True
        self._fetching.close()
        self._wish += 1
        self._stop_listening()
        self._beds.close()
        self._transport.pause()
        self._solo.pause()
        self.deleteLater()

    def _connect(self) -> None:
        self._stop_listening = self._document.listen(self._changed)
        self._selection.episode_selected.connect(lambda _: self._switch())
        self._selection.language_selected.connect(lambda _: self._switch())

    def _make_way(self) -> None:
        """Be silent for a sound alone."""
        self._wish += 1
        self._transport.pause()

    def _switch(self) -> None:
        if self._closed:
            return
        self._wish += 1
        self._transport.pause()
        self._transport.seek(0)
        self.stop_looping()
        self.arrange_soon()
        self.started.emit()

    def _changed(self, change: Change) -> None:
        shown = self._selection.episode, self._selection.language
        if not sounds_alike(change.before, change.after, *shown):
            self.arrange_soon()

    async def _arrange(self) -> None:
        try:
            done, spent = 0, 0.0
            while done != self._wanted:
                if done:
                    await asyncio.sleep(REST * spent)
                done, began = self._wanted, time.monotonic()
                await self._arrange_once()
                spent = time.monotonic() - began
        finally:
            self._arranging = None

    async def _arrange_once(self) -> None:
        """Lay out and load the episode; what is near the playhead is ready before it is loaded."""
        project, language = self._document.project, self._selection.language
        episode = episode_of(project, self._selection.episode)
        at = self._transport.position
        found = await asyncio.to_thread(self._made, project, episode, language, at)
        self._beds.decode_soon(found.missing)
        self._tell(found.trouble)
        if found.standby is None:
            return
        before = self._fetching.standby
        self._made_of, self._spans = found.made_of, found.spans
        self._fetching.standby = found.standby
        loop = self._loop_span()
        at_turn = loop is not None and before.ready_for(loop.start, loop.length)
        self._transport.load(found.standby.mixdown, at_turn=at_turn, loop=loop)
        self._fetching.soon(at)
        self.loaded.emit()

    def _made(
        self, project: Project, episode: Episode | None, language: str, at: int
    ) -> Arrangement:
        """A new arrangement with what is near ready, unless there is none. In a worker thread."""
        samples, known = self._sounds.samples, self._made_of
        found = arranged(project, episode, language, samples, self._beds, known)
        if found.standby is not None:
            found.standby.kept = self._fetching.standby.kept
            found.trouble.extend(found.standby.get_ready(at, AT_ONCE))
        return found

    async def _play_line(self, line: LineId, wish: int, *, alone: bool = False) -> None:
        if self._arranging is not None:
            await asyncio.wait((self._arranging,))
        span = self._spans.get(line)
        if span is None:
            self._say_no_take()
        elif wish == self._wish:
            self._play(span.start, until=span.end if alone else None)

    def _say_no_take(self) -> None:
        self._notices.status(self.tr("This line has no take yet. Ctrl+R makes one."))

    def _loop_span(self) -> Span | None:
        return stretch_of(self._loop, self._spans, self._pre_roll) if self._loop else None

    def _forget_loop(self) -> None:
        if self._loop is not None:
            self._loop = None
            self.loop_changed.emit()

    def _go_on(self, sample: int) -> None:
        """Play from a place on, in the loop when it is inside of it."""
        span = self._loop_span()
        self._play(sample, loop=span if span is not None and sample in span else None)

    def _play(self, sample: int, *, until: int | None = None, loop: Span | None = None) -> None:
        """Play from a place on; where takes are to be fetched first, the playhead waits there."""
        self._wish += 1
        if loop is None:
            self._forget_loop()
        self._fetching.standby.kept = Span(loop.start, loop.start + AT_ONCE) if loop else Span(0, 0)
        self._solo.pause()
        sample = max(sample, 0)
        begin = partial(self._transport.play, sample, until=until, loop=loop or False)
        if self._fetching.standby.ready_for(sample, AT_ONCE):
            begin()
        else:
            self._awaited = self._wish
            self._transport.pause()
            self._transport.seek(sample)
            self._tasks.start(self._play_when_ready(sample, begin, self._wish))
        self.started.emit()

    async def _play_when_ready(self, sample: int, begin: Callable[[], None], wish: int) -> None:
        """Wait for the takes at a place, then play, unless something newer is wished for."""
        try:
            while wish == self._wish and not self._fetching.standby.ready_for(sample, AT_ONCE):
                await self._fetching.get_ready(sample, AT_ONCE)
            if wish == self._wish:
                begin()
        finally:
            if wish == self._wish:
                self._awaited = None
                self.started.emit()

    async def _play_alone(self, media: MediaKey, wish: int) -> None:
        samples = await asyncio.to_thread(self._sounds.samples, media)
        if wish == self._wish and not self._closed:
            self.play_samples(samples)
