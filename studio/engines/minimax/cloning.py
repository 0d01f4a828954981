"""A voice made of recordings at MiniMax: sent once for money, and settled when the answer is lost.

The service lists a voice only after its first line, so the list proves that one is there and never
that it is not. The same request with the same id and without a preview costs nothing: it is told
that the id is taken, or makes the voice that was not made before.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.engines.finishing import finished
from studio.engines.minimax.client import CLONE, Client, Complained, billed
from studio.engines.minimax.counting import billed_characters
from studio.engines.minimax.envelope import Content
from studio.engines.minimax.making import (
    ABOUT_THE_RECORDING,
    AMBIGUOUS,
    ANSWER_LOST,
    IDS,
    TAKEN,
    is_listed,
    preview_behind,
    refuse_objections,
    said_no,
)
from studio.engines.minimax.order import Body
from studio.engines.minimax.sample_files import CLONE_FILE, PROMPT_FILE, SampleFiles
from studio.engines.minimax.voice_orders import (
    CLONE_RULES,
    KEEP_RECORDINGS,
    against_clone,
    clone_body,
    new_id,
    preview_of,
)
from studio.engines.sample_checks import look_at, not_made
from studio.engines.speech import Price
from studio.engines.voice_making import ClonedVoice, Making, MakingStep, Told, told_first
from studio.engines.voice_orders import CloneOrder
from studio.errors import (
    AccountError,
    EngineRefused,
    OutcomeUnknown,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
)

PriceOf = Callable[[str, int], Price]
"""What so many characters of a model cost."""


async def cloned(client: Client, order: CloneOrder, told: Told, price_of: PriceOf) -> ClonedVoice:
    """Make a voice; raises as `ClonesVoices.clone` does."""
    engine = client.web.engine
    if refusal := CLONE_RULES.refusal(order, engine):
        raise refusal
    if why := against_clone(order):
        raise VoiceNotMade(engine, why)
    recordings = (*order.samples, order.prompt) if order.prompt else order.samples
    await look_at(engine, recordings, CLONE_RULES)
    files = SampleFiles(client, told, len(recordings))
    async with client.web.working():
        try:
            sample = await files.send(order.samples[0], CLONE_FILE)
            prompt = await files.send(order.prompt, PROMPT_FILE) if order.prompt else 0
            work = _Cloning(client, order, told, price_of, sample=sample, prompt=prompt)
            return await finished(work.done())
        except EngineRefused as refusal:
            raise not_made(refusal) from refusal
        finally:
            if not order.options.get(KEEP_RECORDINGS.name):
                await files.forget()


async def settled(
    client: Client, order: CloneOrder, voice: str, told: Told, price_of: PriceOf
) -> ClonedVoice:
    """What became of a voice asked for under an id; raises as `SettlesClones.settle` does."""
    recordings = (*order.samples, order.prompt) if order.prompt else order.samples
    files = SampleFiles(client, told, len(recordings))
    async with client.web.working():
        try:
            if not voice:
                raise VoiceInDoubt(client.web.engine, "its id is not known")
            await look_at(client.web.engine, recordings, CLONE_RULES)
            sample = await files.send(order.samples[0], CLONE_FILE)
            prompt = await files.send(order.prompt, PROMPT_FILE) if order.prompt else 0
            work = _Cloning(client, order, told, price_of, sample=sample, prompt=prompt)
        except (VoiceError, AccountError) as error:
            await files.forget()
            raise VoiceInDoubt(client.web.engine, error.detail, voice=voice) from error
        try:
            return await finished(work.settled(voice))
        finally:
            if not order.options.get(KEEP_RECORDINGS.name):
                await files.forget()


class _Cloning:
    """One voice, once its recordings are there under their numbers; a prompt of 0 is none."""

    def __init__(
        self,
        client: Client,
        order: CloneOrder,
        told: Told,
        price_of: PriceOf,
        *,
        sample: int,
        prompt: int,
    ) -> None:
        self._client = client
        self._order = order
        self._told = told
        self._price_of = price_of
        self._sample = sample
        self._prompt = prompt
        self._preview = preview_of(order)

    async def done(self) -> ClonedVoice:
        """The voice; another id is tried where somebody has the first one."""
        for turn in range(1, IDS + 1):
            voice = new_id(self._order.name)
            await told_first(self._told, Making(MakingStep.MAKING, voice=voice))
            try:
                content = await self._client.work(CLONE, self._body(voice, preview=True))
            except Complained as complained:
                code, error = complained.complaint.code, complained.error
                if code == TAKEN and turn < IDS:
                    continue
                if code not in AMBIGUOUS and not isinstance(error, OutcomeUnknown):
                    raise said_no(complained) from complained
                return await self._settled(voice, error)
            except OutcomeUnknown as lost:
                return await self._settled(voice, lost)
            return await self._voice(voice, content)
        raise AssertionError("the last try returns or raises")

    async def settled(self, voice: str) -> ClonedVoice:
        """What became of a voice that a program asked for which then ended."""
        engine = self._client.web.engine
        return await self._settled(voice, OutcomeUnknown(engine, "the program ended meanwhile"))

    async def _settled(self, voice: str, lost: VoiceError) -> ClonedVoice:
        """What became of a voice whose answer was lost; raises VoiceInDoubt when nobody can say."""
        await told_first(self._told, Making(MakingStep.SETTLING, voice=voice))
        try:
            there = await is_listed(self._client, "voice_cloning", voice)
        except (VoiceError, AccountError):
            there = False  # the next question may be answered all the same
        try:
            content = None if there else await self._client.patiently(lambda: self._repeated(voice))
        except VoiceNotMade:
            raise
        except (VoiceError, AccountError) as error:
            raise VoiceInDoubt(lost.engine, lost.detail, voice=voice) from error
        missed = ANSWER_LOST if self._preview else ""
        if content is not None:  # made just now, and so without a preview
            refuse_objections(self._client, content)
            trace = self._client.trace(content)
            return ClonedVoice(voice, self._order.name, preview_lost=missed, trace=trace)
        return ClonedVoice(
            voice,
            self._order.name,
            preview_lost=missed,
            billed=self._cost({}),
            certain=not self._preview,
        )

    async def _repeated(self, voice: str) -> Content | None:
        """The request once more for nothing; None when the voice was there."""
        try:
            body = self._body(voice, preview=False)
            return await self._client.work(CLONE, body, bills=False)
        except Complained as complained:
            code, error = complained.complaint.code, complained.error
            if code == TAKEN:
                return None
            if code in ABOUT_THE_RECORDING:
                raise VoiceNotMade(error.engine, error.detail) from complained
            # Any other no may come because the voice is there already.
            raise error from complained

    async def _voice(self, voice: str, content: Content) -> ClonedVoice:
        refuse_objections(self._client, content)
        preview, missed = None, ""
        if self._preview:
            await told_first(self._told, Making(MakingStep.FETCHING, voice=voice))
            preview, missed = await preview_behind(self._client, content.get("demo_audio"))
        return ClonedVoice(
            voice,
            self._order.name,
            preview,
            missed,
            self._cost(content),
            trace=self._client.trace(content),
        )

    def _cost(self, content: Content) -> Price:
        """What the preview cost: as the service tells, or else as it counts."""
        if not self._preview:
            return Price()
        characters = billed(content) or billed_characters(self._preview)
        return self._price_of(self._order.model, characters)

    def _body(self, voice: str, *, preview: bool) -> Body:
        sample, prompt = self._sample, self._prompt
        return clone_body(self._order, voice, sample=sample, prompt=prompt, preview=preview)
