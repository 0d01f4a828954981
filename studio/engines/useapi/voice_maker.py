"""Voices made of recordings over useapi: one after the other, on an account that may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from studio.engines.finishing import finished
from studio.engines.sample_checks import look_at, not_made
from studio.engines.speech import Voice
from studio.engines.useapi.access import REMEMBERED_S, Access
from studio.engines.useapi.client import Client
from studio.engines.useapi.cloning import OwnVoices
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.ids import unwrapped
from studio.engines.useapi.one_clone import OneClone, full
from studio.engines.useapi.voice_orders import (
    clone_rules,
    fitting_name,
    language_tag,
    languages_told,
)
from studio.engines.useapi.voices import CATALOGUE, Config, clones_of, config_of
from studio.engines.voice_making import Asked, ClonedVoice, Making, MakingStep, Told, told_first
from studio.engines.voice_orders import CloneOrder, CloneRules
from studio.errors import (
    AccountError,
    AccountStopped,
    EngineRefused,
    EngineUnreachable,
    NoFreeSlot,
    NoSuchLanguage,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
)


class VoiceMaker:
    """Makes the voices of one token, one at a time: the service takes no more."""

    def __init__(
        self,
        client: Client,
        access: Access,
        dialect: Dialect,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client = client
        self._access = access
        self._dialect = dialect
        self._calls = OwnVoices(client)
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._config: Config | None = None
        self._config_at = 0.0
        self.rules: CloneRules = clone_rules(dialect)

    @property
    def knows(self) -> bool:
        """Whether the tags of the service were asked for not long ago."""
        return self._config is not None and self._clock() - self._config_at <= REMEMBERED_S

    def know(self, config: Config) -> None:
        """Remember the service's tags; the rules name its languages from now on."""
        self._config, self._config_at = config, self._clock()
        self.rules = replace(self.rules, languages=languages_told(config.languages))

    async def clone(self, order: CloneOrder, told: Told) -> ClonedVoice:
        """Make a voice; raises as `ClonesVoices.clone` does."""
        why = self.rules.objection(order)
        if why or not fitting_name(order.name):
            raise VoiceNotMade(self._client.engine, why or "the voice needs a name")
        await look_at(self._client.engine, order.samples, self.rules)
        if self._turn.locked():
            await told_first(told, Making(MakingStep.WAITING))
        async with self._turn, self._client.web.working():
            try:
                return await self._on_an_account(order, told)
            except EngineRefused as refusal:
                raise not_made(refusal) from refusal

    async def settle(self, order: CloneOrder, asked: Asked, told: Told) -> ClonedVoice:
        """The voice that was asked for before; raises as `SettlesClones.settle` does."""
        nowhere: EngineUnreachable | None = None
        async with self._turn, self._client.web.working():
            try:
                async with self._access.open() as dialect:
                    accounts = await self._access.candidates()
            except (VoiceError, AccountError) as error:
                raise VoiceInDoubt(self._client.engine, error.detail) from error
            for account in accounts:
                query = {"account": account} if account else {}
                work = self._one(query, dialect, asked.before, told)
                try:
                    return await work.settled(order, asked.seconds_ago)
                except EngineUnreachable as missing:
                    nowhere = missing
        assert nowhere is not None
        raise nowhere

    async def delete(self, voice: Voice) -> None:
        """Take a voice away; raises EngineRefused for one of the catalogue, VoiceError."""
        if voice.kind == CATALOGUE or (self._dialect.wraps_voices and not unwrapped(voice.id)):
            raise EngineRefused(self._client.engine, "a voice of the catalogue cannot be deleted")
        async with self._access.open() as dialect:
            account: Mapping[str, str] = (
                {} if dialect.wraps_voices else await self._access.account_query()
            )
            await self._calls.delete_voice(dialect, voice.id, account)

    async def _on_an_account(self, order: CloneOrder, told: Told) -> ClonedVoice:
        """Make it on the first account that may and has room; the others made nothing."""
        crowded: dict[str, NoFreeSlot] = {}
        while True:
            account = ""
            try:
                async with self._access.open() as dialect:
                    names = await self._access.candidates()
                    free = [name for name in names if name not in crowded]
                    if not free:
                        break
                    account = free[0]
                    return await self._cloned(dialect, account, order, told)
            except NoFreeSlot as no_room:
                crowded[account] = no_room
            except AccountStopped as stop:
                await self._access.pass_over(account, "", stop)
        first, *_ = crowded.values()
        voices = tuple(voice for each in crowded.values() for voice in each.voices)
        raise NoFreeSlot(first.engine, first.detail, voices=voices)

    async def _cloned(
        self, dialect: Dialect, account: str, order: CloneOrder, told: Told
    ) -> ClonedVoice:
        query = {"account": account} if account else {}
        tag = await self._tag(dialect, query, order.language)
        before = await clones_of(self._client, dialect, query)
        if self.rules.slots and len(before) >= self.rules.slots:
            raise full(self._client.engine, "all slots are taken", before)
        files: list[str] = []
        for number, sample in enumerate(order.samples, 1):
            await told_first(told, Making(MakingStep.UPLOADING, number, len(order.samples)))
            files.append(await self._calls.upload_sample(dialect, sample, query))
        known = frozenset(each.id for each in before)
        work = self._one(query, dialect, known, told)
        return await finished(work.done(order, files, tag))

    def _one(
        self, query: Mapping[str, str], dialect: Dialect, known: frozenset[str], told: Told
    ) -> OneClone:
        return OneClone(
            self._client, dialect, query, known, told, clock=self._clock, sleep=self._sleep
        )

    async def _tag(self, dialect: Dialect, query: Mapping[str, str], language: str) -> str:
        """The tag of a language; raises NoSuchLanguage."""
        if not self.knows:
            self.know(await config_of(self._client, dialect, query))
        tag = language_tag(language, self._config.languages if self._config else ())
        if not tag:
            detail = f"it knows no language {language!r}"
            raise NoSuchLanguage(self._client.engine, detail, known=self.rules.languages)
        return tag
