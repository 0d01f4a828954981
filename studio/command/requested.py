"""What a render works on: its request, the project behind it, and who speaks in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.casting.cast_files import Stranger, with_cast_file, with_cast_of
from studio.casting.first_cast import with_first_cast
from studio.command.needed_accounts import refuse_missing_account
from studio.delivery.naming import legal_name
from studio.delivery.order import Order
from studio.engines.speech import SpeaksLines
from studio.errors import (
    CastError,
    CastProblem,
    DeliveryError,
    DeliveryProblem,
    ScriptError,
    ScriptProblem,
)
from studio.formats.scripting import merged, project_of
from studio.model.episode import Episode
from studio.model.project import Fitting, Project
from studio.opening import PROJECT_SUFFIX, is_project, script_at
from studio.store.project_file import ProjectFile


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What `understudy render` was asked for; `cap` is the most characters it may be billed.

    With `again` lines are voiced anew whose answer was lost, though they may be billed twice.
    `fit` is how strictly translated lines are brought into their time.
    """

    source: Path
    order: Order
    engine: str
    cast: Path | None = None
    encoding: str = ""
    cap: int | None = None
    again: bool = False
    fit: Fitting = Fitting.OFF


def project_for(request: RenderRequest) -> tuple[Project, ProjectFile | None]:
    """The project as the source has it, and its open file if there is one. Blocking."""
    if is_project(request.source):
        file = ProjectFile.open(request.source)
        return file.project, file
    script, decoded = script_at(request.source, encoding=request.encoding)
    if not decoded.certain:
        raise ScriptError(
            ScriptProblem.ENCODING, str(request.source), detail=", ".join(decoded.candidates)
        )
    if not any(line.spoken for line in script.lines):
        raise ScriptError(ScriptProblem.NO_SPOKEN_LINES, str(request.source))
    path = project_path(request)
    if not path.exists():
        return project_of(script, title=request.source.stem), None
    file = ProjectFile.open(path)
    return merged(file.project, script), file


def project_path(request: RenderRequest) -> Path:
    """Where the takes of a script are kept between two renders: beside the delivery."""
    return request.order.folder / (legal_name(request.source.stem) + PROJECT_SUFFIX)


def ordered(project: Project, order: Order) -> tuple[tuple[Episode, ...], tuple[str, ...]]:
    """The episodes and languages of an order; raises DeliveryError for one that is not there."""
    numbers = {episode.number for episode in project.episodes}
    for number in order.episodes:
        if number not in numbers:
            known = ", ".join(str(n) for n in sorted(numbers))
            raise DeliveryError(DeliveryProblem.UNKNOWN_EPISODE, "", f"{number}; it has {known}")
    languages = tuple(dict.fromkeys(order.languages)) or project.languages[:1]
    for language in languages:
        if language not in project.languages:
            known = ", ".join(project.languages)
            raise DeliveryError(DeliveryProblem.UNKNOWN_LANGUAGE, "", f"{language}; it has {known}")
    chosen = tuple(e for e in project.episodes if not order.episodes or e.number in order.episodes)
    return chosen, languages


async def cast_for(
    project: Project,
    request: RenderRequest,
    engines: Mapping[str, SpeaksLines],
    tell: Callable[[str], None],
) -> Project:
    """The project with the voices of the cast file, or of another project, and first ones."""
    if cast := request.cast:

        def met(strangers: Sequence[Stranger]) -> None:
            tell(strangers_told(cast, strangers))

        try:
            if is_project(cast):
                project = await with_cast_of(project, cast, engines, met=met)
            else:
                engine = request.engine
                project = await with_cast_file(project, cast, engines, engine=engine, met=met)
        except CastError as error:
            if error.problem is CastProblem.UNKNOWN_ENGINE:
                refuse_missing_account(error.value, engines)
            raise
    uncast = any(set(project.languages) - set(c.castings) for c in project.cast)
    if not uncast:
        return project
    return with_first_cast(project, await engines[request.engine].voices())


def strangers_told(cast: Path, strangers: Sequence[Stranger]) -> str:
    """Who of a cast file is not in the script, with the names that may have been meant."""
    names = [
        f"“{stranger.name}”" + (f" ({' or '.join(stranger.near)}?)" if stranger.near else "")
        for stranger in strangers
    ]
    *most, last = names
    told = f"{', '.join(most)} or {last}" if most else last
    return f"{cast}: nobody in the script is called {told}; what it says of them is left out."
