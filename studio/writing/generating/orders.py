"""Which scenes are to be written, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.writing.timing.length import Lengths


@dataclass(frozen=True, slots=True)
class ScenesOrder:
    """Which scenes are written, None for all that are not yet.

    A written scene is only written anew where it is named and `again` is set; its lines go when
    the first new one has come. `lengths` is what is known of the voices.
    """

    scenes: tuple[str, ...] | None = None
    again: bool = False
    lengths: Lengths = field(default_factory=Lengths)


@dataclass(slots=True)
class ScenesOutcome:
    """What was written: scenes, lines, and by name whom nobody had planned.

    `unfinished` scenes broke off for good, `uneven` ones are still far from their time, `silent`
    people of the plan say nothing though all is written. `adjusted` lines were said in other words
    for their length, `flagged` ones are still in another language.
    """

    scenes: int = 0
    lines: int = 0
    newcomers: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    uneven: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    adjusted: int = 0
    flagged: int = 0
