"""One language of a translation: asks for its lines chunk by chunk, and keeps what is good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from studio.engines.text import TextRequest
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.fencing import Fence
from studio.writing.page import GhostLine
from studio.writing.translating.chunks import MOST_LINES, chunks_of, halves
from studio.writing.translating.course import Came, Course, few_at_once
from studio.writing.translating.exchange import Came as LineCame
from studio.writing.translating.exchange import Exchange, Reply
from studio.writing.translating.judging import Judge
from studio.writing.translating.order import source_of
from studio.writing.translating.pool import Pool
from studio.writing.translating.prompt import Prompter
from studio.writing.translating.putting import Putting
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.rows import Row, Rows
from studio.writing.translating.staleness import Standing
from studio.writing.translating.validation.frame import frame_of
from studio.writing.translating.validation.record import Checked

MOST_CONTINUATIONS = 3
_FEWEST_LINES = 4
"""Lines that are worth a continuation of a cut answer; fewer wait for the repairs."""

Wanted = Mapping[EpisodeId, Sequence[LineId]]


class Tongue:
    """The translation into one language; what is not right is in the `pool` afterwards.

    Made from the project as it is then, which takes a while for a long script: in a thread.
    """

    def __init__(
        self, course: Course, project: Project, language: str, wanted: Wanted, fence: Fence
    ) -> None:
        self.course = course
        self.language = language
        self.putting = Putting(course.page, source_of(project), language)
        self._source = source_of(project)
        self._fence = fence
        self._learn(project)
        places = {line.id: at for at, (_, line) in enumerate(project.lines)}
        self.pool = Pool(lambda line: places.get(line, 0))
        self._wanted = wanted
        self._most = 2 * MOST_LINES  # until a model turns out to take less
        self._cut_short = 0
        keys = self._rows.keys
        self._kept = frozenset(
            line.id for _, line in project.lines if keys.standing(line) is Standing.FRESH
        )
        self._chunks = {
            episode.id: chunks_of(episode, frozenset(wanted[episode.id]), self._source)
            for episode in project.episodes
            if episode.id in wanted
        }

    def _learn(self, project: Project) -> None:
        """Go by the names and terms there are now."""
        self._known = _told_of(project, self.language)
        self.prompter = Prompter(project, self.language, self.course.order.style, self._fence)
        self.frame = frame_of(project, self.language)
        self._rows = Rows(project, self.course.order, self.language)

    async def translate(self) -> None:
        """Ask for all lines once: episodes side by side, the scenes of each in order."""
        self.course.plan(sum(map(len, self._chunks.values())))
        await few_at_once([partial(self._episode, episode) for episode in self._chunks])

    async def _episode(self, episode: EpisodeId) -> None:
        for lines in self._chunks[episode]:
            await self._part(episode, lines)

    async def _part(self, episode: EpisodeId, lines: Sequence[Line]) -> None:
        """A chunk, in as many pieces as the model can take by now."""
        for piece in _pieces(lines, self._most):
            await self._chunk(episode, piece)

    async def _chunk(
        self, episode_id: EpisodeId, lines: Sequence[Line], continuation: int = 0
    ) -> None:
        if _told_of(self.course.page.project, self.language) != self._known:
            self._learn(self.course.page.project)  # what was corrected meanwhile holds from here on
        episode = self._episode_now(episode_id)
        rows = self._open_rows(episode, lines)
        if not rows or episode is None or not self.course.goes_on:
            return
        echoes = {pair["x"]: pair["t"] for pair in self.prompter.pairs(episode, rows)}
        judge, reply = Judge(rows, self.frame, echoes), Reply()
        request = self.prompter.of_chunk(episode, rows)
        match await self.ask("translate", request, judge, reply, episode_id):
            case Came.TOO_MUCH:
                await self._in_halves(episode_id, rows)
            case Came.REFUSED:
                self.lost(judge, Reason.REFUSAL)
            case Came.ANSWERED:
                await self._go_on(episode_id, judge, reply, continuation)
            case Came.ENDED:
                pass

    async def ask(
        self,
        step: str,
        request: TextRequest,
        judge: Judge,
        reply: Reply,
        episode: EpisodeId | None = None,
    ) -> Came:
        """Make a request; good lines are put at once, doubtful ones are in the pool then."""
        rows = {row.id: row for row in judge.rows}
        stream = (self.language, judge.rows[0].id)

        def on_line(came: LineCame) -> None:
            self.take(rows[came.line], judge.line(came), judge.shorter(came))

        def on_ghost(line: LineId | None, text: str) -> None:
            ghost = GhostLine(text, self.language, episode, line) if line else None
            self.course.page.show(stream, ghost)

        exchange = Exchange(self.course.asker, on_line, on_ghost)
        try:
            came = await self.course.tried(exchange.ask(step, request, rows.keys(), reply))
            if came is Came.ANSWERED:
                self.course.heard(len(reply.arrived), reply.prose)
            return came
        finally:  # when cancelled too: nothing doubtful is left without a sign
            self._settle(judge, reply)

    def take(self, row: Row, result: Checked, shorter: str) -> None:
        """Put what came for a line, or remember that it cannot stay so."""
        if result.good:
            self.put(row, result, shorter)
            self.pool.clear(row.id)
            return
        if result.weight is Weight.ASK:
            self.put(row, result, shorter)
        self.pool.add(row, result.findings, result)

    def put(self, row: Row, result: Checked, shorter: str = "") -> None:
        """Give a line its words."""
        words, findings = result.words, list(result.findings)
        if self._rows.better(row, words, shorter):
            words, shorter = shorter, ""
            findings.append(Finding(Reason.SHORTER, Weight.FIXED))
        self.putting.words(row, words, findings, shorter)
        self.course.put(row.id, self.language, flagged=result.weight >= Weight.FLAG)

    def fail(self, row: Row, findings: Sequence[Finding]) -> None:
        """Let a line have no words; one that had good ones before keeps them."""
        if row.id not in self._kept:
            self.putting.failed(row, findings)
        self.course.fail(row.id, self.language)

    def lost(self, judge: Judge, reason: Reason) -> None:
        """Nothing came for what is not there yet."""
        for row in judge.rows:
            if row.id not in judge.found:
                self.pool.add(row, (Finding(reason, Weight.REFUSE),))

    def wanted(self, episode: EpisodeId) -> frozenset[LineId]:
        """The lines of an episode that are to be translated."""
        return frozenset(self._wanted.get(episode, ()))

    def rows_now(self, episode: EpisodeId, lines: Sequence[Line]) -> list[Row]:
        """The rows of lines as they are now, without those a person wrote meanwhile."""
        return self._open_rows(self._episode_now(episode), lines)

    def is_open(self, row: Row, now: Mapping[LineId, Line]) -> bool:
        """Whether a line is as it was asked for, and no person's; `now` are the lines there are."""
        line = now.get(row.id)
        if line is None or not self.putting.is_open(line):
            return False
        return line.words(self._source) == row.line.words(self._source)

    def lines_around(self, rows: Sequence[Row]) -> list[Line]:
        """Two lines on each side of each of these that are right, in script order."""
        wanted = {row.id for row in rows}
        found: list[Line] = []
        for episode in self.course.page.project.episodes:
            spoken = [line for line in episode.lines if line.spoken]
            near = {
                at + step
                for at, line in enumerate(spoken)
                if line.id in wanted
                for step in (-2, -1, 1, 2)
            }
            found += [
                spoken[at]
                for at in sorted(near)
                if 0 <= at < len(spoken) and spoken[at].id not in wanted
                if spoken[at].id not in self.pool
            ]
        return found

    def _settle(self, judge: Judge, reply: Reply) -> None:
        """Look at all that came beside each other."""
        stranger = judge.stranger(reply) if reply.whole else None
        if stranger:
            row = next(row for row in judge.rows if row.id == stranger.line)
            result = judge.line(stranger).also(Finding(Reason.WRONG_ID, Weight.FLAG))
            judge.found[row.id] = result
            self.take(row, result, judge.shorter(stranger))
        found = judge.beside(reply.arrived, reply.doubled, whole=reply.whole)
        for row in judge.rows:
            result = judge.found.get(row.id)
            if row.id in found and result is not None:
                judge.found[row.id] = result.also(found[row.id])
                self.take(row, judge.found[row.id], "")

    async def _go_on(
        self, episode: EpisodeId, judge: Judge, reply: Reply, continuation: int
    ) -> None:
        """After an answer: ask for the rest of one that was cut off, where that is worth it."""
        left = [row for row in judge.rows if row.id not in judge.found]
        cut = not reply.whole and bool(reply.arrived)
        if cut and reply.ending is not None:
            self._cut_short += 1
            if self._cut_short > 1:  # once is an accident; this model writes no more at once
                self._most = max(_FEWEST_LINES, min(self._most, len(reply.arrived)))
        worth = len(left) >= _FEWEST_LINES and continuation < MOST_CONTINUATIONS
        if cut and worth and self.course.goes_on:
            self.course.extra += 1
            await self._chunk(episode, [row.line for row in left], continuation + 1)
            return
        declined = not reply.arrived and judge.declined(reply)
        self.lost(judge, Reason.REFUSAL if declined else Reason.MISSING)

    async def _in_halves(self, episode: EpisodeId, rows: Sequence[Row]) -> None:
        if len(rows) == 1:
            self.pool.add(rows[0], (Finding(Reason.TOO_LONG, Weight.REFUSE),))
            return
        first, second = halves([row.line for row in rows])
        self._most = max(1, min(self._most, len(first), len(second)))
        for half in (first, second):
            await self._part(episode, half)

    def _episode_now(self, episode: EpisodeId) -> Episode | None:
        found = (each for each in self.course.page.project.episodes if each.id == episode)
        return next(found, None)

    def _open_rows(self, episode: Episode | None, lines: Sequence[Line]) -> list[Row]:
        """The rows of lines as they are now, without those a person wrote meanwhile."""
        if episode is None:
            return []
        wanted = {line.id for line in lines}
        return [
            self._rows.of(episode, line)
            for line in episode.lines
            if line.id in wanted and line.words(self._source).strip() and self.putting.is_open(line)
        ]


def _told_of(project: Project, language: str) -> tuple[object, ...]:
    """All of a project that a request tells beside the lines themselves."""
    return project.cast, project.glossary, project.surveys.get(language)


def _pieces(lines: Sequence[Line], most: int) -> list[Sequence[Line]]:
    if len(lines) <= most:
        return [lines]
    first, second = halves(lines)
    return [*_pieces(first, most), *_pieces(second, most)]
