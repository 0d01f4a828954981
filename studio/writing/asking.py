"""One job's way to one model: asks, waits its turn, counts the cost, and hands on what comes.

    async with aclosing(asker.records("translate", request, TRANSLATION)) as coming:
        async for each in coming:
            match each: ...

Closing the generator, or cancelling whoever reads it, ends the connection at once.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Protocol

from studio.engines.text import Ending, TextRequest, Tokens, WritesText
from studio.errors import EngineUnreachable, OutcomeUnknown, StudioError, VoiceError
from studio.store.exchanges import Exchange
from studio.writing.answer import Answer, estimate_of
from studio.writing.patience import PATIENCE, Patience, Tries
from studio.writing.purse import Held, Purse
from studio.writing.scanning.mends import Mend
from studio.writing.scanning.records import Ghost, Record, RecordScanner
from studio.writing.scanning.shapes import Shape
from studio.writing.scanning.skipped import SkippedKind
from studio.writing.switchboard import Switchboard
from studio.writing.tokens import NO_TOKENS

LONGEST_PROSE = 2000
"""Characters told of what was no record."""
LONGEST_PLAIN = 100_000
"""Characters of a plain reply; a longer one is ended by us."""
_AMPLE = 2
"""How many times the usual answer is held back for one."""
_USUAL_ANSWER = 1000
"""Tokens held back for an answer that may be as long as the model likes."""


HearsWait = Callable[[EngineUnreachable, float], None]
"""Hears why a request waits for its next try, and for how many seconds it goes on trying."""


class KeepsExchanges(Protocol):
    """Where requests and replies are kept, and what they cost."""

    async def begin(self, exchange: Exchange) -> None:
        """One is about to be asked; where no more is heard of it, it cost about these tokens."""
        ...

    async def keep(self, exchange: Exchange) -> None:
        """Keep one that is over; never raises, and lets the loop go on meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Ended:
    """How an answer ended, without an `ending` when it was cut off on the way.

    `prose` is the beginning of what was no record, `tokens` what it cost.
    """

    ending: Ending | None
    prose: str = ""
    skipped: Mapping[SkippedKind, int] = field(default_factory=dict[SkippedKind, int])
    mended: Mapping[Mend, int] = field(default_factory=dict[Mend, int])
    tokens: Tokens = NO_TOKENS
    error: VoiceError | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A plain reply, without an `ending` when it was cut off on the way."""

    text: str
    ending: Ending | None
    tokens: Tokens = NO_TOKENS
    error: VoiceError | None = None


class Asker:
    """Asks one model for one job; several requests may be under way at once."""

    def __init__(
        self,
        writer: WritesText,
        purse: Purse,
        log: KeepsExchanges,
        *,
        job: str,
        model: str = "",
        patience: Patience = PATIENCE,
        switchboard: Switchboard | None = None,
    ) -> None:
        self._writer = writer
        self._purse = purse
        self._log = log
        self._job = job
        self._model = model
        self._patience = patience
        self._switchboard = switchboard or Switchboard()
        self._waits: list[HearsWait] = []

    @property
    def writer(self) -> WritesText:
        """Who is asked."""
        return self._writer

    @property
    def model(self) -> str:
        """The model that is asked, empty where the service chooses."""
        return self._model or next(iter(self._writer.models), "")

    @property
    def purse(self) -> Purse:
        """What may be spent, and what was."""
        return self._purse

    def listen_for_waits(self, listener: HearsWait) -> Callable[[], None]:
        """Call the listener when a request has to wait for its next try; returns how to stop."""
        self._waits.append(listener)
        return lambda: self._waits.remove(listener)

    async def records(
        self, step: str, request: TextRequest, shape: Shape
    ) -> AsyncGenerator[Record | Ghost | Ended | None, None]:
        """Records as they come, the text of the open one as it grows, None when none is open.

        `Ended` is the last. Raises AccountStopped, EngineRefused, TooMuchAtOnce, AccountError,
        EngineUnreachable when patience is at its end, and WritingError LIMIT.
        """
        scanner = RecordScanner(shape)
        answer = Answer(replace(request, model=self.model))
        shown: Ghost | None = None
        try:
            async with aclosing(self._pieces(step, answer)) as pieces:
                async for text in pieces:
                    for record in scanner.feed(text):
                        yield record
                    if (ghost := scanner.ghost) != shown:
                        shown = ghost
                        yield ghost
            for record in scanner.finish():
                yield record
            if shown is not None:
                yield None
        finally:
            await self._keep(step, answer)
        answer.raise_refusal()
        yield _ended(answer, scanner)

    async def text(self, step: str, request: TextRequest) -> Told:
        """A plain reply; raises as `records` does."""
        answer = Answer(replace(request, model=self.model))
        kept: list[str] = []
        length = 0
        try:
            async with aclosing(self._pieces(step, answer)) as pieces:
                async for text in pieces:
                    kept.append(text)
                    length += len(text)
                    if length > LONGEST_PLAIN:
                        answer.ending = Ending.TOO_LONG
                        break
        finally:
            await self._keep(step, answer)
        answer.raise_refusal()
        return Told("".join(kept)[:LONGEST_PLAIN], answer.ending, answer.tokens, answer.lost)

    async def _pieces(self, step: str, answer: Answer) -> AsyncGenerator[str, None]:
        """The text of an answer; what never began to come is asked for again."""
        tries = Tries(self._patience, time.monotonic, random.Random())
        while True:
            async with self._switchboard.gate(self._writer.name):
                estimate, least = self._estimate(answer.request)
                with await self._purse.admitted(estimate, least=least) as held:
                    await self._begin(step, answer, held)
                    async with aclosing(self._tried(answer, held)) as pieces:
                        async for text in pieces:
                            yield text
            if answer.not_begun is None:
                return
            wait_s = tries.wait_after(answer.not_begun)
            left_s = tries.left_after(answer.not_begun)
            for listener in tuple(self._waits):
                listener(answer.not_begun, left_s)
            await asyncio.sleep(wait_s)

    async def _tried(self, answer: Answer, held: Held) -> AsyncGenerator[str, None]:
        """One try; what came of it is in the answer afterwards."""
        request = answer.request
        if request.longest_answer:
            left = max(1, held.tokens.written - self._thinking(request))
            request = replace(request, longest_answer=min(request.longest_answer, left))
        answer.begin()
        try:
            async with aclosing(self._writer.answer(request)) as pieces:
                async for piece in pieces:
                    answer.take(piece)
                    if piece.text:
                        yield piece.text
                    if self._runs_away(answer, held):
                        answer.ending = Ending.TOO_LONG
                        break
        except (EngineUnreachable, OutcomeUnknown) as error:
            answer.fail(error)
        except StudioError as error:
            answer.refuse(error)
        finally:
            self._count(answer, held)

    def _runs_away(self, answer: Answer, held: Held) -> bool:
        """Whether an answer does not end where it should: not every service counts along."""
        name, request = self._writer.name, answer.request
        most = _AMPLE * request.longest_answer
        told = self._switchboard.measured(name, request.model, math.ceil(answer.guessed_text))
        written = self._switchboard.measured(name, request.model, math.ceil(answer.guessed))
        return bool(most and told > most) or written > held.room

    def _estimate(self, request: TextRequest) -> tuple[Tokens, int]:
        """The most a request may cost, as far as anybody can say, and the least worth writing."""
        guess = estimate_of(request)
        read = self._switchboard.measured(self._writer.name, request.model, guess)
        longest = request.longest_answer or max(read, _USUAL_ANSWER)
        thinking = self._thinking(request)
        return Tokens(read, longest + thinking), max(1, longest // 4) + thinking

    def _thinking(self, request: TextRequest) -> int:
        return self._switchboard.thinking(self._writer.name, request.model)

    def _count(self, answer: Answer, held: Held) -> None:
        """Put what a try cost on the bill of the job, and learn from what the service told."""
        if not answer.costs:
            return
        name, model = self._writer.name, answer.request.model
        guess = estimate_of(answer.request)
        if answer.told is not None:
            answer.tokens = answer.told
            self._switchboard.learn(name, model, guessed=guess, told=answer.told.read)
            self._switchboard.learn_thinking(name, model, answer.told.thinking)
        else:
            read = self._switchboard.measured(name, model, guess)
            written = self._switchboard.measured(name, model, math.ceil(answer.guessed))
            answer.tokens = Tokens(read, written)
        held.add(answer.tokens)

    async def _begin(self, step: str, answer: Answer, held: Held) -> None:
        """Note what is about to be asked: nothing else would tell of it after a crash."""
        if not answer.tried:
            usual = Tokens(held.tokens.read, held.tokens.written // _AMPLE)
            exchange = answer.exchange(self._job, step, self._writer.name)
            await self._log.begin(replace(exchange, read=usual.read, written=usual.written))

    async def _keep(self, step: str, answer: Answer) -> None:
        await self._log.keep(answer.exchange(self._job, step, self._writer.name))


def _ended(answer: Answer, scanner: RecordScanner) -> Ended:
    prose = "\n".join(p.text for p in scanner.skipped if p.kind is SkippedKind.PROSE)
    return Ended(
        answer.ending,
        prose[:LONGEST_PROSE],
        scanner.skipped_counts,
        dict(scanner.mended),
        answer.tokens,
        answer.lost,
    )
