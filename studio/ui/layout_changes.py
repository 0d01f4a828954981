"""Whether an edit moves anything on the timeline or is heard, told without laying it out."""

from __future__ import annotations

from dataclasses import replace

from studio.model.episode import Episode
from studio.model.ids import EpisodeId
from studio.model.lane import Lane
from studio.model.line import Line
from studio.model.project import Project


def laid_out_alike(before: Project, after: Project, episode: EpisodeId, language: str) -> bool:
    """Whether the episode's layout follows from what did not change, as when words did."""
    if before.takes is not after.takes or before.gaps is not after.gaps:
        return False
    one, other = episode_of(before, episode), episode_of(after, episode)
    if one is other or one is None or other is None:
        return one is other
    return (
        one.timeline(language) == other.timeline(language)
        and len(one.lines) == len(other.lines)
        and all(
            a is b or _laid_by(a, language) == _laid_by(b, language)
            for a, b in zip(one.lines, other.lines, strict=True)
        )
    )


def sounds_alike(before: Project, after: Project, episode: EpisodeId, language: str) -> bool:
    """Whether the episode is heard as before: its layout, its lanes and its beds."""
    one, other = episode_of(before, episode), episode_of(after, episode)
    return (
        sounding_lanes(before) == sounding_lanes(after)
        and (one.beds if one else ()) == (other.beds if other else ())
        and laid_out_alike(before, after, episode, language)
    )


def sounding_lanes(project: Project) -> dict[str, Lane]:
    """The lanes without what is only seen of them."""
    return {
        name: replace(lane, colour="", height=1.0, collapsed=False)
        for name, lane in project.lanes.items()
    }


def episode_of(project: Project, episode: EpisodeId) -> Episode | None:
    """The episode, None when it was deleted."""
    return next((known for known in project.episodes if known.id == episode), None)


def _laid_by(line: Line, language: str) -> object:
    """What of a line its place on the timeline follows from."""
    circled = line.circled.get(language)
    return line.id, line.kind, line.character, line.pause_after_ms, line.dual, circled
