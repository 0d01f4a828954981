"""What a render tells of lanes, effects and beds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.delivery.report import DeliveredBed, DeliveredEpisode, DeliveredLane
from studio.wording.sentences import sentence


def told_mix(episode: DeliveredEpisode) -> Iterator[str]:
    """Who is not in the mix, and beds that could not be read."""
    place = f"episode {episode.number}"
    for told in episode.lanes:
        if not told.in_mix and episode.mix:
            why = "the lane is muted" if told.lane.muted else "another one is soloed"
            yield f"{place}: {told.character or 'nobody'} is not in the mix, as {why}."
    for bed in episode.beds:
        if bed.error is not None:
            yield f"{place}, {bed.bed.name}: left out. {sentence(bed.error)}"
        elif not bed.in_mix and episode.mix:
            why = "it is muted" if bed.bed.muted else "another one is soloed"
            yield f"{place}, {bed.bed.name}: not in the mix, as {why}."


def lane_object(told: DeliveredLane) -> dict[str, Any]:
    """One lane in the object that `render --json` prints; only those that are not plain are."""
    lane = told.lane
    return {
        "character": told.character,
        "gain_db": lane.gain_db,
        "pan": lane.pan,
        "muted": lane.muted,
        "soloed": lane.soloed,
        "effect": lane.effect,
        "in_mix": told.in_mix,
    }


def bed_object(told: DeliveredBed) -> dict[str, Any]:
    """One bed in the object that `render --json` prints."""
    bed = told.bed
    return {
        "name": bed.name,
        "kind": bed.kind.value,
        "file": bed.path or None,
        "gain_db": bed.gain_db,
        "duck_db": bed.duck_db,
        "in_mix": told.in_mix,
        "error": sentence(told.error) if told.error is not None else None,
    }
