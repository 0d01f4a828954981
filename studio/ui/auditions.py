"""Voices heard with the line in hand, at once where the engine streams; no take is kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
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
    Price,
    SpeaksInPieces,
    Speech,
    SpeechRequest,
)
from studio.errors import OutcomeUnknown, StudioError
from studio.model.cast import Casting
from studio.model.ids import CharacterId
from studio.model.line import Line
from studio.store.ledger import BillingKind
from studio.synthesis.bill import Bill, Occasion
from studio.synthesis.comparing import Sampler
from studio.synthesis.finishing import to_the_end
from studio.synthesis.hearing import lines_to_hear
from studio.synthesis.pace import Paces
from studio.synthesis.plan import Engines, reading_of
from studio.ui.notices import Notices
from studio.ui.playback import Playback
from studio.ui.selection import Selection


@dataclass(frozen=True, slots=True)
class _Spent:
    """What an audition asks for and should cost."""

    request: SpeechRequest
    price: Price
    occasion: Occasion


REMEMBERED = 50
"""Auditions that can be heard again without being paid again."""


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
        paces: Paces | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._engines = engines
        self._playback = playback
        self._tasks = tasks
        self._bill = bill
        self._notices = notices
        self._wish = 0
        self._paid: OrderedDict[str, Samples] = OrderedDict()
        self.sampler = Sampler(engines, paces or Paces(), bill)

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
        spent = _Spent(request, engine.price(request), occasion)
        if self.was_paid(request):
            self._playback.play_samples(self._paid[request.fingerprint])
            return
        if isinstance(engine, SpeaksInPieces):
            sound = ArrivingSound(engine.stream_format(request), source=request.engine)
            task = self._playback.play_arriving(sound, self._pieces(engine, spent))
            task.add_done_callback(lambda _: self._keep_whole(spent, sound))
            return
        try:
            speech = await engine.speak(request)
        except OutcomeUnknown as lost:
            await self._billed(spent, Speech(b"", lost.billed_characters))
            raise
        await self._billed(spent, speech)
        samples = await asyncio.to_thread(ingest, speech.data)
        self._keep(spent, samples)
        if wish == self._wish:
            self._playback.play_samples(samples)

    def was_paid(self, request: SpeechRequest) -> bool:
        """Whether these words were paid for already, so that hearing them again costs nothing."""
        return request.fingerprint in self._paid

    def _keep_whole(self, spent: _Spent, sound: ArrivingSound) -> None:
        if sound.whole:
            self._keep(spent, sound.samples)

    def _keep(self, spent: _Spent, samples: Samples) -> None:
        """Remember what was paid for: hearing it again costs nothing."""
        if spent.price.billed_characters:
            self._paid[spent.request.fingerprint] = samples
            if len(self._paid) > REMEMBERED:
                self._paid.popitem(last=False)

    async def _pieces(self, engine: SpeaksInPieces, spent: _Spent) -> AsyncGenerator[bytes]:
        """An audition as it comes; what it was billed is noted however it ends.

        The service tells that at the end. A stream that was broken off is billed all the same,
        so the price is noted for it.
        """
        told: list[Speech] = []
        begun = refused = False

        def ended(speech: Speech) -> None:
            told.append(speech)
            self._tasks.start(self._billed(spent, speech))

        try:
            async with aclosing(engine.speak_stream(spent.request, ended)) as pieces:
                async for piece in pieces:
                    begun = True
                    yield piece
        except StudioError as error:
            refused = not begun and not isinstance(error, OutcomeUnknown)
            raise
        finally:
            if not told and not refused:
                estimate = Speech(b"", spent.price.billed_characters)
                await to_the_end(self._billed(spent, estimate))

    async def _billed(self, spent: _Spent, speech: Speech) -> None:
        if speech.billed_characters:
            billed = (spent.request, spent.price, speech, spent.occasion)
            await asyncio.to_thread(self._bill.spoken, *billed)
