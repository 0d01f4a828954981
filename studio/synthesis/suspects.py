"""Which takes somebody should listen to and why, kept up while the project changes.

    suspects = Suspects(document, facts, expects, ready=book.catch_up)
    tasks.start(suspects.keep_up())
    suspects.of_line(line, "de")

Sounds are measured and judged in threads; what is asked on the loop is looked up.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from studio.document import Change, Document
from studio.model.episode import Episode
from studio.model.ids import LineId, TakeId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.suspicion import Expected, Reason, Suspicion, suspicions_of
from studio.model.take import Take
from studio.synthesis.changed_lines import changed_lines
from studio.synthesis.lane_takes import LaneTakes, Place
from studio.synthesis.line_takes import Spot, spots_of
from studio.synthesis.take_facts import TakeFactsBook

Suspicions = tuple[Suspicion, ...]
_Judged = tuple[dict[TakeId, Take], dict[Place, Mapping[TakeId, Suspicions]]]

AT_ONCE = 40
"""Takes measured in one go."""


@dataclass(frozen=True, slots=True)
class Length:
    """The seconds a take probably has, and the most it may have; 0 where nothing tells."""

    estimate_s: float = 0.0
    most_s: float = 0.0


Expects = Callable[[Line, Take], Length]
"""How long a take of a line should be; asked from any thread."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many takes were measured, of how many."""

    done: int
    all: int


async def _at_once() -> None:
    return


