"""What the window asks while somebody types: how long a line will be, and whether it fits.

    book = LengthBook(document, lengths, fresh)
    tasks.start(book.keep_up())
    book.fit(line, "de")

The book learns from every take that comes, in a thread; what is asked on the loop is looked up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, compress, repeat
from operator import is_not

from studio.document import Change, Document
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId, TakeId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take
from studio.writing.timing.length import Lengths, Lesson, manner_of
from studio.writing.timing.slots import Budget, Fit, fit_of
from studio.writing.timing.source_times import budgets_for
from studio.writing.timing.take_lengths import TakeLengths

FreshTake = Callable[[Line, str], Take | None]
"""Tells the chosen take of a line in a language that says it as it is now; from any thread."""

Budgets = Mapping[LineId, Budget]


class LengthBook:
    """Lengths and budgets of a document's lines, on its loop; close it before the document."""

    def __init__(self, document: Document, takes: TakeLengths, fresh: FreshTake) -> None:
        self._document = document
        self._takes = takes
        self._fresh = fresh
        self._lengths = Lengths()
        self._taught: set[TakeId] = set()
        self._budgets: dict[EpisodeId, tuple[Budgets, Budgets]] = {}
        self._places: dict[LineId, EpisodeId] = {}
        self._lines: set[LineId] | None = None  # to be looked at; None: all of them
        self._episodes: set[EpisodeId] = set()
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._wake.set()
        self._stop = document.listen(self._changed)

    @property
    def lengths(self) -> Lengths:
        """What is known of how long lines take."""
        return self._lengths

    def estimate(self, line: Line, language: str) -> float | None:
        """The seconds a line will take, None where nobody is cast for it."""
        manner = manner_of(self._document.project, line, language)
        return None if manner is None else self._lengths.estimate(line.words(language), manner)

    def seconds(self, line: Line, language: str) -> float | None:
        """The seconds of a line's take that says what it says now, None without one."""
        take = self._fresh(line, language)
        return None if take is None else self._takes.known(take)

    def budget(self, line: LineId, language: str) -> Budget | None:
        """The time a line has in a language, None where nothing tells."""
        translated, slots = self._budgets.get(self._places.get(line, EpisodeId("")), ({}, {}))
        source = self._document.project.languages[:1]
        return (slots if (language,) == source else translated).get(line)

    def budgets(self, language: str) -> Budgets:
        """The time of every line that has one in a language."""
        source = self._document.project.languages[:1]
        known = (
            slots if (language,) == source else translated
            for translated, slots in self._budgets.values()
        )
        return dict(chain.from_iterable(each.items() for each in known))

    def fit(self, line: Line, language: str) -> Fit | None:
        """How a line fits: measured where a fresh take is there, else estimated.

        None where it has no time of its own, no words, or nobody to say them.
        """
        budget = self.budget(line.id, language)
        if budget is None or not line.words(language).strip():
            return None
        seconds = self.seconds(line, language)
        if seconds:
            return fit_of(budget, seconds, seconds)
        estimate = self.estimate(line, language)
        return fit_of(budget, estimate) if estimate else None

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when lengths or budgets are others; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def keep_up(self) -> None:
        """Learn whatever comes, until it is cancelled."""
        while True:
            await self.catch_up()
            await self._wake.wait()

    async def catch_up(self) -> None:
        """Learn all there is by now; whoever else learns just now is waited for."""
        async with self._turn:
            while self._wake.is_set():
                self._wake.clear()
                await self._look()

    async def _look(self) -> None:
        """Look at what was noted; what is left of it when this is cancelled is noted again."""
        project, lines, episodes = self._document.project, self._lines, self._episodes
        self._lines, self._episodes = set(), set()
        try:
            await self._caught_up(project, lines, episodes)
        except BaseException:
            self._put_back(lines, episodes)
            raise
        for listener in tuple(self._listeners):
            listener()

    def close(self) -> None:
        """Let go of the document."""
        self._stop()

    async def _caught_up(
        self, project: Project, lines: set[LineId] | None, episodes: set[EpisodeId]
    ) -> None:
        chosen = await asyncio.to_thread(lambda: list(_chosen(project, lines)))
        await self._takes.measure_all(take for _, take in chosen)
        everything = lines is None
        wanted = [e for e in project.episodes if everything or e.id in episodes]
        budgets = await asyncio.to_thread(self._budgeted, project, wanted)
        self._lengths = await asyncio.to_thread(self._learned, project, chosen)
        self._budgets.update(budgets)
        for episode in wanted:
            self._places.update(dict.fromkeys((line.id for line in episode.lines), episode.id))

    def _put_back(self, lines: set[LineId] | None, episodes: set[EpisodeId]) -> None:
        self._lines = None if lines is None or self._lines is None else self._lines | lines
        self._episodes |= episodes
        self._wake.set()

    def _budgeted(
        self, project: Project, episodes: Iterable[Episode]
    ) -> dict[EpisodeId, tuple[Budgets, Budgets]]:
        """The budgets of a translation and those of the source itself. Blocking."""
        source = project.languages[0] if project.languages else ""
        known = self._takes.known
        return {
            each.id: (
                budgets_for(project, each, "", known),
                budgets_for(project, each, source, known),
            )
            for each in episodes
        }

    def _learned(self, project: Project, chosen: Iterable[tuple[Line, Take]]) -> Lengths:
        """What is known after these takes, each of which teaches once. Blocking."""
        lengths = self._lengths
        for line, take in sorted(chosen, key=lambda pair: pair[1].made_at):
            if take.id in self._taught or self._fresh(line, take.language) is not take:
                continue
            seconds, manner = self._takes.known(take), manner_of(project, line, take.language)
            if seconds and manner:
                lengths = lengths.learning(Lesson(take.said, manner, seconds))
                self._taught.add(take.id)
        return lengths

    def _changed(self, change: Change) -> None:
        """Note what has to be looked at; nothing is worked out here."""
        before, after = change.before, change.after
        lines, episodes = set[LineId](), set[EpisodeId]()
        if before.languages != after.languages or before.gaps != after.gaps:
            episodes |= {episode.id for episode in after.episodes}
        if before.takes is not after.takes:
            lines |= _others(before.takes.by_line, after.takes.by_line)
        if before.episodes is not after.episodes:
            known = {episode.id: episode for episode in before.episodes}
            for episode in after.episodes:
                if known.get(episode.id) is not episode:
                    _note_episode(known.get(episode.id), episode, _source(after), lines, episodes)
        self._note(lines, episodes)

    def _note(self, lines: set[LineId], episodes: set[EpisodeId]) -> None:
        if not lines and not episodes:
            return
        episodes |= {self._places[line] for line in lines if line in self._places}
        if self._lines is not None:
            self._lines |= lines
        self._episodes |= episodes
        self._wake.set()


