"""Where each circled take sounds: the gap rules and the pins turned into clips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.model.episode import Episode
from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.line import Line, LineKind
from studio.model.span import Span, samples_of_ms
from studio.model.take import Takes
from studio.model.timeline import FLOWING, GapRules


@dataclass(frozen=True, slots=True)
class Clip:
    """A circled take on the timeline; `timeline_span` in samples at the project rate."""

    line: LineId
    character: CharacterId | None
    media: MediaKey
    timeline_span: Span
    pinned: bool
    gain_db: float
    muted: bool


def lay_out(episode: Episode, language: str, takes: Takes, gaps: GapRules) -> tuple[Clip, ...]:
    """The clips of an episode in script order; lines without a take have none.

    A line marked dual starts with the line before it. A pinned clip holds its time and the
    lines after it follow it; what then overlaps is allowed.
    """
    placements = episode.timeline(language).placements
    cursor = samples_of_ms(gaps.head_ms)
    clips: list[Clip] = []
    before: Line | None = None
    scene_ended = False
    partner: LineId | None = None
    said: LineId | None = None
    for line in episode.lines:
        if line.kind is LineKind.HEADING:
            scene_ended = True
        partner, said = (said, line.id) if line.spoken else (partner, said)
        if not line.spoken or (take := takes.circled(line, language)) is None:
            continue
        placement = placements.get(line.id, FLOWING)
        start = cursor if before is None else cursor + _gap(before, line, scene_ended, gaps)
        if line.dual and clips and clips[-1].line == partner and not scene_ended:
            start = clips[-1].timeline_span.start
        pinned = placement.pin is not None
        if placement.pin is not None:
            start = placement.pin
        span = Span(start, start + take.length)
        clips.append(
            Clip(
                line.id,
                line.character,
                take.media,
                span,
                pinned,
                placement.gain_db,
                placement.muted,
            )
        )
        cursor = max(cursor, span.end) if line.dual else span.end
        before, scene_ended = line, False
    return tuple(clips)


def _gap(before: Line, line: Line, scene_ended: bool, gaps: GapRules) -> int:
    """Samples of silence between two clips."""
    if before.pause_after_ms is not None:
        return samples_of_ms(before.pause_after_ms)
    if scene_ended:
        return samples_of_ms(gaps.scene_end_ms)
    if before.character == line.character:
        return samples_of_ms(gaps.same_speaker_ms)
    return samples_of_ms(gaps.other_speaker_ms)


def end_of(clips: Sequence[Clip], gaps: GapRules) -> int:
    """Length of the timeline in samples: the last clip's end and the tail; 0 without clips."""
    if not clips:
        return 0
    return max(clip.timeline_span.end for clip in clips) + samples_of_ms(gaps.tail_ms)


def overlapping(clips: Sequence[Clip]) -> frozenset[LineId]:
    """The lines whose clips sound while another clip sounds."""
    ordered = sorted(clips, key=lambda clip: clip.timeline_span)
    found: set[LineId] = set()
    longest: Clip | None = None
    for clip in ordered:
        if longest and clip.timeline_span.start < longest.timeline_span.end:
            found |= {clip.line, longest.line}
        if longest is None or clip.timeline_span.end > longest.timeline_span.end:
            longest = clip
    return frozenset(found)
