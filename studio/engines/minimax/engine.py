"""MiniMax's own speech service behind the studio's protocols of speech."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress

from studio.engines.minimax.catalogue import Label, labels, voices_of
from studio.engines.minimax.client import ORDER, SPEAK, VOICES, Client, Complained, billed
from studio.engines.minimax.counting import billed_characters
from studio.engines.minimax.digits import digits_in
from studio.engines.minimax.envelope import Content, table, whole_number
from studio.engines.minimax.hosts import host_of
from studio.engines.minimax.order import (
    FORMATS,
    STREAM_RATE,
    Body,
    order_at_once,
    order_for_later,
    order_in_pieces,
    streams_bare,
)
from studio.engines.minimax.own_voices import MakesVoices
from studio.engines.minimax.preparing import is_long, prepared
from studio.engines.minimax.settings import limits_of
from studio.engines.minimax.sound import SoundDamaged, kind_of, sound_from
from studio.engines.minimax.subtitles import word_times
from studio.engines.minimax.tickets import Ticket, collected
from studio.engines.speech import Limits, Pace, Price, Reading, Speech, SpeechRequest, Voice
from studio.engines.web import Web
from studio.engines.web_call import PATIENCE, Patience
from studio.engines.web_download import DownloadFailed
from studio.errors import (
    AccountError,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
    VoiceError,
)
from studio.model.account import Account
from studio.model.sound_format import SoundFormat
from studio.model.take import WordTime

FIRST_GUESS = Pace(per_minute=20, in_flight=6)
"""Where the booth begins to learn: fewer are told apart from chance too late, more are refused."""

_SUBTITLES = 8 << 20
"""Bytes of a subtitle file."""
_SUBTITLES_S = 20.0
"""Seconds it may take, all tries together: the line keeps its place with the service meanwhile."""


class MiniMaxEngine(MakesVoices):
    """One account at MiniMax; nothing is opened and no key asked before the first request."""

    def __init__(
        self,
        account: Account,
        key: Callable[[], Awaitable[str]],
        *,
        patience: Patience = PATIENCE,
    ) -> None:
        super().__init__(account.host)
        self._account = account
        self._key = key
        self._patience = patience
        self._opened: Client | None = None
        self._labels: Mapping[str, Label] | None = None
        self._feels_nothing: set[tuple[str, str]] = set()
        """Models and emotions of which the service said that they do not go together."""

    @property
    def name(self) -> str:
        """`minimax/main` for the account `main`."""
        return self._account.key

    @property
    def pace(self) -> Pace:
        """What the account's plan allows, or a first guess."""
        account = self._account
        told = bool(account.per_minute or account.in_flight)
        return Pace(
            account.per_minute or FIRST_GUESS.per_minute,
            account.in_flight or FIRST_GUESS.in_flight,
            told,
        )

    def limits(self, model: str = "") -> Limits:
        """What it takes with this model, or with the newest one."""
        return limits_of(model)

    async def voices(self) -> tuple[Voice, ...]:
        """The account's own voices and the system's; raises AccountStopped, EngineUnreachable."""
        content = await self._client().look("POST", VOICES, body={"voice_type": "all"})
        if self._labels is None:
            self._labels = await asyncio.to_thread(labels)
        # In a thread: a thousand voices take 60 ms.
        return await asyncio.to_thread(voices_of, self.name, content, self._labels)

    async def check(self) -> None:
        """Ask for the system's voices, which costs nothing and needs key and region to be right."""
        await self._client().look("POST", VOICES, body={"voice_type": "system"})

    def prepare(self, reading: Reading) -> SpeechRequest:
        """The request for a reading; raises EngineRefused for what cannot be said."""
        return prepared(self.name, reading)

    def price(self, request: SpeechRequest) -> Price:
        """What the service's list says; plans and credits are not in it."""
        return self._cost(request.model, billed_characters(request.text))

    async def speak(self, request: SpeechRequest) -> Speech:
        """Say it; raises a VoiceError or AccountError."""
        options = self._account.options
        subtitles = options.get("subtitles", "on") != "off"

        def body(emotion: bool) -> Body:
            return order_at_once(request, format=self._format, subtitles=subtitles, emotion=emotion)

        async with self._client().web.working():
            content = await self._worked(SPEAK, request, body)
            sound = await self._sound(content)
            words = await self._words(table(content, "data").get("subtitle_file"))
        trace, length_ms = self._client().trace(content), _length_ms(content)
        return Speech(sound, billed(content), words, trace, length_ms)

    def stream_format(self, request: SpeechRequest) -> SoundFormat:
        """What the pieces of `speak_stream` add up to."""
        return SoundFormat("pcm", STREAM_RATE) if streams_bare(request) else SoundFormat("file")

    async def speak_stream(
        self, request: SpeechRequest, told: Callable[[Speech], None]
    ) -> AsyncGenerator[bytes, None]:
        """The sound in pieces while it is made; raises a VoiceError or AccountError."""

        if is_long(request.text):
            raise EngineRefused(self.name, "a text this long cannot be heard at once")
        client = self._client()

        def ended(content: Content) -> None:
            told(Speech(b"", billed(content), trace=client.trace(content)))

        for emotion in (True, False) if self._feels(request) else (False,):
            body = order_in_pieces(request, emotion=emotion)
            try:
                async with aclosing(client.pieces(body, ended)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
            except Complained as complained:
                self._learn(request, complained, emotion=emotion)

    def takes_orders(self, request: SpeechRequest) -> bool:
        """Whether the text is too long to be said at once."""
        return is_long(request.text)

    async def order(self, request: SpeechRequest) -> str:
        """Order a long text; returns the ticket. Raises a VoiceError or AccountError."""

        def body(emotion: bool) -> Body:
            return order_for_later(request, format=self._format, emotion=emotion)

        ticket = Ticket.of(await self._worked(ORDER, request, body), self._client().web.safe)
        if ticket is None:
            raise OutcomeUnknown(self.name, "the service took the order but gave no number for it")
        return ticket.written()

    async def collect(self, request: SpeechRequest, ticket: str) -> Speech:
        """Wait for a long text and fetch it; raises a VoiceError. It may be tried again."""
        del request
        read = Ticket.read(ticket)
        if read is None:
            raise EngineRefused(self.name, "the ticket of the order is damaged")
        client = self._client()
        async with client.web.working():
            return await collected(client, read)

    async def aclose(self) -> None:
        """Begin nothing any more, and close the connections after what runs."""
        with suppress(AccountError):  # what has no address was never opened
            await self._client().web.aclose()

    @property
    def _format(self) -> str:
        wanted = self._account.options.get("format", "")
        return wanted if wanted in FORMATS else FORMATS[0]

    def _client(self) -> Client:
        """The connections of the account; raises AccountError for an address that cannot be."""
        if self._opened is None:
            host = host_of(self._account.host)
            web = Web(self.name, host, self._key, patience=self._patience)
            group_id = self._account.options.get("group_id", "").strip()
            self._opened = Client(web, group_id=group_id)
        return self._opened

    async def _worked(
        self, path: str, request: SpeechRequest, body: Callable[[bool], Body]
    ) -> Content:
        """What was ordered, once; a second time without the emotion where the model knows none."""
        feels = self._feels(request)
        try:
            return await self._client().work(path, body(feels))
        except Complained as complained:
            self._learn(request, complained, emotion=feels)
        try:
            return await self._client().work(path, body(False))
        except Complained as complained:
            raise complained.error from complained

    def _feels(self, request: SpeechRequest) -> bool:
        emotion = str(request.settings.get("emotion", ""))
        return bool(emotion) and (request.model, emotion) not in self._feels_nothing

    def _learn(self, request: SpeechRequest, complained: Complained, *, emotion: bool) -> None:
        """Remember that the model has not this emotion; raises what it is about otherwise."""
        if not emotion or not complained.complaint.names("emotion"):
            raise complained.error from complained
        self._feels_nothing.add((request.model, str(request.settings["emotion"])))

    async def _sound(self, content: Content) -> bytes:
        """The sound of an answer, checked; raises EngineUnreachable, OutcomeUnknown."""
        audio, told = digits_in(table(content, "data")), billed(content)
        if not audio:
            detail = "the service said yes but gave no sound"
            if told:
                raise OutcomeUnknown(self.name, detail, told)
            raise EngineUnreachable(self.name, detail)
        try:
            if isinstance(audio, str) and audio.startswith(("http://", "https://")):
                return await self._behind(audio)
            return await asyncio.to_thread(sound_from, audio, length_ms=_length_ms(content))
        except SoundDamaged as damage:
            raise OutcomeUnknown(self.name, str(damage), told) from damage

    async def _behind(self, link: str) -> bytes:
        """The sound behind a link, which some gateways give in its place; raises SoundDamaged."""
        web = self._client().web
        try:
            data = await web.download(link)
        except DownloadFailed as failed:
            raise SoundDamaged(web.safe(str(failed))) from failed
        if not kind_of(data):
            raise SoundDamaged("what came is no sound")
        return data

    async def _words(self, link: object) -> tuple[WordTime, ...]:
        """When each word is heard; nothing where that cannot be had: the take counts more."""
        if not isinstance(link, str) or not link:
            return ()
        try:
            async with asyncio.timeout(_SUBTITLES_S):
                data = await self._client().web.download(link, largest=_SUBTITLES)
        except (DownloadFailed, VoiceError, TimeoutError):
            return ()
        return await asyncio.to_thread(word_times, data)


def _length_ms(content: Content) -> int:
    """How long the service says the sound is; 0 when it does not."""
    return max(0, whole_number(table(content, "extra_info").get("audio_length")))
