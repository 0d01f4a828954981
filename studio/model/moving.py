"""Lines moved in time by hand, and what moves along or stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from studio.errors import EditProblem, EditRefused
from studio.model.episode import Episode
from studio.model.flow import Slot
from studio.model.ids import LineId
from studio.model.layout import Clip
from studio.model.line import LineKind
from studio.model.reel import Reel
from studio.model.timeline import FASTEST, SLOWEST, Placement


class Ripple(StrEnum):
    """What follows a clip that is moved or cut: nothing, its scene, or all up to the next pin."""

    OFF = "off"
    SCENE = "scene"
    TO_PIN = "to pin"


class Grip:
    """Lines in hand from the press of a button to its release; made once, asked at every move.

    With `pinning` they are pinned where they are let go; without ripple they always are. Raises
    EditRefused when one of them is locked, or none has a take.
    """

    def __init__(
        self, reel: Reel, lines: Iterable[LineId], ripple: Ripple, *, pinning: bool = False
    ) -> None:
        slots = reel.slots()
        wanted = frozenset(lines)
        reel.refuse_locked(wanted)
        self._reel = reel
        self._starts = {slot.line.id: slot.start for slot in slots}
        self._in_hand = [slot for slot in slots if slot.line.id in wanted]
        if not self._in_hand:
            raise EditRefused(EditProblem.NO_SUCH_LINE)
        self._pinning = pinning or ripple is Ripple.OFF
        self._moving = wanted & self._starts.keys() | following(reel, slots, wanted, ripple)
        self._first = min(self._starts[line] for line in self._moving)

    @property
    def moving(self) -> frozenset[LineId]:
        """The lines that move: those in hand and those that follow them."""
        return self._moving

    def numbers(self, clips: Sequence[Clip]) -> tuple[int, ...]:
        """Which of the clips of this reel move; all of them by the same distance."""
        moving = self._moving
        return tuple(
            number for number, clip in enumerate(clips) if clip.line in moving and not clip.apart
        )

    def limited(self, delta: int) -> int:
        """The distance in samples, but so that nothing is moved before zero."""
        return max(delta, -self._first)

    def moved(self, delta: int) -> Episode:
        """The episode with everything that moves later by so many samples, and nothing else.

        The same episode when that changes nothing.
        """
        delta = self.limited(delta)
        if delta == 0:
            return self._reel.episode
        reel = self._reel
        if self._pinning:
            reel = reel.placing(
                {s.line.id: replace(s.placement, pin=s.start) for s in self._in_hand}
            )
        moving = self._moving
        held = {
            line: start + delta if line in moving else start for line, start in self._starts.items()
        }
        return reel.settled(held).episode


def move(
    reel: Reel, lines: Iterable[LineId], delta: int, ripple: Ripple, *, pinning: bool = False
) -> Episode:
    """The episode with lines moved later by samples, as far as zero; raises EditRefused."""
    return Grip(reel, lines, ripple, pinning=pinning).moved(delta)


def following(
    reel: Reel, slots: Iterable[Slot], lines: frozenset[LineId], ripple: Ripple
) -> frozenset[LineId]:
    """The lines that follow when these are moved: up to a pin, or to the end of the scene."""
    if ripple is Ripple.OFF:
        return frozenset()
    scenes = _scenes(reel.episode) if ripple is Ripple.SCENE else {}
    found: list[LineId] = []
    carried = False
    scene: int | None = None
    for slot in slots:
        name = slot.line.id
        if name in lines:
            carried, scene = True, scenes.get(name)
        elif slot.placement.pin is not None or scenes.get(name) != scene:
            carried = False
        elif carried:
            found.append(name)
    return frozenset(found)


def _scenes(episode: Episode) -> dict[LineId, int]:
    """The number of the scene of each line."""
    scenes: dict[LineId, int] = {}
    scene = 0
    for line in episode.lines:
        scene += line.kind is LineKind.HEADING
        scenes[line.id] = scene
    return scenes


def pin(reel: Reel, starts: Mapping[LineId, int]) -> Episode:
    """The episode with lines held at these samples; what would be before zero is held at zero."""
    return changing(reel, starts, lambda line, held: replace(held, pin=max(starts[line], 0)))


def unpin(reel: Reel, lines: Iterable[LineId]) -> Episode:
    """The episode with lines flowing with the script again."""
    return changing(reel, lines, lambda _, held: replace(held, pin=None))


def lock(reel: Reel, lines: Iterable[LineId]) -> Episode:
    """The episode with lines held as they are and no longer to be changed by any hand."""
    wanted = frozenset(lines)
    locked = {
        slot.line.id: replace(slot.placement, pin=slot.start, tempo=slot.tempo, locked=True)
        for slot in reel.slots()
        if slot.line.id in wanted
    }
    return reel.placing(locked).episode


def unlock(reel: Reel, lines: Iterable[LineId]) -> Episode:
    """The episode with lines free to be changed; they stay pinned and as quick as they are."""
    timeline = reel.timeline
    tight = timeline.tightness.tempo

    def freed(held: Placement) -> Placement:
        tempo = min(max(held.tempo / tight, SLOWEST), FASTEST)
        return replace(held, tempo=tempo, locked=False) if held.locked else held

    return reel.placing({line: freed(timeline.placement(line)) for line in lines}).episode


def changing(
    reel: Reel, lines: Iterable[LineId], change: Callable[[LineId, Placement], Placement]
) -> Episode:
    """The episode with these lines held differently; raises EditRefused when one is locked."""
    wanted = tuple(lines)
    reel.refuse_locked(wanted)
    timeline = reel.timeline
    return reel.placing({line: change(line, timeline.placement(line)) for line in wanted}).episode
