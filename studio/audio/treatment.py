"""What is done to a take before it lies on the timeline: its tempo and its effect."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio.effects.applying import with_effect
from studio.audio.effects.presets import EFFECTS, VERSION, tail_of
from studio.audio.fading import EDGE, NEAR_ZERO, fade_in, fade_out, fall, rise
from studio.audio.tempo import stretched
from studio.model.ids import MediaKey
from studio.model.span import Span, samples_of_ms


@dataclass(frozen=True, slots=True)
class Treatment:
    """What one clip does to its take; by itself, so that clips can be read in any order.

    An effect without a tail is put on the whole take. One with a tail is put on what is used
    of it: `span` of the take as it is played at `tempo`, with its fades; the tail follows.
    """

    tempo: float = 1.0
    effect: str = ""
    span: Span | None = None
    fade_in: int = 0
    fade_out: int = 0

    @property
    def tail(self) -> int:
        """Samples that follow the end of what is used."""
        return tail_of(self.effect)

    def name(self, key: MediaKey) -> str:
        """The name of a treated take in a cache: another one when anything differs."""
        span = (self.span.start, self.span.end) if self.span else ()
        parts = (key, self.tempo, self.effect, span, self.fade_in, self.fade_out, VERSION)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


UNTREATED = Treatment()


def coloured(played: NDArray[np.float32], treatment: Treatment) -> NDArray[np.float32]:
    """A take that is at its tempo already, with its effect; raises AudioError (NO_TREATMENT)."""
    if treatment.span is not None:
        played = _dressed(cut(played, treatment.span), treatment)
    return with_effect(played, treatment.effect)


def treating_works() -> None:
    """Raise AudioError (NO_TREATMENT) where tempo or effects cannot be loaded. Blocking."""
    for effect in EFFECTS:
        coloured(stretched(np.zeros(samples_of_ms(10), np.float32), 1.1), Treatment(1.1, effect))


def cut(samples: NDArray[np.float32], span: Span) -> NDArray[np.float32]:
    """Exactly this stretch: decoders differ by a few samples at the end of some formats."""
    found = samples[span.start : span.end]
    if len(found) == span.length:
        return found
    return np.concatenate([found, np.zeros(span.length - len(found), np.float32)])


def _dressed(sound: NDArray[np.float32], treatment: Treatment) -> NDArray[np.float32]:
    """What goes into an effect with a tail: with its fades, and no click that would ring on."""
    if not len(sound):
        return sound
    sound = sound.copy()
    if treatment.fade_in:
        fade_in(sound, 0, treatment.fade_in)
    elif abs(sound[0]) > NEAR_ZERO:
        rise(sound, 0)
    if treatment.fade_out:
        fade_out(sound, 0, len(sound), treatment.fade_out)
    elif len(sound) > EDGE and abs(sound[-1]) > NEAR_ZERO:
        fall(sound, 0, len(sound))
    return sound
