"""What an order would write: worked out in a thread, as it looks at every line and file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studio.delivery.order import Order
from studio.delivery.planning import EpisodePlan, planned_episodes
from studio.errors import DeliveryError, DeliveryProblem
from studio.model.project import Project
from studio.synthesis.heard import heard_before
from studio.synthesis.plan import Engines, plan_batch
from studio.wording import sentence

SHOWN_NAMES = 6


@dataclass(frozen=True, slots=True)
class Look:
    """How many files, the first names, how many are there already, and lines not as they should be.

    `missing` lines have no take, `stale` ones sound as they were before their last change;
    `voiceable` of them could be voiced now. `trouble` says why the order cannot be carried out.
    """

    files: int = 0
    names: tuple[str, ...] = ()
    there: int = 0
    missing: int = 0
    stale: int = 0
    voiceable: int = 0
    trouble: str = ""


def looked_at(
    project: Project, order: Order, engines: Engines, tr: Callable[[str], str] = str
) -> Look:
    """What an order would write. Blocking."""
    try:
        if not (order.folder.is_dir() or order.folder.parent.is_dir()):
            raise DeliveryError(DeliveryProblem.NO_FOLDER, str(order.folder.parent))
        plans = planned_episodes(project, order)
    except DeliveryError as error:
        return Look(trouble=sentence(error, tr))
    names = [name for plan in plans for name in plan.names]
    there = sum((order.folder / name).exists() for name in names)
    missing = sum(_missing(project, plan) for plan in plans)
    stale = sum(
        len(heard_before(project, plan.episode.lines, (plan.language,), engines)) for plan in plans
    )
    voiceable = sum(
        len(plan_batch(project, plan.episode.lines, plan.language, engines).takes) for plan in plans
    )
    return Look(len(names), tuple(names[:SHOWN_NAMES]), there, missing, stale, voiceable)


def _missing(project: Project, plan: EpisodePlan) -> int:
    """How many lines of an episode have words but no take."""
    return sum(
        bool(line.words(plan.language).strip())
        and project.takes.circled(line, plan.language) is None
        for line in plan.episode.spoken_lines
    )
