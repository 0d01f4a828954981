"""Looks over whole episodes: what is wrong becomes a suggestion on the line, never a change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from studio.engines.text import Ending, Message, TextRequest, Thinking, Tokens
from studio.errors import TooMuchAtOnce
from studio.model.ids import CharacterId, EpisodeId, LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.translation import Suggestion
from studio.writing.answer import estimate_of
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.fields import text_of
from studio.writing.drafting.letters import in_other_language
from studio.writing.drafting.speakable import is_said, speakable
from studio.writing.drafting.useless import CONTINUATIONS, refuse_useless
from studio.writing.fencing import Fence
from studio.writing.generating.plan_prompt import system_head
from studio.writing.generating.scene_prompt import row_of, told_lines
from studio.writing.page import Page, Progress
from studio.writing.revising.accepting import suggesting
from studio.writing.scanning.records import Record
from studio.writing.scanning.shapes import REVIEW
from studio.writing.tokens import Work
from studio.writing.tongues import name_of

STEP = "review"
TEMPERATURE = 0.3
MOST_ROWS = 200
"""Lines of one request; a longer episode is looked over in parts, cut where a scene begins."""
_BEFORE = 6
"""Lines told of what came before a part."""
_MOST_PEOPLE = 40
"""Characters told, whoever they are; of a larger cast those who speak."""
_PER_NOTE = 120
_LONGEST_PROBLEM = 200
_ONE_IN = 6
"""How many lines there are to a remark, by experience."""


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """Which episodes are looked over, None for all that have lines."""

    episodes: tuple[EpisodeId, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """How many lines were looked at, and how many suggestions were made."""

    lines: int
    suggestions: int


async def review(page: Page, asker: Asker, order: ReviewOrder) -> ReviewOutcome:
    """Look over episode by episode; each remark is on its line as it comes. Raises WritingError."""
    return await _Reviewing(page, asker).done(_parts(page.project, order))


def work_of_review(project: Project, order: ReviewOrder) -> Work:
    """What looking over these episodes needs."""
    work, fence = Work(), Fence()
    for lines in _parts(project, order):
        read = estimate_of(_request(fence, project, lines, ()))
        work += Work(1, Tokens(read, math.ceil(len(lines) / _ONE_IN) * _PER_NOTE))
    return work


def _parts(project: Project, order: ReviewOrder) -> list[list[Line]]:
    """The lines of an order in parts that are asked for at once."""
    language = project.languages[0]
    parts: list[list[Line]] = []
    for episode in project.episodes:
        if order.episodes is not None and episode.id not in order.episodes:
            continue
        part: list[Line] = []
        for start, end in episode.scenes():
            scene = told_lines(episode.lines[start:end], language)
            if part and len(part) + len(scene) > MOST_ROWS:
                parts.append(part)
                part = []
            part = [*part, *scene]
            while len(part) > MOST_ROWS:
                parts.append(part[:MOST_ROWS])
                part = part[MOST_ROWS:]
        if part:
            parts.append(part)
    return parts


class _Reviewing:
    """One job over parts of episodes."""

    def __init__(self, page: Page, asker: Asker) -> None:
        self._page = page
        self._asker = asker
        self._fence = Fence()
        self._suggestions = 0
        self._done = 0
        self._total = 0

    async def done(self, parts: Sequence[list[Line]]) -> ReviewOutcome:
        """All parts, one after another."""
        self._total = sum(map(len, parts))
        for lines in parts:
            await self._look_over(lines)
        self._page.write()
        return ReviewOutcome(self._done, self._suggestions)

    async def _look_over(self, lines: list[Line], before: Sequence[Line] = ()) -> None:
        """One part; what a model cannot read at once is halved."""
        left, tries, noted = lines, 0, self._suggestions
        while left and tries <= CONTINUATIONS:
            self._report()
            try:
                ended, last = await self._ask(left, before)
            except TooMuchAtOnce:
                if len(left) == 1:
                    raise
                half = len(left) // 2
                await self._look_over(left[:half], before)
                await self._look_over(left[half:], left[max(0, half - _BEFORE) : half])
                return
            tries += 1
            if last is None:
                there, again = self._suggestions > noted, tries <= CONTINUATIONS
                refuse_useless(ended, again=again, some_there=there, first=tries == 1)
                continue
            if ended.ending is Ending.WHOLE or ended.ending is Ending.REFUSED:
                break
            before, left = left[max(0, last - _BEFORE) : last], left[last:]
        self._done += len(lines)
        self._report()

    async def _ask(self, lines: list[Line], before: Sequence[Line]) -> tuple[Ended, int | None]:
        """One request; also the index behind the last line with a remark, None without records."""
        project = self._page.project
        known = {line.id: line for line in lines}
        people = {id: character for character, id in _ids(project).items()}
        request = _request(self._fence, project, lines, before)
        ended = Ended(None)
        last: int | None = None
        async with aclosing(self._asker.records(STEP, request, REVIEW)) as coming:
            async for each in coming:
                if isinstance(each, Ended):
                    ended = each
                if not isinstance(each, Record):
                    continue
                last = last or 0
                line = known.get(LineId(text_of(each, "id")))
                if line is not None:
                    last = max(last, lines.index(line) + 1)
                    self._note(line, each, project, people)
        return ended, last

    def _note(
        self, line: Line, record: Record, project: Project, people: dict[str, CharacterId]
    ) -> None:
        suggestion = suggestion_of(record, line, project, people)
        if suggestion is None:
            return
        language = project.languages[0]
        self._page.change_line(line.id, partial(_suggested, line, suggestion, language))
        self._suggestions += 1
        self._report()

    def _report(self) -> None:
        self._page.report(Progress(STEP, self._done, self._total, flagged=self._suggestions))


def suggestion_of(
    record: Record, line: Line, project: Project, people: dict[str, CharacterId]
) -> Suggestion | None:
    """The suggestion of a remark on a line; None where it says nothing."""
    language = project.languages[0]
    names = [*people, *(character.name for character in project.cast)]
    words = speakable(text_of(record, "x", longest=4096), names).words
    if not is_said(words) or words == line.words(language) or in_other_language(words, language):
        words = ""
    called = text_of(record, "c")
    named = project.cast.named(called) if called else None
    character = people.get(called) or (named.id if named else None)
    if character == line.character or (character and project.cast.find(character) is None):
        character = None
    problem = text_of(record, "p", longest=_LONGEST_PROBLEM)
    if not (problem or words or character):
        return None
    return Suggestion(problem, language, words, character)


def _suggested(before: Line, suggestion: Suggestion, language: str, line: Line) -> Line:
    """The line with a suggestion, unless somebody changed it meanwhile."""
    if (line.words(language), line.character) != (before.words(language), before.character):
        return line
    return suggesting(line, suggestion)


def _ids(project: Project) -> dict[CharacterId, str]:
    return {character.id: f"c{n}" for n, character in enumerate(project.cast, 1)}


def _request(
    fence: Fence, project: Project, lines: Sequence[Line], before: Sequence[Line]
) -> TextRequest:
    language, ids = project.languages[0], _ids(project)
    speaking = {line.character for line in lines} | {None}
    cast = [
        {"id": ids[each.id], "name": each.name, "role": each.role, "style": each.style}
        for each in project.cast
        if each.id in speaking or len(project.cast) <= _MOST_PEOPLE
    ]
    blocks = [fence.block("cast", cast)]
    if before:
        blocks.append(fence.block("last", [row_of(line, ids, language) for line in before]))
    rows = [{"id": line.id} | _told(line, ids, language) for line in lines]
    said = "\n".join([*blocks, fence.block("rows", rows), "Look over the rows."])
    return TextRequest(
        _system(fence, language),
        (Message("user", said),),
        temperature=TEMPERATURE,
        longest_answer=500 + _PER_NOTE * len(lines),
        thinking=Thinking.SOME,
    )


def _told(line: Line, ids: dict[CharacterId, str], language: str) -> dict[str, str]:
    row = row_of(line, ids, language)
    if line.spoken and not row["c"]:
        return row | {"c": "?"}
    return row | {"d": line.direction} if line.direction and line.kind != LineKind.ACTION else row


def _system(fence: Fence, language: str) -> str:
    return "\n\n".join(
        (
            system_head(STEP, language),
            "You are the script editor of a short drama that is meant to be heard. The rows are "
            "its lines in order; c is who speaks, empty for what is shown, ? for nobody knows.",
            "Look for these things, and name only what is worth changing:\n"
            "- a line that somebody else must say, by what it says or by whose turn it is\n"
            "- what contradicts an earlier line: names, facts, who knows what, who is there\n"
            "- words that nobody would say aloud, or that are not this person's way of speaking\n"
            "- a line that says again what was just said, or is much too long\n"
            "- a last line that does not make one want to hear more",
            "Answer with records only, one JSON object to a line, in the order of the rows, keys "
            "in this order:\n"
            '{"k":"note","id","p","c","x"}: id of the row; p the problem in a few words; c the id '
            "of who should say it, or empty; x the whole line in better words, or empty\n"
            '{"k":"end","count"}: the last record, with how many notes there were; without notes '
            f"it is the only one\nx is in {name_of(language)}, and so is p.",
            fence.rule,
        )
    )
