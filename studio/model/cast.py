"""Who speaks in a production, and with which voice in which language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from studio.errors import EditProblem, EditRefused
from studio.model.ids import CharacterId, new_id

COLOURS = (
    "#e8a33d",
    "#5aa9e6",
    "#7fc29b",
    "#d96c75",
    "#a78bda",
    "#d9b44a",
    "#4fb3bf",
    "#e58fb1",
    "#8fae5d",
    "#c98a5e",
)
"""Colours given to characters in turn: told apart on a dark and on a light ground."""


Scalar = str | int | float | bool
"""The value of a setting that only some engines have."""


@dataclass(frozen=True, slots=True)
class Override:
    """How one line departs from its casting; what is empty or None is as the casting says."""

    engine: str = ""
    voice: str = ""
    model: str = ""
    speed: float | None = None
    pitch: float | None = None
    volume: float | None = None
    settings: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])


@dataclass(frozen=True, slots=True)
class Casting:
    """The voice of one character in one language.

    `speed` and `volume` are factors (1.0 = as the voice is), `pitch` is in semitones; `settings`
    are the engine's own, by name. An empty `model` is the project's for this engine.
    """

    engine: str
    voice: str
    model: str = ""
    speed: float = 1.0
    pitch: float = 0.0
    volume: float = 1.0
    emotion: str = ""
    settings: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])

    def overridden(self, override: Override) -> Casting:
        """The casting as one line wants it; another engine's settings are not taken along."""
        same_engine = override.engine in ("", self.engine)
        return Casting(
            engine=override.engine or self.engine,
            voice=override.voice or self.voice,
            model=override.model or (self.model if same_engine else ""),
            speed=self.speed if override.speed is None else override.speed,
            pitch=self.pitch if override.pitch is None else override.pitch,
            volume=self.volume if override.volume is None else override.volume,
            emotion=self.emotion,
            settings={**(self.settings if same_engine else {}), **override.settings},
        )


@dataclass(frozen=True, slots=True)
class Character:
    """Someone who speaks; `castings` and `names`, where another one is used, by language.

    `notes` and the words of the profile are for those who write, translate and cast.
    """

    id: CharacterId
    name: str
    colour: str
    castings: Mapping[str, Casting] = field(default_factory=dict[str, Casting])
    notes: str = ""
    gender: str = ""
    age: str = ""
    role: str = ""
    style: str = ""
    names: Mapping[str, str] = field(default_factory=dict[str, str])

    def cast_as(self, language: str, casting: Casting) -> Character:
        """The character with this casting in one language."""
        return replace(self, castings={**self.castings, language: casting})


@dataclass(frozen=True, slots=True)
class Cast:
    """All characters of a project, in the order of their first appearance."""

    characters: tuple[Character, ...] = ()

    def __iter__(self) -> Iterator[Character]:
        return iter(self.characters)

    def __len__(self) -> int:
        return len(self.characters)

    def find(self, character: CharacterId | None) -> Character | None:
        """The character with this id."""
        return next((c for c in self.characters if c.id == character), None)

    def named(self, name: str) -> Character | None:
        """The character of this name, without regard to case and outer space."""
        wanted = name.strip().casefold()
        return next((c for c in self.characters if c.name.casefold() == wanted), None)

    def adding(self, name: str) -> tuple[Cast, Character]:
        """The cast with a character of this name, and that character; a known one is kept."""
        known = self.named(name)
        if known:
            return self, known
        if not name.strip():
            raise EditRefused(EditProblem.EMPTY_NAME)
        colour = COLOURS[len(self.characters) % len(COLOURS)]
        newcomer = Character(CharacterId(new_id()), name.strip(), colour)
        return Cast((*self.characters, newcomer)), newcomer

    def replacing(self, character: Character) -> Cast:
        """The cast with one character changed; raises EditRefused when the name is taken."""
        if not character.name.strip():
            raise EditRefused(EditProblem.EMPTY_NAME)
        namesake = self.named(character.name)
        if namesake and namesake.id != character.id:
            raise EditRefused(EditProblem.NAME_TAKEN, character.name)
        if not self.find(character.id):
            raise EditRefused(EditProblem.NO_SUCH_CHARACTER, character.name)
        return Cast(tuple(character if c.id == character.id else c for c in self.characters))

    def without(self, character: CharacterId) -> Cast:
        """The cast with one character gone."""
        return Cast(tuple(c for c in self.characters if c.id != character))
