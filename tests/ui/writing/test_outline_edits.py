"""Edits of the outline as values: nothing of Qt, nothing of a document."""

from __future__ import annotations

from studio.model.outline import Outline, PlannedCharacter, PlannedEpisode, PlannedScene
from studio.ui.writing import outline_edits as edits
from studio.ui.writing.outline_edits import CAST, STORY, Part, Spot


def an_outline() -> Outline:
    """Two episodes of two scenes and one."""
    one = PlannedEpisode("e1", "One", scenes=(_scene("s1"), _scene("s2")))
    two = PlannedEpisode("e2", "Two", scenes=(_scene("s3"),))
    return Outline(title="Ferry", characters=(PlannedCharacter("c1", "MARA"),), episodes=(one, two))


def _scene(id: str) -> PlannedScene:
    return PlannedScene(id, f"INT. {id}", seconds=40)


def _ids(outline: Outline) -> list[list[str]]:
    return [[scene.id for scene in episode.scenes] for episode in outline.episodes]


def test_one_field_of_one_thing_is_changed() -> None:
    outline = an_outline()
    for spot, field, value in (
        (STORY, "logline", "A secret."),
        (Spot(Part.CHARACTER, "c1"), "voice", "hoarse"),
        (Spot(Part.EPISODE, "e2"), "hook", "A scream."),
        (Spot(Part.SCENE, "s3"), "seconds", 55),
    ):
        changed = edits.changed(outline, spot, field, value)
        found = edits.found(changed, spot)
        assert getattr(found, field) == value
        assert edits.changed(changed, spot, field, value) is changed


def test_what_is_gone_is_not_changed() -> None:
    outline = an_outline()
    assert edits.changed(outline, Spot(Part.SCENE, "s9"), "beats", "…") is outline
    assert edits.changed(outline, CAST, "name", "…") is outline


def test_a_new_scene_comes_behind_the_one_in_hand_with_its_length() -> None:
    outline, spot = edits.with_new_scene(an_outline(), Spot(Part.SCENE, "s1"), "EXT. QUAY")
    assert spot == Spot(Part.SCENE, "s4")
    assert _ids(outline) == [["s1", "s4", "s2"], ["s3"]]
    new = outline.find_scene("s4")
    assert new and new[1].seconds == 40


def test_a_new_scene_goes_to_the_end_of_the_episode_in_hand_or_of_all() -> None:
    outline, _ = edits.with_new_scene(an_outline(), Spot(Part.EPISODE, "e1"), "X")
    assert _ids(outline) == [["s1", "s2", "s4"], ["s3"]]
    outline, _ = edits.with_new_scene(outline, STORY, "Y")
    assert _ids(outline) == [["s1", "s2", "s4"], ["s3", "s5"]]


def test_a_new_episode_comes_behind_the_one_in_hand() -> None:
    outline, spot = edits.with_new_episode(an_outline(), Spot(Part.SCENE, "s2"), "New")
    assert [each.id for each in outline.episodes] == ["e1", "e3", "e2"]
    assert spot == Spot(Part.EPISODE, "e3")


def test_a_scene_moves_on_into_the_next_episode_and_back() -> None:
    outline, spot = an_outline(), Spot(Part.SCENE, "s2")
    down = edits.moved(outline, spot, 1)
    assert _ids(down) == [["s1"], ["s2", "s3"]]
    assert _ids(edits.moved(down, spot, -1)) == _ids(outline)
    assert edits.moved(outline, Spot(Part.SCENE, "s3"), 1) is outline


def test_what_is_removed_leaves_its_neighbour_in_hand() -> None:
    outline, last = an_outline(), Spot(Part.SCENE, "s3")
    assert edits.neighbour(outline, Spot(Part.SCENE, "s1")) == Spot(Part.SCENE, "s2")
    assert edits.neighbour(outline, last) == Spot(Part.EPISODE, "e2")
    assert _ids(edits.without(outline, last)) == [["s1", "s2"], []]
    assert edits.neighbour(outline, Spot(Part.CHARACTER, "c1")) == CAST
    assert not edits.without(outline, Spot(Part.CHARACTER, "c1")).characters
