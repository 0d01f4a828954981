"""Has lines spoken: in one call, as a job, or found again when the answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from studio.engines.speech import Speech, SpeechRequest
from studio.engines.useapi.access import Access
from studio.engines.useapi.accounts import running_on
from studio.engines.useapi.answers import Closed, Missing, text_of
from studio.engines.useapi.client import Client, id_path
from studio.engines.useapi.clips import (
    Clip,
    clip_of,
    credits_of,
    is_sound,
    listed,
    read_clip,
    same_line,
)
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.ids import number_of
from studio.engines.useapi.requests import fields, price
from studio.engines.web_download import DownloadFailed
from studio.engines.web_redaction import trace_from
from studio.errors import (
    AccountStopped,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
)

T = TypeVar("T")

SLACK_S = 5.0
"""How much earlier than asked for a clip may be dated."""


@dataclass(frozen=True, slots=True)
class Polling:
    """Seconds until a job is first asked after, between that and the next time, and in all.

    `most_read` clips are read one by one to find a lost line, each time one is looked for.
    """

    first_s: float = 2.0
    then_s: float = 5.0
    whole_s: float = 600.0
    most_read: int = 300


class Speaker:
    """Speaks the lines of one account of ours; knows which clips became takes already."""

    def __init__(
        self,
        client: Client,
        access: Access,
        *,
        polling: Polling,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._access = access
        self._polling = polling
        self._clock = clock
        self._sleep = sleep
        self._given: set[str] = set()
        self._others: dict[str, Clip] = {}
        self._running = 0

    async def speak(self, request: SpeechRequest) -> Speech:
        """The sound of a line in one call; raises a VoiceError."""

        async def send(dialect: Dialect, account: str, *, emotion: bool) -> Speech:
            body = fields(request, account, emotion=emotion)
            return await self._spoken(dialect, request, body)

        async with self._counted():
            return await self._on_an_account(request, send)

    async def order(self, request: SpeechRequest) -> str:
        """The id of a job that speaks a line; raises a VoiceError."""

        async def send(dialect: Dialect, account: str, *, emotion: bool) -> str:
            body = fields(request, account, emotion=emotion)
            found = await self._client.post(dialect.path("create"), body, bills=True)
            ticket = text_of(found, "audioId") or text_of(found, "audio_id")
            if not ticket:
                raise self._client.reader.lost("the job was taken without a number")
            return ticket

        return await self._on_an_account(request, send)

    async def collect(self, request: SpeechRequest, ticket: str) -> Speech:
        """Wait for a job and fetch its sound; raises OutcomeUnknown after ten minutes."""
        async with self._access.open() as dialect, self._counted():
            clip = await self._finished(dialect, ticket)
            if clip is None:
                # A job's number is known for a week; its clip stays in the list.
                clip = await self._among_the_listed(dialect, request, since=0.0)
            if clip is None:
                raise EngineRefused(self._client.engine, "the service no longer knows this job")
            return await self._fetched(dialect, request, clip, ordered=True)

    async def cancel(self, ticket: str) -> bool:
        """Stop a job; False when it does not run. What it cost so far is not said."""
        try:
            await self._client.delete(f"scheduler/{id_path(ticket)}")
        except Missing:
            return False
        return True

    async def find(self, request: SpeechRequest, since: float) -> Speech | None:
        """The sound of a line sent at or after `since` that became no take, None if none.

        While the account runs a job that is not one of ours, it may be this line, so it is waited
        for. Raises OutcomeUnknown when nobody can say.
        """
        began = self._clock()
        try:
            async with self._client.web.working(), self._access.open() as dialect:
                while True:
                    others = await self._others_running(request)
                    if clip := await self._among_the_listed(dialect, request, since):
                        return await self._fetched(dialect, request, clip)
                    if others <= 0:
                        return None
                    if self._clock() - began >= self._polling.whole_s:
                        raise self._client.reader.lost("a job of the account still runs")
                    await self._sleep(self._polling.then_s)
        except EngineUnreachable as error:
            # Whoever asks takes "unreachable" for "surely not billed", and sends it once more.
            raise OutcomeUnknown(error.engine, error.detail) from error

    async def _on_an_account(
        self,
        request: SpeechRequest,
        send: Callable[..., Awaitable[T]],
    ) -> T:
        """Send a line, without its emotion where the model has none, on an account that may."""
        emotion = "emotion" in request.settings
        while True:
            account = ""
            try:
                async with self._access.open() as dialect:
                    account = await self._access.account(request.voice)
                    return await send(dialect, account, emotion=emotion)
            except EngineRefused as refusal:
                if not emotion or "emotion" not in refusal.detail.lower():
                    raise
                emotion = False
            except AccountStopped as stop:
                # Nothing is spoken, or billed, on an account that says no.
                await self._access.pass_over(account, request.voice, stop)

    async def _spoken(
        self, dialect: Dialect, request: SpeechRequest, body: dict[str, Any]
    ) -> Speech:
        path = dialect.path("create-mp3")
        answer = await self._client.answer(path, body, bills=True, read_s=dialect.read_s)
        if answer.status < 300 and is_sound(answer.body):
            return Speech(bytes(answer.body), price(request).billed_characters)
        clip = clip_of(self._client.reader.content(answer, bills=True))
        if clip.id and not clip.final:
            finished = await self._finished(dialect, clip.id)
            clip = finished or clip
        return await self._fetched(dialect, request, clip)

    async def _finished(self, dialect: Dialect, ticket: str) -> Clip | None:
        """A job's clip when it is done or has failed; None when the number is not known."""
        began, pause = self._clock(), self._polling.first_s
        while True:
            await self._sleep(pause)
            clip = await read_clip(self._client, dialect, ticket)
            if clip is None or clip.final:
                return clip
            if self._clock() - began >= self._polling.whole_s:
                raise self._client.reader.lost("the job is not done yet")
            pause = self._polling.then_s

    async def _fetched(
        self, dialect: Dialect, request: SpeechRequest, clip: Clip, *, ordered: bool = False
    ) -> Speech:
        """The sound behind a clip; raises OutcomeUnknown when it is paid for and cannot be had.

        An order whose sound is gone for good is refused: to ask after it again would not help.
        """
        if clip.failed:
            raise self._client.reader.failed(clip.content)
        number = number_of(clip.id)
        self._given.add(number)
        try:
            data = await self._downloaded(dialect, clip)
        except DownloadFailed as failed:
            self._given.discard(number)
            if ordered and failed.gone:
                raise EngineRefused(self._client.engine, str(failed)) from failed
            raise self._client.reader.lost(str(failed)) from failed
        except BaseException:
            self._given.discard(number)
            raise
        trace = trace_from(number, self._client.safe)
        return Speech(data, credits_of(clip, price(request).billed_characters), (), trace)

    async def _downloaded(self, dialect: Dialect, clip: Clip) -> bytes:
        """The bytes of a clip; a link that gives none is asked for anew. Raises DownloadFailed."""
        try:
            return await self._sound_behind(clip.link)
        except DownloadFailed:
            again = await self._read_again(dialect, clip) if clip.id else None
            if again is None:
                raise
            return await self._sound_behind(again.link)

    async def _sound_behind(self, link: str) -> bytes:
        if not link:
            raise DownloadFailed("the answer names no sound")
        data = await self._client.web.download(link)
        if not is_sound(data):
            raise DownloadFailed("what came is no sound")
        return data

    async def _read_again(self, dialect: Dialect, clip: Clip) -> Clip | None:
        try:
            return await read_clip(self._client, dialect, clip.id)
        except EngineUnreachable as error:
            raise OutcomeUnknown(error.engine, error.detail) from error

    async def _others_running(self, request: SpeechRequest) -> int:
        """How many jobs run on the line's account that are not known as ours."""
        account = await self._access.account(request.voice)
        try:
            return await running_on(self._client, account) - self._running
        except (Missing, Closed, EngineRefused):
            return 0

    async def _among_the_listed(
        self, dialect: Dialect, request: SpeechRequest, since: float
    ) -> Clip | None:
        """The first clip of this line that became no take, None if there is none."""
        account = await self._access.account(request.voice)
        query = {"account": account} if account else {}
        found: list[tuple[float, Clip]] = []
        sent, left = fields(request, account), self._polling.most_read
        dated = since + self._client.ahead_s - SLACK_S
        async for row in listed(self._client, dialect, query, dated):
            other_words = row.text and row.text.split() != request.text.split()
            if number_of(row.id) in self._given or other_words:
                continue
            clip = self._others.get(row.id)
            if clip is None:
                if not left:
                    raise self._client.reader.lost("too many clips to look through")
                left -= 1
                clip = await read_clip(self._client, dialect, row.id)
            if clip and not clip.final:
                clip = await self._finished(dialect, row.id)
            if clip is None:
                continue
            self._others[row.id] = clip
            if not clip.failed and same_line(clip, sent):
                found.append((row.at, clip))
        # Another search may have taken one of them meanwhile.
        free = [pair for pair in found if number_of(pair[1].id) not in self._given]
        return min(free, key=lambda pair: pair[0])[1] if free else None

    @asynccontextmanager
    async def _counted(self) -> AsyncGenerator[None]:
        """What runs for us just now."""
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
