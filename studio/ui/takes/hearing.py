"""Takes of a line heard one against the other: equally loud, each from where the other was."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.bridge import TaskScope
from studio.document import Document
from studio.model.ids import MediaKey, TakeId
from studio.model.take import Take
from studio.synthesis.comping import matching_place

Samples = NDArray[np.float32]

AT_HAND = 12
"""Takes of a line that are decoded while one of them is heard, so that the others come at once."""


class PlaysAlone(Protocol):
    """Plays a sound apart from the episode."""

    def play_samples(self, samples: Samples, *, at: int = 0, gain: float = 1.0) -> None:
        """Play it from a sample on."""
        ...

    def place_in(self, samples: Samples) -> int | None:
        """The sample that is heard of it, None when it does not play."""
        ...


@dataclass(frozen=True, slots=True)
class _Heard:
    take: Take
    samples: Samples


class TakeHearing:
    """Plays takes alone; while one sounds, another of its line takes over at the same words."""

    def __init__(
        self,
        document: Document,
        gains: Callable[[Sequence[Take]], Awaitable[Sequence[float]]],
        samples: Callable[[MediaKey], Samples],
        plays: PlaysAlone,
        tasks: TaskScope,
    ) -> None:
        """`gains` tells what makes takes equally loud; `samples` is called in threads."""
        self._document = document
        self._gains = gains
        self._samples = samples
        self._plays = plays
        self._tasks = tasks
        self._heard: _Heard | None = None
        self._wish = 0

    def play(self, take_id: TakeId) -> None:
        """Play a take, from the place where another take of its line is heard just now."""
        found = next((take for take in self._document.project.takes if take.id == take_id), None)
        if found is not None:
            self._wish += 1
            self._tasks.start(self._play(found, self._wish))

    def play_again(self, take_id: TakeId) -> None:
        """Play a take from its beginning."""
        self._heard = None
        self.play(take_id)

    async def _play(self, take: Take, wish: int) -> None:
        every = self._document.project.takes.by_line.get(take.line, ())
        others = [each for each in every if each.language == take.language]
        gains = await self._gains(others)
        samples = await asyncio.to_thread(self._samples, take.media)
        if wish != self._wish:
            return
        gain = dict(zip((each.id for each in others), gains, strict=True)).get(take.id, 1.0)
        at = self._place_in(take)  # asked last: what sounds goes on while others are fetched
        self._heard = _Heard(take, samples)
        self._plays.play_samples(samples, at=at, gain=gain)
        await asyncio.to_thread(self._decode, others[-AT_HAND:])

    def _place_in(self, take: Take) -> int:
        """Where a take says what is heard of another one of its line; its start for nothing."""
        heard = self._heard
        place = self._plays.place_in(heard.samples) if heard else None
        if heard is None or place is None or heard.take.id == take.id:
            return 0
        if (heard.take.line, heard.take.language) != (take.line, take.language):
            return 0
        return min(matching_place(heard.take, place, take), max(take.length - 1, 0))

    def _decode(self, takes: Sequence[Take]) -> None:
        for take in takes:
            self._samples(take.media)
