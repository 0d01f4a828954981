"""Prose retold as a script: a model writes the lines, and may leave out, add and shorten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing
from functools import partial

from studio.engines.text import Ending
from studio.errors import TooMuchAtOnce
from studio.model.cast import Character
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId, new_id
from studio.model.line import Line, LineKind, new_line
from studio.model.project import Project
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.adapting.retelling_prompt import retelling_request
from studio.writing.adapting.told import begun, finished, is_told, left_over
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.draft import Draft, SceneReader
from studio.writing.drafting.fields import text_of
from studio.writing.drafting.speakable import LONGEST_LINE
from studio.writing.drafting.speakers import Speakers, joining, spoken_by
from studio.writing.drafting.useless import CONTINUATIONS, refuse_useless, unusable
from studio.writing.fencing import Fence
from studio.writing.generating.placing import draft_from, line_of
from studio.writing.page import Change, GhostLine, Page, Progress
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import SCRIPT
from studio.writing.tokens import Work, tokens_in

MOST_CHARACTERS = 6_000
"""Characters of the prose that a model reads at once."""

_LEAST_CHARACTERS = 500
_ENOUGH = 0.4
"""Share of a prose that a script of it has at least; what is only told is told in fewer words."""
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_SENTENCES = re.compile(r"(?<=[.!?…。！？])\s*")


def parts_of(prose: str, most: int = MOST_CHARACTERS) -> Iterator[str]:
    """The prose in parts that a model reads at once, cut between paragraphs where that will do."""
    part = ""
    for piece in (p for each in _PARAGRAPHS.split(prose.strip()) for p in _no_longer(each, most)):
        if part and len(part) + len(piece) > most:
            yield part
            part = ""
        part = f"{part}\n\n{piece}" if part else piece
    if part:
        yield part


def work_of_freely(order: AdaptOrder) -> Work:
    """What it will probably need."""
    parts = list(parts_of(order.prose))
    read = sum(900 + tokens_in(part) for part in parts)
    return Work.of(len(parts), read, sum(100 + 2 * tokens_in(part) for part in parts))


def is_all_told(episode: Episode, prose: str) -> bool:
    """Whether every part of a prose is told in an episode."""
    return all(is_told(episode, at, part) for at, part in _placed(parts_of(prose)))


async def adapt_freely(
    page: Page, asker: Asker, order: AdaptOrder, episode: EpisodeId
) -> AdaptOutcome:
    """Write the lines that a model makes of a prose into an episode, as they come.

    Where it was ended earlier it goes on.
    """
    page.change(begun(episode, order.prose))
    retelling = _Retelling(page, asker, order, episode)
    parts, whole = _placed(parts_of(order.prose)), len(order.prose)
    while parts:
        at, part = parts.pop(0)
        if is_told(page.project.episode(episode), at, part):
            continue
        try:
            await retelling.retell(part)
        except TooMuchAtOnce:
            if len(part) < _LEAST_CHARACTERS:
                raise
            parts[:0] = _placed(parts_of(part, len(part) // 2 + 1), at)
            continue
        page.change(finished(episode, at, part))
        left = sum(len(part) for _, part in parts)
        page.report(Progress("adapting", max(0, whole - left), whole))
    return AdaptOutcome(episode, retelling.lines, unfinished=retelling.unfinished)


def _placed(parts: Iterable[str], at: int = 0) -> list[tuple[int, str]]:
    """Parts with where they begin, for a prose may say the same twice."""
    found: list[tuple[int, str]] = []
    for part in parts:
        found.append((at, part))
        at += len(part)
    return found


class _Retelling:
    """One job: part after part, each going on where the last one ended."""

    def __init__(self, page: Page, asker: Asker, order: AdaptOrder, episode: EpisodeId) -> None:
        self._page = page
        self._asker = asker
        self._order = order
        self._episode = episode
        self._fence = Fence()
        self._speakers = Speakers(page.project.cast, narrator=order.narrator_name)
        self.lines = 0
        self.unfinished = 0

    async def retell(self, part: str) -> None:
        """The lines of one part; an answer that was cut off is gone on with.

        Raises TooMuchAtOnce only where nothing of it was written just now.
        """
        there = left_over(self._page.project.episode(self._episode))
        earlier = [draft_from(line, self._order.language) for line in there if not _heads(line)]
        written = list(earlier)
        for turn in range(CONTINUATIONS + 1):
            before = len(written)
            try:
                ended, whole = await self._ask(part, written)
            except TooMuchAtOnce:
                if len(written) == len(earlier):
                    raise
                break
            if len(written) == before:
                again = turn < CONTINUATIONS
                refuse_useless(ended, again=again, some_there=before > 0, first=turn == 0)
                if written and ended.ending is Ending.WHOLE:
                    return
            elif ended.ending is Ending.REFUSED:
                raise unusable(ended)
            elif whole or (ended.ending is Ending.WHOLE and _is_enough(part, written)):
                return
        self.unfinished += 1

    async def _ask(self, part: str, written: list[Draft]) -> tuple[Ended, bool]:
        """One request; also whether it said that this is the end."""
        rows = self._speakers.rows(self._page.project.cast)
        told = [{"c": self._name(draft), "x": draft.words} for draft in written]
        request = retelling_request(self._order, self._fence, rows, part, told)
        reader = SceneReader("", self._speakers, _fits, there=tuple(written))
        ended = Ended(None)
        async with aclosing(self._asker.records("adapt", request, SCRIPT)) as coming:
            async for each in coming:
                match each:
                    case Record():
                        self._page.show(self._episode, None)
                        self._take(each, reader, written)
                    case Ghost():
                        self._show(each)
                    case Ended():
                        ended = each
                    case None:
                        self._page.show(self._episode, None)
        return ended, reader.ended

    def _take(self, record: Record, reader: SceneReader, written: list[Draft]) -> None:
        kind = record.words("k")
        if kind == "char" and (somebody := self._speakers.introduce(record)):
            self._page.change(partial(joining, character=somebody))
            return
        if kind == "scene" and (heading := text_of(record, "head")):
            line = new_line(LineKind.HEADING, {self._order.language: heading})
            if not _is_last_heading(self._page.project, self._episode, heading):
                self._page.change(_adding(self._episode, line, None))
        for draft in reader.read(record):
            line = line_of(draft, LineId(new_id()), self._order.language)
            who = self._speakers.cast.get(draft.character) if draft.character else None
            self._page.change(_adding(self._episode, line, who))
            written.append(draft)
            self.lines += 1

    def _name(self, draft: Draft) -> str:
        found = self._speakers.cast.get(draft.character) if draft.character else None
        return found.name if found else ""

    def _show(self, ghost: Ghost) -> None:
        if ghost.key != "x":
            return
        said = ghost.fields.get("c")
        name = self._speakers.name_of(said) if isinstance(said, str) else ""
        shown = GhostLine(ghost.text, self._order.language, self._episode, speaker=name)
        self._page.show(self._episode, shown)


def _adding(episode: EpisodeId, line: Line, who: Character | None) -> Change:
    """Puts a line at the end of the episode, and who says it into the cast."""

    def change(project: Project) -> Project:
        placed = line
        if who is not None:
            project, placed = spoken_by(project, line, who)
        here = project.episode(episode)
        return project.with_episode(here.inserting(len(here.lines), (placed,)))

    return change


def _is_last_heading(project: Project, episode: EpisodeId, heading: str) -> bool:
    """Whether the scene goes on: an answer gone on with names it again."""
    language = project.languages[0]
    lines: Sequence[Line] = project.episode(episode).lines
    headings = [line.words(language) for line in lines if line.kind is LineKind.HEADING]
    return bool(headings) and headings[-1].casefold() == heading.casefold()


def _is_enough(part: str, written: Sequence[Draft]) -> bool:
    """Whether there are so many words that an answer without its last record is a whole one."""
    return sum(len(draft.words) for draft in written) >= _ENOUGH * len(part)


def _heads(line: Line) -> bool:
    return line.kind is LineKind.HEADING


def _fits(words: str) -> bool:
    return len(words) <= LONGEST_LINE


def _no_longer(paragraph: str, most: int) -> Iterator[str]:
    """A paragraph in pieces: whole sentences where they are short enough, else as much as fits."""
    piece = ""
    for sentence in _SENTENCES.split(paragraph):
        for start in range(0, len(sentence), most):
            part = sentence[start : start + most]
            if piece and len(piece) + len(part) > most:
                yield piece
                piece = ""
            piece = f"{piece} {part}" if piece else part
    if piece:
        yield piece
