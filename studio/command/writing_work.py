"""A job of a text model without a window: its progress on stderr, its edits in a project file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TextIO, TypeVar

from studio.command.writing_printing import spent
from studio.command.writing_terms import WritingTerms
from studio.delivery.naming import legal_name
from studio.delivery.planning import make_folder
from studio.document import Document
from studio.engine_room import EngineRoom
from studio.errors import (
    DeliveryError,
    DeliveryProblem,
    EditProblem,
    EditRefused,
    EngineUnreachable,
    ProjectFileError,
    ProjectFileProblem,
    StudioError,
    WritingError,
    WritingProblem,
)
from studio.model.ids import new_id
from studio.model.project import Project
from studio.opening import PROJECT_SUFFIX, is_project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.wording import sentence
from studio.writing.asking import Asker
from studio.writing.page import Page
from studio.writing.patience import NOBODY_WATCHES
from studio.writing.purse import Purse

T = TypeVar("T")

_STEPS = {"plan": "Planning", "lines": "Writing scenes", "review": "Reviewing lines"}
"""Labels of steps; any other is its job's."""
_SILENT_S = 8.0
"""After so much silence a person is told again that the work waits."""

Job = Callable[[Page, Asker], Coroutine[Any, Any, T]]


def unwatched_asker(room: EngineRoom, job: str, file: ProjectFile, terms: WritingTerms) -> Asker:
    """The way of a job to its model, which gives up sooner than one that somebody watches.

    Raises WritingError.
    """
    return room.asker(
        job,
        file,
        writer=terms.writer,
        model=terms.model,
        limit=terms.limit,
        most_tokens=terms.most_tokens,
        patience=NOBODY_WATCHES,
    )


async def worked(
    room: EngineRoom, file: ProjectFile, label: str, terms: WritingTerms, job: Job[T]
) -> T:
    """Run a job on an open project file, with its progress on stderr; raises what it raises.

    What was written when it ends is in the file, however it ends.
    """
    if file.read_only:
        raise _not_to_write(file.path, file.why_read_only)
    if terms.limit is not None and not room.writer(terms.writer).price(terms.model).currency:
        raise WritingError(WritingProblem.NO_PRICE, terms.model)
    document = Document(file.project, DirectKeeper(file))
    id = new_id()
    asker = unwatched_asker(room, id, file, terms)
    page, shown = Page(document, label, id), WorkLine(label, asker.purse, sys.stderr)
    page.listen(shown.tick)
    asker.listen_for_waits(shown.wait)

    def stop(trouble: StudioError | None) -> None:
        if trouble is not None:  # whatever else came would be paid for, and lost
            page.fail(trouble)

    document.listen_for_trouble(stop)
    try:
        return await job(page, asker)
    finally:
        page.close()
        shown.close()


def with_settings(terms: WritingTerms, settings: Settings) -> WritingTerms:
    """The terms, what they do not say as the settings have it."""
    writer = terms.writer or settings.writer
    same = writer == settings.writer
    model = terms.model or (settings.text_model if same else "")
    return WritingTerms(writer, model, terms.limit, terms.most_tokens, terms.estimate)


def work_path(out: Path) -> Path:
    """The project in which a file is written: the file itself, or the one of its name beside it.

    It is where `render` looks for a script's project, too.
    """
    return out if is_project(out) else out.with_name(legal_name(out.stem) + PROJECT_SUFFIX)


def work_file(out: Path, make: Callable[[], Project]) -> ProjectFile:
    """The project file in which `out` is written, made where there is none. Blocking.

    Raises DeliveryError where it cannot be, and ProjectFileError.
    """
    path = work_path(out)
    make_folder(path.parent)
    if path.exists():
        return ProjectFile.open(path)
    try:
        return ProjectFile.create(path, make())
    except ProjectFileError as error:
        raise _not_to_write(path, error) from error


def _not_to_write(path: Path, why: ProjectFileError | None) -> StudioError:
    """Why a project cannot be written, without talk of copies where there is nothing to copy."""
    if why is None:
        return EditRefused(EditProblem.READ_ONLY, str(path))
    if why.problem is ProjectFileProblem.UNWRITABLE:
        return DeliveryError(DeliveryProblem.UNWRITABLE, str(path), why.detail)
    return why


class WorkLine:
    """One line that is written over on a terminal; elsewhere a line per tenth of the work."""

    def __init__(
        self,
        label: str,
        purse: Purse,
        stream: TextIO,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._label = label
        self._purse = purse
        self._stream = stream
        self._overwrites = stream.isatty()
        self._told = ""
        self._clock = clock
        self._told_of: dict[type[EngineUnreachable], float] = {}
        self._tenth = ("", -1)

    def tick(self, page: Page) -> None:
        """Show how far the work is."""
        progress = page.progress
        if not progress.total:
            return
        tenth = progress.step, progress.done * 10 // progress.total
        if not self._overwrites and tenth == self._tenth:
            return
        self._tenth = tenth
        flagged = f", {progress.flagged} flagged" if progress.flagged else ""
        failed = f", {progress.failed} failed" if progress.failed else ""
        label = _STEPS.get(progress.step, self._label)
        text = f"{label}: {progress.done:,} of {progress.total:,}{flagged}{failed}"
        text = f"{text}, {spent(self._purse)}"
        if text != self._told:
            self._told = text
            self._stream.write(f"\r\x1b[K{text}" if self._overwrites else f"{text}\n")
            self._stream.flush()

    def wait(self, error: EngineUnreachable, left_s: float) -> None:
        """Tell that the work waits for the end of a trouble: each kind at once, then now and then.

        `left_s` is for how many seconds it goes on trying.
        """
        now = self._clock()
        told_at = self._told_of.get(type(error))
        if told_at is not None and now - told_at < _SILENT_S:
            return
        self._told_of[type(error)] = now
        left = f"tried again for up to {left_s:.0f} s"
        told = f"Still nothing from {error.engine}; it is {left} more."
        if told_at is None:
            told = f"{sentence(error)} Meanwhile it is {left}."
        self.close()
        self._stream.write(f"understudy: {told}\n")
        self._stream.flush()

    def close(self) -> None:
        """Leave the line."""
        if self._overwrites and self._told:
            self._stream.write("\n")
            self._told = ""
