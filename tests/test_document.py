"""Edits are kept, undone and redone; takes stay through all of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.document import HISTORY_LIMIT, Change, Document
from studio.errors import (
    EditProblem,
    EditRefused,
    ProjectFileError,
    ProjectFileProblem,
    StudioError,
)
from studio.model.project import Project
from studio.model.take import Recording
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from tests.builders import a_line, a_project, a_project_file, a_recording, a_take, first_line


class Memory:
    """A keeper that keeps in memory, and fails while told to."""

    def __init__(self) -> None:
        self.kept: list[Project] = []
        self.error: StudioError | None = None
        self.read_only = False

    def keep(
        self,
        project: Project,
        recordings: tuple[Recording, ...],
        kept: Callable[[StudioError | None], None],
    ) -> None:
        if self.error is None:
            self.kept.append(project)
        kept(self.error)


def a_document(lines: int = 3) -> Document:
    return Document(a_project(lines), Memory())


def say(document: Document, words: str, *, merge: str = "") -> None:
    line = first_line(document.project)
    document.edit(f"say {words}", document.project.with_line(line.saying("en", words)), merge=merge)


def words(document: Document) -> str:
    return first_line(document.project).words("en")


def test_undo_and_redo_go_back_and_forth() -> None:
    document = a_document()
    states = [document.project]
    for number in range(250):
        say(document, f"{number}")
        states.append(document.project)
    assert document.undo_label == "say 249"
    for state in reversed(states[:-1]):
        document.undo()
        assert document.project == state
    assert (document.undo_label, document.redo_label) == ("", "say 0")
    for state in states[1:]:
        document.redo()
        assert document.project == state
    document.redo()
    assert document.project == states[-1]


def test_a_new_edit_ends_what_could_be_redone() -> None:
    document = a_document()
    say(document, "one")
    document.undo()
    say(document, "other")
    assert document.redo_label == ""
    document.redo()
    assert words(document) == "other"


def test_typing_is_one_step_until_it_is_ended() -> None:
    document = a_document()
    before = words(document)
    for text in ("H", "He", "Hey"):
        say(document, text, merge="typing")
    document.end_merging()
    say(document, "Hey!", merge="typing")
    document.undo()
    assert words(document) == "Hey"
    document.undo()
    assert words(document) == before


def test_typing_after_an_undo_is_a_step_of_its_own() -> None:
    document = a_document()
    say(document, "a", merge="typing")
    say(document, "b")
    document.undo()
    say(document, "c", merge="typing")
    document.undo()
    assert words(document) == "a"


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    document = a_document()
    document.edit("nothing", document.project)
    assert document.undo_label == ""


@pytest.mark.parametrize("earlier", [0, 3, HISTORY_LIMIT - 1, HISTORY_LIMIT, HISTORY_LIMIT + 5])
def test_everything_inside_one_step_is_undone_at_once(earlier: int) -> None:
    document = a_document()
    for number in range(earlier):
        say(document, f"{number}")
    before = document.project
    with document.one_step("three things"):
        for text in ("a", "b", "c"):
            say(document, text)
    assert document.undo_label == "three things"
    document.undo()
    assert document.project == before
    assert document.undo_label == (f"say {earlier - 1}" if earlier else "")
    document.redo()
    assert words(document) == "c"


def test_a_step_broken_off_in_the_middle_can_be_undone_at_once() -> None:
    document = a_document()
    before = document.project
    with pytest.raises(EditRefused), document.one_step("broken"):
        say(document, "a")
        say(document, "b")
        raise EditRefused(EditProblem.NAME_TAKEN)
    document.undo()
    assert document.project == before


def test_one_step_without_edits_is_none() -> None:
    document = a_document()
    with document.one_step("nothing"):
        pass
    assert document.undo_label == ""


def test_takes_stay_when_edits_are_undone() -> None:
    document = a_document()
    line = first_line(document.project)
    say(document, "one")
    early, late = a_recording(pitch=300), a_recording(pitch=400)
    document.record(a_take(line, early), early)
    say(document, "two")
    document.record(a_take(line, late), late)
    document.undo()
    document.undo()
    assert [take.media for take in document.project.takes] == [early.key, late.key]
    document.redo()
    document.redo()
    assert [take.media for take in document.project.takes] == [early.key, late.key]


def test_a_recorded_take_is_told_when_it_is_written() -> None:
    keeper = Memory()
    document = Document(a_project(), keeper)
    line, recording = first_line(document.project), a_recording()
    told: list[StudioError | None] = []
    document.record(a_take(line, recording), recording, told.append)
    keeper.error = ProjectFileError(ProjectFileProblem.DISK_FULL, "a")
    document.record(a_take(line, recording), None, told.append)
    assert told == [None, keeper.error]


def test_listeners_see_every_change_and_what_did_not_change() -> None:
    document = a_document()
    changes: list[Change] = []
    stop = document.listen(changes.append)
    first = document.project
    say(document, "one")
    document.undo()
    stop()
    say(document, "unheard")
    assert [change.label for change in changes] == ["say one", "say one"]
    assert changes[0].before is first
    assert changes[1].before is changes[0].after
    assert changes[0].after.cast is first.cast
    assert changes[0].after.episodes[0].lines[2] is first.episodes[0].lines[2]


def test_trouble_is_told_and_ends_when_all_is_written() -> None:
    keeper = Memory()
    document = Document(a_project(), keeper)
    troubles: list[StudioError | None] = []
    document.listen_for_trouble(troubles.append)
    keeper.error = ProjectFileError(ProjectFileProblem.DISK_FULL, "a")
    say(document, "one")
    assert document.unsaved is keeper.error
    keeper.error = None
    document.save_again()
    assert document.unsaved is None
    assert [error is None for error in troubles] == [False, True]
    assert keeper.kept == [document.project]


def test_nothing_is_edited_read_only() -> None:
    keeper = Memory()
    document = Document(a_project(), keeper)
    say(document, "one")
    keeper.read_only = True
    for refused in (lambda: say(document, "two"), document.undo):
        with pytest.raises(EditRefused):
            refused()
    assert words(document) == "one"


def a_random_edit(document: Document, dice: random.Random) -> None:
    """One of the things a person does."""
    project = document.project
    episode = dice.choice(project.episodes)
    number = dice.randrange(10**6)
    line = dice.choice(episode.lines)
    kind = dice.randrange(8)
    if kind == 0:
        document.edit("say", project.with_line(line.saying("en", f"{number}.")))
    elif kind == 1:
        place = dice.randrange(len(episode.lines) + 1)
        inserted = episode.inserting(place, [a_line(f"{number}.")])
        document.edit("insert", project.with_episode(inserted))
    elif kind == 2 and len(episode.lines) > 2:
        document.edit("delete", project.with_episode(episode.without([line.id])))
    elif kind == 3:
        lines = list(episode.lines)
        dice.shuffle(lines)
        document.edit("shuffle", project.with_episode(replace(episode, lines=tuple(lines))))
    elif kind == 4:
        timeline = episode.timeline("en").pin(line.id, number)
        document.edit("pin", project.with_episode(episode.with_timeline("en", timeline)))
    elif kind == 5:
        character = dice.choice(project.cast.characters)
        changed = replace(character, notes=f"{number}")
        document.edit("character", project.with_character(changed))
    elif kind == 6:
        with document.one_step("two"):
            document.edit("one", project.with_line(replace(line, direction=f"{number}")))
            document.edit("other", replace(document.project, title=f"{number}"))
    else:
        known = project.takes.of(line.id, "en")
        if known:
            document.edit("star", project.marking(replace(known[0], note=f"{number}")))


def without_takes(project: Project) -> Project:
    return replace(project, takes=type(project.takes)())


@pytest.mark.parametrize("seed", range(4))
def test_a_long_walk_can_be_undone_redone_and_reopened(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with a_project_file(tmp_path, a_project(6, takes=True, episodes=2)) as file:
        document = Document(file.project, DirectKeeper(file))
        states = [without_takes(document.project)]
        recorded: dict[str, bytes] = {}
        while len(states) < 221:
            before = document.project
            a_random_edit(document, dice)
            if document.project is not before:
                states.append(without_takes(document.project))
            if dice.random() < 0.15:
                line = dice.choice(document.project.episodes[0].lines)
                recording = a_recording(5, pitch=200.0 + len(recorded))
                take = a_take(line, recording, made_at=float(len(states)))
                document.record(take, recording)
                recorded[take.id] = recording.data
        last = document.project
        for state in reversed(states[:-1]):
            document.undo()
            assert without_takes(document.project) == state
        assert document.undo_label == ""
        with ProjectFile.open(file.path) as view:
            assert view.project == document.project
        for state in states[1:]:
            document.redo()
            assert without_takes(document.project) == state
        assert document.redo_label == ""
        assert {take.id for take in document.project.takes} == {take.id for take in last.takes}
        expected = document.project
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project == expected
        for take in reopened.project.takes:
            assert reopened.media(take.media) == recorded.get(take.id, reopened.media(take.media))
