"""Recordings to make voices of, and what is told while that goes on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from studio.engines.voice_making import Making, MakingStep
from studio.engines.voice_orders import Sample
from tests.services.sound import Encoding, Stretch, spoken


@cache
def sound(seconds: float = 12.0, format: str = "wav", rate: int = 16_000) -> bytes:
    stretches = (Stretch(round(1000 * seconds)),)
    return spoken(stretches, 200.0, Encoding(format, rate)).data


def a_sample(seconds: float = 12.0, format: str = "wav") -> Sample:
    return Sample(sound(seconds, format), format, seconds)


def a_file(folder: Path, seconds: float = 12.0, rate: int = 16_000) -> Sample:
    path = folder / "lin.wav"
    path.write_bytes(sound(seconds, rate=rate))
    return Sample(path, "wav", seconds)


class Heard(list[Making]):
    """All that was told."""

    def __call__(self, step: Making) -> None:
        self.append(step)

    @property
    def steps(self) -> list[MakingStep]:
        return [each.step for each in self]

    @property
    def ids(self) -> list[str]:
        """The ids that were told, each once, in order."""
        return list(dict.fromkeys(each.voice for each in self if each.voice))
