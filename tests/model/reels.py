"""Episodes of every shape for the tests of hands on the timeline."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId, MediaKey, TakeId
from studio.model.layout import Clip
from studio.model.line import Line, LineKind, new_line
from studio.model.reel import Reel
from studio.model.span import Span
from studio.model.take import Take, Takes
from studio.model.timeline import GapRules, Piece, Placement, Tightness, Timeline

GAPS = GapRules(same_speaker_ms=100, other_speaker_ms=200, scene_end_ms=500, head_ms=50, tail_ms=70)
LENGTH = 48_000
"""Samples of the takes of `a_reel`."""


def says(character: str = "mara", **more: object) -> Line:
    """A line of dialogue."""
    line = new_line(LineKind.DIALOGUE, {"en": "Yes."}, character=CharacterId(character))
    return replace(line, **more)  # pyright: ignore[reportArgumentType] -- fields by name


def heading() -> Line:
    """Where a scene begins."""
    return new_line(LineKind.HEADING, {"en": "EXT. PIER"})


def a_take_of(line: Line, length: int = LENGTH) -> Take:
    """A take of so many samples."""
    take, media = TakeId(f"t{line.id}"), MediaKey(f"m{line.id}")
    return Take(take, line.id, "en", media, length, "", "offline", "", "", "Yes.", 1.0)


def a_reel(
    *lines: Line, timeline: Timeline | None = None, lengths: dict[LineId, int] | None = None
) -> Reel:
    """An episode of these lines; all that are spoken have a take, unless `lengths` are given."""
    known = {line.id: LENGTH for line in lines if line.spoken} if lengths is None else lengths
    takes = {line.id: (a_take_of(line, known[line.id]),) for line in lines if line.id in known}
    episode = Episode(EpisodeId("e"), 1, "", lines, {"en": timeline} if timeline else {})
    return Reel(episode, "en", Takes(takes), GAPS)


def changed(reel: Reel, episode: Episode) -> Reel:
    """The reel after an edit."""
    return replace(reel, episode=episode)


def places(reel: Reel) -> dict[tuple[LineId, int], Span]:
    """Where each clip lies, by line and piece."""
    return {(clip.line, clip.piece): clip.timeline_span for clip in reel.clips()}


def of_line(reel: Reel, line: Line) -> list[Clip]:
    """The clips of one line."""
    return [clip for clip in reel.clips() if clip.line == line.id]


def held(reel: Reel, line: Line) -> Placement:
    """How a line is held."""
    return reel.timeline.placement(line.id)


_kinds = st.sampled_from(["said"] * 8 + ["heading", "silent"])
_tempos = st.sampled_from([1.0, 1.0, 0.5, 0.9, 1.1, 1.37, 2.0])


@st.composite
def placements(draw: st.DrawFn, take: Take) -> Placement:
    """Any way in which a line may be held."""
    pin = draw(st.none() | st.none() | st.integers(0, 900_000))
    spans = draw(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 10)), max_size=3))
    pieces = [
        Piece(
            Span(s * take.length // 100, s * take.length // 100 + n * take.length // 100), 100 * s
        )
        for s, n in spans
        if n * take.length // 100
    ]
    if pieces and draw(st.booleans()):
        pieces.append(replace(pieces[0], pin=draw(st.integers(0, 900_000))))
    return Placement(
        pin=pin,
        lead=draw(st.just(0) | st.integers(-9_000, 90_000)),
        locked=pin is not None and draw(st.booleans()),
        tempo=draw(_tempos),
        take=take.id if pieces else None,
        pieces=tuple(pieces),
    )


@st.composite
def reels(draw: st.DrawFn) -> Reel:
    """Any episode of up to a dozen lines, with scenes, dual lines, pins, locks and cuts."""
    lines: list[Line] = []
    for kind in draw(st.lists(_kinds, min_size=1, max_size=12)):
        if kind == "heading":
            lines.append(heading())
            continue
        lines.append(
            says(
                draw(st.sampled_from(["mara", "tobias"])),
                dual=draw(st.sampled_from([False, False, False, True])),
                pause_after_ms=draw(st.sampled_from([None, None, 0, 50, 900])),
                number="" if kind == "said" else "no take",
            )
        )
    voiced = [line for line in lines if line.spoken and not line.number]
    lengths = {line.id: draw(st.integers(2_000, 200_000)) for line in voiced}
    takes = {line.id: a_take_of(line, lengths[line.id]) for line in voiced}
    held_lines = {
        name: draw(placements(take)) for name, take in takes.items() if draw(st.booleans())
    }
    tight = Tightness(
        draw(st.sampled_from([1.0, 1.0, 0.7, 0.413])), draw(st.sampled_from([1.0, 1.09]))
    )
    return a_reel(*lines, timeline=Timeline(held_lines, tightness=tight), lengths=lengths)
