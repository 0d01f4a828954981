"""Voices heard with the line in hand, at once where the engine streams; no take is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from PySide6.QtCore import QObject

from studio.audio.arriving import ArrivingSound
from studio.audio.decode import ingest
from studio.audio.same_level import Samples
from studio.bridge import TaskScope
from studio.casting.blind import MOST_LINES
from studio.document import Document
from studio.engines.speech import (
    PreviewsVoices,
    SpeaksInPieces,
    SpeaksLines,
    Speech,
    SpeechRequest,
)
from studio.model.cast import Casting
from studio.model.ids import CharacterId, MediaKey
from studio.model.line import Line
from studio.store.ledger import BillingKind
from studio.synthesis.bill import Bill, Occasion, Reservation, Wanted
from studio.synthesis.comparing import Sampler
from studio.synthesis.finishing import to_the_end
from studio.synthesis.free_to_hear import FreeToHear
from studio.synthesis.hearing import lines_to_hear
from studio.synthesis.pace import Paces
from studio.synthesis.plan import Engines, reading_of
from studio.synthesis.pricing import price_of
from studio.ui.first_line_fee import FirstLineFees
from studio.ui.notices import Notices
from studio.ui.playback import Playback
from studio.ui.selection import Selection


@dataclass(slots=True, eq=False)
class _Spent:
    """What an audition asks for and should cost, and what is held for it."""

    wanted: Wanted
    held: Reservation | None = None
    asked: bool = False

    @property
    def request(self) -> SpeechRequest:
        return self.wanted.request


class Auditions(QObject):
    """Lets a voice say a line; the newest wish is the one that is heard."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        engines: Engines,
        playback: Playback,
        tasks: TaskScope,
        bill: Bill,
        notices: Notices,
        parent: QObject | None = None,
        *,
        sounds: Callable[[MediaKey], Samples],
        paces: Paces | None = None,
        fees: FirstLineFees | None = None,
    ) -> None:
        """`sounds` gives the samples of a take; blocking. `fees` asks before one falls due."""
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._engines = engines
        self._playback = playback
        self._tasks = tasks
        self._bill = bill
        self._notices = notices
        self._fees = fees or FirstLineFees()
        self._wish = 0
        self._free = FreeToHear(document, sounds)
        self.sampler = Sampler(engines, paces or Paces(), bill, self._free)

    def character(self, character: CharacterId, language: str) -> None:
        """Let a character say the line in hand, its first one, or a sample sentence."""
        casting = self._document.project.casting(character, language)
        if casting is None:
            self._notices.status(self.tr("Choose a voice for this character first."))
            return
        self.say(self.line_of(character, language), language, casting)

    def line_of(self, character: CharacterId | None, language: str) -> Line:
        """What a character says when a voice is tried."""
        return self.lines_of(character, language)[0]

    def lines_of(self, character: CharacterId | None, language: str) -> tuple[Line, ...]:
        """What a character says when voices are compared."""
        return lines_to_hear(
            self._document.project,
            character,
            language,
            in_hand=self._selection.line,
            episode=self._selection.episode,
            most=MOST_LINES,
        )

    def play(self, samples: Samples) -> None:
        """Play a sound that is there, in the place of any that was wished for before."""
        self._wish += 1
        self._playback.play_samples(samples)

    def say(self, line: Line, language: str, casting: Casting) -> None:
        """Let any voice say a line."""
        if casting.engine not in self._engines:
            gone = self.tr("There is no engine {engine} here. Choose another voice.")
            self._notices.status(gone.format(engine=casting.engine))
            return
        self._wish += 1
        self._tasks.start(self._heard(line, language, casting, self._wish))

    def sample(self, engine: str, voice: str) -> None:
        """Play the free sample that a service has of a voice."""
        self._wish += 1
        self._tasks.start(self._sampled(engine, voice, self._wish))

    async def _sampled(self, name: str, voice: str, wish: int) -> None:
        engine = self._engines.get(name)
        sound = await engine.preview(voice) if isinstance(engine, PreviewsVoices) else None
        if wish != self._wish:
            return
        if sound is None:
            self._notices.status(self.tr("The service has no sample of this voice."))
            return
        samples = await asyncio.to_thread(ingest, sound)
        if wish == self._wish:
            self._playback.play_samples(samples)

    async def _heard(self, line: Line, language: str, casting: Casting, wish: int) -> None:
        engine = self._engines[casting.engine]
        request = engine.prepare(reading_of(self._document.project, line, language, casting))
        occasion = Occasion(BillingKind.AUDITION, self._document.project.id, line.id, language)
        spent = _Spent(Wanted(request, price_of(request, self._engines), occasion))
        samples = await self._free.sound_of(request)
        if samples is None:
            if not await self._fees.agreed(((request, spent.wanted.price),)):
                return
            await self._hold(spent)
        if wish != self._wish:
            await self._settle(spent, None)
        elif samples is not None:
            self._playback.play_samples(samples)
        elif isinstance(engine, SpeaksInPieces):
            sound = ArrivingSound(engine.stream_format(request), source=request.engine)
            task = self._playback.play_arriving(sound, self._pieces(engine, spent))
            task.add_done_callback(lambda _: self._keep_whole(spent, sound))
        else:
            samples = await self._spoken(engine, spent)
            if wish == self._wish:
                self._playback.play_samples(samples)

    async def _hold(self, spent: _Spent) -> None:
        """Hold what an audition will be billed; raises CapReached."""

        def hold() -> None:
            spent.held = self._bill.reserve(spent.wanted, self._bill.run())

        if not spent.wanted.price.billed_characters:
            hold()
            return
        try:
            await to_the_end(asyncio.to_thread(hold))
        except asyncio.CancelledError:
            await self._settle(spent, None)
            raise

    async def _spoken(self, engine: SpeaksLines, spent: _Spent) -> Samples:
        """The sound of an audition that comes whole."""
        try:
            await self._send(spent)
            speech = await engine.speak(spent.request)
        except BaseException as error:
            await self._settle(spent, error)
            raise
        await self._settle(spent, speech)
        samples = await asyncio.to_thread(ingest, speech.data)
        self._keep(spent, samples)
        return samples

    def was_paid(self, request: SpeechRequest) -> bool:
        """Whether these words were paid for already, so that hearing them again costs nothing."""
        return self._free.has(request)

    def _keep_whole(self, spent: _Spent, sound: ArrivingSound) -> None:
        if sound.whole:
            self._keep(spent, sound.samples)
        if not spent.asked and spent.held is not None:
            spent.held.end()  # silenced before it was sent: only a sum in memory

    def _keep(self, spent: _Spent, samples: Samples) -> None:
        """Remember what was paid for: hearing it again costs nothing."""
        if spent.wanted.price.billed_characters:
            self._free.keep(spent.request, samples)

    async def _pieces(self, engine: SpeaksInPieces, spent: _Spent) -> AsyncGenerator[bytes]:
        """An audition as it comes; what it was billed is noted however it ends.

        The service tells that at the end. A stream that was broken off is billed all the same,
        so the price is noted for it; one that never began may have been billed.
        """
        told: list[Speech] = []
        outcome: Speech | BaseException | None = None
        spent.asked = True

        def ended(speech: Speech) -> None:
            told.append(speech)
            self._tasks.start(self._settle(spent, speech))

        try:
            await self._send(spent)
            async with aclosing(engine.speak_stream(spent.request, ended)) as pieces:
                async for piece in pieces:
                    outcome = Speech(b"", spent.wanted.price.billed_characters)
                    yield piece
        except BaseException as error:
            outcome = outcome or error
            raise
        finally:
            if not told:
                await self._settle(spent, outcome)

    async def _send(self, spent: _Spent) -> None:
        """Note that it is sent next; raises CapReached."""
        if spent.held is not None and spent.wanted.price.billed_characters:
            try:
                await to_the_end(asyncio.to_thread(spent.held.sent))
            except asyncio.CancelledError:  # it was not sent
                await to_the_end(asyncio.to_thread(spent.held.returned))
                raise

    async def _settle(self, spent: _Spent, outcome: Speech | BaseException | None) -> None:
        """Note what an audition was billed, or how it failed; None when it was not sent."""
        held = spent.held
        if held is None:
            return
        if isinstance(outcome, Speech):
            await to_the_end(asyncio.to_thread(held.billed, outcome))
        elif outcome is None:
            await to_the_end(asyncio.to_thread(held.end))
        else:
            await to_the_end(asyncio.to_thread(held.failed, outcome))
