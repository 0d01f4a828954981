"""The production: episodes, cast, takes and the rules that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from studio.errors import EditProblem, EditRefused
from studio.model.account import service_of
from studio.model.cast import Cast, Casting, Character
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId, MediaKey, new_id
from studio.model.lane import PLAIN_LANE, Lane
from studio.model.line import Line
from studio.model.outline import Outline
from studio.model.take import Take, Takes
from studio.model.timeline import GapRules
from studio.model.translation import Survey


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A name or term and what it is called in another language.

    `kind` is such as `name` or `place`. What is locked, no survey changes any more.
    """

    term: str
    language: str
    translation: str
    locked: bool = False
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How something written is said in one language, in the notation of the engines."""

    language: str
    written: str
    spoken: str


class Fitting(StrEnum):
    """How strictly translated lines are held to the time they have."""

    OFF = "off"
    SOFT = "soft"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Project:
    """One series in one file; the first language is the one the script is written in.

    `engine` is who speaks for a character nobody has cast yet; `models`, by service, are meant
    where a casting names none. `surveys` are by language. `lanes` are by character, that of lines
    nobody was given under the empty name; absent ones are plain.
    """

    id: str
    title: str
    languages: tuple[str, ...] = ("en",)
    episodes: tuple[Episode, ...] = ()
    cast: Cast = field(default_factory=Cast)
    takes: Takes = field(default_factory=Takes)
    gaps: GapRules = field(default_factory=GapRules)
    glossary: tuple[GlossaryEntry, ...] = ()
    title_page: tuple[tuple[str, str], ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()
    engine: str = ""
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    outline: Outline | None = None
    surveys: Mapping[str, Survey] = field(default_factory=dict[str, Survey])
    fitting: Fitting = Fitting.OFF
    lanes: Mapping[str, Lane] = field(default_factory=dict[str, Lane])

    @property
    def lines(self) -> Iterator[tuple[Episode, Line]]:
        """Every line with its episode, in order."""
        return ((episode, line) for episode in self.episodes for line in episode.lines)

    @property
    def media(self) -> set[MediaKey]:
        """Every sound that a take or a bed names."""
        beds = {bed.media for episode in self.episodes for bed in episode.beds if bed.media}
        return beds | {take.media for take in self.takes}

    def episode(self, episode: EpisodeId) -> Episode:
        """The episode with this id; raises EditRefused when it is not here."""
        for candidate in self.episodes:
            if candidate.id == episode:
                return candidate
        raise EditRefused(EditProblem.OUT_OF_RANGE, episode)

    def find_line(self, line: LineId) -> tuple[Episode, Line] | None:
        """A line and its episode, None when it is gone."""
        return next(((e, found) for e, found in self.lines if found.id == line), None)

    def casting(self, character: CharacterId | None, language: str) -> Casting | None:
        """A character's voice in a language, None where nobody was cast."""
        found = self.cast.find(character)
        return found.castings.get(language) if found else None

    def casting_of(self, line: Line, language: str) -> Casting | None:
        """Who speaks a line and how: its character's voice, and what the line has of its own."""
        casting = self.casting(line.character, language)
        override = line.overrides.get(language)
        return casting.overridden(override) if casting and override else casting

    def model_for(self, casting: Casting) -> str:
        """The model a casting is spoken with: its own, else the project's, else empty."""
        return casting.model or self.models.get(service_of(casting.engine), "")

    def lane(self, character: CharacterId | None) -> Lane:
        """How a character's lane sounds, or that of lines nobody was given."""
        return self.lanes.get(character or "", PLAIN_LANE)

    def with_lane(self, character: CharacterId | None, lane: Lane) -> Project:
        """The project with one lane changed; a plain one is forgotten."""
        rest = {name: known for name, known in self.lanes.items() if name != (character or "")}
        return replace(self, lanes=rest if lane == PLAIN_LANE else {**rest, character or "": lane})

    def with_episode(self, episode: Episode) -> Project:
        """The project with one episode changed, or added at the end when its id is new."""
        if all(known.id != episode.id for known in self.episodes):
            return replace(self, episodes=(*self.episodes, episode))
        kept = tuple(episode if known.id == episode.id else known for known in self.episodes)
        return replace(self, episodes=kept)

    def with_line(self, line: Line) -> Project:
        """The project with one line changed; raises EditRefused when it is gone."""
        found = self.find_line(line.id)
        if found is None:
            raise EditRefused(EditProblem.NO_SUCH_LINE, line.id)
        return self.with_episode(found[0].replacing(line))

    def with_character(self, character: Character) -> Project:
        """The project with one character changed."""
        return replace(self, cast=self.cast.replacing(character))

    def without_character(self, character: CharacterId) -> Project:
        """The project without a character; raises EditRefused while lines are spoken by it."""
        found = self.cast.find(character)
        if any(line.character == character for _, line in self.lines):
            raise EditRefused(EditProblem.CHARACTER_SPEAKS, found.name if found else "")
        plain = self.with_lane(character, PLAIN_LANE) if character in self.lanes else self
        return replace(plain, cast=self.cast.without(character))

    def recording(self, take: Take) -> Project:
        """The project with a new take; where a take was circled by hand, the new one is now.

        A locked take that was the chosen one stays so.
        """
        project = replace(self, takes=self.takes.adding(take))
        found = project.find_line(take.line)
        if found is None:
            return project
        line = found[1]
        before = self.takes.circled(line, take.language)
        if before and before.locked:
            kept = line.circled.get(take.language) == before.id
            return project if kept else project.with_line(line.circling(take.language, before.id))
        if take.language in line.circled:
            return project.with_line(line.circling(take.language, take.id))
        return project

    def naming_choice(self, line: LineId, language: str) -> Project:
        """The project with the chosen take of a line circled, so that no newer one is chosen."""
        found = self.find_line(line)
        chosen = self.takes.circled(found[1], language) if found else None
        if found is None or chosen is None or found[1].circled.get(language) == chosen.id:
            return self
        return self.with_line(found[1].circling(language, chosen.id))

    def circling(self, take: Take) -> Project:
        """The project with this take chosen for its line."""
        found = self.find_line(take.line)
        if found is None:
            raise EditRefused(EditProblem.NO_SUCH_LINE, take.line)
        return self.with_line(found[1].circling(take.language, take.id))

    def marking(self, take: Take) -> Project:
        """The project with a take's star, note, lock or discarded mark changed.

        Raises EditRefused when it is gone, or when it would discard a locked one.
        """
        takes = self.takes.by_line.get(take.line, ())
        known = next((known for known in takes if known.id == take.id), None)
        if known is None:
            raise EditRefused(EditProblem.NO_SUCH_TAKE, take.id)
        if take.discarded and (known.locked or take.locked):
            raise EditRefused(EditProblem.LOCKED)
        return replace(self, takes=self.takes.replacing(take))

    def with_language(self, language: str) -> Project:
        """The project with one more language."""
        if language in self.languages:
            return self
        return replace(self, languages=(*self.languages, language))


def new_project(title: str, *, language: str = "en") -> Project:
    """An empty series with one empty episode."""
    first = Episode(EpisodeId(new_id()), 1, "")
    return Project(new_id(), title, (language,), (first,))
