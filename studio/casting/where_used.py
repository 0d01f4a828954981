"""Where a project speaks with a certain voice: who, in which language, and in which lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from studio.model.account import service_of
from studio.model.cast import Casting, Character, Override
from studio.model.line import Line
from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class Use:
    """One place: a character's voice in a language, or that of one line where `line` is set.

    `blended` is a voice that is only mixed into another one.
    """

    language: str
    character: Character | None = None
    line: Line | None = None
    blended: bool = False


def uses_of(project: Project, account: str, voice: str) -> tuple[Use, ...]:
    """Every place of a project that speaks with this voice, characters first.

    Accounts of one service count as one: which of them pays changes nothing in a casting.
    """
    return (*_by_characters(project, account, voice), *_by_lines(project, account, voice))


def takes_with(project: Project, account: str, voice: str) -> int:
    """How many takes were spoken with this voice; they stay whatever becomes of it."""
    service = service_of(account)
    return sum(take.voice == voice and service_of(take.engine) == service for take in project.takes)


def _by_characters(project: Project, account: str, voice: str) -> Iterator[Use]:
    for character in project.cast:
        for language, casting in character.castings.items():
            if _speaks(casting, account, voice):
                yield Use(language, character)
            elif _blends(casting, account, voice):
                yield Use(language, character, blended=True)


def _by_lines(project: Project, account: str, voice: str) -> Iterator[Use]:
    for _, line in project.lines:
        for language, override in line.overrides.items():
            if not _says_who(override):
                continue
            casting = project.casting_of(line, language)
            if casting is None:
                casting = Casting(project.engine, "").overridden(override)
            character = project.cast.find(line.character)
            if _speaks(casting, account, voice):
                yield Use(language, character, line)
            elif _blends(casting, account, voice):
                yield Use(language, character, line, blended=True)


def _says_who(override: Override) -> bool:
    return bool(override.engine or override.voice or override.settings)


def _speaks(casting: Casting, account: str, voice: str) -> bool:
    return casting.voice == voice and service_of(casting.engine) == service_of(account)


def _blends(casting: Casting, account: str, voice: str) -> bool:
    """Whether the voice is one of a blend: a setting that is a list of ids and weights."""
    if service_of(casting.engine) != service_of(account):
        return False
    return any(
        voice in blended_in(value) for value in casting.settings.values() if isinstance(value, str)
    )


def blended_in(setting: str) -> frozenset[str]:
    """The voices of a setting that is a blend, a list of ids and weights; none in any other."""
    return frozenset(str(part[0]) for part in blend_parts(setting))


def blend_parts(setting: str) -> list[list[object]]:
    """The ids and weights of a setting that is a blend; none of any other."""
    if not setting.startswith("["):
        return []
    try:
        found = cast("object", json.loads(setting))
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    lists = [
        cast("list[object]", each) for each in cast("list[object]", found) if isinstance(each, list)
    ]
    return [part for part in lists if part]
