"""Works through the queue of clones: consent looked at, samples written, the engine asked once."""

from __future__ import annotations

import asyncio
import datetime
import tempfile
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from studio.casting.samples.keeping import reopened
from studio.casting.samples.preparing import prepare
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples, sample_of
from studio.engines.voice_making import (
    Asked,
    ClonedVoice,
    ClonesVoices,
    Making,
    MakingStep,
    SettlesClones,
    Told,
)
from studio.engines.voice_orders import CloneOrder, CloneRules, Sample
from studio.errors import (
    AccountError,
    AccountStopped,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
    StudioError,
    VoiceError,
    VoiceInDoubt,
    VoiceLibraryError,
    VoiceNotMade,
)
from studio.model.consent import require_consent
from studio.model.sample import KeptSample, SampleRules
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice
from studio.store.voice_library_queue import CloneQueue
from studio.wording import sentence

T = TypeVar("T")

Progress = Callable[[OwnVoice, Making], None]


@dataclass(frozen=True, slots=True)
class Stopped:
    """A voice that waits again, because its account cannot be reached or gives nothing now."""

    voice: OwnVoice
    error: StudioError


@dataclass(slots=True)
class _Run:
    """One voice being made; `asked` is whether the service may have been asked for it."""

    voice: OwnVoice
    asked: bool = False
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class _Made:
    voice: ClonedVoice
    rules: CloneRules


@dataclass(eq=False)
class _NotAsked(Exception):
    """The order cannot be made any more, so the engine was not asked about it."""

    why: StudioError


