"""Which lines share their time, and which have their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from studio.model.line import Line, LineKind, new_line
from studio.model.project import Fitting, Project
from studio.model.translation import TranslationState
from studio.writing.fitting.order import FitOrder
from studio.writing.fitting.passages import neighbours, scenes_to_fit
from tests.writing.fitting.stage import MACHINE, a_line, a_project, slotted

ORDER = FitOrder("de", Fitting.SOFT)


def shared(project: Project, order: FitOrder = ORDER) -> list[list[str]]:
    """The words of the passages."""
    return [
        [line.words("de") for line in passage.lines]
        for scene in scenes_to_fit(project, order)
        for passage in scene.passages
    ]


def short_lines(count: int, seconds: float = 1.0, gap: float = 0.2) -> list[Line]:
    return slotted(*((a_line(f"Satz {at}."), seconds) for at in range(count)), gap=gap)


def test_short_lines_of_one_speaker_share_their_slots_and_gaps() -> None:
    project = a_project(short_lines(3))
    assert shared(project) == [["Satz 0.", "Satz 1.", "Satz 2."]]
    ((scene,),) = [list(scenes_to_fit(project, ORDER))]
    budget = scene.passages[0].budget
    assert budget.slot == pytest.approx(3.0)
    assert budget.limit == pytest.approx(3.0 + 0.2 + 0.2 + 1.5)


@pytest.mark.parametrize(
    "lines",
    [
        short_lines(2, seconds=3.0),
        short_lines(2, gap=1.6),
        [short_lines(2)[0], replace(short_lines(2)[1], dual=True)],
    ],
)
def test_long_lines_those_far_apart_and_dual_ones_stand_alone(lines: Sequence[Line]) -> None:
    assert len(shared(a_project(lines))) == 2


def test_a_line_of_somebody_else_parts_them() -> None:
    assert len(shared(a_project(short_lines(3), speakers=2))) == 3


def test_five_lines_are_the_most() -> None:
    assert [len(lines) for lines in shared(a_project(short_lines(7)))] == [5, 2]


def test_the_words_of_a_person_are_not_joined_with_those_of_a_model() -> None:
    edited = replace(MACHINE, state=TranslationState.EDITED)
    lines = slotted((a_line("Eins."), 1.0), (a_line("Zwei.", how=edited), 1.0), gap=0.1)
    assert shared(a_project(lines)) == [["Eins."], ["Zwei."]]


def test_a_scene_ends_a_passage() -> None:
    first, second = short_lines(2)
    heading = new_line(LineKind.HEADING, {"en": "INT. DECK"})
    project = a_project([first, second])
    speaking = project.episodes[0].lines
    project = project.with_episode(
        replace(project.episodes[0], lines=(speaking[0], heading, speaking[1]))
    )
    assert shared(project) == [["Satz 0."], ["Satz 1."]]


def test_lines_without_words_time_or_voice_are_left_out() -> None:
    lines = [*short_lines(1), a_line("Ohne Zeit."), *slotted((a_line(""), 1.0))]
    project = a_project(lines)
    assert shared(project) == [["Satz 0."]]
    nobody = replace(project, cast=type(project.cast)())
    assert shared(nobody) == []


def test_only_the_lines_and_episodes_asked_for_are_looked_at() -> None:
    lines = short_lines(2)
    project = a_project(lines)
    assert shared(project, replace(ORDER, lines=frozenset({lines[1].id}))) == [["Satz 1."]]
    assert shared(project, replace(ORDER, episodes=frozenset())) == []


def test_neighbours_are_the_spoken_lines_around() -> None:
    lines = short_lines(6)
    episode = a_project(lines).episodes[0]
    found = neighbours(episode, [lines[2].id, lines[3].id], 1)
    assert [line.words("de") for line in found] == ["Satz 1.", "Satz 4."]
    assert neighbours(episode, [], 1) == ()
