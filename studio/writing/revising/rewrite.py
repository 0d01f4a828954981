"""Says chosen lines in other words, as a person wishes: at once, or as suggestions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from studio.engines.text import Ending, TextRequest, Tokens
from studio.errors import TooMuchAtOnce, WritingError, WritingProblem
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Suggestion
from studio.writing.answer import estimate_of
from studio.writing.asking import Asker, Ended
from studio.writing.drafting.fields import text_of
from studio.writing.drafting.letters import in_other_language
from studio.writing.drafting.speakable import is_said, speakable
from studio.writing.drafting.useless import CONTINUATIONS, refuse_useless
from studio.writing.fencing import Fence
from studio.writing.generating.adjusting import reworded, rewrite_request
from studio.writing.generating.briefs import clean_words
from studio.writing.page import GhostLine, Page, Progress
from studio.writing.revising.accepting import suggesting
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import REWRITE
from studio.writing.tokens import Work, tokens_in

STEP = "rewrite"
AT_ONCE = 40
"""Lines of one request."""
LONGEST_INSTRUCTION = 2000
_AROUND = 3
"""Lines told before and after those that are rewritten."""
_PER_LINE = 20


@dataclass(frozen=True, slots=True)
class RewriteOrder:
    """Lines, and what a person wants done with them.

    With `as_suggestions` the lines stay, and the new words are proposed.
    """

    lines: tuple[LineId, ...]
    instruction: str
    as_suggestions: bool = False


@dataclass(frozen=True, slots=True)
class RewriteOutcome:
    """How many lines got other words; `unanswered` never came, or said nothing that can be used."""

    rewritten: int
    unanswered: tuple[LineId, ...] = ()


async def rewrite(page: Page, asker: Asker, order: RewriteOrder) -> RewriteOutcome:
    """Rewrite the lines of an order in the language of the script. Raises WritingError."""
    return await _Rewriting(page, asker, order).done()


def work_of_rewrite(project: Project, order: RewriteOrder) -> Work:
    """What rewriting these lines needs."""
    work, fence, language = Work(), Fence(), project.languages[0]
    lines = _chosen(project, order)
    for start in range(0, len(lines), AT_ONCE):
        part = lines[start : start + AT_ONCE]
        read = estimate_of(_request(fence, project, part, order.instruction))
        words = sum(tokens_in(line.words(language)) for line in part)
        work += Work(1, Tokens(read, math.ceil(words + _PER_LINE * len(part))))
    return work


def instruction_of(order: RewriteOrder) -> str:
    """What is wanted, cleaned; raises WritingError NO_WORDS or TOO_LONG."""
    if len(order.instruction) > LONGEST_INSTRUCTION:
        told = f"a wish has {LONGEST_INSTRUCTION:,} characters at most"
        raise WritingError(WritingProblem.TOO_LONG, told)
    wish = clean_words(order.instruction)
    if not wish:
        raise WritingError(WritingProblem.NO_WORDS, "nothing says how to rewrite")
    return wish


def _chosen(project: Project, order: RewriteOrder) -> list[Line]:
    """The lines of an order that have words, in the order of the script."""
    wanted, language = frozenset(order.lines), project.languages[0]
    return [line for _, line in project.lines if line.id in wanted and line.words(language)]


def _request(fence: Fence, project: Project, lines: Sequence[Line], wish: str) -> TextRequest:
    """The request for some lines, with those around them."""
    language = project.languages[0]
    everything = [line for _, line in project.lines if line.words(language)]
    at = {line.id: index for index, line in enumerate(everything)}
    first, last = at[lines[0].id], at[lines[-1].id]
    before = everything[max(0, first - _AROUND) : first]
    after = everything[last + 1 : last + 1 + _AROUND]
    return rewrite_request(fence, STEP, project, lines, wish, around=(before, after))


class _Rewriting:
    """One job over the lines of an order."""

    def __init__(self, page: Page, asker: Asker, order: RewriteOrder) -> None:
        self._page = page
        self._asker = asker
        self._wish = instruction_of(order)
        self._order = order
        self._fence = Fence()
        self._lines = _chosen(page.project, order)
        self._language = page.project.languages[0]
        self._answered: set[LineId] = set()

    async def done(self) -> RewriteOutcome:
        """All lines, some at a time; who gave no answer is asked for once more."""
        if not self._lines:
            raise WritingError(WritingProblem.NO_WORDS, "none of the lines has words")
        for start in range(0, len(self._lines), AT_ONCE):
            await self._part(self._lines[start : start + AT_ONCE])
        self._report()
        self._page.write()
        left = tuple(line.id for line in self._lines if line.id not in self._answered)
        return RewriteOutcome(len(self._answered), left)

    async def _part(self, lines: list[Line]) -> None:
        """Ask until each of these lines was answered, or nothing more comes."""
        tries = 0
        while left := [line for line in lines if line.id not in self._answered]:
            self._report()
            before = len(self._answered)
            try:
                ended = await self._ask(left)
            except TooMuchAtOnce:
                if len(left) == 1:
                    raise
                half = len(left) // 2
                await self._part(left[:half])
                await self._part(left[half:])
                return
            tries += 1
            if len(self._answered) == before:
                again = tries <= CONTINUATIONS
                refuse_useless(ended, again=again, some_there=before > 0, first=tries == 1)
            if tries > CONTINUATIONS or (ended.ending is Ending.WHOLE and tries > 1):
                return

    async def _ask(self, lines: list[Line]) -> Ended:
        """One request; each line gets its words as they come."""
        project = self._page.project
        known = {line.id: line for line in lines}
        names = [character.name for character in project.cast]
        request = _request(self._fence, project, lines, self._wish)
        ended = Ended(None)
        try:
            async with aclosing(self._asker.records(STEP, request, REWRITE)) as coming:
                async for each in coming:
                    if isinstance(each, Ended):
                        ended = each
                    elif isinstance(each, Record):
                        self._take(each, known, names)
                    else:
                        self._show(each, known)
        finally:
            self._page.show(STEP, None)
        return ended

    def _take(self, record: Record, known: dict[LineId, Line], names: list[str]) -> None:
        line = known.get(LineId(text_of(record, "id")))
        if line is None or line.id in self._answered:
            return
        new = speakable(text_of(record, "x", longest=4096), names)
        if not is_said(new.words) or in_other_language(new.words, self._language):
            return
        self._answered.add(line.id)
        if self._order.as_suggestions:
            suggestion = Suggestion(self._wish, self._language, new.words)
            self._page.change_line(line.id, partial(_proposed, line, suggestion))
        else:
            self._page.change_line(line.id, reworded(line, new, self._language))
        self._report()

    def _show(self, ghost: Ghost | None, known: dict[LineId, Line]) -> None:
        line = known.get(LineId(str(ghost.fields.get("id", "")))) if ghost else None
        if ghost is None or line is None:
            self._page.show(STEP, None)
            return
        found = self._page.project.find_line(line.id)
        episode = found[0].id if found else None
        self._page.show(STEP, GhostLine(ghost.text, self._language, episode, line.id))

    def _report(self) -> None:
        self._page.report(Progress(STEP, len(self._answered), len(self._lines)))


def _proposed(before: Line, suggestion: Suggestion, line: Line) -> Line:
    """The line with new words proposed, unless it has them, or somebody changed it meanwhile."""
    words = line.words(suggestion.language)
    if words in (suggestion.words, "") or words != before.words(suggestion.language):
        return line
    return suggesting(line, suggestion)
