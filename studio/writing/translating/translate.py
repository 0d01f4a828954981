"""Translates a script line by line: what is right is in the project as soon as it came.

Nothing but the lines' keys is needed to go on after an end of any kind: what is fresh is not asked
for again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from studio.engines.text import Tokens
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.writing.asking import Asker
from studio.writing.fencing import Fence
from studio.writing.page import Page
from studio.writing.tokens import Work, tokens_in
from studio.writing.translating.chunks import chunks_of
from studio.writing.translating.course import Came, Course, side_by_side
from studio.writing.translating.new_names import new_names
from studio.writing.translating.order import (
    LineOutcome,
    Mode,
    NewName,
    TranslationOrder,
    TranslationOutcome,
    source_of,
    translatable,
)
from studio.writing.translating.prompt import Prompter
from studio.writing.translating.putting import Putting
from studio.writing.translating.repair import repair
from studio.writing.translating.rows import Rows
from studio.writing.translating.second_look import look_again
from studio.writing.translating.staleness import KEPT, TO_DO, Keys, Standing
from studio.writing.translating.survey import is_needed, survey, work_of_survey
from studio.writing.translating.tongue import Tongue
from studio.writing.translating.validation.frame import for_the_model
from studio.writing.translating.validation.markup import blanked
from studio.writing.translating.validation.record import words_of

_WRITTEN = 1.4
"""Tokens of an answer to one token of its source, by a rule of thumb."""
_PER_RECORD = 14
_REPAIRED = 0.05
"""Share of the requests that is needed once more."""


async def translate(page: Page, asker: Asker, order: TranslationOrder) -> TranslationOutcome:
    """Translate what needs it; what a limit or an account ended is in the outcome.

    Raises EditRefused when the document cannot be edited. What came before it ends, is cancelled
    or raises is on the page.
    """
    project = page.project
    languages = order.targets(project)
    for language in languages:
        page.change(lambda project, code=language: project.with_language(code))
    project = page.project
    wanted = {
        language: await asyncio.to_thread(_wanted, project, order, language)
        for language in languages
    }
    total = sum(len(each.lines) for each in wanted.values())
    course = Course(page, asker, order, lines=total)
    before = asker.purse.requests
    busy = [language for language in languages if wanted[language].lines]
    await side_by_side([_into(language, course, wanted[language]) for language in busy])
    page.write()
    requests = asker.purse.requests - before
    return await asyncio.to_thread(_outcome, page.project, course, wanted, requests)


def work_of(project: Project, order: TranslationOrder) -> Work:
    """What a translation will probably need, before anything of it is known.

    Blocking for long scripts.
    """
    work = Work()
    for language in order.targets(project):
        lines = _wanted(project, order, language)
        if not lines.lines:
            continue
        if order.mode is not Mode.DRAFT and is_needed(project, language):
            work += work_of_survey(project, language)
        chunks = _work_of_chunks(project, order, language, lines)
        again = round(_REPAIRED * chunks.requests)
        work += chunks if order.mode is not Mode.BEST else chunks + chunks
        if again:
            share = again / chunks.requests
            read, written = chunks.tokens.read * share, chunks.tokens.written * share
            work += Work(again, Tokens(round(read), round(written)))
    return work


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of an order in one language: those to ask for, and how many stay as they are."""

    by_episode: Mapping[EpisodeId, tuple[LineId, ...]]
    wordless: tuple[Line, ...]
    """Lines with marks only: there is nothing to translate in them."""
    kept: int

    @property
    def lines(self) -> tuple[LineId, ...]:
        """All that get words, in order."""
        asked = (line for lines in self.by_episode.values() for line in lines)
        return (*asked, *(line.id for line in self.wordless))


def _wanted(project: Project, order: TranslationOrder, language: str) -> _Lines:
    """What an order means in one language. Blocking for long scripts."""
    keys, source = Keys(project, language, order.style), source_of(project)
    found: dict[EpisodeId, tuple[LineId, ...]] = {}
    wordless: list[Line] = []
    kept = 0
    for episode in order.chosen(project):
        lines: list[LineId] = []
        for line in translatable(episode.lines, all_kinds=order.all_kinds):
            if order.lines is not None and line.id not in order.lines:
                continue
            standing = keys.standing(line)
            if standing is Standing.NOTHING:
                continue
            if standing in KEPT or (order.lines is None and standing not in TO_DO):
                kept += 1
            elif _has_words(line.words(source)):
                lines.append(line.id)
            else:
                wordless.append(line)
        if lines:
            found[episode.id] = tuple(lines)
    return _Lines(found, tuple(wordless), kept)


