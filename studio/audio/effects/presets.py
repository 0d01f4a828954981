"""The effects there are: their names, their tails, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from studio.model.span import samples_of_ms

TELEPHONE = "telephone"
RADIO = "radio"
ROOM = "room"
HALL = "hall"
ROBOT = "robot"
WHISPER = "whisper"

Recipe = Callable[[Any], Sequence[Any]]
"""Makes the plugins of an effect, given the library they come from."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect; `tail` is how many samples it sounds on after the voice has ended.

    What lies beyond the tail is 70 dB below the voice. `ring` is the frequency in Hz by which
    the voice is multiplied before anything else, 0 for not at all.
    """

    name: str
    recipe: Recipe
    tail: int = 0
    ring: float = 0.0


def _telephone(lib: Any) -> Sequence[Any]:
    return (
        *(lib.HighpassFilter(320), lib.HighpassFilter(320), lib.HighpassFilter(250)),
        *(lib.LowpassFilter(3400), lib.LowpassFilter(3400), lib.LowpassFilter(3800)),
        *(lib.Gain(9), lib.Compressor(-22, 3, 3, 120), lib.Distortion(8)),
        *(lib.LowpassFilter(3600), lib.Gain(-3.5)),
    )


def _radio(lib: Any) -> Sequence[Any]:
    return (
        *(lib.HighpassFilter(450), lib.HighpassFilter(450)),
        *(lib.LowpassFilter(4500), lib.LowpassFilter(4500), lib.PeakFilter(1800, 6, 0.8)),
        *(lib.Compressor(-30, 6, 2, 150), lib.Distortion(20)),
        *(lib.HighpassFilter(350), lib.LowpassFilter(5000), lib.Gain(-4)),
    )


def _room(lib: Any) -> Sequence[Any]:
    return (lib.Reverb(room_size=0.15, damping=0.7, wet_level=0.13, dry_level=0.48, width=0.0),)


def _hall(lib: Any) -> Sequence[Any]:
    return (lib.Reverb(room_size=0.85, damping=0.35, wet_level=0.14, dry_level=0.47, width=0.0),)


def _robot(lib: Any) -> Sequence[Any]:
    # A chorus that does not move is a comb; its teeth are the pitch of the machine.
    comb = lib.Chorus(rate_hz=0.01, depth=0.0, centre_delay_ms=9.0, feedback=0.72, mix=0.5)
    return comb, lib.Gain(4.5)


def _whisper(lib: Any) -> Sequence[Any]:
    return (
        *(lib.HighpassFilter(220), lib.LowShelfFilter(500, -9), lib.HighShelfFilter(3000, 8)),
        *(lib.Compressor(-30, 2, 5, 120), lib.Gain(8)),
    )


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        effect.name: effect
        for effect in (
            Effect(TELEPHONE, _telephone),
            Effect(RADIO, _radio),
            Effect(ROOM, _room, tail=samples_of_ms(600)),
            Effect(HALL, _hall, tail=samples_of_ms(2_800)),
            Effect(ROBOT, _robot, tail=samples_of_ms(250), ring=52.0),
            Effect(WHISPER, _whisper),
        )
    }
)
"""Every effect by its name, in the order a menu shows them."""

VERSION = 1
"""Counts up with any change above: what was treated by an older one is made anew."""


def tail_of(name: str) -> int:
    """Samples an effect sounds on after the voice; 0 for none and for one nobody knows."""
    effect = EFFECTS.get(name)
    return effect.tail if effect else 0
