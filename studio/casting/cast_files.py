"""A cast taken over from a cast file, or another project, its engines and voices checked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.casting.copying import matched, project_at, with_copied
from studio.engines.speech import ChecksAccount, SpeaksLines, Voice
from studio.errors import CastError, CastProblem, ScriptError, ScriptProblem
from studio.formats.cast_file import read_cast, write_cast
from studio.formats.near_names import near_names, nearest_first
from studio.model.cast import Casting
from studio.model.project import Project
from studio.store.atomic import write_whole

Casts = Mapping[str, Mapping[str, Casting]]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name of a cast file that nobody in the project has, and the names that look like it."""

    name: str
    near: tuple[str, ...] = ()


async def with_cast_file(
    project: Project,
    path: Path,
    engines: Mapping[str, SpeaksLines],
    *,
    engine: str = "",
    met: Callable[[tuple[Stranger, ...]], None] | None = None,
) -> Project:
    """The project cast as the file says; raises CastError, also for voices nobody offers.

    `engine` is meant where the file names none, else the first there is. Characters of the file
    who are not in the project are passed over, as one cast serves a series; `met` hears of them.
    """
    casts = await asyncio.to_thread(_read_cast, path, project.languages)
    casts = _with_engine(casts, engine or next(iter(engines), ""))
    await _check_voices(casts, str(path), engines)
    strangers = _strangers(project, casts)
    if met and strangers:
        met(strangers)
    return _with_casts(project, casts)


async def with_cast_of(
    project: Project,
    path: Path,
    engines: Mapping[str, SpeaksLines],
    *,
    met: Callable[[tuple[Stranger, ...]], None] | None = None,
) -> Project:
    """The project cast as another one is, for whoever is surely the same person.

    Raises ProjectFileError, and CastError for an engine nobody has here. Others than those are
    passed over; `met` hears of them.
    """
    source = await asyncio.to_thread(project_at, path)
    matches = matched(source, project)
    sure = [match for match in matches if match.sure]
    for match in sure:
        for language, casting in match.theirs.castings.items():
            if language in project.languages and casting.engine not in engines:
                problem, name = CastProblem.UNKNOWN_ENGINE, match.theirs.name
                raise CastError(problem, str(path), name, casting.engine, tuple(engines))
    names = {character.id: character.name for character in project.cast}
    strangers = tuple(
        Stranger(match.theirs.name, (names[match.ours],) if match.ours else ())
        for match in matches
        if not match.sure
    )
    if met and strangers:
        met(strangers)
    return with_copied(project, sure, project.languages)


def write_cast_file(project: Project, path: Path) -> None:
    """Write the cast as a file that can be read again; raises ScriptError. Blocking."""
    try:
        write_whole(path, write_cast(project))
    except OSError as error:
        raise ScriptError(ScriptProblem.UNWRITABLE, str(path), detail=str(error)) from error


def _strangers(project: Project, casts: Casts) -> tuple[Stranger, ...]:
    """The names nobody has; those whom the file names otherwise are not meant by them."""
    meant = {character.id for name in casts if (character := project.cast.named(name))}
    free = [character.name for character in project.cast if character.id not in meant]
    return tuple(
        Stranger(name, near_names(name, free)) for name in casts if not project.cast.named(name)
    )


def _read_cast(path: Path, languages: Sequence[str]) -> Casts:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise CastError(CastProblem.MISSING, str(path)) from error
    except OSError as error:
        told = error.strerror or str(error)
        raise CastError(CastProblem.MALFORMED, str(path), value=told) from error
    except UnicodeDecodeError as error:
        raise CastError(CastProblem.MALFORMED, str(path), value="no text in UTF-8") from error
    return read_cast(text, source=str(path), languages=languages)


def _with_engine(casts: Casts, engine: str) -> Casts:
    return {
        name: {
            language: casting if casting.engine else replace(casting, engine=engine)
            for language, casting in castings.items()
        }
        for name, castings in casts.items()
    }


async def _check_voices(casts: Casts, source: str, engines: Mapping[str, SpeaksLines]) -> None:
    offered: dict[str, tuple[Voice, ...]] = {}
    for name, castings in casts.items():
        for casting in castings.values():
            engine = engines.get(casting.engine)
            if engine is None:
                raise CastError(
                    CastProblem.UNKNOWN_ENGINE, source, name, casting.engine, tuple(engines)
                )
            if isinstance(engine, ChecksAccount):
                continue  # a service has voices that it does not list; it says so line by line
            if casting.engine not in offered:
                offered[casting.engine] = await engine.voices()
            known = tuple(voice.id for voice in offered[casting.engine])
            if casting.voice not in known:
                known = nearest_first(casting.voice, known)
                raise CastError(CastProblem.UNKNOWN_VOICE, source, name, casting.voice, known)


def _with_casts(project: Project, casts: Casts) -> Project:
    for name, castings in casts.items():
        character = project.cast.named(name)
        if character is None:
            continue
        for language, casting in castings.items():
            if character.castings.get(language) != casting:
                character = character.cast_as(language, casting)
        project = project.with_character(character)
    return project
