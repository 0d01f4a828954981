"""What sounds of each circled take and where: the flow of the lines turned into clips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.model.episode import Episode
from studio.model.flow import Slot, flow_of, origin_of
from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.quick_making import quick_maker
from studio.model.span import Span, at_tempo, samples_of_ms
from studio.model.take import Takes
from studio.model.timeline import GapRules


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of a circled take on the timeline; times in samples at the project rate.

    `source_span` is inside the take as it was recorded: of the take played at `tempo` sounds what
    begins at `source_span.played_at(tempo).start`, for as long as `timeline_span`, which rounding
    may make longer or shorter by a sample so that pieces that meet go on meeting. Several clips
    of one line are told apart by `piece`; one that is `apart` has a pin of its own and is not in
    the flow. Fades count inwards from the two ends. An empty `effect` is that of the lane.
    """

    line: LineId
    character: CharacterId | None
    media: MediaKey
    timeline_span: Span
    source_span: Span
    pinned: bool
    gain_db: float
    muted: bool
    piece: int = 0
    fade_in: int = 0
    fade_out: int = 0
    tempo: float = 1.0
    effect: str = ""
    locked: bool = False
    apart: bool = False

    @property
    def lane(self) -> str:
        """The name of its lane among those of the project, empty for nobody's."""
        return self.character or ""


_a_clip = quick_maker(Clip)


def lay_out(episode: Episode, language: str, takes: Takes, gaps: GapRules) -> tuple[Clip, ...]:
    """The clips of an episode in script order; lines without a take have none.

    A line marked dual starts with the line before it. A pinned clip holds its time and the
    lines after it follow it; what then overlaps is allowed. The clips of one line come in a row.
    """
    return clips_of(flow_of(episode, language, takes, gaps))


def clips_of(slots: Iterable[Slot]) -> tuple[Clip, ...]:
    """What sounds of these lines, in their order."""
    clips: list[Clip] = []
    for slot in slots:
        if slot.placement.pieces and (pieces := slot.placement.pieces_of(slot.take)):
            origin = slot.start - at_tempo(origin_of(pieces), slot.tempo)
            clips += (_clip(slot, origin, number) for number in range(len(pieces)))
        else:
            clips.append(_whole(slot))
    return tuple(clips)


def _whole(slot: Slot) -> Clip:
    line, take, held, tempo, _, _, start = slot
    length = take.length
    return _a_clip(
        line.id,
        line.character,
        take.media,
        Span(start, start + (length if tempo == 1.0 else at_tempo(length, tempo))),
        Span(0, length),
        held.pin is not None,
        held.gain_db,
        held.muted,
        0,
        0,
        0,
        tempo,
        held.effect,
        held.locked,
        False,
    )


def _clip(slot: Slot, origin: int, number: int) -> Clip:
    line, take, held, tempo, *_ = slot
    piece = held.pieces[number]
    span = piece.played(tempo)
    span = span.moved(origin if piece.pin is None else piece.pin - span.start)
    fade_in = min(piece.fade_in, span.length)
    return Clip(
        line.id,
        line.character,
        take.media,
        span,
        piece.source_span,
        held.pin is not None or piece.pin is not None,
        held.gain_db + piece.gain_db,
        held.muted or piece.muted,
        number,
        fade_in,
        min(piece.fade_out, span.length - fade_in),
        tempo,
        held.effect,
        held.locked,
        piece.pin is not None,
    )


def end_of(clips: Sequence[Clip], gaps: GapRules) -> int:
    """Length of the timeline in samples: the last clip's end and the tail; 0 without clips."""
    if not clips:
        return 0
    return max(clip.timeline_span.end for clip in clips) + samples_of_ms(gaps.tail_ms)


def line_spans(clips: Iterable[Clip]) -> dict[LineId, Span]:
    """From when to when each line is in the flow, in the order of its first clip.

    Clips that lie apart from their line do not count.
    """
    spans: dict[LineId, Span] = {}
    for clip in clips:
        if clip.apart:
            continue
        span, known = clip.timeline_span, spans.get(clip.line)
        if known is not None:
            span = Span(min(known.start, span.start), max(known.end, span.end))
        spans[clip.line] = span
    return spans


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
