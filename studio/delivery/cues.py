"""Subtitle cues of what is spoken, timed by the sound itself."""

from __future__ import annotations

from studio.delivery.planning import EpisodePlan, speaker_name
from studio.formats.subtitles import Cue
from studio.formats.words import spoken_words
from studio.model.project import Project


def cues_of(project: Project, plan: EpisodePlan) -> list[Cue]:
    """One cue per clip that sounds, in the order they begin."""
    lines = {line.id: line for line in plan.episode.lines}
    cues: list[Cue] = []
    for clip in sorted(plan.clips, key=lambda clip: clip.timeline_span):
        if clip.muted:
            continue
        line = lines[clip.line]
        span = clip.timeline_span
        words = spoken_words(line.words(plan.language))
        cues.append(Cue(span.start, span.end, words, speaker_name(project, line)))
    return cues
