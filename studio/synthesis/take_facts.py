"""What is known of the sound of takes: looked up where it was measured before, else measured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from studio.audio.checking.measuring import facts_of_file
from studio.audio.same_level import gains_of
from studio.errors import StudioError
from studio.model.ids import MediaKey
from studio.model.take import Take
from studio.model.take_facts import QUIETEST_LUFS, TakeFacts
from studio.store.measured_takes import MeasuredTakes


class TakeFactsBook:
    """Figures by sound; asked from the loop or any thread, measured in threads of its own.

    `read` gives the encoded bytes of a sound. One that is lost or damaged has no figures.
    """

    def __init__(self, read: Callable[[MediaKey], bytes], kept: MeasuredTakes) -> None:
        self._read = read
        self._kept = kept
        self._known: dict[MediaKey, TakeFacts | None] = {}

    def of(self, take: Take) -> TakeFacts | None:
        """The figures of a take; None where it was not measured yet, or cannot be."""
        return self._known.get(take.media)

    def is_measured(self, take: Take) -> bool:
        """Whether a take was measured, or cannot be."""
        return take.media in self._known

    async def look_up(self, takes: Iterable[Take]) -> list[Take]:
        """Recall what was measured before; the takes that were not."""
        return await asyncio.to_thread(self.recalled, takes)

    def recalled(self, takes: Iterable[Take]) -> list[Take]:
        """The same as `look_up`. Blocking."""
        new = [take for take in takes if take.media not in self._known]
        if new:
            self._known.update(self._kept.read(dict.fromkeys(take.media for take in new)))
        return [take for take in new if take.media not in self._known]

    async def measure(self, takes: Iterable[Take]) -> None:
        """Measure takes and keep what was found, in one thread: somebody may be listening."""
        media = dict.fromkeys(take.media for take in takes if take.media not in self._known)
        if media:
            await asyncio.to_thread(self._measured, list(media))

    async def gains(self, takes: Sequence[Take]) -> tuple[float, ...]:
        """A factor for each take after which all are equally loud and none clips.

        What was not measured yet is measured first; a take that cannot be heard gets 1.
        """
        await self.measure(await self.look_up(takes))
        found = (self.of(take) for take in takes)
        return gains_of([(f.loudness_lufs, f.peak) if f else (QUIETEST_LUFS, 0.0) for f in found])

    def _measured(self, media: Iterable[MediaKey]) -> None:
        found = {key: self._facts(key) for key in media}
        self._known.update(found)
        self._kept.write({key: facts for key, facts in found.items() if facts is not None})

    def _facts(self, media: MediaKey) -> TakeFacts | None:
        try:
            return facts_of_file(self._read(media), source=media)
        except StudioError:  # told as what is suspicious about its take
            return None
