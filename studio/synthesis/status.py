"""Where every line stands, remembered line by line so that asking again costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from studio.document import Document
from studio.model.cast import Casting
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.take import Take
from studio.store.jobs import Job
from studio.synthesis.plan import Engines, LineState, TakeState, Unsure, needs_take, state_of


@dataclass(frozen=True, slots=True)
class _Seen:
    """A state and the values it was worked out from."""

    line: Line
    casting: Casting | None
    take: Take | None
    ways: tuple[object, object]
    state: LineState


class LineStatus:
    """The state of each line by text, voice and takes, and by what the booth does with it."""

    def __init__(self, document: Document, engines: Engines) -> None:
        self._document = document
        self._engines = engines
        self._seen: dict[tuple[LineId, str], _Seen] = {}
        self._unsure: dict[tuple[LineId, str, str], Job] = {}
        self._in_booth: dict[tuple[LineId, str], tuple[TakeState, str]] = {}
        self._listeners: list[Callable[[frozenset[LineId]], None]] = []

    def of(self, line: Line, language: str) -> LineState:
        """The state of a line in a language."""
        settled = self._settled(line, language)
        job = self._in_booth.get((line.id, language))
        if job is None or (job[0] is TakeState.FAILED and settled.state is TakeState.READY):
            return settled
        return replace(settled, state=job[0], reason=job[1])

    def fresh(self, line: Line, language: str) -> Take | None:
        """The chosen take of a line, where it says the line as it is now."""
        settled = self._settled(line, language)
        return settled.take if settled.state is TakeState.READY else None

    def is_approved(self, line: Line, language: str) -> bool:
        """Whether the chosen take of a line was marked ok, and still says the line as it is."""
        marked = line.approved.get(language)
        take = self.fresh(line, language) if marked else None
        return take is not None and take.id == marked

    def lines_without_take(self, episode: Episode, language: str) -> tuple[LineId, ...]:
        """The lines of an episode whose take is missing, stale or failed, or who has no voice."""
        return tuple(
            line.id for line in episode.lines if line.spoken and self._wants_work(line, language)
        )

    def _wants_work(self, line: Line, language: str) -> bool:
        found = self.of(line, language)
        if found.state in (TakeState.UNCAST, TakeState.UNSURE):
            return True
        return needs_take(self._document.project, line, language, found)

    @property
    def unsure(self) -> Unsure:
        """The lines whose answer was lost."""
        return self._unsure

    def lost(self, jobs: Iterable[Job]) -> None:
        """Note lines whose answer was lost; they may have been billed."""
        lost = {(job.line, job.language, job.fingerprint): job for job in jobs}
        self._unsure = {**self._unsure, **lost}
        for line, language, _ in lost:
            self._seen.pop((line, language), None)
        for listener in tuple(self._listeners):
            listener(frozenset(line for line, *_ in lost))

    def settled(self, line: LineId, language: str, fingerprint: str) -> None:
        """A line is no longer in doubt: it is being asked for again, or its take is there."""
        if self._unsure.pop((line, language, fingerprint), None):
            self._seen.pop((line, language), None)

    def in_booth(
        self, lines: Iterable[LineId], language: str, state: TakeState | None, reason: str = ""
    ) -> None:
        """Note what the booth does with lines; None when it has nothing more to do with them."""
        changed = frozenset(lines)
        for line in changed:
            if state is None:
                self._in_booth.pop((line, language), None)
            else:
                self._in_booth[line, language] = (state, reason)
        for listener in tuple(self._listeners):
            listener(changed)

    def forget(self) -> None:
        """Work every state out anew: the engines are not the ones they were."""
        lines = frozenset(line for line, _ in tuple(self._seen))
        self._seen = {}  # another thread may be at the old one
        for listener in tuple(self._listeners):
            listener(lines)

    def listen(self, listener: Callable[[frozenset[LineId]], None]) -> Callable[[], None]:
        """Call the listener with the lines the booth works on; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _settled(self, line: Line, language: str) -> LineState:
        project = self._document.project
        casting = project.casting(line.character, language)
        take = project.takes.circled(line, language)
        known = self._seen
        seen = known.get((line.id, language))
        ways = (project.models, project.pronunciations)
        if (
            seen
            and seen.line is line
            and seen.casting is casting
            and seen.take is take
            and seen.ways[0] is ways[0]
            and seen.ways[1] is ways[1]
        ):
            return seen.state
        state = state_of(project, line, language, self._engines, self._unsure)
        known[line.id, language] = _Seen(line, casting, take, ways, state)
        return state
