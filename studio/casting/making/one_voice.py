"""One voice of the queue made, or settled when it was asked for before; each step is kept first.

Whatever ends this (an error, a cancelling, SIGKILL), the library says truly what may have been
asked for: nothing, then the voice goes back and waits; or something, then it is settled by asking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from studio.casting.making.ahead import Ahead
from studio.casting.making.bench import Bench, design_order, in_thread, seen_through
from studio.casting.making.billing import Held
from studio.engines.speech import Price, SpeaksLines
from studio.engines.voice_making import (
    Asked,
    ClonesVoices,
    DesignsVoices,
    MadeVoice,
    Making,
    MakingStep,
    SettlesClones,
)
from studio.engines.voice_orders import Fee, FeeDue
from studio.errors import (
    AccountError,
    AccountFault,
    AccountStopped,
    CapReached,
    EngineUnreachable,
    OutcomeUnknown,
    StudioError,
    VoiceInDoubt,
    VoiceLibraryError,
    VoiceLibraryProblem,
    VoiceNotMade,
)
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from studio.wording import sentence

Progress = Callable[[OwnVoice, Making], None]
"""Hears on the loop how far a voice is."""

_WAITS = (EngineUnreachable, AccountStopped, AccountError, CapReached)
"""What a voice waits for again: nothing was made, and nothing is wrong with the order."""

_OF_THE_VOICE = frozenset({VoiceLibraryProblem.FILE_MISSING, VoiceLibraryProblem.FILE_DAMAGED})
"""What is wrong in the library with one voice only."""


@dataclass(frozen=True, slots=True)
class _Made:
    voice: MadeVoice
    fee: Fee | None
    unused_days: int


class OneVoice:
    """A voice that this program holds in the queue."""

    def __init__(self, bench: Bench, voice: OwnVoice, told: Progress, ahead: Ahead) -> None:
        self._bench = bench
        self._ahead = ahead
        self._voice = voice
        self._told = told
        self._asked = False
        self._held: Held | None = None

    async def made(self) -> StudioError | None:
        """Make it; returns why it waits again, None when it does not. Raises VoiceLibraryError.

        Cancelled, it is seen to its end where it was asked for; else it waits again.
        """
        if self._voice.origin is VoiceOrigin.DESIGN:
            return await self._ended(self._designed())
        return await self._ended(self._cloned())

    async def settled(self) -> StudioError | None:
        """Find out what became of it; it stays in doubt where nobody can say. As `made`."""
        self._asked = True
        if self._voice.origin is VoiceOrigin.DESIGN:
            return await self._ended(self._design_found())
        return await self._ended(self._clone_settled())

    async def _ended(self, work: Coroutine[Any, Any, _Made]) -> StudioError | None:
        """Keep what comes of the work, whatever it is."""
        queue, id = self._bench.queue, self._voice.id
        try:
            made = await work
        except asyncio.CancelledError as error:
            reason = sentence(VoiceInDoubt(self._voice.account, "it was broken off"))
            away = partial(queue.lost, id, reason) if self._asked else partial(queue.put_back, id)
            await self._over(error, away)
            raise
        except OutcomeUnknown as error:
            away = partial(queue.lost, id, sentence(error))
            await self._over(error, away if self._asked else partial(queue.put_back, id))
        except _WAITS as error:
            await self._over(error, partial(queue.put_back, id))
            return error
        except VoiceLibraryError as error:
            ours = error.problem in _OF_THE_VOICE
            failed = partial(queue.failed, id, sentence(error))
            with suppress(VoiceLibraryError):
                await self._over(error, failed if ours else partial(queue.put_back, id))
            if not ours:
                raise
        except StudioError as error:
            await self._over(error, partial(queue.failed, id, sentence(error)))
        else:
            await in_thread(partial(self._keep, made))
        return None

    async def _over(self, error: BaseException, away: Callable[[], bool]) -> None:
        def work() -> None:
            away()
            if self._held is not None:
                self._held.failed(error)

        await in_thread(work)

    async def _cloned(self) -> _Made:
        voice, engine = self._voice, self._engine()
        if not isinstance(engine, ClonesVoices):
            raise VoiceNotMade(voice.account, "it makes no voices of recordings")
        rules = engine.clone_rules
        prepared = await self._ahead.taken(voice, rules)
        order = prepared.order
        with prepared.folder:
            if objection := rules.objection(order):
                raise VoiceNotMade(voice.account, objection)
            await self._hold(engine.clone_price(order))
            made = await seen_through(engine.clone(order, self._hears))
        return _Made(made, rules.fee, rules.unused_days)

    async def _designed(self) -> _Made:
        engine = self._engine()
        if not isinstance(engine, DesignsVoices):
            raise VoiceNotMade(self._voice.account, "it makes no voices of a description")
        rules, order = engine.design_rules, design_order(self._voice)
        if objection := rules.objection(order):
            raise VoiceNotMade(self._voice.account, objection)
        await self._hold(engine.design_price(order))
        made = await seen_through(engine.design(order, self._hears))
        return _Made(made, rules.fee, rules.unused_days)

    async def _clone_settled(self) -> _Made:
        voice, bench = self._voice, self._bench
        engine = self._engine_in_doubt()
        if not isinstance(engine, ClonesVoices) or not isinstance(engine, SettlesClones):
            raise VoiceInDoubt(voice.account, "the service cannot be asked", voice=voice.voice)
        rules = engine.clone_rules
        ago = max(bench.library.now - voice.sent_at, 0.0)
        before = await in_thread(self._of_others)
        asked = Asked(voice.voice, before.union(voice.before), ago)
        try:
            prepared = await self._ahead.taken(voice, rules)
        except StudioError as error:
            why = str(getattr(error, "detail", ""))
            raise VoiceInDoubt(voice.account, why, voice=voice.voice) from error
        order = prepared.order
        with prepared.folder:
            await self._hold(engine.clone_price(order), earlier=True)
            made = await seen_through(engine.settle(order, asked, self._hears))
        return _Made(made, rules.fee, rules.unused_days)

    def _of_others(self) -> frozenset[str]:
        """The ids that other voices of the account have, so that none of them is taken for it."""
        return frozenset(
            other.voice
            for other in self._bench.library.voices()
            if other.account == self._voice.account and other.id != self._voice.id and other.voice
        )

    async def _design_found(self) -> _Made:
        """A design whose answer was lost, found in the list; it is never asked for again."""
        voice, engine = self._voice, self._engine_in_doubt()
        listing = engine.voices
        if not isinstance(engine, DesignsVoices):
            raise VoiceInDoubt(voice.account, "it makes no voices of a description")
        price = engine.design_price(design_order(voice))
        await self._hold(price, earlier=True)
        try:
            listed = await seen_through(listing())
        except (StudioError, asyncio.CancelledError) as error:
            why = str(getattr(error, "detail", ""))
            raise VoiceInDoubt(voice.account, why, voice=voice.voice) from error
        if not voice.voice or all(each.id != voice.voice for each in listed):
            told = "the service lists a voice only when it has spoken"
            raise VoiceInDoubt(voice.account, told, voice=voice.voice)
        rules = engine.design_rules
        made = MadeVoice(voice.voice, voice.name, billed=price, certain=False)
        return _Made(made, rules.fee, rules.unused_days)

    def _engine(self) -> SpeaksLines:
        """Who makes it; raises AccountError when its account is not here."""
        engine = self._bench.engines.get(self._voice.account)
        if engine is None:
            account = self._voice.account
            raise AccountError(AccountFault.UNKNOWN_ACCOUNT, account, account)
        return engine

    def _engine_in_doubt(self) -> SpeaksLines:
        """The same; without its account the voice stays in doubt."""
        engine = self._bench.engines.get(self._voice.account)
        if engine is None:
            raise VoiceInDoubt(self._voice.account, "its account is not on this machine")
        return engine

    async def _hold(self, price: Price, *, earlier: bool = False) -> None:
        hold = partial(self._bench.bill.hold, self._voice, price, earlier=earlier)
        self._held = await in_thread(hold)

    async def _hears(self, step: Making) -> None:
        """Have written what is about to be asked before it is."""
        if step.step is MakingStep.MAKING:
            await in_thread(partial(self._about_to_ask, step))
        self._told(self._voice, step)

    def _about_to_ask(self, step: Making) -> None:
        queue, id = self._bench.queue, self._voice.id
        if self._asked:
            written = queue.named(id, step.voice, before=step.before)
        else:
            if self._held is not None:
                self._held.sent()
            written = queue.sending(id, step.voice, before=step.before)
        if not written:
            raise VoiceNotMade(self._voice.account, "it is not wanted any more")
        self._asked = True

    def _keep(self, made: _Made) -> None:
        """Note the voice that is there, and its bill; its preview is worth less. Blocking."""
        bench, voice, new = self._bench, self._voice, made.voice
        preview = ""
        if new.preview:
            with suppress(VoiceLibraryError):
                preview = bench.library.files.keep_bytes(
                    new.preview.data, f"preview.{new.preview.kind}"
                )
        at = voice.sent_at if self._was_lost else 0.0
        days = made.unused_days
        bench.queue.made(voice.id, new.id, unused_days=days, preview=preview, at=at)
        if self._held is not None:
            self._held.billed(new.billed, new.trace)
        if made.fee and made.fee.price and made.fee.due is FeeDue.AT_ONCE:
            bench.bill.fee(voice, made.fee.price)
        if new.preview_lost and voice.preview_text and not preview:
            told = f"There is no preview: {new.preview_lost}."
            bench.library.change(voice.id, lambda known: replace(known, reason=told))

    @property
    def _was_lost(self) -> bool:
        """Whether it was asked for before, so that its time runs since then."""
        return bool(self._voice.sent_at)
