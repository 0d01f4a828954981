"""What is shown of an edit before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from studio.model.cutting import shift, slip, trim
from studio.model.episode import Episode
from studio.model.moving import Ripple
from studio.model.project import Project
from studio.model.reel import Reel
from studio.model.shaping import fade, gain
from studio.model.span import SAMPLE_RATE, Span
from studio.model.timeline import Piece, Placement
from studio.ui.timeline.board import board_of, lanes_of
from studio.ui.timeline.preview import EXACT, Sketch
from tests.ui.timeline.lanes import placed, spoken, voiced

LINE = 5


def a_cut_project(lines: int) -> Project:
    """One whose sixth line is cut in two and whose tenth is pinned."""
    project = voiced(lines)
    (take,) = project.takes.by_line[spoken(project, LINE).id]
    pieces = (Piece(Span(0, 9600)), Piece(Span(9600, 30_000), 12_000))
    held = {
        spoken(project, LINE).id: Placement(take=take.id, pieces=pieces, tempo=1.1),
        spoken(project, 9).id: Placement(pin=60 * SAMPLE_RATE),
    }
    return placed(project, held)


def changes(reel: Reel, ripple: Ripple) -> list[Callable[[Reel], Episode]]:
    line = reel.slots()[LINE].line.id
    return [
        lambda r: trim(r, line, 0, end=-4800, ripple=ripple),
        lambda r: trim(r, line, 1, start=2400, ripple=ripple),
        lambda r: trim(r, line, 1, end=9999, ripple=ripple),
        lambda r: slip(r, line, 1, -1200),
        lambda r: shift(r, line, 1, 7200),
        lambda r: fade(r, line, 1, fade_in=2400, fade_out=4800),
        lambda r: gain(r, [line], -7.5),
    ]


@pytest.mark.parametrize("ripple", list(Ripple))
@pytest.mark.parametrize("lines", [12, EXACT + 60])
def test_a_sketch_shows_what_the_edit_will_do(lines: int, ripple: Ripple) -> None:
    project = a_cut_project(lines)
    reel = Reel(project.episodes[0], "en", project.takes, project.gaps)
    board = board_of(reel.clips(), lanes_of(reel.episode, project.cast))
    line = reel.slots()[LINE].line.id
    for number, change in enumerate(changes(reel, ripple)):
        follows = ripple if number < 3 else Ripple.OFF
        shown = Sketch(board, reel, line, follows).of(change)
        after = replace(reel, episode=change(reel)).clips()
        assert shown.starts.tolist() == [clip.timeline_span.start for clip in after]
        assert shown.ends.tolist() == [clip.timeline_span.end for clip in after]
        own = [n for n, clip in enumerate(after) if clip.line == line]
        assert [shown.clips[n] for n in own] == [after[n] for n in own]
