"""From a file to an open production: the document, its file, its booth and its sounds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.audio.beds import BedSounds
from studio.audio.checking.measuring import VERSION
from studio.audio.decoded import DecodedTakes
from studio.document import Document
from studio.engines.speech import SpeaksLines
from studio.errors import ScriptError, ScriptProblem
from studio.formats.encoding import Decoded
from studio.formats.final_draft.writer import write_final_draft
from studio.formats.fountain_writer import write_fountain
from studio.formats.plain import write_plain
from studio.formats.reading import read_script
from studio.formats.script import Script, ScriptLine
from studio.formats.scripting import script_of
from studio.model.project import Project
from studio.store.atomic import appearing
from studio.store.backups import Backups
from studio.store.keeper import DirectKeeper, ThreadKeeper
from studio.store.measured_takes import MeasuredTakes
from studio.store.places import backup_folder, cache_folder
from studio.store.project_file import ProjectFile
from studio.synthesis.bill import Bill
from studio.synthesis.booth import Booth
from studio.synthesis.pace import Paces
from studio.synthesis.status import LineStatus
from studio.synthesis.take_facts import TakeFactsBook

PROJECT_SUFFIX = ".understudy"
SCRIPT_SUFFIXES = (".fountain", ".txt", ".fdx")
"""Endings of the scripts that are written."""


@dataclass(frozen=True, slots=True)
class Production:
    """An open project with everything that works on it."""

    file: ProjectFile
    keeper: DirectKeeper | ThreadKeeper
    document: Document
    status: LineStatus
    booth: Booth
    sounds: DecodedTakes
    beds: BedSounds
    facts: TakeFactsBook
    engines: Mapping[str, SpeaksLines]

    def close(self) -> None:
        """Write what is left and let go of the file. Blocking."""
        self.keeper.close()
        self.file.close()


def is_project(path: Path) -> bool:
    """Whether a file name is a project's, not a script's."""
    return path.suffix.casefold() == PROJECT_SUFFIX


def script_at(path: Path, *, encoding: str = "") -> tuple[Script, Decoded]:
    """The script in a file, and how its text was read; raises ScriptError. Blocking."""
    return read_script(bytes_of(path), source=str(path), encoding=encoding)


def bytes_of(path: Path) -> bytes:
    """What is in a file of text; raises ScriptError. Blocking."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ScriptError(ScriptProblem.MISSING, str(path)) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise ScriptError(ScriptProblem.UNREADABLE, str(path), detail=detail) from error


def write_script_to(path: Path, project: Project) -> None:
    """Write a project's script with its ids and translations, in the dialect of the file's ending.

    Fountain is that of any other ending.

    Raises ScriptError, with the file as it was. Blocking.
    """
    writers = {".txt": write_plain, ".fdx": write_final_draft}
    write = writers.get(path.suffix.casefold(), write_fountain)
    text = write(script_of(project), project.languages[0])
    try:
        with appearing(path) as beside:
            beside.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        problem = ScriptProblem.UNWRITABLE
        raise ScriptError(problem, str(path), detail=error.strerror or str(error)) from error


def pasted_lines(text: str) -> tuple[ScriptLine, ...]:
    """The lines of a piece of script, in whichever dialect it is written."""
    try:
        script, _ = read_script(text.encode(), source="clipboard")
    except ScriptError:
        return ()
    return tuple(script.lines)


def production_of(
    file: ProjectFile,
    engines: Mapping[str, SpeaksLines],
    *,
    call_soon: Callable[[Callable[[], None]], object] | None = None,
    paces: Paces | None = None,
    bill: Bill | None = None,
) -> Production:
    """Everything that works on an open project file.

    `paces` and `bill` are shared by all projects that are open at once. With `call_soon` edits
    are written by a thread of their own and reported through it; without it each edit is written
    before it returns.
    """
    keeper = DirectKeeper(file) if call_soon is None else _thread_keeper(file, call_soon)
    document = Document(file.project, keeper)
    status = LineStatus(document, engines)
    status.lost(file.unsure)
    booth = Booth(document, file.jobs, engines, status, paces=paces, bill=bill)
    sounds = DecodedTakes(cache_folder() / "takes", file.media)
    beds = BedSounds(cache_folder() / "beds", file.media, file.path.parent)
    measured = MeasuredTakes(cache_folder() / "take-facts.sqlite", VERSION)
    facts = TakeFactsBook(file.media, measured)
    return Production(file, keeper, document, status, booth, sounds, beds, facts, engines)


def _thread_keeper(
    file: ProjectFile, call_soon: Callable[[Callable[[], None]], object]
) -> ThreadKeeper:
    backups = Backups(backup_folder(), file.path, time.time)
    return ThreadKeeper(file, call_soon, backups=backups)
