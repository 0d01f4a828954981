"""Comps: the good part of one take and the good part of another as a take of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio.audio.comping import Samples, joined, lossless, quietest_near
from studio.audio.peaks import peaks_of
from studio.document import Document
from studio.errors import EditProblem, EditRefused, StudioError
from studio.model.comp import Cut, Parts, comp_take, comped, parts_of, recut
from studio.model.ids import LineId, MediaKey, TakeId
from studio.model.span import SAMPLE_RATE
from studio.model.take import Recording, Take
from studio.synthesis.finishing import to_the_end

ReadSamples = Callable[[MediaKey], Samples]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The sound of a comp, to be heard before it is kept."""

    parts: Parts
    sources: tuple[Take, ...]
    samples: Samples


class Comping:
    """Cuts and joins takes of one document.

    `wanted` tells the fingerprint of a line as it is now, empty where it cannot be voiced.
    """

    def __init__(
        self,
        document: Document,
        samples: ReadSamples,
        wanted: Callable[[LineId, str], str],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._document = document
        self._samples = samples
        self._wanted = wanted
        self._clock = clock

    async def propose(
        self, first: Take, at: int, second: Take, second_at: int | None = None
    ) -> Cut:
        """The cut in the quietest place near the asked one, in each of the takes.

        Without a place in the second take it is the one where the same word ends, else the one
        as far through it. Raises what reading the sounds raises.
        """
        return await asyncio.to_thread(self._proposed, first, at, second, second_at)

    async def render(self, cut: Cut) -> Rendered:
        """What a cut sounds like, exactly there; raises EditRefused and what reading raises."""
        known = self._known(cut.first)
        return await self._rendered(comped(cut, known.keys()), known)

    async def render_again(
        self, comp: Take, junction: int, first_end: int, second_start: int
    ) -> Rendered:
        """A comp with one of its cuts elsewhere: the end of that part and the start of the next.

        Both are samples within the takes of the parts. Raises EditRefused where the takes it was
        made of are gone, and what reading the sounds raises.
        """
        known = self._known(comp)
        parts = recut(parts_of(comp, known.keys()), junction, first_end, second_start)
        return await self._rendered(parts, known)

    async def keep(self, rendered: Rendered, label: str) -> Take:
        """Store a comp and choose it, as one step of undo; waits until it is on the disk.

        Taking it back chooses the take from before, and the comp stays among the takes. A locked
        take that is chosen stays so. Raises AudioError, EditRefused and ProjectFileError.
        """
        recording = await asyncio.to_thread(_recording, rendered.samples)
        line, language = rendered.sources[0].line, rendered.sources[0].language
        if self._document.project.find_line(line) is None:
            raise EditRefused(EditProblem.NO_SUCH_LINE, line)
        take = comp_take(
            rendered.parts,
            rendered.sources,
            wanted=self._wanted(line, language),
            media=recording.key,
            made_at=self._clock(),
        )
        await to_the_end(self._record(label, take, recording))
        return take

    async def _record(self, label: str, take: Take, recording: Recording) -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def kept(error: StudioError | None) -> None:
            if error:
                written.set_exception(error)
            else:
                written.set_result(None)

        self._document.record_by_hand(label, take, recording, kept)
        await written

    async def _rendered(self, parts: Parts, known: dict[TakeId, Take]) -> Rendered:
        sources = tuple(known[take] for take, _ in parts)
        samples = await asyncio.to_thread(self._joined, parts, sources)
        return Rendered(parts, sources, samples)

    def _joined(self, parts: Parts, sources: Sequence[Take]) -> Samples:
        spans = (span for _, span in parts)
        sounds = [self._samples(take.media) for take in sources]
        return joined(list(zip(sounds, spans, strict=True)))

    def _known(self, take: Take) -> dict[TakeId, Take]:
        """All takes of a line, discarded ones too: what was cut from them may be cut anew."""
        return {each.id: each for each in self._document.project.takes.by_line.get(take.line, ())}

    def _proposed(self, first: Take, at: int, second: Take, second_at: int | None) -> Cut:
        end = quietest_near(self._samples(first.media), at)
        place = matching_place(first, end, second) if second_at is None else second_at
        start = quietest_near(self._samples(second.media), place)
        last = second.length - 1
        return Cut(first, min(max(end, 1), first.length), second, min(max(start, 0), last))


def matching_place(first: Take, at: int, second: Take) -> int:
    """Where the second take says what the first one says there; samples within each."""
    mine, other = first.words, second.words
    if mine and len(mine) == len(other):
        milliseconds = at * 1000 / SAMPLE_RATE
        said = sum((word.start_ms + word.end_ms) / 2 < milliseconds for word in mine)
        if 0 < said < len(other):
            between = (other[said - 1].end_ms + other[said].start_ms) / 2
            return round(between * SAMPLE_RATE / 1000)
    return round(at * second.length / max(first.length, 1))


def _recording(samples: Samples) -> Recording:
    return Recording(lossless(samples), peaks_of(samples).to_bytes())
