"""What a hand does to clips, as new episodes: pin, let flow, mute, make louder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.timeline import Placement

LOUDEST_DB = 12.0
QUIETEST_DB = -48.0


def pinned(episode: Episode, language: str, pins: Mapping[LineId, int]) -> Episode:
    """The episode with lines held at these samples; what would be before zero is held at zero."""

    def hold(line: LineId, placement: Placement) -> Placement:
        return replace(placement, pin=max(0, pins[line]))

    return _placed(episode, language, pins, hold)


def unpinned(episode: Episode, language: str, lines: Iterable[LineId]) -> Episode:
    """The episode with lines flowing with the script again."""
    return _placed(episode, language, lines, lambda _, placement: replace(placement, pin=None))


def muted(episode: Episode, language: str, lines: Iterable[LineId], silent: bool) -> Episode:
    """The episode with the clips of lines silent or sounding."""
    return _placed(episode, language, lines, lambda _, held: replace(held, muted=silent))


def louder(episode: Episode, language: str, lines: Iterable[LineId], by_db: float) -> Episode:
    """The episode with the clips of lines louder by decibels, from -48 to +12."""

    def turned(_: LineId, placement: Placement) -> Placement:
        gain = min(max(placement.gain_db + by_db, QUIETEST_DB), LOUDEST_DB)
        return replace(placement, gain_db=gain)

    return _placed(episode, language, lines, turned)


def _placed(
    episode: Episode,
    language: str,
    lines: Iterable[LineId],
    change: Callable[[LineId, Placement], Placement],
) -> Episode:
    """The episode with several placements changed at once; the same one when nothing differs."""
    timeline = episode.timeline(language)
    changed = {line: change(line, timeline.placement(line)) for line in lines}
    placed = timeline.placing_all(changed)
    return episode if placed is timeline else episode.with_timeline(language, placed)
