"""`understudy translate`: a script or a project into other languages."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from studio.command.learned_lengths import with_times
from studio.command.script_beside import refuse_foreign_script, script_of
from studio.command.translated import tell_translated, translated_script
from studio.command.writing_printing import estimated, needed, say, warn
from studio.command.writing_terms import writing_terms_of
from studio.command.writing_work import with_settings, work_file, work_path, worked
from studio.engine_room import EngineRoom
from studio.errors import ScriptError, ScriptProblem, StudioError, WritingError, WritingProblem
from studio.formats.encoding import decode_text
from studio.formats.glossary_file import read_glossary
from studio.formats.scripting import merged, project_of
from studio.model.project import GlossaryEntry, Project
from studio.opening import bytes_of, is_project, script_at
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.writing.asking import Asker
from studio.writing.page import Page
from studio.writing.purse import Purse
from studio.writing.tokens import Work
from studio.writing.translating.order import Mode, TranslationOrder, TranslationOutcome
from studio.writing.translating.translate import translate, work_of

Change = Callable[[Project], Project]
_HEAD = 60
"""Characters of a line that are quoted."""


async def run_translate(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Translate; what was translated when it is stopped is kept, the same command goes on."""
    languages = tuple(dict.fromkeys(options.to))
    order = TranslationOrder(
        languages, style=options.style, mode=Mode(options.mode), all_kinds=options.all
    )
    terms = with_settings(writing_terms_of(options), settings)
    prepare, start = await asyncio.to_thread(_prepared, options, languages)
    if not order.targets(start):
        raise WritingError(WritingProblem.NO_WORDS, f"the script is in {languages[0]} already")
    if options.out is not None:
        await asyncio.to_thread(refuse_foreign_script, options.out, work_path(options.out))
    if terms.estimate:
        price = room.writer(terms.writer).price(terms.model)
        order = await _timed(order, options, start, room)
        say(estimated(work_of(start, order), price, as_json=options.json))
        return 0
    room.writer(terms.writer)  # nobody there is told before a file is made
    file = await asyncio.to_thread(_file_for, options, start)
    purses: list[Purse] = []

    async def job(page: Page, asker: Asker) -> TranslationOutcome:
        purses.append(asker.purse)
        page.change(prepare)
        return await translate(page, asker, order)

    def shown(project: Project) -> Project:
        return translated_script(project, languages, notes=options.notes)

    out = options.out or options.source
    with file:
        project = await asyncio.to_thread(prepare, file.project)
        order = await with_times(order, project, file, room.roster)
        async with script_of(out, file, shown):
            outcome = await worked(room, file, "Translating", terms, job)
            tell_translated(outcome, file.project, out, purses[0], as_json=options.json)
            if outcome.ended_by is not None:  # raised here, so that no script comes of nothing
                raise _with_rest(outcome.ended_by, work_of(file.project, order), purses[0])
    return 1 if outcome.failed else 0


def _with_rest(error: StudioError, left: Work, purse: Purse) -> StudioError:
    """What ended the work; of a limit with what the rest would need."""
    if not isinstance(error, WritingError) or error.problem is not WritingProblem.LIMIT:
        return error
    return WritingError(error.problem, f"the rest would need {needed(left, purse.price)}")


def _prepared(options: Namespace, languages: Sequence[str]) -> tuple[Change, Project]:
    """What is done to the project first, and the project after that. Blocking.

    Raises ScriptError and ProjectFileError.
    """
    terms = _glossary(options.glossary, languages) if options.glossary else []
    if is_project(options.source):
        with ProjectFile.open(options.source) as file:
            project = file.project

        def change(project: Project) -> Project:
            return with_terms(project, terms)

        return change, change(project)
    script, decoded = script_at(options.source, encoding=options.encoding)
    if options.out is None or options.out.resolve() == options.source.resolve():
        detail = "name another file with --out"
        raise ScriptError(
            ScriptProblem.UNWRITABLE, str(options.out or options.source), detail=detail
        )
    if not decoded.certain:
        detail = ", ".join(decoded.candidates)
        raise ScriptError(ScriptProblem.ENCODING, str(options.source), detail=detail)
    if not any(line.spoken for line in script.lines):
        raise ScriptError(ScriptProblem.NO_SPOKEN_LINES, str(options.source))

    def take_in(project: Project) -> Project:
        return with_terms(merged(project, script), terms)

    path = work_path(options.out)
    if not path.exists():
        return take_in, take_in(project_of(script, title=options.source.stem))
    with ProjectFile.open(path) as file:
        return take_in, take_in(file.project)


async def _timed(
    order: TranslationOrder, options: Namespace, start: Project, room: EngineRoom
) -> TranslationOrder:
    """The order as takes of an earlier run make it, for an estimate."""
    path = options.source if is_project(options.source) else work_path(options.out)
    if not start.takes.by_line:
        return order
    with await asyncio.to_thread(ProjectFile.open, path) as file:
        return await with_times(order, start, file, room.roster)


def _file_for(options: Namespace, start: Project) -> ProjectFile:
    """The project file in which the work is done. Blocking."""
    if not is_project(options.source):
        return work_file(options.out, lambda: start)
    if options.out is None or not is_project(options.out) or options.out == options.source:
        return ProjectFile.open(options.source)
    if not options.out.exists():
        with ProjectFile.open(options.source) as file:
            file.save_copy(options.out)
    return ProjectFile.open(options.out)


def with_terms(project: Project, terms: Sequence[GlossaryEntry]) -> Project:
    """The project with these terms, in place of what it had for them."""
    new = {(term.language, term.term.casefold()): term for term in terms}
    kept = [each for each in project.glossary if (each.language, each.term.casefold()) not in new]
    return replace(project, glossary=(*kept, *new.values())) if new else project


def _glossary(path: Path, languages: Sequence[str]) -> list[GlossaryEntry]:
    data = bytes_of(path)
    text = decode_text(data, source=str(path)).text
    found = read_glossary(text, source=str(path), languages=languages)
    for language in languages:
        if not any(entry.language == language for entry in found):
            warn(_no_terms(path, text, language))
    return found


def _no_terms(path: Path, text: str, language: str) -> str:
    """That a glossary has nothing for a language, and where it would have to be."""
    told = f"0 terms for {language} in {path}"
    if path.suffix.casefold() == ".toml":
        return f"{told}; they belong in a table [{language}]."
    head = text.partition("\n")[0].strip()
    return f"{told}; its first line is “{head[:_HEAD]}”, and would have to be like term,{language}."
