"""`understudy adapt`: prose becomes a script of attributed lines."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from studio.command.script_beside import refuse_foreign_script, script_of
from studio.command.writing_printing import estimated, say, tell_adapted
from studio.command.writing_terms import writing_terms_of
from studio.command.writing_work import with_settings, work_file, work_path, worked
from studio.engine_room import EngineRoom
from studio.errors import (
    ProjectFileError,
    ProjectFileProblem,
    ScriptError,
    ScriptProblem,
    WritingError,
    WritingProblem,
)
from studio.formats.encoding import decode_text
from studio.formats.language import language_code
from studio.model.ids import EpisodeId
from studio.model.project import Project, new_project
from studio.opening import bytes_of, is_project
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.writing.adapting.adapt import adapt, work_of
from studio.writing.adapting.language import language_of
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.adapting.pieces import pieces_of
from studio.writing.adapting.told import episode_of
from studio.writing.asking import Asker
from studio.writing.page import Page
from studio.writing.purse import Purse


async def run_adapt(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Adapt a text; a run that was stopped goes on with the same command."""
    prose = await asyncio.to_thread(_prose_in, options.prose, options.encoding)
    language = language_code(options.language) or language_of(prose)
    order = AdaptOrder(
        prose,
        language,
        keep_words=options.keep_words,
        narrator=options.narrator,
        title=options.title,
    )
    terms = with_settings(writing_terms_of(options), settings)
    await asyncio.to_thread(refuse_foreign_script, options.out, work_path(options.out))
    if terms.estimate:
        price = room.writer(terms.writer).price(terms.model)
        say(estimated(work_of(order), price, as_json=options.json))
        return 0
    work_of(order)  # what cannot be done is refused before a file is made
    room.writer(terms.writer)

    def empty() -> Project:
        return new_project(options.title or options.prose.stem, language=language)

    file = await asyncio.to_thread(work_file, options.out, empty)
    with file:
        order = replace(order, episode=_begun(file, order, options.out))
        purses: list[Purse] = []

        async def job(page: Page, asker: Asker) -> AdaptOutcome:
            purses.append(asker.purse)
            return await adapt(page, asker, order)

        async with script_of(options.out, file):
            outcome = await worked(room, file, "Adapting", terms, job)
        tell_adapted(outcome, file.project, options.out, purses[0], as_json=options.json)
    return 1 if outcome.unattributed or outcome.unfinished else 0


def _prose_in(path: Path, encoding: str) -> str:
    """The text of a file; raises ScriptError. Blocking."""
    data = bytes_of(path)
    if not data.strip():
        raise WritingError(WritingProblem.NO_WORDS, f"{path} is empty")
    decoded = decode_text(data, source=str(path), encoding=encoding)
    if not decoded.certain:
        detail = ", ".join(decoded.candidates)
        raise ScriptError(ScriptProblem.ENCODING, str(path), detail=detail)
    return decoded.text


def _begun(file: ProjectFile, order: AdaptOrder, out: Path) -> EpisodeId | None:
    """The episode that an earlier run began with these words, None to begin a new one.

    Raises ProjectFileError EXISTS for what cannot be gone on with.
    """
    if order.keep_words:
        words = [piece.words(order.prose) for piece in pieces_of(order.prose)]
        for episode in file.project.episodes:
            said = [line.words(order.language) for line in episode.spoken_lines]
            if said and said == words[: len(said)]:
                return episode.id
    elif begun := episode_of(file.project, order.prose):
        return begun
    if not is_project(out) and any(episode.lines for episode in file.project.episodes):
        raise ProjectFileError(ProjectFileProblem.EXISTS, str(file.path))
    return None
