"""`understudy voices suggest`: who could speak for whom, and why."""

from __future__ import annotations

import asyncio
import json
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path

from studio.casting.cast_files import write_cast_file
from studio.casting.copying import project_at
from studio.casting.making.castable import own_voices
from studio.casting.suggesting import Suggestion, accepted, suggested
from studio.command.making_voices import note
from studio.command.needed_accounts import engine_named
from studio.command.table import table
from studio.command.writing_printing import say
from studio.engine_room import EngineRoom
from studio.errors import ScriptError, ScriptProblem
from studio.formats.scripting import project_of
from studio.model.project import Project
from studio.opening import is_project, script_at
from studio.store.settings import Settings
from studio.wording.suggestions import WHY


async def run_suggested_voices(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Print the suggestions, and write them as a cast file if wanted; returns the exit code."""
    if len(options.which) != 1:
        options.complain("suggest takes one SCRIPT or PROJECT")
    project = await asyncio.to_thread(_project_at, Path(options.which[0]))
    name = options.engine or project.engine or settings.engine
    engine = engine_named(name, room.roster)
    listed = await engine.voices()
    own = await asyncio.to_thread(own_voices, room.library)
    known = {(voice.engine, voice.id) for voice in listed}
    voices = (*listed, *(voice for voice in own if (voice.engine, voice.id) not in known))
    languages = (options.language,) if options.language else ()
    find = partial(suggested, project, voices, room.roster, engine=name, languages=languages)
    found = await asyncio.to_thread(find)
    _print(project, found, as_json=options.json)
    if options.out:
        await asyncio.to_thread(write_cast_file, accepted(project, found), options.out)
        note(f"the cast is in {options.out}; render --cast takes it.")
    return 0


def _project_at(path: Path) -> Project:
    if is_project(path):
        return project_at(path)
    script, decoded = script_at(path)
    if not decoded.certain:
        candidates = ", ".join(decoded.candidates)
        raise ScriptError(ScriptProblem.ENCODING, str(path), detail=candidates)
    return project_of(script, title=path.stem)


def _print(project: Project, found: tuple[Suggestion, ...], *, as_json: bool) -> None:
    names = {character.id: character.name for character in project.cast}
    if as_json:
        rows = [
            {
                "character": names[each.character],
                "language": each.language,
                "engine": each.voice.engine,
                "voice": each.voice.id,
                "name": each.voice.name,
                "why": _why(each),
            }
            for each in found
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    told = table(
        [
            [names[each.character], each.language, each.voice.id, each.voice.engine, _why(each)]
            for each in found
        ]
    )
    if told:
        say(told)
    else:
        sys.stderr.write("understudy: nobody needs a voice that is offered here.\n")


def _why(suggestion: Suggestion) -> str:
    return "; ".join(WHY[each.because].format(about=each.about) for each in suggestion.reasons)
