"""What a hand does to clips, without a window."""

from __future__ import annotations

from studio.model.timeline import FLOWING
from studio.ui.timeline.edits import louder, muted, pinned, unpinned
from tests.ui.timeline.lanes import spoken, voiced


def test_pins_are_held_and_let_go() -> None:
    project = voiced()
    episode, line = project.episodes[0], spoken(project, 1).id
    held = pinned(episode, "en", {line: 4800})
    assert held.timeline("en").placement(line).pin == 4800
    assert held.timeline("zh").placements == {}
    assert unpinned(held, "en", [line]).timeline("en").placements == {}


def test_a_pin_before_zero_is_at_zero() -> None:
    project = voiced()
    line = spoken(project, 1).id
    assert pinned(project.episodes[0], "en", {line: -9}).timeline("en").placement(line).pin == 0


def test_gain_has_ends() -> None:
    project = voiced()
    episode, line = project.episodes[0], spoken(project, 0).id
    assert louder(episode, "en", [line], 99).timeline("en").placement(line).gain_db == 12
    assert louder(episode, "en", [line], -99).timeline("en").placement(line).gain_db == -48


def test_what_changes_nothing_gives_the_same_episode() -> None:
    project = voiced()
    episode, line = project.episodes[0], spoken(project, 0).id
    assert unpinned(episode, "en", [line]) is episode
    assert muted(episode, "en", [line], False) is episode
    silent = muted(episode, "en", [line], True)
    assert muted(silent, "en", [line], False).timeline("en").placement(line) == FLOWING
