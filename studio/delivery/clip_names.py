"""Names for the files of single clips and beds, which timelines of other programs refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from studio.delivery.naming import expanded, legal_name
from studio.delivery.order import Order
from studio.model.bed import Bed
from studio.model.episode import Episode
from studio.model.layout import Clip
from studio.model.project import Project


def clip_names(
    project: Project, order: Order, episode: Episode, language: str, clips: Sequence[Clip]
) -> Iterator[str]:
    """A file for each clip, in a folder of the episode: number of the line, who speaks, its part.

    Raises DeliveryError for a pattern that cannot be used.
    """
    folder = _folder(project, order, episode, language)
    numbers = {line.id: number for number, line in enumerate(episode.spoken_lines, 1)}
    parts = Counter(clip.line for clip in clips)
    for clip in clips:
        who = project.cast.find(clip.character)
        part = f"_{clip.piece + 1}" if parts[clip.line] > 1 else ""
        name = legal_name(f"{numbers[clip.line]:04}_{who.name if who else ''}{part}".rstrip("_"))
        yield f"{folder}/{name}.wav"


def bed_names(
    project: Project, order: Order, episode: Episode, language: str, beds: Sequence[Bed]
) -> Iterator[str]:
    """A file for each bed in the same folder."""
    folder = _folder(project, order, episode, language)
    for number, bed in enumerate(beds, 1):
        yield f"{folder}/{legal_name(f'bed_{number:02}_{bed.name}')}.wav"


def _folder(project: Project, order: Order, episode: Episode, language: str) -> str:
    fields = {
        "project": project.title,
        "episode": episode.number,
        "title": episode.title,
        "language": language,
        "character": "clips",
        "line": 0,
        "id": "",
    }
    return legal_name(f"{expanded(order.timeline_pattern, fields)}_clips")
