"""From the records of a plan to changes of the outline. All of it is pure but for what it minds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from studio.formats.names import clean_name
from studio.model.outline import Outline, PlannedCharacter, PlannedEpisode, PlannedScene
from studio.writing.drafting.fields import number_of, text_of
from studio.writing.generating.plan_prompt import Part
from studio.writing.scanning.records import Record

Change = Callable[[Outline], Outline]

LONGEST_TITLE = 120
LONGEST_NAME = 60
LONGEST_TEXT = 600
LONGEST_BEATS = 1500
MOST_CHARACTERS = 60
MOST_SCENES = 40
_ENOUGH = 0.8
"""Share of an episode's seconds that its scenes must have to be taken for whole."""

_GENDERS = {
    **dict.fromkeys(("f", "female", "woman", "girl", "女", "女性", "女生", "weiblich"), "female"),
    **dict.fromkeys(("m", "male", "man", "boy", "男", "男性", "男生", "männlich"), "male"),
}


class PlanReader:
    """Reads the records of one answer; its ids are only good within it.

    What an answer calls `e1` may be another episode than the plan's `e1`: it is where the titles
    agree, or where the plan's was given to go on with.
    """

    def __init__(self, outline: Outline, part: Part) -> None:
        self._part = part
        self._characters = {each.id: each.id for each in outline.characters}
        self._episodes: dict[str, str] = {}
        self._open: str | None = None
        self.ended = False

    def read(self, record: Record, outline: Outline) -> Change | None:
        """What a record changes in the outline as it is now; None where it says nothing new."""
        match _kind_of(record):
            case "meta":
                return _meta(record, outline)
            case "char":
                return self._character(record, outline)
            case "ep":
                return self._episode(record, outline)
            case "scene":
                return self._scene(record, outline)
            case kind:
                self.ended = self.ended or kind == "end"
                return None

    def _character(self, record: Record, outline: Outline) -> Change | None:
        name = clean_name(text_of(record, "name", longest=LONGEST_NAME))
        called = text_of(record, "id") or name
        known = _named(outline.characters, name)
        if known or not name or len(outline.characters) >= MOST_CHARACTERS:
            if known:
                self._characters[called] = known.id
            return None
        new = PlannedCharacter(
            free_id("c", (each.id for each in outline.characters)),
            name,
            gender_of(text_of(record, "gender", longest=LONGEST_NAME)),
            text_of(record, "age", longest=LONGEST_NAME),
            text_of(record, "role", longest=LONGEST_TEXT),
            text_of(record, "style", longest=LONGEST_TEXT),
            text_of(record, "voice", longest=LONGEST_TEXT),
        )
        self._characters[called] = new.id
        return lambda outline: outline.with_character(new)

    def _episode(self, record: Record, outline: Outline) -> Change | None:
        called = text_of(record, "id") or f"#{len(self._episodes) + 1}"
        title = text_of(record, "title", longest=LONGEST_TITLE)
        known = next((each for each in outline.episodes if _is(each, called, title)), None)
        if called in self._episodes or known:
            self._open = self._episodes.setdefault(called, known.id if known else "")
            return None
        if len(outline.episodes) >= self._part.last:
            self._episodes[called], self._open = "", ""  # one more than was asked for
            return None
        hook = text_of(record, "hook", longest=LONGEST_TEXT)
        ending = text_of(record, "end", "ending", "cliffhanger", longest=LONGEST_TEXT)
        new = PlannedEpisode(_episode_id(outline), title, hook, ending)
        self._episodes[called] = self._open = new.id
        return lambda outline: outline.with_episode(new)

    def _scene(self, record: Record, outline: Outline) -> Change | None:
        called = text_of(record, "ep")
        named = self._episodes.get(called)
        if named is None:  # an id nobody gave: the episode that is open, else the plan's own
            named = self._open if self._open is not None else called
        episode = next((each for each in outline.episodes if each.id == named), None)
        if episode is None and named and outline.episodes:
            episode = outline.episodes[-1]
        if episode is None:
            if self._open is not None or len(outline.episodes) >= self._part.last:
                return None
            episode = PlannedEpisode(_episode_id(outline), "")
            self._episodes[called] = self._open = episode.id
        new = _scene_of(record, outline)
        if new is None or self._is_settled(episode, outline) or len(episode.scenes) >= MOST_SCENES:
            return None
        if any(_same_scene(each, new) for each in episode.scenes):
            return None
        return _adding(episode, new)

    def _is_settled(self, episode: PlannedEpisode, outline: Outline) -> bool:
        """Whether an episode was given as it is, and not asked for."""
        ids = [each.id for each in outline.episodes]
        place = ids.index(episode.id) + 1 if episode.id in ids else 0
        return bool(place) and not self._part.first <= place <= self._part.last


