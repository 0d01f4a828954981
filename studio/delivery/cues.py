"""Subtitle cues of what is spoken, timed by the sound itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from studio.delivery.planning import EpisodePlan, speaker_name
from studio.formats.subtitles import Cue
from studio.formats.words import spoken_words
from studio.model.ids import LineId
from studio.model.project import Project

Heard = Mapping[tuple[LineId, str], str]
"""The words heard of lines, by language, whose takes do not match what is written now."""

MATCHING: Heard = MappingProxyType({})
"""Every take matches."""


def cues_of(project: Project, plan: EpisodePlan, heard: Heard = MATCHING) -> list[Cue]:
    """One cue per clip that sounds, in the order they begin; the words are those one hears."""
    lines = {line.id: line for line in plan.episode.lines}
    cues: list[Cue] = []
    for clip in sorted(plan.clips, key=lambda clip: clip.timeline_span):
        if clip.muted:
            continue
        line = lines[clip.line]
        span = clip.timeline_span
        words = heard.get((line.id, plan.language))
        if words is None:
            words = spoken_words(line.words(plan.language))
        cues.append(Cue(span.start, span.end, words, speaker_name(project, line)))
    return cues
