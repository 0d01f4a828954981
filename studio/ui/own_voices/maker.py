"""Has voices made from the window: one run for the whole program, a bar, one word at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from studio.bridge import TaskScope
from studio.casting.catalogue import Catalogue
from studio.casting.making.bench import Bench, in_thread
from studio.casting.making.billing import VoiceBill
from studio.casting.making.entering import enter_clones, enter_once_more, enter_one_design
from studio.casting.making.ordering import DesignWish, Looked
from studio.casting.making.work import Patience, VoiceWork
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import Making, MakingStep
from studio.errors import StudioError
from studio.store.settings import Settings
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.store.voice_library_queue import CloneQueue
from studio.ui.own_voices.on_the_way import ON_THE_WAY, on_the_way, those_of, withdraw
from studio.ui.own_voices.outcome import Outcome
from studio.ui.progress import Work, WorkBars

FINISHING_S = 10.0
"""Seconds a closing program waits for a voice that was asked for; later it stands in doubt."""

T = TypeVar("T")


class VoiceMaker(QObject):
    """The one door to voices being made; what is ordered while it works is made as well."""

    changed = Signal()
    """A voice of the library is not as it was: ordered, made, failed, changed."""
    settled = Signal(object)
    """An `OwnVoice` that is made, failed or in doubt."""
    step_told = Signal(str, object)
    """The id of a voice here, and the `Making` it is at."""
    running_changed = Signal(bool)
    ended = Signal(object)
    """The `Outcome` of a run."""

    def __init__(
        self,
        library: VoiceLibrary,
        engines: Mapping[str, SpeaksLines],
        catalogue: Catalogue,
        bill: Callable[[], VoiceBill],
        settings: Callable[[], Settings],
        tasks: TaskScope,
        bars: Callable[[], WorkBars],
        parent: QObject | None = None,
        *,
        patience: Patience | None = None,
    ) -> None:
        """`bill` gives the bill of a new run; `tasks` outlive every project."""
        super().__init__(parent)
        self._library = library
        self._engines = engines
        self._catalogue = catalogue
        self._bill = bill
        self._settings = settings
        self._tasks = tasks
        self._bars = bars
        self._patience = patience
        self._queue: CloneQueue | None = None
        self._opening = asyncio.Lock()
        self._work: asyncio.Task[Mapping[str, StudioError]] | None = None
        self._run: asyncio.Task[None] | None = None
        self._bar: Work | None = None
        self._wanted: set[str] = set()
        self._done: dict[str, OwnVoice] = {}
        self._given_up: frozenset[str] = frozenset()
        """What a person stopped while it was being made."""
        self._later: set[str] = set()
        """What was ordered after that."""
        self._asked_again = self._closed = self._stopped = False
        self._held_up: Mapping[str, StudioError] = {}

    @property
    def held_up(self) -> Mapping[str, StudioError]:
        """By account why what waits there was not made when the last run ended."""
        return self._held_up

    @property
    def running(self) -> bool:
        """Whether voices are being made."""
        return self._run is not None

    async def clone(self, looked: Sequence[Looked], again: bool = False) -> tuple[OwnVoice, ...]:
        """Order clones and have them made; returns the voices, those that were there as well.

        Raises ConsentError, VoiceLibraryError and AudioError.
        """
        ffmpeg, orders = self._settings().ffmpeg, tuple(looked)
        return await self._ordered(
            lambda queue: enter_clones(self._library, queue, orders, ffmpeg=ffmpeg, again=again)
        )

    async def design(self, wish: DesignWish, again: bool = False) -> OwnVoice:
        """Order a design and have it made; raises VoiceLibraryError."""
        (voice,) = await self._ordered(
            lambda queue: (enter_one_design(self._library, queue, wish, again=again),)
        )
        return voice

    async def once_more(self, ids: Iterable[str]) -> tuple[OwnVoice, ...]:
        """Make voices once more of what is kept; raises ConsentError and VoiceLibraryError."""
        wanted = tuple(ids)
        return await self._ordered(
            lambda queue: tuple(enter_once_more(self._library, queue, id) for id in wanted)
        )

    async def ask_again(self, id: str) -> None:
        """Ask anew for a voice in doubt: it may be paid twice. Raises VoiceLibraryError."""

        def asked(queue: CloneQueue) -> tuple[OwnVoice, ...]:
            queue.ask_again(id)
            return (self._library.voice(id),)

        await self._ordered(asked)

    async def with_queue(self, work: Callable[[CloneQueue], T]) -> T:
        """Do something short and blocking with the queue, in a thread; then all look again."""
        queue = await self._held()
        try:
            return await in_thread(partial(work, queue))
        finally:
            self.changed.emit()

    async def queue(self) -> CloneQueue:
        """This program's hold on the queue; raises VoiceLibraryError."""
        return await self._held()

    async def waiting(self) -> tuple[OwnVoice, ...]:
        """The voices that are ordered and neither made nor failed; raises VoiceLibraryError."""
        return await asyncio.to_thread(on_the_way, self._library)

    def go_on(self) -> None:
        """Make what waits and settle what stands in doubt; a run that is at work takes it along."""
        if self._closed:
            return
        if self._run is not None:
            self._asked_again = True
            return
        self._asked_again = False
        self._run = self._tasks.start(self._make())
        self.running_changed.emit(True)

    def stop(self) -> None:
        """Make nothing more: what was asked for is seen to its end, the rest waits to be told."""
        if self._run is None:
            return
        self._asked_again, self._stopped = False, True
        self._given_up = frozenset(self._wanted)
        self._later.clear()
        if self._work is not None:
            self._work.cancel()

    async def aclose(self) -> None:
        """Begin nothing more; what was asked for has ten seconds, and then stands in doubt."""
        self._closed = True
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait((self._work,), timeout=FINISHING_S)
            if not self._work.done():
                self._work.cancel()
        if self._run is not None:
            await asyncio.wait((self._run,))
        if self._queue is not None:
            queue, self._queue = self._queue, None
            await asyncio.to_thread(queue.close)

    async def _ordered(
        self, enter: Callable[[CloneQueue], tuple[OwnVoice, ...]]
    ) -> tuple[OwnVoice, ...]:
        queue = await self._held()
        try:
            voices = await in_thread(partial(enter, queue))
        finally:
            self.changed.emit()
        ordered = [voice.id for voice in voices if voice.state in ON_THE_WAY]
        self._wanted.update(ordered)
        if self._stopped:
            self._later.update(ordered)
        self._show_progress()
        if ordered:
            self.go_on()
        return voices

    async def _held(self) -> CloneQueue:
        async with self._opening:
            if self._queue is None:
                self._queue = await in_thread(partial(CloneQueue, self._library))
            return self._queue

    async def _make(self) -> None:
        """Work through the queue, and once more where something came meanwhile."""
        outcome: Outcome | None = None
        try:
            outcome = await self._outcome()
        finally:
            self._end()
        if outcome is not None and not self._closed:
            self.ended.emit(outcome)
        if self._asked_again:
            self.go_on()

    async def _outcome(self) -> Outcome | None:
        """What came of everything that was to be made; None where nothing was."""
        self._held_up = {}
        queue = await self._held()
        voices = await asyncio.to_thread(on_the_way, self._library)
        self._wanted.update(voice.id for voice in voices)
        if not self._wanted:
            return None
        if self._stopped:  # before it was known what is on the way
            self._given_up = frozenset(self._wanted - self._later)
        self._bar = self._bars().begin(self.tr("Voices"), cancel=self.stop)
        self._show_progress()
        stopped = self._held_up = await self._worked(queue)
        wanted = frozenset(self._wanted)
        if self._given_up:
            await in_thread(partial(withdraw, self._library, queue, self._given_up))
        return Outcome(await asyncio.to_thread(those_of, self._library, wanted), stopped)

    async def _worked(self, queue: CloneQueue) -> Mapping[str, StudioError]:
        settings = self._settings()
        bench = Bench(self._library, queue, self._engines, self._bill(), settings.ffmpeg)
        work = VoiceWork(
            bench,
            at_once=lambda: self._settings().clones_at_once,
            told=self._hear,
            changed=self._take,
            patience=self._patience,
        )
        while True:
            self._asked_again = False
            self._work = asyncio.ensure_future(work.run())
            if self._closed or self._stopped:
                self._work.cancel()
            await asyncio.wait((self._work,))
            if self._work.cancelled():
                return {}
            stopped = self._work.result()
            if not self._asked_again or self._stopped:
                return stopped

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.end()
        self._bar = self._work = self._run = None
        self._given_up, self._stopped = frozenset(), False
        self._later.clear()
        self._wanted.clear()
        self._done.clear()
        self.running_changed.emit(False)
        self.changed.emit()

    def _hear(self, voice: OwnVoice, step: Making) -> None:
        if self._bar is not None:
            settling = step.step is MakingStep.SETTLING
            told = self.tr("Looking for {name}") if settling else self.tr("{name} is being made")
            self._bar.note(told.format(name=voice.name))
        self.step_told.emit(voice.id, step)

    async def _take(self, voice: OwnVoice) -> None:
        """A voice is over, one way or the other; it can be cast from now on if it is there."""
        self._wanted.add(voice.id)
        self._done[voice.id] = voice
        self._show_progress()
        if voice.state is VoiceState.READY:
            await self._catalogue.take_up_own()
        self.settled.emit(voice)
        self.changed.emit()

    def _show_progress(self) -> None:
        if self._bar is not None:
            self._bar.advance(len(self._done), len(self._wanted))
