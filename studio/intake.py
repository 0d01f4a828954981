"""A script file that is opened in the window becomes a project file beside it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from platformdirs import user_documents_path

from studio.casting.cast_files import with_cast_file
from studio.casting.first_cast import with_first_cast
from studio.engines.speech import SpeaksLines, Voice
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.formats.script import Script
from studio.formats.scripting import project_of
from studio.model.project import Project
from studio.opening import PROJECT_SUFFIX
from studio.resources import resource

SAMPLE = "samples/night-ferry.fountain"


def sample_script() -> Path:
    """The script of the sample series."""
    return resource(SAMPLE)


def project_path_of(script: Path) -> Path:
    """Where the project of a script belongs: beside it, or with the person's documents.

    The sample's project, and one whose script lies in a folder that cannot be written, go to
    the documents.
    """
    name = script.stem + PROJECT_SUFFIX
    folder = script.resolve().parent
    if folder != sample_script().resolve().parent and os.access(folder, os.W_OK):
        return folder / name
    documents = user_documents_path() / "Understudy"
    try:
        documents.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = ProjectFileProblem.UNWRITABLE
        raise ProjectFileError(problem, str(documents), str(error)) from error
    return documents / name


async def project_from(
    script: Script, source: Path, engines: Mapping[str, SpeaksLines], voices: Sequence[Voice]
) -> Project:
    """A project of the script, cast by the cast file beside it, the rest given first voices."""
    title = script.title or source.stem
    project = await asyncio.to_thread(project_of, script, title=title)
    cast_file = source.with_suffix(".cast.toml")
    if await asyncio.to_thread(cast_file.exists):
        project = await with_cast_file(project, cast_file, engines)
    return await asyncio.to_thread(with_first_cast, project, voices)
