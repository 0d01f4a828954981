"""The script file that a written project is put into, and what becomes of one that was edited."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from studio.command.writing_printing import warn
from studio.errors import ProjectFileError, ProjectFileProblem, ScriptError, ScriptProblem
from studio.model.project import Project
from studio.opening import is_project, write_script_to
from studio.store.project_file import ProjectFile

Shown = Callable[[Project], Project]
"""The part of a project that its script is to say."""


def refuse_foreign_script(out: Path, work: Path) -> None:
    """Raise ProjectFileError EXISTS for a script that is no work of ours. Blocking."""
    if not is_project(out) and out.exists() and not work.exists():
        raise ProjectFileError(ProjectFileProblem.EXISTS, str(out))


@asynccontextmanager
async def script_of(
    out: Path, file: ProjectFile, shown: Shown = lambda project: project
) -> AsyncGenerator[None, None]:
    """Have the script of a project in its file when this is left, however it is left.

    One that somebody edited stays where there is nothing new, else it is kept under another
    name, and a person is told. Raises ScriptError.
    """
    if is_project(out):
        yield
        return
    script = await asyncio.to_thread(_Script, out, shown(file.project))
    try:
        yield
    except BaseException:
        with suppress(ScriptError):  # what ended the work matters more
            script.follow(shown(file.project), whole=False)
        raise
    await asyncio.to_thread(script.follow, shown(file.project), whole=True)


class _Script:
    """A script file, and what it would say if nobody had touched it. Blocking."""

    def __init__(self, out: Path, project: Project) -> None:
        self._out = out
        self._ours = _as_file(out, project)
        self._edited = out.exists() and out.read_bytes() != self._ours

    def follow(self, project: Project, *, whole: bool) -> None:
        """Write what the project says by now; raises ScriptError UNWRITABLE.

        Work that ended before it was `whole` makes no file without anything new in it.
        """
        if (self._edited or not whole) and _as_file(self._out, project) == self._ours:
            return
        if self._edited:
            aside = _set_aside(self._out)
            warn(f"{self._out} said something else than its project; that is now {aside}.")
        write_script_to(self._out, project)


def _as_file(out: Path, project: Project) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / f"script{out.suffix}"
        write_script_to(ours, project)
        return ours.read_bytes()


def _set_aside(out: Path) -> Path:
    number = 1
    while (aside := out.with_name(f"{out.stem}-{number}{out.suffix}")).exists():
        number += 1
    try:
        return out.rename(aside)
    except OSError as error:
        detail = error.strerror or str(error)
        raise ScriptError(ScriptProblem.UNWRITABLE, str(out), detail=detail) from error
