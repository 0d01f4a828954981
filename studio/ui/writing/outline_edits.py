"""What a person does to the outline, as new outlines; nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from studio.model.outline import Outline, PlannedCharacter, PlannedEpisode, PlannedScene
from studio.writing.generating.planning import free_id


class Part(StrEnum):
    """The kinds of things an outline is made of."""

    STORY = "story"
    CAST = "cast"
    CHARACTER = "character"
    EPISODE = "episode"
    SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing of the outline; the story and the cast have no id."""

    part: Part
    id: str = ""


STORY = Spot(Part.STORY)
CAST = Spot(Part.CAST)

FIELDS = {
    Part.STORY: ("title", "logline"),
    Part.CAST: (),
    Part.CHARACTER: ("name", "gender", "age", "role", "style", "voice"),
    Part.EPISODE: ("title", "hook", "ending"),
    Part.SCENE: ("heading", "seconds", "beats"),
}
"""What of each part a person edits."""

USUAL_SECONDS = 30
"""Seconds of a new scene that has no neighbour."""

_Each = TypeVar("_Each", PlannedCharacter, PlannedEpisode, PlannedScene)
Named = Outline | PlannedCharacter | PlannedEpisode | PlannedScene


def found(outline: Outline, spot: Spot) -> Named | None:
    """What a spot names, None when it is gone; the cast is nothing of its own."""
    match spot.part:
        case Part.STORY:
            return outline
        case Part.CHARACTER:
            return _with_id(outline.characters, spot.id)
        case Part.EPISODE:
            return _with_id(outline.episodes, spot.id)
        case Part.SCENE:
            scene = outline.find_scene(spot.id)
            return scene[1] if scene else None
        case Part.CAST:
            return None


def changed(outline: Outline, spot: Spot, field: str, value: str | int) -> Outline:
    """The outline with one field of one thing changed; what is gone changes nothing."""
    what = found(outline, spot)
    if what is None or getattr(what, field) == value:
        return outline
    match replace(what, **{field: value}):
        case Outline() as new:
            return new
        case PlannedCharacter() as new:
            return outline.with_character(new)
        case PlannedEpisode() as new:
            return outline.with_episode(new)
        case PlannedScene() as new:
            return outline.changing_scene(spot.id, lambda _: new)


def with_new_character(outline: Outline, name: str) -> tuple[Outline, Spot]:
    """The outline with one character more."""
    id = free_id("c", (each.id for each in outline.characters))
    return outline.with_character(PlannedCharacter(id, name)), Spot(Part.CHARACTER, id)


def with_new_episode(outline: Outline, after: Spot | None, title: str) -> tuple[Outline, Spot]:
    """The outline with one episode more, behind the one that a spot is in, else at the end."""
    new = PlannedEpisode(free_id("e", (each.id for each in outline.episodes)), title)
    home = episode_of(outline, after)
    at = outline.episodes.index(home) + 1 if home else len(outline.episodes)
    episodes = (*outline.episodes[:at], new, *outline.episodes[at:])
    return replace(outline, episodes=episodes), Spot(Part.EPISODE, new.id)


def with_new_scene(
    outline: Outline, after: Spot | None, heading: str
) -> tuple[Outline, Spot | None]:
    """The outline with one scene more, behind a scene or at the end of an episode."""
    home = episode_of(outline, after) or (outline.episodes[-1] if outline.episodes else None)
    if home is None:
        return outline, None
    ids = (scene.id for each in outline.episodes for scene in each.scenes)
    here = [scene.id for scene in home.scenes]
    at = here.index(after.id) + 1 if after and after.id in here else len(here)
    seconds = home.scenes[at - 1].seconds if at else USUAL_SECONDS
    new = PlannedScene(free_id("s", ids), heading, seconds=seconds)
    scenes = (*home.scenes[:at], new, *home.scenes[at:])
    return outline.with_episode(replace(home, scenes=scenes)), Spot(Part.SCENE, new.id)


def without(outline: Outline, spot: Spot) -> Outline:
    """The outline without one thing; its lines in the script stay."""
    match spot.part:
        case Part.CHARACTER:
            return replace(outline, characters=_without(outline.characters, spot.id))
        case Part.EPISODE:
            return replace(outline, episodes=_without(outline.episodes, spot.id))
        case Part.SCENE:
            home = episode_of(outline, spot)
            if home is None:
                return outline
            return outline.with_episode(replace(home, scenes=_without(home.scenes, spot.id)))
        case _:
            return outline


def moved(outline: Outline, spot: Spot, by: int) -> Outline:
    """The outline with one thing a place up or down; a scene goes on into the next episode."""
    match spot.part:
        case Part.CHARACTER:
            return replace(outline, characters=_moved(outline.characters, spot.id, by))
        case Part.EPISODE:
            return replace(outline, episodes=_moved(outline.episodes, spot.id, by))
        case Part.SCENE:
            return _with_scene_moved(outline, spot.id, by)
        case _:
            return outline


def neighbour(outline: Outline, spot: Spot) -> Spot:
    """What is in hand once a thing is gone: its follower, else what is before it, else its home."""
    home = episode_of(outline, spot)
    if spot.part is Part.SCENE and home is not None:
        ids, other = [each.id for each in home.scenes], Spot(Part.EPISODE, home.id)
    elif spot.part is Part.CHARACTER:
        ids, other = [each.id for each in outline.characters], CAST
    else:
        ids, other = [each.id for each in outline.episodes], STORY
    if spot.id not in ids:
        return other
    at = ids.index(spot.id)
    rest = [*ids[at + 1 : at + 2], *ids[max(0, at - 1) : at]]
    return Spot(spot.part, rest[0]) if rest else other


def episode_of(outline: Outline, spot: Spot | None) -> PlannedEpisode | None:
    """The episode that a spot is or is in."""
    if spot is None:
        return None
    if spot.part is Part.SCENE:
        scene = outline.find_scene(spot.id)
        return scene[0] if scene else None
    return _with_id(outline.episodes, spot.id) if spot.part is Part.EPISODE else None


def _with_scene_moved(outline: Outline, scene: str, by: int) -> Outline:
    there = outline.find_scene(scene)
    if there is None:
        return outline
    home, what = there
    within = _moved(home.scenes, scene, by)
    if within != home.scenes:
        return outline.with_episode(replace(home, scenes=within))
    at = outline.episodes.index(home) + by
    if not 0 <= at < len(outline.episodes):
        return outline
    other = outline.episodes[at]
    scenes = (what, *other.scenes) if by > 0 else (*other.scenes, what)
    outline = outline.with_episode(replace(home, scenes=_without(home.scenes, scene)))
    return outline.with_episode(replace(other, scenes=scenes))


def _with_id(them: Sequence[_Each], id: str) -> _Each | None:
    return next((each for each in them if each.id == id), None)


def _without(them: tuple[_Each, ...], id: str) -> tuple[_Each, ...]:
    return tuple(each for each in them if each.id != id)


def _moved(them: tuple[_Each, ...], id: str, by: int) -> tuple[_Each, ...]:
    at = next((n for n, each in enumerate(them) if each.id == id), -1)
    to = at + by
    if at < 0 or not 0 <= to < len(them):
        return them
    rest = list(them)
    rest.insert(to, rest.pop(at))
    return tuple(rest)
