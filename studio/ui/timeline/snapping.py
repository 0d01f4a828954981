"""What a dragged edge catches on: other clips, speech, playhead, markers, picture cuts, a grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from studio.model.span import SAMPLE_RATE
from studio.ui.timeline.geometry import Scale, ticks_for

SNAP_REACH = 8
"""Pixels within which an edge catches."""

TICK_REACH = 4
"""Pixels within which it catches on a tick of the ruler, which are many."""

FRAME_RATES = (24, 25, 30)


class Lure(StrEnum):
    """A kind of place that catches; of several at one place the first one here is named."""

    MARKER = "marker"
    CUT = "cut"
    PLAYHEAD = "playhead"
    CLIP = "clip"
    SPEECH = "speech"
    GRID = "grid"


_RANKS = {lure: rank for rank, lure in enumerate(Lure)}
_LURES = tuple(Lure)


@dataclass(frozen=True, slots=True, order=True)
class Catch:
    """A place that caught an edge: its sample, its kind, and a name where it has one."""

    at: int
    lure: Lure
    name: str = ""


@dataclass(frozen=True, slots=True)
class Snapped:
    """How far something is moved, in samples, and what caught it, None where it is free."""

    delta: int
    catch: Catch | None = None


@dataclass(frozen=True, slots=True)
class SnapRules:
    """Which kinds of places catch. The grid is that of the ruler, or of so many frames a second."""

    on: bool = True
    lures: frozenset[Lure] = frozenset(Lure)
    frames: int = 0

    def allows(self, lure: Lure) -> bool:
        """Whether places of this kind catch."""
        return self.on and lure in self.lures


class Magnets:
    """All places that may catch during one gesture."""

    def __init__(
        self,
        places: Iterable[tuple[Lure, ArrayLike]],
        rules: SnapRules,
        names: Mapping[int, str] | None = None,
    ) -> None:
        self._rules = rules
        self._names = names or {}
        kept = [
            (_RANKS[lure], np.asarray(found, np.int64))
            for lure, found in places
            if rules.allows(lure)
        ]
        at = np.concatenate([found for _, found in kept] or [np.empty(0, np.int64)])
        ranks = np.repeat([rank for rank, _ in kept], [len(found) for _, found in kept])
        order = np.lexsort((ranks, at)) if len(at) else np.empty(0, np.int64)
        self._at, first = np.unique(at[order], return_index=True)
        self._kinds = ranks[order][first]

    def nearest(self, place: int) -> Catch | None:
        """The place that is nearest to a sample, however far."""
        if not len(self._at):
            return None
        after = int(np.searchsorted(self._at, place))
        around = [n for n in (after - 1, after) if 0 <= n < len(self._at)]
        found = min(around, key=lambda n: abs(int(self._at[n]) - place))
        at = int(self._at[found])
        lure = _LURES[int(self._kinds[found])]
        return Catch(at, lure, self._names.get(at, "") if lure is Lure.MARKER else "")

    def snapped(self, delta: int, points: Iterable[int], scale: Scale) -> Snapped:
        """Let something with these points, moved by samples, catch with one of them.

        A grid catches the first point only. Nothing is caught before zero.
        """
        points = tuple(points)
        reach = scale.samples(SNAP_REACH)
        best: tuple[int, int, Catch] | None = None
        for point in points:
            catch = self.nearest(point + delta)
            if catch is None:
                continue
            away = abs(catch.at - point - delta)
            if away <= reach and (best is None or away < best[0]):
                best = away, catch.at - point, catch
        if best is not None and min(points) + best[1] >= 0:
            return Snapped(best[1], best[2])
        return self._on_grid(delta, points[0], scale) if points else Snapped(delta)

    def _on_grid(self, delta: int, point: int, scale: Scale) -> Snapped:
        if not self._rules.allows(Lure.GRID):
            return Snapped(delta)
        frames = self._rules.frames
        step = SAMPLE_RATE // frames if frames else ticks_for(scale.per_pixel).minor
        place = point + delta
        tick = round(place / step) * step
        reach = scale.samples(SNAP_REACH if frames else TICK_REACH)
        if tick < 0 or abs(tick - place) > reach:
            return Snapped(delta)
        return Snapped(tick - point, Catch(tick, Lure.GRID))