def _has_words(text: str) -> bool:
    """Whether there is a word or a number in a line."""
    said = blanked(for_the_model(text))
    return bool(words_of(said)) or any(c.isdecimal() for c in said)


async def _into(language: str, course: Course, wanted: _Lines) -> None:
    """All of one language, from the survey to the repairs."""
    page, fence = course.page, Fence()
    asks = bool(wanted.by_episode)
    if asks and course.order.mode is not Mode.DRAFT and is_needed(page.project, language):
        course.begin("survey")

        async def tried(request: Awaitable[None]) -> bool:
            return await course.tried(request, telling=False) is not Came.ENDED

        await survey(page, course.asker, language, fence=fence, tried=tried)
    _copy_wordless(language, course, wanted)  # the names that were found are in their keys
    if not asks:
        return
    course.begin("translate")
    tongue = await asyncio.to_thread(
        Tongue, course, page.project, language, wanted.by_episode, fence
    )
    await tongue.translate()
    if len(tongue.pool):
        course.begin("repair")
        await repair(tongue)
    if course.order.mode is Mode.BEST and course.goes_on:
        course.begin("second look")
        await look_again(tongue)


def _copy_wordless(language: str, course: Course, wanted: _Lines) -> None:
    """Give lines of marks only, such as `…`, the same marks: nobody has to be asked."""
    project = course.page.project
    source = source_of(project)
    rows = Rows(project, course.order, language)
    putting = Putting(course.page, source, language)
    for episode in project.episodes:
        here = {line.id for line in wanted.wordless} & {line.id for line in episode.lines}
        for line in episode.lines:
            if line.id in here:
                putting.words(rows.of(episode, line), line.words(source), (), "")
                course.put(line.id, language)


def _outcome(
    project: Project, course: Course, wanted: Mapping[str, _Lines], requests: int
) -> TranslationOutcome:
    """What came of it, by the lines as they are in the project. Blocking for long scripts."""
    now = {line.id: line for _, line in project.lines}
    counts: Counter[TranslationState] = Counter()
    doubtful: list[LineOutcome] = []
    names: list[NewName] = []
    left = kept = 0
    for language, lines in wanted.items():
        keys = Keys(project, language, course.order.style)
        kept += lines.kept
        for id in lines.lines:
            line = now.get(id)
            how = line.translations.get(language) if line else None
            if line is None:
                continue
            standing = keys.standing(line)
            if standing in KEPT:
                kept += 1
            elif how is None or standing in (Standing.MISSING, Standing.STALE):
                left += 1
            else:
                counts[how.state] += 1
                doubtful += _doubtful(line, language, how)
        names += new_names(project, language, lines.lines, all_kinds=course.order.all_kinds)
    return TranslationOutcome(
        dict(counts), kept, left, requests, course.extra, tuple(doubtful), course.ended_by,
        tuple(names),
    )  # fmt: skip


def _doubtful(line: Line, language: str, how: Translation) -> list[LineOutcome]:
    if how.state not in (TranslationState.FLAGGED, TranslationState.FAILED):
        return []
    return [LineOutcome(line.id, language, how.state, how.reasons)]


def _work_of_chunks(
    project: Project, order: TranslationOrder, language: str, wanted: _Lines
) -> Work:
    """One request for each chunk, as it would be asked."""
    prompter = Prompter(project, language, order.style, Fence())
    rows, source = Rows(project, order, language), source_of(project)
    system, work = tokens_in(prompter.system), Work()
    for episode in project.episodes:
        lines = frozenset(wanted.by_episode.get(episode.id, ()))
        for chunk in chunks_of(episode, lines, source) if lines else ():
            asked = [rows.of(episode, line) for line in chunk]
            request = prompter.of_chunk(episode, asked)
            told = sum(tokens_in(row.asked.words) * (2 if row.short else 1) for row in asked)
            written = round(_WRITTEN * told) + _PER_RECORD * len(asked)
            read = system + tokens_in(request.messages[0].text)
            work += Work(1, Tokens(read, written))
    return work
