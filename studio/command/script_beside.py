"""The script file that a written project is put into, and what becomes of one that was edited."""

from __future__ import annotations

import tempfile
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem, ScriptError, ScriptProblem
from studio.model.project import Project
from studio.opening import is_project, write_script_to


def refuse_foreign_script(out: Path, work: Path) -> None:
    """Raise ProjectFileError EXISTS for a script that is no work of ours. Blocking."""
    if not is_project(out) and out.exists() and not work.exists():
        raise ProjectFileError(ProjectFileProblem.EXISTS, str(out))


def was_edited(out: Path, project: Project) -> bool:
    """Whether a script file says something else than the project it was written from. Blocking."""
    if is_project(out) or not out.exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / f"script{out.suffix}"
        write_script_to(ours, project)
        return ours.read_bytes() != out.read_bytes()


def put_script(out: Path, project: Project, *, edited: bool) -> Path | None:
    """Write the script of a project; one that was edited is kept under the name returned.

    Raises ScriptError UNWRITABLE. Blocking.
    """
    if is_project(out):
        return None
    aside = _set_aside(out) if edited else None
    write_script_to(out, project)
    return aside


def _set_aside(out: Path) -> Path:
    number = 1
    while (aside := out.with_name(f"{out.stem}-{number}{out.suffix}")).exists():
        number += 1
    try:
        return out.rename(aside)
    except OSError as error:
        detail = error.strerror or str(error)
        raise ScriptError(ScriptProblem.UNWRITABLE, str(out), detail=detail) from error
