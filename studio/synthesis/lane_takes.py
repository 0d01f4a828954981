"""The chosen takes of each voice in each lane, and how they usually sound together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from studio.model.account import service_of
from studio.model.ids import CharacterId, LineId
from studio.model.line import Line
from studio.model.take import Take
from studio.model.take_facts import TakeFacts
from studio.model.usual import Acting, Usual, usuals_of

Place = tuple[LineId, str]
"""A line in a language."""

FactsOf = Callable[[Take], TakeFacts | None]


@dataclass(frozen=True, slots=True)
class Lane:
    """One voice of one character in one language."""

    character: CharacterId | None
    language: str
    engine: str
    model: str
    voice: str


@dataclass(frozen=True, slots=True)
class ChosenTake:
    """The take that sounds for a line, how it was meant, and what the timeline does to it."""

    line: Line
    take: Take
    gain_db: float = 0.0
    tempo: float = 1.0


@dataclass(slots=True)
class _Heard:
    takes: dict[Place, ChosenTake] = field(default_factory=dict[Place, ChosenTake])
    usuals: Mapping[Acting, Usual | None] = field(default_factory=dict[Acting, Usual | None])


class LaneTakes:
    """Kept up line by line; only lanes in which something changed are worked out anew."""

    def __init__(self, facts: FactsOf) -> None:
        self._facts = facts
        self._lanes: dict[Lane, _Heard] = {}
        self._places: dict[Place, Lane] = {}
        self._changed: set[Lane] = set()

    def put(self, place: Place, chosen: ChosenTake | None) -> None:
        """Note which take sounds for a line in a language, None for none."""
        before = self._places.pop(place, None)
        if before is not None:
            del self._lanes[before].takes[place]
            self._changed.add(before)
        if chosen is not None:
            lane = lane_of(chosen.line, chosen.take)
            self._lanes.setdefault(lane, _Heard()).takes[place] = chosen
            self._places[place] = lane
            self._changed.add(lane)

    def keep_only(self, places: Collection[Place]) -> None:
        """Forget all other places: their lines are gone."""
        for place in [known for known in self._places if known not in places]:
            self.put(place, None)

    def chosen(self, place: Place) -> ChosenTake | None:
        """The take that sounds for a line in a language."""
        lane = self._places.get(place)
        return self._lanes[lane].takes[place] if lane else None

    def settle(self) -> frozenset[Place]:
        """Work out the lanes that changed; the lines of those that sound otherwise than before."""
        moved: set[Place] = set()
        for lane in self._changed:
            heard = self._lanes[lane]
            usuals = usuals_of(
                (acting_of(chosen.line, place[1]), _sounding(facts, chosen.gain_db))
                for place, chosen in heard.takes.items()
                if (facts := self._facts(chosen.take)) is not None
            )
            if usuals != heard.usuals:
                heard.usuals = usuals
                moved.update(heard.takes)
        self._changed = set()
        return frozenset(moved)

    def usual(self, line: Line, take: Take) -> Usual | None:
        """What a take of a line is held against."""
        heard = self._lanes.get(lane_of(line, take))
        return heard.usuals.get(acting_of(line, take.language)) if heard else None


def lane_of(line: Line, take: Take) -> Lane:
    """The lane of a take: whose line it is, and who speaks."""
    return Lane(line.character, take.language, service_of(take.engine), take.model, take.voice)


def acting_of(line: Line, language: str) -> Acting:
    """How a line is meant to be said in a language."""
    own = line.overrides.get(language)
    settings = "" if own is None else f"{own.speed} {own.pitch} {own.volume}"
    return line.emotion, line.direction, settings


def _sounding(facts: TakeFacts, gain_db: float) -> TakeFacts:
    """The figures of a take as it sounds on the timeline."""
    return replace(facts, loudness_lufs=facts.loudness_lufs + gain_db) if gain_db else facts