def gender_of(called: str) -> str:
    """A gender as the cast has it, `female` or `male`; any other word as it was written."""
    return _GENDERS.get(called.strip(" .").casefold(), called)


def free_id(letter: str, taken: Iterable[str]) -> str:
    """The next id of a kind, such as `s12`; numbers of ids that went are not used again soon."""
    numbers = (int(each[1:]) for each in taken if each[:1] == letter and each[1:].isdecimal())
    return f"{letter}{max(numbers, default=0) + 1}"


def whole_episodes(outline: Outline, seconds: int, *, cut: bool) -> int:
    """How many episodes from the first on are planned; after a cut answer the last may not be."""
    episodes = outline.episodes
    many = next((n for n, each in enumerate(episodes) if not each.scenes), len(episodes))
    if cut and many and many == len(episodes):
        planned = sum(scene.seconds for scene in episodes[-1].scenes)
        if planned < _ENOUGH * seconds:
            return many - 1
    return many


def balanced(outline: Outline, seconds: int, kept: frozenset[str]) -> Outline:
    """The outline with the seconds of each new episode's scenes adding up to what was asked for."""
    episodes = tuple(
        each if each.id in kept else replace(each, scenes=_balanced(each.scenes, seconds))
        for each in outline.episodes
    )
    return outline if episodes == outline.episodes else replace(outline, episodes=episodes)


def _balanced(scenes: tuple[PlannedScene, ...], seconds: int) -> tuple[PlannedScene, ...]:
    usual = max(1, seconds // max(1, len(scenes)))
    asked = [scene.seconds or usual for scene in scenes]
    total = sum(asked)
    if not total or (_ENOUGH <= total / seconds <= 2 - _ENOUGH):
        fitted = asked
    else:
        fitted = [max(1, round(each * seconds / total)) for each in asked]
    return tuple(
        scene if scene.seconds == each else replace(scene, seconds=each)
        for scene, each in zip(scenes, fitted, strict=True)
    )


def _kind_of(record: Record) -> str:
    """The kind of a record, by its fields where it does not say."""
    kind = text_of(record, "k").casefold()
    if kind:
        kinds = {"character": "char", "episode": "ep"}
        return kinds.get(kind, kind)
    for key, named in (("head", "scene"), ("hook", "ep"), ("name", "char"), ("logline", "meta")):
        if key in record.fields:
            return named
    return ""


def _meta(record: Record, outline: Outline) -> Change | None:
    title = text_of(record, "title", longest=LONGEST_TITLE)
    logline = text_of(record, "logline", longest=LONGEST_TEXT)
    if outline.title or outline.logline or not (title or logline):
        return None
    return lambda outline: replace(outline, title=title, logline=logline)


def _scene_of(record: Record, outline: Outline) -> PlannedScene | None:
    heading = text_of(record, "head", "heading", longest=LONGEST_TITLE)
    beats = text_of(record, "beats", "x", longest=LONGEST_BEATS)
    if not heading and not beats:
        return None
    taken = (scene.id for episode in outline.episodes for scene in episode.scenes)
    seconds = min(number_of(record, "secs"), 3600)
    return PlannedScene(free_id("s", taken), heading, beats, seconds)


def _adding(episode: PlannedEpisode, scene: PlannedScene) -> Change:
    """Put a scene behind the others of its episode, which is made where it is gone."""

    def change(outline: Outline) -> Outline:
        found = next((each for each in outline.episodes if each.id == episode.id), episode)
        return outline.with_episode(replace(found, scenes=(*found.scenes, scene)))

    return change


def _episode_id(outline: Outline) -> str:
    return free_id("e", (each.id for each in outline.episodes))


def _named(characters: Iterable[PlannedCharacter], name: str) -> PlannedCharacter | None:
    wanted = name.casefold()
    return next((each for each in characters if each.name.casefold() == wanted), None)


def _is(episode: PlannedEpisode, called: str, title: str) -> bool:
    return episode.id == called and episode.title.casefold() == title.casefold()


def _same_scene(one: PlannedScene, other: PlannedScene) -> bool:
    return (one.heading, one.beats) == (other.heading, other.beats)
