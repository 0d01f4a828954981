"""Works through the queue of voices: in order, one at a time on this machine or as many as told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from studio.casting.making.ahead import Ahead
from studio.casting.making.bench import Bench, in_thread, is_cancelled, raise_if_cancelled
from studio.casting.making.one_voice import OneVoice, Progress
from studio.engines.voice_making import ClonesVoices
from studio.errors import (
    EngineBusy,
    EngineUnreachable,
    NoConnection,
    StudioError,
)
from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice, VoiceState
from studio.wording import sentence

LOOK_S = 1.0
"""Seconds between looks at voices that another program makes."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for which an account is left alone after each fault in a row.

    A service that names a time of its own gets that instead, up to `longest`. Together they are a
    minute: so long a voice whose answer was lost may keep the next one out.
    """

    waits: tuple[float, ...] = (1.0, 4.0, 15.0, 40.0)
    longest: float = 60.0


class VoiceWork:
    """Makes what waits in the queue, and settles what stands in doubt.

    `at_once` is asked each time; `told` hears on the loop how far each voice is, and `changed`
    of each one that is made, failed or in doubt.
    """

    def __init__(
        self,
        bench: Bench,
        *,
        at_once: Callable[[], int] = lambda: 1,
        told: Progress = lambda voice, step: None,
        changed: Callable[[OwnVoice], Awaitable[None] | None] = lambda voice: None,
        patience: Patience | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bench = bench
        self._at_once = at_once
        self._told = told
        self._changed = changed
        self._patience = patience or Patience()
        self._sleep = sleep
        self._stopped: dict[str, StudioError] = {}
        self._ahead = Ahead(bench)
        self._settled: set[tuple[str, float]] = set()
        """The voices in doubt that were asked about, and when they had been asked for."""
        self._faults: dict[str, int] = {}
        """By account how many faults came with no voice between them."""
        self._given_up: dict[str, int] = {}
        """And how many voices were given up for them."""
        self._resting: set[str] = set()
        self._rests: set[asyncio.Task[None]] = set()

    async def run(self, wanted: Collection[str] | None = None) -> Mapping[str, StudioError]:
        """Work until nothing waits that can be made, or until the wanted ones are settled.

        Returns by account why the rest of its voices wait. Cancelled, what was asked for is seen
        to its end first. Raises VoiceLibraryError.
        """
        for known in (self._stopped, self._settled, self._faults, self._given_up, self._resting):
            known.clear()
        while True:
            await self._make_all(wanted)
            if not await self._settle_all(wanted):
                return dict(self._stopped)

    async def _make_all(self, wanted: Collection[str] | None) -> None:
        tasks: set[asyncio.Task[None]] = set()
        try:
            while True:
                await self._begin(tasks, wanted)
                if tasks:
                    await self._look_ahead()
                raise_if_cancelled()
                if both := tasks | self._rests:
                    done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                    tasks -= done
                    self._rests -= done
                    for task in done:
                        task.result()
                elif await in_thread(partial(self._is_at_work, wanted)):
                    await self._sleep(LOOK_S)
                else:
                    return
        finally:
            await _ended(tasks | self._rests)
            self._rests.clear()
            await self._ahead.aclose()

    async def _begin(self, tasks: set[asyncio.Task[None]], wanted: Collection[str] | None) -> None:
        """Take up as many voices as may be made at once."""
        at_once = max(self._at_once(), 1)
        while len(tasks) < at_once and await in_thread(partial(self._is_wanted, wanted)):
            without = {*self._stopped, *self._resting}
            claim = partial(self._bench.queue.claim, at_once=at_once, without=without)
            voice = await in_thread(claim)
            if voice is None:
                return
            if is_cancelled():
                await in_thread(partial(self._bench.queue.put_back, voice.id))
            raise_if_cancelled()
            tasks.add(asyncio.create_task(self._make(voice)))

    async def _look_ahead(self) -> None:
        """Write the recordings of whoever is next, so that its turn begins with sending them."""
        following = await in_thread(self._following)
        engine = self._bench.engines.get(following.account) if following else None
        if following and following.samples and isinstance(engine, ClonesVoices):
            await self._ahead.begin(following, engine.clone_rules)

    def _following(self) -> OwnVoice | None:
        """The next voice whose turn comes when one is made. Blocking."""
        waiting = (v for v in self._bench.library.voices() if v.state is VoiceState.WAITING)
        return next(
            (v for v in waiting if v.account not in self._stopped and not v.removed_at), None
        )

    async def _make(self, voice: OwnVoice) -> None:
        error = await OneVoice(self._bench, voice, self._told, self._ahead).made()
        if error is None:
            self._faults.pop(voice.account, None)
            self._given_up.pop(voice.account, None)
            await self._tell(voice)
        elif isinstance(error, EngineUnreachable):
            await self._after_a_fault(voice, error)
        else:
            self._stopped[voice.account] = error
        raise_if_cancelled()

    async def _after_a_fault(self, voice: OwnVoice, error: EngineUnreachable) -> None:
        """Leave the account alone for a while; in the end the voice failed, or the account did."""
        account, waits = voice.account, self._patience.waits
        turn = self._faults[account] = self._faults.get(account, 0) + 1
        if turn <= len(waits):
            named = error.retry_after if isinstance(error, EngineBusy) else None
            seconds = min(named or waits[turn - 1], self._patience.longest)
            self._resting.add(account)
            self._rests.add(asyncio.create_task(self._rest(account, seconds)))
            return
        self._faults.pop(account)
        self._given_up[account] = self._given_up.get(account, 0) + 1
        if isinstance(error, EngineBusy | NoConnection) or self._given_up[account] > 1:
            self._stopped[account] = error
            return
        await in_thread(partial(self._bench.queue.withdraw, voice.id, sentence(error)))
        await self._tell(voice)

    async def _rest(self, account: str, seconds: float) -> None:
        await self._sleep(seconds)
        self._resting.discard(account)

    async def _settle_all(self, wanted: Collection[str] | None) -> bool:
        """Ask once about each voice in doubt, what was lost first; whether one waits again."""
        again = False
        for doubt in await in_thread(self._bench.queue.recover):
            if (doubt.id, doubt.sent_at) in self._settled or doubt.removed_at:
                continue
            if wanted is not None and doubt.id not in wanted:
                continue
            self._settled.add((doubt.id, doubt.sent_at))
            at_once = max(self._at_once(), 1)
            take_up = partial(self._bench.queue.take_up, doubt.id, at_once=at_once)
            voice = await in_thread(take_up)
            if voice is not None and is_cancelled():
                await in_thread(partial(self._bench.queue.lost, voice.id, doubt.reason))
            raise_if_cancelled()
            if voice is None:
                continue
            error = await OneVoice(self._bench, voice, self._told, self._ahead).settled()
            again = again or error is not None
            await self._tell(voice)
            raise_if_cancelled()
        return again

    async def _tell(self, voice: OwnVoice) -> None:
        now = await in_thread(partial(self._bench.library.voice, voice.id))
        if (ready := self._changed(now)) is not None:
            await ready

    def _is_wanted(self, wanted: Collection[str] | None) -> bool:
        """Whether anything is still to be made here. Blocking."""
        if wanted is None:
            return True
        return any(
            voice.state is VoiceState.WAITING and voice.account not in self._stopped
            for voice in self._bench.library.voices()
            if voice.id in wanted
        )

    def _is_at_work(self, wanted: Collection[str] | None) -> bool:
        """Whether voices are made elsewhere that have to be waited for. Blocking."""
        voices = self._bench.library.voices()
        meant = [voice for voice in voices if wanted is None or voice.id in wanted]
        return any(
            voice.state in IN_FLIGHT
            or (voice.state is VoiceState.WAITING and voice.account not in self._stopped)
            for voice in meant
        )


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for their end; what they raise now is not news."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        while not task.done():
            try:
                await asyncio.wait((task,))
            except asyncio.CancelledError:
                task.cancel()
        if not task.cancelled():
            task.exception()
