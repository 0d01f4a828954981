"""Subtitle cues of what is spoken, timed by the sound itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from studio.delivery.planning import EpisodePlan, speaker_name
from studio.formats.subtitles import Cue
from studio.formats.words import spoken_words
from studio.model.ids import LineId
from studio.model.layout import line_spans
from studio.model.project import Project

Heard = Mapping[tuple[LineId, str], str]
"""The words heard of lines, by language, whose takes do not match what is written now."""

MATCHING: Heard = MappingProxyType({})
"""Every take matches."""


def cues_of(project: Project, plan: EpisodePlan, heard: Heard = MATCHING) -> list[Cue]:
    """One cue per line that sounds, in the order they begin; the words are those one hears.

    A line that was cut is shown from its first clip that sounds to its last.
    """
    lines = {line.id: line for line in plan.episode.lines}
    cues: list[Cue] = []
    heard_spans = line_spans(clip for clip in plan.clips if not clip.muted)
    for name, span in sorted(heard_spans.items(), key=lambda pair: pair[1]):
        line = lines[name]
        words = heard.get((line.id, plan.language))
        if words is None:
            words = spoken_words(line.words(plan.language))
        cues.append(Cue(span.start, span.end, words, speaker_name(project, line)))
    return cues
