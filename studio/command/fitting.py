"""Brings the lines of a render into their time, and tells what came of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.command.counting import counted
from studio.command.writing_terms import writing_terms_of
from studio.command.writing_work import WorkLine, unwatched_asker, with_settings, work_path
from studio.engine_room import EngineRoom
from studio.model.episode import Episode
from studio.model.ids import LineId, new_id
from studio.model.project import Fitting, Project
from studio.opening import SCRIPT_SUFFIXES, Production, is_project
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.synthesis.single_lines import SingleLines
from studio.writing.asking import Asker
from studio.writing.fitting.fit import fit
from studio.writing.fitting.order import FitOrder, FitOutcome, FittedLine
from studio.writing.fitting.speaking import speaking
from studio.writing.page import Page
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths

AskerFor = Callable[[str, ProjectFile], Asker | None]
"""Who is asked for other words in the job of an id; None where there is nobody."""

LABEL = "Fit"
NO_TIME = (
    "no line in {language} has a time to fit into: its source{source} has no takes. Voice that "
    "first{how}, or import subtitles with times."
)
NO_LANGUAGE = (
    "nothing was fitted: {source} is the language of the script itself. Name one into which it is "
    "translated with --language: {others}."
)
ONE_LANGUAGE = (
    "nothing was fitted: {file} is in {source} alone and knows no times of another language. "
    "Render {project} instead, with --language {source}."
)
NO_PROJECT = "the project (.understudy) into which its source was translated"
OLD_WORDS = "{file} still has the old words of what was reworded; the project has the new ones."
NO_WRITER = "no account here writes, so lines are only read faster; see understudy accounts add."


def asker_for(
    options: Namespace, room: EngineRoom, settings: Settings, tell: Callable[[str], None]
) -> AskerFor:
    """Who finds other words for lines that are to be fitted; `tell` hears when there is nobody.

    Raises WritingError NO_WRITER where one was named who is not there.
    """
    terms = with_settings(writing_terms_of(options), settings)
    has_writer = options.fit != Fitting.OFF
    if has_writer and not options.writer and not room.writers:
        has_writer = False
        tell(NO_WRITER)
    if has_writer:
        room.writer(terms.writer)

    def asker(job: str, file: ProjectFile) -> Asker | None:
        return unwatched_asker(room, job, file, terms) if has_writer else None

    return asker


class Fitter:
    """Fits the lines of one open production, language by language."""

    def __init__(
        self, production: Production, singles: SingleLines, strictness: Fitting, asker: AskerFor
    ) -> None:
        self._production = production
        self._singles = singles
        self._strictness = strictness
        self._asker = asker
        self._lengths = TakeLengths(production.file.peaks, production.sounds)

    async def fitted(
        self,
        episodes: Sequence[Episode],
        languages: Sequence[str],
        failed: frozenset[tuple[LineId, str]],
    ) -> Mapping[str, FitOutcome]:
        """What came of it by language; the lines that `failed` to be spoken are left out."""
        production = self._production
        book = LengthBook(production.document, self._lengths, production.status.fresh)
        job = new_id()
        asker = self._asker(job, production.file)
        page = Page(production.document, LABEL, job)
        shown = WorkLine(LABEL, asker.purse, sys.stderr) if asker else None
        if asker and shown:
            page.listen(shown.tick)
            asker.listen_for_waits(shown.wait)
        try:
            return {
                language: await self._one(page, asker, book, language, episodes, failed)
                for language in languages
            }
        finally:
            page.close()
            book.close()
            if shown:
                shown.close()

    async def _one(
        self,
        page: Page,
        asker: Asker | None,
        book: LengthBook,
        language: str,
        episodes: Sequence[Episode],
        failed: frozenset[tuple[LineId, str]],
    ) -> FitOutcome:
        await book.catch_up()
        order = FitOrder(
            language,
            self._strictness,
            lines=frozenset(
                line.id
                for episode in episodes
                for line in episode.lines
                if (line.id, language) not in failed
            ),
            episodes=frozenset(episode.id for episode in episodes),
            lengths=book.lengths,
            seconds=self._lengths.known,
            spoken=book.seconds,
        )
        return await fit(page, asker, order, speaking(self._singles, self._lengths))


def fit_notes(
    source: Path, project: Project, outcomes: Mapping[str, FitOutcome]
) -> tuple[str, ...]:
    """What is to be said of fitting as a whole, in sentences. Blocking."""
    own, *others = project.languages
    if not outcomes and others:
        return (NO_LANGUAGE.format(source=own, others=", ".join(others)),)
    if not outcomes:
        beside = work_path(source)
        known = beside != source and beside.exists()
        shown = str(beside) if known else NO_PROJECT
        return (ONE_LANGUAGE.format(file=source, source=own, project=shown),)
    if not any(outcome.rewritten for outcome in outcomes.values()):
        return ()
    scripts = (source.with_suffix(suffix) for suffix in SCRIPT_SUFFIXES)
    meant = [script for script in scripts if script.exists()] if is_project(source) else [source]
    return tuple(OLD_WORDS.format(file=script) for script in meant)


def told_fit(language: str, outcome: FitOutcome, source: str = "") -> str:
    """What came of fitting one language from its source, in a sentence."""
    if not outcome.lines:
        how = f", with --language {source}" if source else ""
        return NO_TIME.format(language=language, source=f" {source}".rstrip(), how=how)
    told = [
        f"{outcome.fitting} of {counted(len(outcome.lines), 'line')} in {language} fit their time"
    ]
    told += [
        f"{count} {what}"
        for count, what in (
            (outcome.rewritten, "reworded"),
            (outcome.faster, "read faster"),
            (outcome.flagged, "still too long"),
            (outcome.unspoken, "without a take"),
        )
        if count
    ]
    return f"{', '.join(told)}."


def fit_object(fitted: FittedLine) -> dict[str, Any]:
    """A line's part of the object that is printed; times in seconds."""
    return {
        "slot": round(fitted.slot, 3),
        "seconds": None if fitted.seconds is None else round(fitted.seconds, 3),
        "speed": fitted.speed,
        "rewritten": fitted.rewritten,
    }
