"""Which lines an order means and how many of them will be asked for, before anything is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from studio.model.ids import EpisodeId, LineId
from studio.model.project import Project
from studio.writing.translating.order import TranslationOrder, translatable
from studio.writing.translating.staleness import KEPT, TO_DO, Keys, Standing


@dataclass(frozen=True, slots=True)
class Extent:
    """Lines over all languages of an order: to be asked for, and kept because a person wrote them.

    `missing`, `stale` and `failed` are among those asked for.
    """

    asked: int = 0
    frozen: int = 0
    missing: int = 0
    stale: int = 0
    failed: int = 0


def extent_of(project: Project, order: TranslationOrder) -> Extent:
    """How far an order goes; blocking for long scripts."""
    asked = frozen = missing = stale = failed = 0
    for language in order.targets(project):
        keys = Keys(project, language, order.style)
        for episode in order.chosen(project):
            for line in translatable(episode.lines, all_kinds=order.all_kinds):
                if order.lines is not None and line.id not in order.lines:
                    continue
                standing = keys.standing(line)
                if standing in KEPT:
                    frozen += 1
                elif standing in TO_DO or (order.lines is not None and standing is Standing.FRESH):
                    asked += 1
                    missing += standing is Standing.MISSING
                    stale += standing is Standing.STALE
                    failed += standing is Standing.FAILED
    return Extent(asked, frozen, missing, stale, failed)


def in_need(
    project: Project, order: TranslationOrder, within: Collection[LineId]
) -> frozenset[LineId]:
    """Those of some lines that need translating into any language of an order."""
    them = frozenset(within)
    found: set[LineId] = set()
    for language in order.targets(project):
        keys = Keys(project, language, order.style)
        for _, line in project.lines:
            if line.id in them and keys.standing(line) in TO_DO:
                found.add(line.id)
    return frozenset(found)


def every_line(
    project: Project, episodes: Collection[EpisodeId] | None, *, all_kinds: bool
) -> frozenset[LineId]:
    """All lines of these episodes that can be translated, of all episodes where None are named."""
    return frozenset(
        line.id
        for episode in project.episodes
        if episodes is None or episode.id in episodes
        for line in translatable(episode.lines, all_kinds=all_kinds)
    )
