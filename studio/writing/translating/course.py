"""What the parts of one translation share: who is asked, how often still, and why it may end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from enum import Enum, auto
from typing import Any, cast

from studio.errors import (
    AccountError,
    EngineRefused,
    StudioError,
    TooMuchAtOnce,
    VoiceError,
    WritingError,
    WritingProblem,
)
from studio.model.ids import LineId
from studio.writing.asking import Asker
from studio.writing.page import Page, Progress
from studio.writing.translating.order import TranslationOrder

_FEW = 8
_LEAST_EXTRA, _EXTRA_SHARE = 4, 0.3
_FRUITLESS_FOR_GOOD, _LONGEST_PROSE = 4, 200
"""Answers without any line after which a model that never gave one is not asked any more."""
_REFUSED_FOR_GOOD = 3
"""Refusals after which a model that never answered is not asked any more."""


async def side_by_side(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do all of this at once; the first error ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except BaseExceptionGroup as errors:
        raise _innermost(cast("BaseException", errors)) from None


async def few_at_once(works: Iterable[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Do all of this, a few at a time: a request is not made long before its turn to be sent."""
    turn = asyncio.Semaphore(_FEW)

    async def one(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with turn:
            await work()

    await side_by_side([one(work) for work in works])


def _innermost(error: BaseException) -> BaseException:
    """The error itself, or the first one of a group."""
    while isinstance(error, BaseExceptionGroup):
        error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
    return error


class Came(Enum):
    """How a request went."""

    ANSWERED = auto()
    TOO_MUCH = auto()
    REFUSED = auto()
    ENDED = auto()
    """The whole job is over."""


class Course:
    """One job over all its languages."""

    def __init__(self, page: Page, asker: Asker, order: TranslationOrder, *, lines: int) -> None:
        self.page = page
        self.asker = asker
        self.order = order
        self.extra = 0
        self.ended_by: StudioError | None = None
        self._chunks = 0
        self._answered = False
        self._refusals = self._fruitless = 0
        self._fruitful = False
        self._lines = lines
        self._done: set[tuple[LineId, str]] = set()
        self._flagged: set[tuple[LineId, str]] = set()
        self._failed: set[tuple[LineId, str]] = set()
        self._step = ""

    @property
    def goes_on(self) -> bool:
        """Whether anything more may be asked."""
        return self.ended_by is None

    @property
    def may_ask_more(self) -> bool:
        """Whether a request beyond those planned may be made."""
        most = max(_LEAST_EXTRA, int(_EXTRA_SHARE * self._chunks))
        return self.goes_on and self.extra < most

    def plan(self, chunks: int) -> None:
        """So many more requests are planned."""
        self._chunks += chunks

    def heard(self, lines: int, prose: str) -> None:
        """So many lines came in an answer; a model that never gives any is given up."""
        self._fruitful = self._fruitful or lines > 0
        self._fruitless += not lines
        if not self._fruitful and self._fruitless >= _FRUITLESS_FOR_GOOD:
            told = WritingError(WritingProblem.NO_RECORDS, prose[:_LONGEST_PROSE])
            self.ended_by = self.ended_by or told

    async def tried(self, request: Awaitable[None], *, telling: bool = True) -> Came:
        """Wait for a request; what it raises about models and accounts is told, not raised.

        The refusal of one that is not `telling` says nothing of the others.
        """
        try:
            await request
        except TooMuchAtOnce:
            return Came.TOO_MUCH
        except EngineRefused as error:
            self._refusals += telling
            if self._answered or self._refusals < _REFUSED_FOR_GOOD:
                return Came.REFUSED
            self.ended_by = self.ended_by or error
        except (VoiceError, AccountError, WritingError) as error:
            self.ended_by = self.ended_by or error
        else:
            self._answered = True
            return Came.ANSWERED
        return Came.ENDED

    def begin(self, step: str) -> None:
        """Something else is done now."""
        self._step = step
        self._report()

    def put(self, line: LineId, language: str, *, flagged: bool = False) -> None:
        """A line has its words, those a person should look at flagged."""
        place = (line, language)
        self._done.add(place)
        self._failed.discard(place)
        (self._flagged.add if flagged else self._flagged.discard)(place)
        self._report()

    def fail(self, line: LineId, language: str) -> None:
        """A line has no words, for good."""
        self._done.add((line, language))
        self._failed.add((line, language))
        self._report()

    def _report(self) -> None:
        done, flagged, failed = len(self._done), len(self._flagged), len(self._failed)
        self.page.report(Progress(self._step, done, self._lines, flagged, failed))
