"""The way the ear takes through the timeline: on, back, to a place, or round and round."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.audio.playback import Readable
from studio.model.span import Span

REMEMBERED = 32
"""Turns of a loop that are kept, far more than a device is behind what it was given."""


@dataclass(frozen=True, slots=True, eq=False)
class _Leg:
    """One turn: what is travelled from `first` on is this stretch of this sound."""

    first: int
    span: Span
    sound: Readable


class Course:
    """Where on the timeline one is after so many samples of the way, and what is heard there.

    The device's thread reads; the window's thread asks for places and brings new sounds.
    """

    def __init__(
        self,
        sound: Readable,
        at: int,
        *,
        until: int | None = None,
        loop: Span | None = None,
        backwards: bool = False,
    ) -> None:
        self.at = at
        self.until = until
        self.loop = loop
        self.backwards = backwards
        self._sound = sound
        self._legs: tuple[_Leg, ...] = ()
        if loop is not None:
            self._legs = (_Leg(0, Span(at, max(loop.end, at + 1)), sound),)

    @property
    def start(self) -> int:
        """Where it begins again, or began."""
        return self.loop.start if self.loop else self.at

    @property
    def end(self) -> int:
        """The sample of the timeline before which it ends, or turns."""
        legs = self._legs
        if legs:
            return legs[-1].span.end
        length = self._sound.length
        return length if self.until is None else min(self.until, length)

    def load(self, sound: Readable) -> None:
        """Hear this from the next block on, in a loop too."""
        self._sound = sound
        if self._legs:
            last = replace(self._legs[-1], sound=sound)
            self._legs = (*self._legs[:-1], last)

    def load_at_turn(self, sound: Readable, loop: Span | None = None) -> None:
        """Hear this from the next turn on, which goes round another stretch if one is given."""
        self._sound = sound
        if self.loop is not None and loop is not None:
            self.loop = loop

    def place_of(self, travelled: int) -> int:
        """The sample of the timeline after so many samples of the way."""
        if self._legs:
            leg = self._leg_at(self._legs, travelled)
            return leg.span.start + (travelled - leg.first) % leg.span.length
        if self.backwards:
            return max(self.at - travelled, 0)
        return max(min(self.at + travelled, self.end), self.at)

    def over(self, travelled: int) -> bool:
        """Whether the way has come to its end; a loop has none."""
        if self.loop is not None:
            return False
        if self.backwards:
            return travelled >= self.at
        return self.at + travelled >= self.end

    def go_on(self, travelled: int) -> None:
        """Turn as often as it takes to come so far; for the one thread that goes."""
        legs = self._legs
        while legs and travelled >= legs[-1].first + legs[-1].span.length:
            last, loop = legs[-1], self.loop or legs[-1].span
            following = _Leg(last.first + last.span.length, loop, self._sound)
            legs = (*legs[-REMEMBERED:], following)
        self._legs = legs

    def read(self, travelled: int, frames: int) -> NDArray[np.float32]:
        """The sound of the way from there on, cut at the end or turned round in a loop."""
        if self._legs:
            return self._read_turning(travelled, frames)
        if self.backwards:
            last = self.at - travelled
            return self._sound.read(last - frames, frames)[::-1]
        start = self.at + travelled
        sound = self._sound.read(start, frames)
        sound[max(self.end - start, 0) :] = 0
        return sound

    def _read_turning(self, travelled: int, frames: int) -> NDArray[np.float32]:
        rounds: list[NDArray[np.float32]] = []
        done = 0
        while done < frames:
            self.go_on(travelled + done)
            leg = self._leg_at(self._legs, travelled + done)
            inside = travelled + done - leg.first
            count = min(frames - done, leg.span.length - inside)
            rounds.append(leg.sound.read(leg.span.start + inside, count))
            done += count
        return joined(rounds)

    @staticmethod
    def _leg_at(legs: tuple[_Leg, ...], travelled: int) -> _Leg:
        return legs[max(bisect_right(legs, travelled, key=lambda leg: leg.first) - 1, 0)]


def joined(sounds: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Sounds one after another; where one is stereo, the mono ones are the same on both sides."""
    if len(sounds) == 1:
        return sounds[0]
    if len({sound.ndim for sound in sounds}) > 1:
        sounds = [as_stereo(sound) for sound in sounds]
    return np.concatenate(sounds)


def as_stereo(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sound with two sides, (frames, 2)."""
    return sound if sound.ndim == 2 else np.repeat(sound[:, np.newaxis], 2, axis=1)