class Suspects:
    """The suspicions of a document's takes, on its loop; close it before the document.

    `ready` is awaited before each look, so that what `expects` goes by is up to date.
    """

    def __init__(
        self,
        document: Document,
        facts: TakeFactsBook,
        expects: Expects,
        *,
        ready: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        self._document = document
        self._facts = facts
        self._expects = expects
        self._ready = ready
        self._lanes = LaneTakes(facts.of)
        self._known: dict[Place, Mapping[TakeId, Suspicions]] = {}
        self._lines: set[LineId] | None = None  # to be looked at; None: all of them
        self._lengths: dict[TakeId, Length] = {}
        self._unmeasured: dict[TakeId, Take] = {}
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._judging = threading.Lock()
        self._listeners: list[Callable[[frozenset[LineId]], None]] = []
        self._wake.set()
        self._stop = document.listen(self._changed)

    def of(self, take: Take) -> Suspicions:
        """Why a take is suspicious; nothing where it was not checked yet."""
        return self._known.get((take.line, take.language), {}).get(take.id, ())

    def of_line(self, line: Line, language: str) -> Suspicions:
        """Why the chosen take of a line is suspicious.

        One that is locked or marked ok was decided upon.
        """
        take = self._document.project.takes.circled(line, language)
        if take is None or take.locked or line.approved.get(language) == take.id:
            return ()
        return self.of(take)

    def lines(self, episode: Episode, language: str) -> tuple[LineId, ...]:
        """The lines of an episode whose chosen take is suspicious, in script order."""
        return tuple(
            line.id for line in episode.lines if line.spoken and self.of_line(line, language)
        )

    def following(self, episode: Episode, language: str, line: LineId | None) -> LineId | None:
        """The next suspicious line after one, from the top again after the last; None for none."""
        order = {each.id: at for at, each in enumerate(episode.lines)}
        here = order.get(line, -1) if line else -1
        found = self.lines(episode, language)
        return next((each for each in found if order[each] > here), found[0] if found else None)

    def is_checked(self, take: Take) -> bool:
        """Whether a take was checked."""
        return take.id in self._known.get((take.line, take.language), {})

    @property
    def checked(self) -> Checked:
        """How far the checking is."""
        takes = sum(map(len, self._document.project.takes.by_line.values()))
        return Checked(takes - len(self._unmeasured), takes)

    def listen(self, listener: Callable[[frozenset[LineId]], None]) -> Callable[[], None]:
        """Call the listener with the lines whose suspicions are others; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def look_again(self) -> None:
        """Judge every take anew: what is expected of them is something else."""
        self._lines = None
        self._wake.set()

    async def keep_up(self) -> None:
        """Check whatever comes, until it is cancelled."""
        while True:
            await self.catch_up()
            await self._wake.wait()

    async def catch_up(self) -> None:
        """Check all there is by now; whoever else checks just now is waited for."""
        async with self._turn:
            while self._wake.is_set() or self._unmeasured:
                self._wake.clear()
                await self._look()

    def close(self) -> None:
        """Let go of the document."""
        self._stop()

    async def _look(self) -> None:
        """Judge what was noted, then measure some takes and judge their lines.

        When this is cancelled, everything is to be looked at: nobody knows how far a thread came.
        """
        project, lines = self._document.project, self._lines
        self._lines = set()
        try:
            await self._ready()
            await self._judge(project, lines)
            some = await self._measured()
            await self._judge(self._document.project, {take.line for take in some})
            for take in some:
                self._unmeasured.pop(take.id, None)
        except BaseException:
            self.look_again()
            raise

    async def _measured(self) -> list[Take]:
        """Measure takes until there is something else to look at, half as many as are known.

        Each one that is judged has its whole lane worked out anew: judged forty at a time, thirty
        thousand takes had a processor at work for a minute.
        """
        enough = max(AT_ONCE, self.checked.done // 2)
        left = list(islice(self._unmeasured.values(), enough))
        for at in range(0, len(left), AT_ONCE):
            await self._facts.measure(left[at : at + AT_ONCE])
            if self._wake.is_set():
                return left[: at + AT_ONCE]
        return left

    async def _judge(self, project: Project, lines: set[LineId] | None) -> None:
        """Judge the takes of these lines, and of all lines in whose lanes something moved."""
        if lines is not None and not lines:
            return
        left, found = await asyncio.to_thread(self._alone, project, lines)
        self._unmeasured.update(left)
        self._known.update(found)
        if found:
            changed = frozenset(line for line, _ in found)
            for listener in tuple(self._listeners):
                listener(changed)

    def _alone(self, project: Project, lines: set[LineId] | None) -> _Judged:
        """Judge when no thread is at it that was left behind by a cancelled look. Blocking."""
        with self._judging:
            return self._judged(project, lines)

    def _judged(self, project: Project, lines: set[LineId] | None) -> _Judged:
        """The takes to be measured, and what is told of a place otherwise than before. Blocking."""
        spots = {spot.place: spot for spot in spots_of(project, lines)}
        left = self._facts.recalled(take for spot in spots.values() for take in spot.takes)
        if lines is None:
            self._lanes.keep_only(spots)
        for spot in spots.values():
            self._lanes.put(spot.place, spot.chosen)
            self._lengths.update((take.id, self._expects(spot.line, take)) for take in spot.takes)
        for place in self._lanes.settle():
            chosen = self._lanes.chosen(place)
            if place not in spots and chosen is not None:
                spots[place] = Spot(place, chosen.line, project.takes.of(*place), chosen)
        found = {place: self._of_spot(spot) for place, spot in spots.items()}
        others = {
            place: each for place, each in found.items() if self._known.get(place, {}) != each
        }
        return {take.id: take for take in left}, others

    def _of_spot(self, spot: Spot) -> Mapping[TakeId, Suspicions]:
        return {
            take.id: self._suspicions(spot, take)
            for take in spot.takes
            if self._facts.is_measured(take)
        }

    def _suspicions(self, spot: Spot, take: Take) -> Suspicions:
        facts = self._facts.of(take)
        if facts is None:
            return (Suspicion(Reason.DAMAGED),)
        chosen = spot.chosen if spot.chosen and spot.chosen.take.id == take.id else None
        length = self._lengths.get(take.id, Length())
        return suspicions_of(
            facts,
            Expected(
                estimate_s=length.estimate_s,
                most_s=length.most_s,
                usual=self._lanes.usual(spot.line, take),
                said=take.said,
                gain_db=chosen.gain_db if chosen else 0.0,
                tempo=chosen.tempo if chosen else 1.0,
            ),
        )

    def _changed(self, change: Change) -> None:
        """Note what has to be looked at; nothing is worked out here."""
        lines = changed_lines(change.before, change.after)
        if lines:
            self._note(lines)

    def _note(self, lines: set[LineId] | None) -> None:
        self._lines = None if lines is None or self._lines is None else self._lines | lines
        self._wake.set()
