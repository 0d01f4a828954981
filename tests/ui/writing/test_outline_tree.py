"""The outline as a tree: it follows the plan row by row."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from studio.model.outline import Outline, PlannedEpisode, PlannedScene, Written
from studio.ui.writing import outline_edits as edits
from studio.ui.writing.outline_edits import Part, Spot
from studio.ui.writing.outline_tree import OutlineColumn, OutlineTree
from tests.ui.writing.test_outline_edits import an_outline


def shown(tree: OutlineTree) -> list[str]:
    """The rows from top to bottom, those below another indented."""
    found: list[str] = []

    def walk(parent: QModelIndex, indent: str) -> None:
        for row in range(tree.rowCount(parent)):
            index = tree.index(row, 0, parent)
            found.append(indent + str(index.data()))
            walk(index, indent + "  ")

    walk(QModelIndex(), "")
    return found


def a_tree(outline: Outline | None) -> OutlineTree:
    tree = OutlineTree()
    QAbstractItemModelTester(
        tree, QAbstractItemModelTester.FailureReportingMode.Fatal, tree
    )  # fmt: skip
    tree.follow(outline)
    return tree


def test_it_shows_story_characters_and_episodes_with_their_scenes(qapp: object) -> None:
    assert shown(a_tree(an_outline())) == [
        "Ferry", "1 character", "  MARA", "1  One", "  INT. s1", "  INT. s2", "2  Two", "  INT. s3",
    ]  # fmt: skip


def test_it_follows_every_edit_to_the_same_rows_as_a_new_one(qapp: object) -> None:
    outline = an_outline()
    tree = a_tree(outline)
    states = (
        edits.with_new_scene(outline, Spot(Part.SCENE, "s1"), "EXT. QUAY")[0],
        edits.moved(outline, Spot(Part.SCENE, "s2"), 1),
        edits.moved(outline, Spot(Part.EPISODE, "e2"), -1),
        edits.without(outline, Spot(Part.EPISODE, "e1")),
        edits.with_new_character(outline, "IVY")[0],
        None,
        outline,
    )
    for state in states:
        tree.follow(state)
        assert shown(tree) == shown(a_tree(state))


def test_it_streams_in_without_touching_the_rows_that_are_there(qapp: object) -> None:
    tree = a_tree(None)
    gone: list[int] = []
    tree.rowsRemoved.connect(lambda *_: gone.append(1))
    tree.modelReset.connect(lambda: gone.append(1))
    outline = Outline(title="Ferry")
    for number in range(1, 6):
        outline = outline.with_episode(PlannedEpisode(f"e{number}", ""))
        tree.follow(outline)
        for place in range(3):
            episode = outline.episodes[-1]
            scene = PlannedScene(f"s{number}.{place}", "QUAY")
            outline = outline.with_episode(replace(episode, scenes=(*episode.scenes, scene)))
            tree.follow(outline)
    assert not gone and shown(tree) == shown(a_tree(outline))


def test_a_scene_that_gets_further_is_drawn_again_and_no_other(qapp: object) -> None:
    episodes = tuple(
        PlannedEpisode(
            f"e{n}", "", scenes=tuple(PlannedScene(f"s{n}.{k}", "QUAY") for k in range(8))
        )
        for n in range(100)
    )
    outline = Outline(episodes=episodes)
    tree = OutlineTree()
    tree.follow(outline)
    drawn: list[Spot | None] = []
    tree.dataChanged.connect(lambda first, *_: drawn.append(tree.spot(first)))
    tree.follow(
        outline.changing_scene("s50.3", lambda scene: replace(scene, written=Written.BEGUN))
    )
    assert drawn == [Spot(Part.SCENE, "s50.3"), Spot(Part.EPISODE, "e50")]


def test_seconds_are_told_of_scenes_and_summed_for_episodes(qapp: object) -> None:
    tree = a_tree(an_outline())
    index = tree.index_of(Spot(Part.EPISODE, "e1"))
    assert index.siblingAtColumn(OutlineColumn.SECONDS).data() == "1:20"
    scene = tree.index_of(Spot(Part.SCENE, "s3"))
    assert scene.siblingAtColumn(OutlineColumn.SECONDS).data() == "40 s"
