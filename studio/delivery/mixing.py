"""What an episode is mixed from: its clips, the lanes they lie in, and the beds below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.audio.arrangement import PlacedBed, lanes_in, sounding_length
from studio.audio.beds import BedSounds
from studio.audio.mixdown import Mixdown
from studio.audio.sounding import Fetch, anything_soloed
from studio.audio.standby import arrange_in_passing
from studio.delivery.planning import EpisodePlan
from studio.delivery.report import DeliveredBed, DeliveredLane
from studio.errors import StudioError
from studio.model.bed import Bed
from studio.model.lane import PLAIN_LANE, Lane
from studio.model.layout import Clip
from studio.model.project import Project
from studio.model.span import Span


@dataclass(frozen=True, slots=True)
class Mixing:
    """One episode in one language as it will sound; `length` in samples, tails and beds included.

    `told` says of each bed that was ordered what became of it.
    """

    clips: tuple[Clip, ...]
    lanes: Mapping[str, Lane]
    beds: tuple[PlacedBed, ...]
    told: tuple[DeliveredBed, ...]
    length: int
    samples: Fetch

    def mixdown(self) -> Mixdown:
        """All of it, for one pass from the beginning to the end."""
        return arrange_in_passing(
            self.clips, lane_of, self.samples, self.length, lanes=self.lanes, beds=self.beds
        )

    def louder(self, decibels: float) -> Mixing:
        """All of it at another level."""
        clips = tuple(replace(clip, gain_db=clip.gain_db + decibels) for clip in self.clips)
        beds = tuple(bed.louder(decibels) for bed in self.beds)
        return replace(self, clips=clips, beds=beds)

    def line(self, clips: Sequence[Clip], span: Span) -> Mixdown:
        """One line by itself: as loud and as coloured as in its lane, whatever is heard of that."""
        alone = [
            replace(clip, timeline_span=clip.timeline_span.moved(-span.start)) for clip in clips
        ]
        lanes = {
            name: replace(lane, muted=False, soloed=False, pan=0.0)
            for name, lane in self.lanes.items()
        }
        length = sounding_length(span.length, alone, lane_of, lanes=lanes)
        return arrange_in_passing(alone, lane_of, self.samples, length, lanes=lanes)


def mixing_of(
    project: Project,
    plan: EpisodePlan,
    samples: Fetch,
    beds: BedSounds | None,
    cancelled: Callable[[], bool],
) -> Mixing:
    """What an episode is mixed from; a bed that cannot be read is left out and told. Blocking."""
    placed: list[PlacedBed] = []
    told: list[DeliveredBed] = []
    for bed in plan.beds:
        if beds is None:
            break
        try:
            placed.append(beds.decoded(bed, cancelled=cancelled))
            told.append(DeliveredBed(bed, _heard(bed, project, plan)))
        except StudioError as error:
            told.append(DeliveredBed(bed, False, error))
    length = sounding_length(plan.length, plan.clips, lane_of, lanes=project.lanes, beds=placed)
    return Mixing(plan.clips, project.lanes, tuple(placed), tuple(told), length, samples)


def lane_of(clip: Clip) -> str:
    """The lane of a clip, by its name in the project."""
    return clip.lane


def lanes_told(project: Project, plan: EpisodePlan) -> tuple[DeliveredLane, ...]:
    """The lanes of an episode that are not plain, or not in the mix, in the order they speak."""
    solo = _solo(project, plan)
    told: list[DeliveredLane] = []
    for name in lanes_in(plan.clips, lane_of):
        lane = project.lanes.get(name, PLAIN_LANE)
        in_mix = not lane.muted and (lane.soloed or not solo)
        if not in_mix or (lane.gain_db, lane.pan, lane.effect) != (0.0, 0.0, ""):
            who = next((c.name for c in project.cast if c.id == name), "")
            told.append(DeliveredLane(who, lane, in_mix))
    return tuple(told)


def _heard(bed: Bed, project: Project, plan: EpisodePlan) -> bool:
    return not bed.muted and (bed.soloed or not _solo(project, plan))


def _solo(project: Project, plan: EpisodePlan) -> bool:
    return anything_soloed(lanes_in(plan.clips, lane_of), project.lanes, plan.beds)
