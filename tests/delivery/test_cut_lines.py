"""A line that was cut on the timeline is one line to everything that is delivered of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from studio.delivery.cues import cues_of
from studio.delivery.deliver import deliver
from studio.delivery.order import Order
from studio.delivery.planning import planned_episodes
from studio.model.cutting import duplicate, trim
from studio.model.episode import Episode
from studio.model.line import Line
from studio.model.moving import Ripple, move
from studio.model.project import Project
from studio.model.reel import Reel
from studio.model.shaping import mute_piece
from studio.model.span import Span, samples_of
from studio.model.timeline import Piece, Placement
from tests.delivery.test_deliver import a_production, only


def reel_of(project: Project) -> Reel:
    return Reel(project.episodes[0], "en", project.takes, project.gaps)


def with_a_hole(project: Project, line: Line) -> Project:
    """The project with 50 ms cut out of the middle of a line, and its first piece once more."""
    reel = reel_of(project)
    take = reel.slot(line.id).take
    first = Piece(Span(0, 2400))
    pieces = (first, Piece(Span(4800, take.length), 4800), replace(first, pin=samples_of(30)))
    return with_episode(project, reel.placing({line.id: Placement(take=take.id, pieces=pieces)}))


def with_episode(project: Project, changed: Reel | Episode) -> Project:
    return project.with_episode(changed.episode if isinstance(changed, Reel) else changed)


def cues(project: Project) -> list[tuple[int, int, str]]:
    """Start, end and words of each cue."""
    (plan,) = planned_episodes(project, Order(Path("/nowhere")))
    return [(cue.start, cue.end, cue.text) for cue in cues_of(project, plan)]


def test_its_cue_goes_from_its_first_piece_in_the_flow_to_its_last() -> None:
    project, _ = a_production(3)
    line = project.episodes[0].spoken_lines[1]
    assert cues(with_a_hole(project, line)) == cues(project)


def test_a_silent_piece_at_its_edge_has_no_part_in_its_cue() -> None:
    project, _ = a_production(3)
    line = project.episodes[0].spoken_lines[1]
    cut = with_a_hole(project, line)
    silent = with_episode(cut, mute_piece(reel_of(cut), line.id, 0, True))
    before, after = cues(project), cues(silent)
    assert after[1] == (before[1][0] + 4800, *before[1][1:])
    assert (after[0], after[2]) == (before[0], before[2])


def test_cues_come_in_the_order_they_are_heard() -> None:
    project, _ = a_production(3)
    first = project.episodes[0].spoken_lines[0]
    moved = with_episode(project, move(reel_of(project), [first.id], samples_of(20), Ripple.OFF))
    assert [words for *_, words in cues(moved)] == [
        "Words of line 2.",
        "Words of line 3.",
        "Words of line 1.",
    ]


def test_its_file_and_its_times_hold_all_of_its_pieces(tmp_path: Path) -> None:
    project, samples = a_production(3)
    line = project.episodes[0].spoken_lines[1]
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for folder in (whole, cut):
        folder.mkdir()
    before = only(deliver(project, Order(whole, lines=True), samples))
    holed = with_a_hole(project, line)
    after = only(deliver(holed, Order(cut, lines=True), samples))
    times = [[(told.start, told.end) for told in episode.lines] for episode in (before, after)]
    assert times[0] == times[1]
    sound, _ = soundfile.read(after.lines[1].file, dtype="float32")
    full, _ = soundfile.read(before.lines[1].file, dtype="float32")
    assert len(sound) == len(full)
    assert not np.any(sound[2400:4800]) and np.any(full[2400:4800])
    assert np.array_equal(sound[5000:], full[5000:])


def test_a_double_is_in_the_mix_and_not_in_the_file_of_its_line(tmp_path: Path) -> None:
    project, samples = a_production(2)
    line = project.episodes[0].spoken_lines[0]
    reel = reel_of(project)
    doubled = with_episode(project, duplicate(reel, line.id, 0, samples_of(5)))
    episode = only(deliver(doubled, Order(tmp_path, lines=True), samples))
    mix, _ = soundfile.read(episode.mix, dtype="float32")
    alone, _ = soundfile.read(episode.lines[0].file, dtype="float32")
    assert len(alone) == reel.slot(line.id).take.length
    again = mix[samples_of(5) : samples_of(5) + len(alone)]
    assert np.abs(again - alone).max() < 2**-20  # both are dithered


def test_a_trimmed_line_is_delivered_as_long_as_it_is_heard(tmp_path: Path) -> None:
    project, samples = a_production(2)
    line = project.episodes[0].spoken_lines[0]
    reel = reel_of(project)
    shorter = with_episode(project, trim(reel, line.id, 0, end=-2400, ripple=Ripple.OFF))
    episode = only(deliver(shorter, Order(tmp_path, lines=True), samples))
    alone, _ = soundfile.read(episode.lines[0].file, dtype="float32")
    assert len(alone) == reel.slot(line.id).take.length - 2400
