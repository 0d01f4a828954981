"""The useapi engine: voices of a MiniMax web account behind the studio's protocol of speech."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from studio.engines.speech import Limits, Pace, Price, Reading, Speech, SpeechRequest, Voice
from studio.engines.useapi import dialects, requests
from studio.engines.useapi.access import Access
from studio.engines.useapi.accounts import Plan, WebAccount, plan_of
from studio.engines.useapi.client import Client
from studio.engines.useapi.hosts import host_of
from studio.engines.useapi.speaking import Polling, Speaker
from studio.engines.useapi.voice_maker import VoiceMaker
from studio.engines.useapi.voices import Config, config_of, voice_of, voices_of
from studio.engines.voice_making import Asked, ClonedVoice, Told, untold
from studio.engines.voice_orders import CloneOrder, CloneRules
from studio.engines.web import Web
from studio.engines.web_call import PATIENCE, Patience
from studio.engines.web_download import DownloadFailed
from studio.errors import EngineUnreachable
from studio.model.account import Account

IN_FLIGHT = 4
"""Lines at once to begin with: the service has no ceiling of its own, the platform behind has."""


class UseApiEngine:
    """Speaks over one useapi token; opens nothing and asks for no key before the first request.

    Raises AccountError for a host that cannot be one.
    """

    def __init__(
        self,
        account: Account,
        key: Callable[[], Awaitable[str]],
        *,
        patience: Patience = PATIENCE,
        polling: Polling | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._account = account
        option = account.options.get("dialect", "auto")
        self._dialect = dialects.meant(option)
        self._web = Web(account.key, host_of(account.host), key, patience=patience)
        self._client = Client(self._web)
        self._access = Access(
            self._client,
            dialect=option,
            account=account.options.get("account", ""),
            clock=clock,
        )
        self._speaker = Speaker(
            self._client, self._access, polling=polling or Polling(), clock=clock, sleep=sleep
        )
        self._samples: dict[str, str] = {}
        self._maker = VoiceMaker(
            self._client, self._access, self._dialect, clock=clock, sleep=sleep
        )

    @property
    def name(self) -> str:
        """The key of its account, such as `useapi/main`."""
        return self._account.key

    @property
    def pace(self) -> Pace:
        """What the account was told to allow, or a first guess."""
        told = self._account
        if not (told.per_minute or told.in_flight):
            return Pace(in_flight=IN_FLIGHT)
        return Pace(told.per_minute, told.in_flight or IN_FLIGHT, told=True)

    def limits(self, model: str = "") -> Limits:
        """What it takes with a model, in the generation the account names."""
        return requests.limits(self._dialect, model)

    async def voices(self) -> tuple[Voice, ...]:
        """Every voice, built-in and cloned; raises a VoiceError."""
        async with self._access.open() as dialect:
            query = await self._access.account_query()
            records = await voices_of(self._client, dialect, query)
        self._samples = {record.id: record.sample for record in records}
        return tuple(voice_of(self.name, record) for record in records)

    def prepare(self, reading: Reading) -> SpeechRequest:
        """The request for a reading; raises EngineRefused for what it cannot say."""
        return requests.prepared(self.name, self._dialect, reading)

    def price(self, request: SpeechRequest) -> Price:
        """Credits of the web account's plan."""
        return requests.price(request)

    async def speak(self, request: SpeechRequest) -> Speech:
        """Say it, as an MP3 file; raises a VoiceError."""
        async with self._web.working():
            return await self._speaker.speak(request)

    def takes_orders(self, request: SpeechRequest) -> bool:
        """Whether a line is too long for one call and becomes a job."""
        return len(request.text) > self._dialect.longest_call

    async def order(self, request: SpeechRequest) -> str:
        """Have it spoken as a job; returns the job's id. Raises a VoiceError."""
        return await self._speaker.order(request)

    async def collect(self, request: SpeechRequest, ticket: str) -> Speech:
        """Wait for a job, ten minutes at most, and fetch its sound; raises a VoiceError."""
        async with self._web.working():
            return await self._speaker.collect(request, ticket)

    async def cancel(self, ticket: str) -> bool:
        """Stop a job; False when it runs no more. Raises a VoiceError."""
        async with self._access.guarded():
            return await self._speaker.cancel(ticket)

    async def find(self, request: SpeechRequest, since: float) -> Speech | None:
        """The sound of a line whose answer was lost; raises OutcomeUnknown, AccountStopped."""
        return await self._speaker.find(request, since)

    async def check(self) -> None:
        """Return when the token, an account that speaks, and the interface are there."""
        self._access.forget()
        async with self._access.open():
            await self._access.look_at_account()

    async def accounts(self) -> tuple[WebAccount, ...]:
        """The MiniMax accounts behind the token, with what is wrong and until when they last."""
        async with self._access.guarded():
            return await self._access.accounts(fresh=True)

    async def plan(self) -> Plan:
        """What the plan of the account tells of its credits; raises a VoiceError."""
        async with self._access.guarded():
            return await plan_of(self._client, await self._access.account())

    async def config(self) -> Config:
        """The emotions and tags the service knows; raises a VoiceError."""
        async with self._access.open() as dialect:
            query = await self._access.account_query()
            return await config_of(self._client, dialect, query)

    @property
    def clone_rules(self) -> CloneRules:
        """One to ten recordings of 10 to 60 s, on one account."""
        return self._maker.rules

    async def look_up_clone_rules(self) -> None:
        """Have the rules name the languages the service has tags for; raises a VoiceError."""
        if not self._maker.knows:
            self._maker.know(await self.config())

    def clone_price(self, order: CloneOrder) -> Price:
        """Nothing: a voice costs a slot, and its free sample is the preview."""
        del order
        return Price()

    async def clone(self, order: CloneOrder, told: Told = untold) -> ClonedVoice:
        """Make a voice of recordings; see `ClonesVoices`."""
        return await self._maker.clone(order, told)

    async def settle(self, order: CloneOrder, asked: Asked, told: Told = untold) -> ClonedVoice:
        """Find a voice that was asked for before; see `SettlesClones`."""
        return await self._maker.settle(order, asked, told)

    async def delete(self, voice: Voice) -> None:
        """Take a cloned voice away; see `DeletesVoices`."""
        await self._maker.delete(voice)

    async def preview(self, voice: str) -> bytes | None:
        """The free sample of a voice, None where there is none; raises a VoiceError."""
        link = self._samples.get(voice)
        try:
            return await self._web.download(link) if link else await self._fresh_sample(voice)
        except DownloadFailed:  # links grow old
            try:
                return await self._fresh_sample(voice)
            except DownloadFailed as failed:
                raise EngineUnreachable(self.name, str(failed)) from failed

    async def aclose(self) -> None:
        """Begin nothing any more, and close the connections after what runs."""
        await self._web.aclose()

    async def _fresh_sample(self, voice: str) -> bytes | None:
        await self.voices()
        link = self._samples.get(voice)
        return await self._web.download(link) if link else None