class CloneWork:
    """Makes voices of the queue, one after the other; the library tells how far each is.

    `engine_of` gives the engine of an account, None where it makes no clones or is not there.
    `told` hears of progress on the loop. The queue stays its owner's to close.
    """

    def __init__(
        self,
        library: VoiceLibrary,
        queue: CloneQueue,
        engine_of: Callable[[str], ClonesVoices | None],
        *,
        told: Progress = lambda voice, step: None,
        ffmpeg: str = "",
    ) -> None:
        self._library = library
        self._queue = queue
        self._engine_of = engine_of
        self._told = told
        self._ffmpeg = ffmpeg

    async def make_all(self, *, at_once: int = 1) -> tuple[Stopped, ...]:
        """Make what waits until nothing may begin; raises VoiceLibraryError.

        An account that stops is passed over from then on; what waits for it is returned. Run
        twice side by side, two are made at once where `at_once` allows it. Cancelled, a voice that
        was not asked for waits again, and one that was is seen to its end first.
        """
        stopped: list[Stopped] = []
        while True:
            without = {each.voice.account for each in stopped}
            voice = await _to_its_end(partial(self._queue.claim, at_once=at_once, without=without))
            if voice is None:
                return tuple(stopped)
            error = await self._make(_Run(voice))
            if error is not None:
                stopped.append(Stopped(voice, error))
            _raise_if_cancelled()

    async def settle_all(self, *, at_once: int = 1) -> None:
        """Ask the engines what became of the voices in doubt, which costs nothing again.

        What is surely not there waits again; what nobody can say stays in doubt. Raises
        VoiceLibraryError.
        """
        for voice in await _to_its_end(self._queue.recover):
            engine = self._engine_of(voice.account)
            if voice.removed_at or not isinstance(engine, SettlesClones):
                continue
            taken = await _to_its_end(partial(self._queue.take_up, voice.id, at_once=at_once))
            if taken is not None:
                await self._settle(_Run(taken, asked=True), engine)
            _raise_if_cancelled()

    async def _settle(self, run: _Run, engine: SettlesClones) -> None:
        id = run.voice.id
        try:
            found = await self._found(run, engine)
        except VoiceNotMade as error:
            await _to_its_end(partial(self._queue.failed, id, sentence(error)))
        except (OutcomeUnknown, _NotAsked) as error:
            why = error.why if isinstance(error, _NotAsked) else error
            await _to_its_end(partial(self._queue.lost, id, sentence(why)))
        except VoiceError:
            await _to_its_end(partial(self._queue.put_back, id))
        except asyncio.CancelledError:
            run.stop.set()
            await _to_its_end(partial(self._queue.lost, id, run.voice.reason))
            raise
        else:
            await _to_its_end(partial(self._keep, run.voice, found, at=run.voice.sent_at))

    async def _found(self, run: _Run, engine: SettlesClones) -> _Made:
        """The voice that was asked for; a VoiceError but OutcomeUnknown is that there is none."""
        voice = run.voice
        ago = max(self._library.now - voice.sent_at, 0.0)
        asked = Asked(voice.voice, frozenset(voice.before), ago)
        with _folder() as folder:
            rules = cast(ClonesVoices, engine).clone_rules
            try:
                order = await asyncio.to_thread(self._order, run, rules, Path(folder))
            except StudioError as error:
                raise _NotAsked(error) from error
            work = engine.settle(order, asked, lambda step: self._told(voice, step))
            return _Made(await _seen_to_its_end(work), rules)

    async def _make(self, run: _Run) -> StudioError | None:
        """Make one voice that was claimed; returns why it waits again, None when it does not."""
        id = run.voice.id
        try:
            made = await self._made(run)
        except OutcomeUnknown as error:
            await _to_its_end(partial(self._lost, id, error))
        except (EngineUnreachable, AccountStopped, AccountError) as error:
            await _to_its_end(partial(self._queue.put_back, id))
            return error
        except StudioError as error:
            await _to_its_end(partial(self._queue.failed, id, sentence(error)))
        except asyncio.CancelledError:
            run.stop.set()
            broken_off = VoiceInDoubt(run.voice.account, "it was broken off")
            settle = partial(self._lost, id, broken_off) if run.asked else None
            await _to_its_end(settle or partial(self._queue.put_back, id))
            raise
        else:
            await _to_its_end(partial(self._keep, run.voice, made))
        return None

    async def _made(self, run: _Run) -> _Made:
        voice = run.voice
        engine = self._engine_of(voice.account)
        if engine is None:
            raise EngineRefused(voice.account, "it makes no voices of recordings")
        with _folder() as folder:
            rules = engine.clone_rules
            order = await asyncio.to_thread(self._order, run, rules, Path(folder))
            return _Made(await _seen_to_its_end(engine.clone(order, self._hearing(run))), rules)

    def _hearing(self, run: _Run) -> Told:
        """Writes down what is about to be asked before it is: the engine waits for it."""

        async def told(step: Making) -> None:
            if step.step is MakingStep.MAKING:
                note = self._queue.named if run.asked else self._queue.sending
                call = partial(note, run.voice.id, step.voice, before=step.before)
                if not await _to_its_end(call):
                    raise VoiceNotMade(run.voice.account, "it is no longer this program's to make")
                run.asked = True
            self._told(run.voice, step)

        return told

    def _order(self, run: _Run, rules: CloneRules, folder: Path) -> CloneOrder:
        """What the engine is asked; raises StudioError for what it would refuse. Blocking."""
        voice = run.voice
        today = datetime.date.fromtimestamp(self._library.now)
        require_consent(voice.consent, today=today, source=voice.name)
        samples = tuple(
            self._written(run, sample, rules_of_samples(rules), folder / f"sample-{number}")
            for number, sample in enumerate(voice.samples, 1)
        )
        by_prompt = rules_of_prompt(rules)
        prompt = None
        if voice.prompt and by_prompt:
            prompt = self._written(run, voice.prompt, by_prompt, folder / "prompt")
        order = CloneOrder(
            voice.name, samples, voice.languages[0] if voice.languages else "",
            prompt, voice.prompt.words if voice.prompt and prompt else "",
            voice.preview_text, voice.model, voice.options,
        )  # fmt: skip
        if objection := rules.objection(order):
            raise EngineRefused(voice.account, objection)
        return order

    def _written(self, run: _Run, sample: KeptSample, rules: SampleRules, target: Path) -> Sample:
        sources = reopened(sample, self._library.files, ffmpeg=self._ffmpeg)
        prepared = prepare(
            sample.edit, sources, rules, target, ffmpeg=self._ffmpeg, cancelled=run.stop.is_set
        )
        return sample_of(prepared)

    def _keep(self, voice: OwnVoice, made: _Made, *, at: float = 0.0) -> None:
        """Note the voice that is there; its preview is worth less than that."""
        preview, heard = "", made.voice.preview
        if heard:
            with suppress(VoiceLibraryError):
                preview = self._library.files.keep_bytes(heard.data, f"preview.{heard.kind}")
        days = made.rules.unused_days
        self._queue.made(voice.id, made.voice.id, unused_days=days, preview=preview, at=at)

    def _lost(self, id: str, error: VoiceError) -> None:
        if isinstance(error, VoiceInDoubt) and error.voice:
            self._queue.named(id, error.voice)
        self._queue.lost(id, sentence(error))


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A place for samples; a thread that was cancelled may still write there when it goes."""
    return tempfile.TemporaryDirectory(prefix="understudy-", ignore_cleanup_errors=True)


async def _seen_to_its_end(making: Coroutine[Any, Any, T]) -> T:
    """What an engine makes, in a task of its own: it takes a cancelling back when it goes on."""
    work = asyncio.ensure_future(making)
    while True:
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            if work.cancelled():
                raise
            work.cancel()


async def _to_its_end(call: Callable[[], T]) -> T:
    """Run something short in a thread; cancelling waits for it, and is raised later."""
    work = asyncio.ensure_future(asyncio.to_thread(call))
    while not work.done():
        with suppress(asyncio.CancelledError):
            await asyncio.shield(work)
    return work.result()


def _raise_if_cancelled() -> None:
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError
