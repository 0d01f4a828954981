"""One voice in the place of another one, wherever a project speaks with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from studio.casting.where_used import blend_parts, blended_in, uses_of
from studio.model.account import service_of
from studio.model.cast import Casting, Override, Scalar
from studio.model.line import Line
from studio.model.project import Project


def with_another_voice(project: Project, account: str, gone: str, voice: str) -> Project:
    """The project where another voice of an account speaks instead of one of that account.

    Characters, single lines and blends follow, whichever account of the service they name.
    """
    uses = uses_of(project, account, gone)
    edited = project
    for use in uses:
        if use.line is None and use.character is not None:
            character = edited.cast.find(use.character.id) or use.character
            casting = _recast(use.character.castings[use.language], account, gone, voice)
            edited = edited.with_character(character.cast_as(use.language, casting))
    lines = frozenset(use.line.id for use in uses if use.line)
    if not lines:
        return edited
    change = partial(_overridden, project, account=account, gone=gone, voice=voice)
    episodes = tuple(
        each.changing(lines, change) if any(line.id in lines for line in each.lines) else each
        for each in project.episodes
    )
    return replace(edited, episodes=episodes)


def _recast(casting: Casting, account: str, gone: str, voice: str) -> Casting:
    blended = replace(casting, settings=_blended(casting.settings, gone, voice))
    return replace(blended, engine=account, voice=voice) if casting.voice == gone else blended


def _overridden(project: Project, line: Line, *, account: str, gone: str, voice: str) -> Line:
    """`project` is as it was before: it says which service an override is for."""
    for language, override in line.overrides.items():
        casting = project.casting_of(line, language)
        engine = casting.engine if casting else override.engine or project.engine
        if service_of(engine) == service_of(account):
            after = _override(override, account, gone, voice)
            line = line.overriding(language, after)
    return line


def _override(override: Override, account: str, gone: str, voice: str) -> Override:
    blended = replace(override, settings=_blended(override.settings, gone, voice))
    if override.voice != gone:
        return blended
    return replace(blended, engine=account if override.engine else "", voice=voice)


def _blended(settings: Mapping[str, Scalar], gone: str, voice: str) -> Mapping[str, Scalar]:
    """The settings with another voice in each blend of the one that is gone."""
    return {
        name: _with_part(value, gone, voice)
        if isinstance(value, str) and gone in blended_in(value)
        else value
        for name, value in settings.items()
    }


def _with_part(blend: str, gone: str, voice: str) -> str:
    parts = [[voice if part[0] == gone else part[0], *part[1:]] for part in blend_parts(blend)]
    return json.dumps(parts, ensure_ascii=False)
