"""The plan of a script before it is written: the brief, who is in it, and what happens when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from studio.model.ids import CharacterId, EpisodeId, LineId


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person wants written; `seconds` are those of one episode.

    `speech` is the share of the time in which somebody speaks.
    """

    idea: str = ""
    preset: str = ""
    language: str = "en"
    genre: str = ""
    audience: str = ""
    tone: str = ""
    episodes: int = 1
    seconds: int = 90
    cast_size: int = 4
    must_have: str = ""
    must_not: str = ""
    rating: str = ""
    speech: float = 0.65


class Written(StrEnum):
    """How far a planned scene is."""

    PLANNED = "planned"
    BEGUN = "begun"
    """Some of its lines are there; the rest never came, or is coming now."""
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class PlannedScene:
    """One scene: where it is, what happens, and for how many seconds.

    `line` is its heading in the script once it was begun.
    """

    id: str
    heading: str
    beats: str = ""
    seconds: int = 0
    written: Written = Written.PLANNED
    line: LineId | None = None


@dataclass(frozen=True, slots=True)
class PlannedEpisode:
    """One episode: how it draws people in, how it leaves them, and its scenes.

    `episode` is the one of the project it is written into.
    """

    id: str
    title: str
    hook: str = ""
    ending: str = ""
    scenes: tuple[PlannedScene, ...] = ()
    episode: EpisodeId | None = None


@dataclass(frozen=True, slots=True)
class PlannedCharacter:
    """Someone in the plan; `character` is the one of the cast, once there is one.

    `voice` says in words how the person sounds.
    """

    id: str
    name: str
    gender: str = ""
    age: str = ""
    role: str = ""
    style: str = ""
    voice: str = ""
    character: CharacterId | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan of a whole script."""

    brief: Brief = field(default_factory=Brief)
    title: str = ""
    logline: str = ""
    characters: tuple[PlannedCharacter, ...] = ()
    episodes: tuple[PlannedEpisode, ...] = ()

    def find_scene(self, scene: str) -> tuple[PlannedEpisode, PlannedScene] | None:
        """A scene and its episode, None when it is gone."""
        return next(
            ((e, found) for e in self.episodes for found in e.scenes if found.id == scene), None
        )

    def changing_scene(self, scene: str, change: Callable[[PlannedScene], PlannedScene]) -> Outline:
        """The outline with one scene changed; one that is gone changes nothing."""
        found = self.find_scene(scene)
        if found is None:
            return self
        episode, old = found
        scenes = tuple(change(old) if each is old else each for each in episode.scenes)
        return self.with_episode(replace(episode, scenes=scenes))

    def with_episode(self, episode: PlannedEpisode) -> Outline:
        """The outline with one episode changed, or added at the end when its id is new."""
        if all(known.id != episode.id for known in self.episodes):
            return replace(self, episodes=(*self.episodes, episode))
        kept = tuple(episode if known.id == episode.id else known for known in self.episodes)
        return replace(self, episodes=kept)

    def with_character(self, character: PlannedCharacter) -> Outline:
        """The outline with one character changed, or added at the end when its id is new."""
        if all(known.id != character.id for known in self.characters):
            return replace(self, characters=(*self.characters, character))
        kept = tuple(character if k.id == character.id else k for k in self.characters)
        return replace(self, characters=kept)
