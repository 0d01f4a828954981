"""The open episode as it is to be heard: made away from the window's thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studio.audio.arrangement import sounding_length
from studio.audio.sounding import Fetch
from studio.audio.standby import Standby
from studio.errors import StudioError
from studio.model.bed import Bed
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.layout import Clip, end_of, lay_out, line_spans
from studio.model.project import Project
from studio.model.span import Span
from studio.ui.bed_decoding import BedDecoding
from studio.ui.layout_changes import sounding_lanes

NOTHING = ((), {}, 0, [])
"""What an arrangement is made of where there is no episode."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """What sounds, what it is made of, the beds that are still missing, and what was wrong.

    Without a standby it is the one that is played already.
    """

    made_of: Any
    missing: list[Bed]
    trouble: list[StudioError]
    standby: Standby | None = None
    spans: dict[LineId, Span] = field(default_factory=dict)


def arranged(
    project: Project,
    episode: Episode | None,
    language: str,
    samples: Fetch,
    beds: BedDecoding,
    known: Any,
) -> Arrangement:
    """An episode as a delivery would mix it; `known` is what the one that plays is made of."""
    clips = lay_out(episode, language, project.takes, project.gaps) if episode else ()
    below = [bed for bed in episode.beds if bed.sounds_in(language)] if episode else []
    placed, trouble = beds.placed(below)
    there = {each.bed.id for each in placed}
    missing = [bed for bed in below if bed.id not in there]
    lanes = sounding_lanes(project)
    end = end_of(clips, project.gaps)
    length = sounding_length(end, clips, lane_of, lanes=lanes, beds=placed)
    made_of = clips, lanes, length, [(each.bed, id(each.samples)) for each in placed]
    if made_of == known:
        return Arrangement(made_of, missing, trouble)
    standby = Standby(clips, lane_of, samples, length, lanes=lanes, beds=placed)
    return Arrangement(made_of, missing, trouble, standby, line_spans(clips))


def lane_of(clip: Clip) -> str:
    """The lane of a clip, by its name in the project."""
    return clip.lane
