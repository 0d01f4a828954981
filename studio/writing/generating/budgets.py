"""How much is to be said in a scene, and how long what was written for it will be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.model.line import Line
from studio.model.outline import Brief, PlannedScene
from studio.model.project import Project
from studio.writing.generating.presets import preset_named
from studio.writing.timing.length import Lengths, Manner, manner_of

_FOR_PAUSES = 0.9
"""Share of the spoken time that is words; the rest are the pauses inside lines."""
MOST, LEAST = 1.15, 0.8
"""Shares of its time that a scene may have before it is adjusted."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a scene may hold: seconds in which somebody speaks, units of speech, lines."""

    seconds: float
    units: int
    lines_min: int
    lines_max: int

    def ratio(self, seconds: float) -> float:
        """So many spoken seconds as a share of the budget."""
        return seconds / self.seconds if self.seconds else 1.0


def usual_manner(language: str) -> Manner:
    """How an unknown voice speaks a language."""
    return Manner("", "", "", language)


def budget_of(scene: PlannedScene, brief: Brief, language: str, lengths: Lengths) -> Budget:
    """The budget of a planned scene; one without seconds has those of its kind of script."""
    preset = preset_named(brief.preset)
    spoken = (scene.seconds or preset.scene_seconds) * brief.speech
    shortest, longest = preset.line_seconds
    units = lengths.units_in(spoken * _FOR_PAUSES, usual_manner(language))
    least = max(1, round(spoken / longest))
    return Budget(spoken, max(1, units), least, max(least, round(spoken / shortest)))


def spoken_seconds(
    project: Project, lines: Iterable[Line], language: str, lengths: Lengths
) -> float:
    """How long these lines will be, those that are spoken, one after another."""
    return sum(line_seconds(project, line, language, lengths) for line in lines if line.spoken)


def line_seconds(project: Project, line: Line, language: str, lengths: Lengths) -> float:
    """How long a line will be, by whoever is cast for it."""
    manner = manner_of(project, line, language) or usual_manner(language)
    return lengths.estimate(line.words(language), manner)
