"""What sounds: the episode's mixdown kept up to date, lines, takes and auditions on request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from studio.audio.arriving import ArrivingSound
from studio.audio.beds import BedSounds
from studio.audio.decoded import DecodedTakes
from studio.audio.mixdown import Mixdown, Part
from studio.audio.standby import AHEAD, Standby
from studio.bridge import TaskScope
from studio.document import Change, Document
from studio.errors import StudioError
from studio.model.episode import Episode
from studio.model.ids import LineId, MediaKey, TakeId
from studio.model.project import Project
from studio.model.span import Span, samples_of
from studio.transport import Transport
from studio.ui.arranging import NOTHING, Arrangement, arranged, lane_of
from studio.ui.bed_decoding import BedDecoding
from studio.ui.layout_changes import episode_of, sounds_alike
from studio.ui.notices import Notices
from studio.ui.selection import Selection

AT_ONCE = samples_of(4.0)
"""Samples that have to be ready before it plays; the rest is fetched while it does."""

LOOK_AHEAD = samples_of(40.0)
"""Samples before the playhead that are kept ready; when fewer are, more is fetched."""

HEARING_MS = 50

REST = 2
"""Rest after an arrangement, as a multiple of what it took: takes come in by the dozen."""


class Playback(QObject):
    """Keeps the transport on the open episode; single takes play through a transport of their own.

    What is arranged here is what a delivery arranges: the same clips, the same gains and lanes.
    Only takes near the playhead are fetched, so a long episode sounds as soon as a short one.
    """

    loaded = Signal()
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
        self._preview = preview
        self._tasks = tasks
        self._notices = notices
        self._standby = Standby((), lane_of, sounds.samples, 0)
        self._spans: dict[LineId, Span] = {}
        self._made_of: object = NOTHING
        self._beds = BedDecoding(beds, tasks, ready=self.arrange_soon, failed=self._tell_one)
        self._wanted = 0
        self._wish = 0
        self._awaited: int | None = None
        self._place = 0
        self._turn = asyncio.Lock()
        self._arranging: asyncio.Task[None] | None = None
        self._fetching: asyncio.Task[None] | None = None
        self._auditioning: asyncio.Task[None] | None = None
        self._alone: NDArray[np.float32] | None = None
        self._told: set[str] = set()
        self._closed = False
        self._hearing = QTimer(self)
        self._hearing.setInterval(HEARING_MS)
        self._hearing.timeout.connect(self._hear)
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
        """Play from here, from the start when here is the end; pause when it plays or is about to.

        Pausing is a wish like any other: what was waited for is played no more.
        """
        if self.playing:
            self._wish += 1
            self._transport.pause()
            self.started.emit()
        elif self.length:
            self._play(self.position if self.position < self.length else 0)

    def seek(self, sample: int) -> None:
        """Put the playhead somewhere; when it plays, go on there once what sounds is ready."""
        if self.playing:
            self._play(sample)
            return
        self._wish += 1
        self._transport.seek(sample)
        self._fetch_soon(sample)
        self.started.emit()

    def poll(self) -> None:
        """Look at the loudspeaker; called often while it plays."""
        self._transport.poll()

    def loop_line(self, on: bool) -> None:
        """Loop the line in hand, or go on playing past it."""
        span = self._spans.get(self._selection.line) if self._selection.line else None
        if on and span is not None:
            self._play(span.start, until=span.end, loop=True)
        elif self.playing:
            self._play(self.position)

    def play_take(self, take_id: TakeId) -> None:
        """Play one take alone, circled or not."""
        takes = self._document.project.takes
        take = next((take for take in takes if take.id == take_id), None)
        if take is not None:
            self._wish += 1
            self._tasks.start(self._play_alone(take.media, self._wish))

    def play_samples(self, samples: NDArray[np.float32], *, at: int = 0, gain: float = 1.0) -> None:
        """Play a sound that is not in the project, such as an audition; mono, project rate.

        It begins at a sample of it.
        """
        self._wish += 1
        self._transport.pause()
        self._alone = samples
        self._preview.load(Mixdown([Part(0, samples, gain, "alone")], len(samples)))
        self._preview.play(at=at)
        self._hearing.start()
        self.started.emit()

    def place_in(self, samples: NDArray[np.float32]) -> int | None:
        """The sample that is heard of a sound that plays alone, None when it does not."""
        if self._alone is not samples or not self._preview.playing:
            return None
        return self._preview.position

    def play_arriving(
        self, sound: ArrivingSound, pieces: AsyncIterator[bytes]
    ) -> asyncio.Task[None]:
        """Play an audition while it arrives, in the place of the one before.

        The task ends when all has arrived, heard or not; its error is reported. Cancelling it is
        silence at once.
        """
        if self._auditioning is not None:
            self._auditioning.cancel()
        self._wish += 1
        self._transport.pause()
        self._alone = None
        self._preview.load(sound)
        self._preview.play(at=0)  # a sleeping device wakes up while the service thinks
        self._hearing.start()
        self.started.emit()
        self._auditioning = self._tasks.start(sound.take_in(pieces, lambda: self._begin(sound)))
        self._auditioning.add_done_callback(lambda task: self._taken_in(sound, task))
        return self._auditioning

    def follow(self, sample: int) -> None:
        """Light the line that sounds at a place, when it plays, and stay ready for what comes."""
        playing = self._transport.playing
        if playing and self._preview.playing:
            self._preview.pause()
        self._selection.set_playing_line(self._line_at(sample) if playing else None)
        if not self._standby.ready_for(sample, LOOK_AHEAD):
            self._fetch_soon(sample)

    def close(self) -> None:
        """Be silent and let go of the document; the caller cancels the tasks."""
        self._closed = True
        self._wish += 1
        self._hearing.stop()
        self._stop_listening()
        self._beds.close()
        self._transport.pause()
        self._preview.pause()
        self.deleteLater()

    def _connect(self) -> None:
        self._stop_listening = self._document.listen(self._changed)
        self._selection.episode_selected.connect(lambda _: self._switch())
        self._selection.language_selected.connect(lambda _: self._switch())

    def _hear(self) -> None:
        """Let a take that plays alone come to its end."""
        self._preview.poll()
        if not self._preview.playing:
            self._hearing.stop()

    def _begin(self, sound: ArrivingSound) -> None:
        """Start the device again: it takes its first samples at once, a running one by and by."""
        if self._preview.plays(sound):
            self._preview.play(at=0)

    def _taken_in(self, sound: ArrivingSound, task: asyncio.Task[None]) -> None:
        if self._auditioning is task:
            self._auditioning = None
        if task.cancelled() and self._preview.plays(sound):
            self._preview.pause()

    def _switch(self) -> None:
        if self._closed:
            return
        self._wish += 1
        self._transport.pause()
        self._transport.seek(0)
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
        self._made_of, self._standby, self._spans = found.made_of, found.standby, found.spans
        self._transport.load(found.standby.mixdown)
        self._fetch_soon(at)
        self.loaded.emit()

    def _made(
        self, project: Project, episode: Episode | None, language: str, at: int
    ) -> Arrangement:
        """A new arrangement with what is near ready, unless there is none. In a worker thread."""
        samples, known = self._sounds.samples, self._made_of
        found = arranged(project, episode, language, samples, self._beds, known)
        if found.standby is not None:
            found.trouble.extend(found.standby.get_ready(at, AT_ONCE))
        return found

    async def _play_line(self, line: LineId, wish: int, *, alone: bool = False) -> None:
        if self._arranging is not None:
            await asyncio.wait((self._arranging,))
        span = self._spans.get(line)
        if span is None:
            self._notices.status(self.tr("This line has no take yet. Ctrl+R makes one."))
        elif wish == self._wish:
            self._play(span.start, until=span.end if alone else None)

    def _play(self, sample: int, *, until: int | None = None, loop: bool = False) -> None:
        """Play from a place on; where takes are to be fetched first, the playhead waits there."""
        self._wish += 1
        self._preview.pause()
        sample = max(sample, 0)
        begin = partial(self._transport.play, sample, until=until, loop=loop)
        if self._standby.ready_for(sample, AT_ONCE):
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
            while wish == self._wish and not self._standby.ready_for(sample, AT_ONCE):
                await self._get_ready(sample, AT_ONCE)
            if wish == self._wish:
                begin()
        finally:
            if wish == self._wish:
                self._awaited = None
                self.started.emit()

    def _fetch_soon(self, sample: int) -> None:
        """Have the takes from a place on ready soon; a newer place takes over from an older."""
        self._place = sample
        if self._fetching is None and not self._closed:
            self._fetching = self._tasks.start(self._fetch())

    async def _fetch(self) -> None:
        try:
            while not self._standby.ready_for(self._place, LOOK_AHEAD):
                if self._standby.ready_for(self._place, AT_ONCE):
                    await self._get_ready(self._place, AHEAD)
                else:
                    await self._get_ready(self._place, AT_ONCE)
        finally:
            self._fetching = None

    async def _get_ready(self, sample: int, ahead: int) -> None:
        """Fetch in a worker thread, one after another."""
        async with self._turn:
            standby = self._standby
            if not standby.ready_for(sample, ahead):
                self._tell(await asyncio.to_thread(standby.get_ready, sample, ahead))

    def _tell_one(self, damaged: StudioError) -> None:
        self._tell([damaged])

    def _tell(self, damaged: Sequence[StudioError]) -> None:
        """Report takes that cannot be heard, each once."""
        for error in damaged:
            if repr(error) not in self._told:
                self._told.add(repr(error))
                self._notices.report(error)

    async def _play_alone(self, media: MediaKey, wish: int) -> None:
        samples = await asyncio.to_thread(self._sounds.samples, media)
        if wish == self._wish and not self._closed:
            self.play_samples(samples)

    def _line_at(self, sample: int) -> LineId | None:
        """The latest line that began and still sounds."""
        sounding = self._standby.within(Span(sample, sample + 1))
        return sounding[-1].line if sounding else None
