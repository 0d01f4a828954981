"""What time a translated line has: its slot, else that of the source as it is spoken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.project import Project
from studio.model.span import Span, samples_of
from studio.model.take import Take
from studio.writing.timing.source_times import budgets_for
from tests.builders import a_project


def a_spoken_project(lines: int = 3) -> Project:
    """Takes of three seconds, with the usual gaps between them."""
    project = a_project(lines, ("en", "de"), takes=True)
    by_line = {
        line: tuple(replace(take, length=samples_of(3.0)) for take in takes)
        for line, takes in project.takes.by_line.items()
    }
    return replace(project, takes=replace(project.takes, by_line=by_line))


def two_and_a_half(_: Take) -> float:
    return 2.5


def test_a_line_has_the_time_its_source_takes_and_the_gap_behind_it() -> None:
    project = a_spoken_project()
    episode = project.episodes[0]
    budgets = budgets_for(project, episode, "de", two_and_a_half)
    assert set(budgets) == {line.id for line in episode.spoken_lines}
    first, last = (budgets[episode.spoken_lines[at].id] for at in (0, -1))
    assert (first.slot, last.slot) == (2.5, 2.5)
    # 0.6 s to the other speaker, and half a second that the take is silent at its end
    assert first.limit == pytest.approx(2.5 + 0.5)
    assert last.limit == pytest.approx(2.5 + 1.5)


def test_an_imported_slot_goes_before_the_take_of_the_source() -> None:
    project = a_spoken_project()
    line = replace(project.episodes[0].spoken_lines[0], slot=Span(0, samples_of(7.0)))
    project = project.with_line(line)
    budgets = budgets_for(project, project.episodes[0], "de", two_and_a_half)
    assert budgets[line.id].slot == 7.0


def test_the_source_itself_has_a_time_by_slots_only() -> None:
    project = a_spoken_project()
    line = replace(project.episodes[0].spoken_lines[0], slot=Span(0, samples_of(7.0)))
    project = project.with_line(line)
    budgets = budgets_for(project, project.episodes[0], "en", two_and_a_half)
    assert set(budgets) == {line.id}


def test_without_a_slot_or_a_measured_take_nothing_is_known() -> None:
    project = a_spoken_project()
    assert budgets_for(project, project.episodes[0], "de", lambda _: None) == {}
    silent = a_project(3, ("en", "de"))
    assert budgets_for(silent, silent.episodes[0], "de", two_and_a_half) == {}