def _source(project: Project) -> str:
    return project.languages[0] if project.languages else ""


def _chosen(project: Project, lines: set[LineId] | None) -> Iterator[tuple[Line, Take]]:
    """The chosen takes of these lines in all languages."""
    for _, line in project.lines:
        if line.spoken and (lines is None or line.id in lines):
            for language in project.languages:
                take = project.takes.circled(line, language)
                if take is not None:
                    yield line, take


def _others(before: Mapping[LineId, object], after: Mapping[LineId, object]) -> set[LineId]:
    """The keys whose values are not the same object at the same place; by far the quickest way."""
    values = chain(before.values(), repeat(None))
    return set(compress(after, map(is_not, after.values(), values)))


def _note_episode(
    before: Episode | None,
    after: Episode,
    source: str,
    lines: set[LineId],
    episodes: set[EpisodeId],
) -> None:
    """Note an episode whose times are others, and its lines that have another chosen take."""
    if before is None or len(before.lines) != len(after.lines):
        lines |= {line.id for line in after.lines}
        episodes.add(after.id)
        return
    if before.timelines.get(source) is not after.timelines.get(source):
        episodes.add(after.id)
    for at in compress(range(len(after.lines)), map(is_not, before.lines, after.lines)):
        old, new = before.lines[at], after.lines[at]
        if old.circled is not new.circled:
            lines.add(new.id)
        if _time_of(old, source) != _time_of(new, source):
            lines.add(new.id)
            episodes.add(after.id)


def _time_of(line: Line, source: str) -> tuple[object, ...]:
    """All of a line that its own time, and that of the lines around it, depend on."""
    take, pause = line.circled.get(source), line.pause_after_ms
    return line.id, line.kind, line.character, line.slot, line.dual, pause, take
