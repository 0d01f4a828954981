"""What is placed on a timeline by hand: placements, markers, and what goes with a lane or bed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import EditProblem, EditRefused
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, LineId, MediaKey, TakeId
from studio.model.lane import Lane
from studio.model.project import Project
from studio.model.timeline import FLOWING, Marker, Placement, Tightness, Timeline
from tests.builders import a_project, a_recording, a_take, first_line

LINE, OTHER = LineId("a"), LineId("b")


def test_markers_are_in_order_and_one_place_has_one() -> None:
    timeline = Timeline().marking(Marker(90, "late")).marking(Marker(10)).marking(Marker(90, "x"))
    assert timeline.markers == (Marker(10), Marker(90, "x"))
    assert timeline.unmarking(10).markers == (Marker(90, "x"),)
    assert timeline.unmarking(11) == timeline
    with pytest.raises(EditRefused) as refused:
        timeline.marking(Marker(-1))
    assert refused.value.problem is EditProblem.OUT_OF_RANGE


def test_markers_and_tightness_outlive_every_change_of_a_placement() -> None:
    plain = Timeline(markers=(Marker(5),), tightness=Tightness(0.5, 1.1))
    held = plain.pin(LINE, 7).placing(OTHER, Placement(lead=3))
    for timeline in (held, held.unpin(LINE), held.without([LINE, OTHER])):
        assert (timeline.markers, timeline.tightness) == (plain.markers, plain.tightness)
    assert held.without([LINE, OTHER]) == plain


def test_placements_that_say_nothing_are_forgotten() -> None:
    held = Timeline().placing_all({LINE: Placement(lead=3), OTHER: FLOWING})
    assert dict(held.placements) == {LINE: Placement(lead=3)}
    assert held.placing_all({LINE: FLOWING}) == Timeline()
    assert held.placing_all({LINE: Placement(lead=3)}) is held


def test_a_lane_is_set_for_all_episodes_and_goes_with_its_character() -> None:
    project = a_project(2, episodes=2)
    who = project.cast.characters[2].id
    louder = project.with_lane(who, Lane(gain_db=3)).with_lane(None, Lane(muted=True))
    assert louder.lane(who) == Lane(gain_db=3)
    assert louder.lane(None) == Lane(muted=True)
    assert louder.lane(project.cast.characters[0].id) == Lane()
    assert louder.with_lane(who, Lane()).with_lane(None, Lane()) == project
    assert who not in louder.without_character(who).lanes


def test_beds_are_put_in_changed_and_taken_out() -> None:
    episode = a_project().episodes[0]
    music = Bed(BedId("m"), BedKind.MUSIC, "Waves", MediaKey("f00d"), languages=("en",))
    film = Bed(BedId("v"), BedKind.VIDEO, "Cut 3", path="cut3.mp4")
    both = episode.with_bed(music).with_bed(film)
    softer = both.with_bed(replace(music, gain_db=-6))
    assert [bed.gain_db for bed in softer.beds] == [-6, 0]
    assert softer.without_bed(music.id).beds == (film,)
    assert (music.sounds_in("en"), music.sounds_in("zh"), film.sounds_in("zh")) == (
        True,
        False,
        True,
    )
    project = a_project(2, takes=True)
    with_music = project.with_episode(project.episodes[0].with_bed(music).with_bed(film))
    assert with_music.media - project.media == {music.media}


def test_no_new_take_replaces_a_locked_one() -> None:
    project = a_project(2)
    line = first_line(project)
    one, two, three = (a_take(line, a_recording(20, pitch=200.0 + n)) for n in range(3))
    project = project.recording(one)
    project = project.marking(replace(one, locked=True)).recording(two)
    assert chosen(project, line.id) == one.id
    assert chosen(project.circling(two).recording(three), line.id) == three.id
    kept = project.circling(one).recording(three)
    assert chosen(kept, line.id) == one.id


def chosen(project: Project, line: LineId) -> TakeId:
    found = project.find_line(line)
    assert found
    take = project.takes.circled(found[1], "en")
    assert take
    return take.id


def test_a_locked_take_is_not_discarded() -> None:
    project = a_project(2)
    take = a_take(first_line(project), a_recording(20))
    project = project.recording(take)
    locked = project.marking(replace(take, locked=True))
    for wanted in (replace(take, discarded=True), replace(take, locked=True, discarded=True)):
        with pytest.raises(EditRefused) as refused:
            locked.marking(wanted)
        assert refused.value.problem is EditProblem.LOCKED
    freed = locked.marking(take)
    assert freed.marking(replace(take, discarded=True)).takes.of(take.line, "en") == ()
