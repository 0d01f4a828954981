"""Whoever keeps something for each line is told which ones to look at again, and no others."""

from __future__ import annotations

from dataclasses import replace

from studio.model.project import Project
from studio.model.timeline import Tightness
from studio.synthesis.changed_lines import changed_lines
from tests.builders import a_project, a_recording, a_take


def a_series() -> Project:
    return a_project(lines=4, languages=("en", "zh"), takes=True, episodes=2)


def test_nothing_changed_is_nothing_to_look_at() -> None:
    project = a_series()
    assert changed_lines(project, project) == set()
    assert changed_lines(project, replace(project, title="Another")) == set()


def test_words_and_takes_change_their_own_line() -> None:
    project = a_series()
    line, other = project.episodes[0].spoken_lines[:2]
    edited = project.with_line(line.saying("en", "New."))
    assert changed_lines(project, edited) == {line.id}
    assert changed_lines(project, project.recording(a_take(other, a_recording()))) == {other.id}


def test_a_placement_changes_its_line_and_a_tempo_of_all_clips_all_lines() -> None:
    project = a_series()
    episode = project.episodes[1]
    line = episode.spoken_lines[2]
    pinned = project.with_episode(
        episode.with_timeline("zh", episode.timeline("zh").pin(line.id, 4_800))
    )
    assert changed_lines(project, pinned) == {line.id}
    assert changed_lines(pinned, project) == {line.id}
    tighter = replace(episode.timeline("zh"), tightness=Tightness(tempo=1.1))
    faster = project.with_episode(episode.with_timeline("zh", tighter))
    assert changed_lines(project, faster) == {each.id for each in episode.lines}


def test_lines_that_went_or_came_are_told() -> None:
    project = a_series()
    first, second = project.episodes
    line = first.spoken_lines[0]
    without = project.with_episode(first.without([line.id]))
    assert changed_lines(project, without) == {line.id}
    assert changed_lines(without, project) == {line.id}
    alone = replace(project, episodes=(first,))
    assert changed_lines(project, alone) == {each.id for each in second.lines}


def test_a_new_language_is_a_look_at_everything() -> None:
    project = a_series()
    everything = {line.id for _, line in project.lines}
    assert changed_lines(project, project.with_language("de")) == everything
