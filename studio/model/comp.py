"""A take put together from others: which stretches of which takes, one after the other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from studio.errors import EditProblem, EditRefused
from studio.model.ids import MediaKey, TakeId, new_id
from studio.model.span import SAMPLE_RATE, Span
from studio.model.take import Take, WordTime, written_times

Part = tuple[TakeId, Span]
Parts = tuple[Part, ...]

_MARKS = re.compile(r"<#[^#<>]*#>|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where one take ends and the next one goes on; samples within each."""

    first: Take
    first_end: int
    second: Take
    second_start: int


def parts_of(take: Take, there: Collection[TakeId]) -> Parts:
    """What a take is made of: its parts where all of these takes are there, else itself."""
    if take.parts and all(take_id in there for take_id, _ in take.parts):
        return take.parts
    return ((take.id, Span(0, take.length)),)


def comped(cut: Cut, there: Collection[TakeId]) -> Parts:
    """The parts of the first take up to the cut and of the second from it on.

    The parts of a comp count themselves, so a comp of comps is made of what was recorded. Raises
    EditRefused for two lines or languages, and for a cut that leaves one of the takes out.
    """
    first, second = cut.first, cut.second
    if (first.line, first.language) != (second.line, second.language):
        raise EditRefused(EditProblem.NO_SUCH_TAKE, second.id)
    if not 0 < cut.first_end <= first.length or not 0 <= cut.second_start < second.length:
        raise EditRefused(EditProblem.OUT_OF_RANGE)
    return _joined(
        (
            *_stretch(parts_of(first, there), Span(0, cut.first_end)),
            *_stretch(parts_of(second, there), Span(cut.second_start, second.length)),
        )
    )


def recut(parts: Parts, junction: int, first_end: int, second_start: int) -> Parts:
    """The parts with another cut between one of them and the next; samples within their takes.

    Raises EditRefused where there is no such junction, or nothing would be left of a part.
    """
    if not 0 <= junction < len(parts) - 1:
        raise EditRefused(EditProblem.OUT_OF_RANGE, str(junction))
    (first, before), (second, after) = parts[junction : junction + 2]
    kept = (first, Span(before.start, first_end)), (second, Span(second_start, after.end))
    if any(span.start < 0 or span.length <= 0 for _, span in kept):
        raise EditRefused(EditProblem.OUT_OF_RANGE)
    return (*parts[:junction], *kept, *parts[junction + 2 :])


def comp_take(
    parts: Parts, sources: Sequence[Take], *, wanted: str, media: MediaKey, made_at: float
) -> Take:
    """The take of these parts; `sources` are their takes, in order.

    `wanted` is the fingerprint of the line as it is now. A comp has it when one of its takes has
    it and all of them say the same words by the same voice: it is as fresh as they are. Parts of
    different words never match a line again.
    """
    longest = max(zip(parts, sources, strict=True), key=lambda pair: pair[0][1].length)[1]
    return replace(
        longest,
        id=TakeId(new_id()),
        media=media,
        length=sum(span.length for _, span in parts),
        fingerprint=_fingerprint(sources, wanted),
        made_at=made_at,
        billed_characters=0,
        starred=False,
        note="",
        discarded=False,
        locked=False,
        word_times=written_times(_words(parts, sources)),
        parts=parts,
    )


def _fingerprint(sources: Sequence[Take], wanted: str) -> str:
    prints = list(dict.fromkeys(take.fingerprint for take in sources))
    if len(prints) == 1:
        return prints[0]
    alike = {(_said(take), take.engine, take.model, take.voice) for take in sources}
    if len(alike) == 1 and wanted in prints:
        return wanted
    return hashlib.sha256("\n".join(("comp", *prints)).encode()).hexdigest()


def _said(take: Take) -> str:
    """The words alone: two readings may differ in pauses and sounds."""
    return " ".join(_MARKS.sub(" ", take.said).split())


def _words(parts: Parts, sources: Sequence[Take]) -> list[WordTime]:
    """The words whose middle is within a part, where they sound now; none if one take has none."""
    found: list[WordTime] = []
    at = 0.0
    for (_, span), take in zip(parts, sources, strict=True):
        words = take.words
        if not words:
            return []
        start, end = (sample * 1000 / SAMPLE_RATE for sample in (span.start, span.end))
        found += (
            WordTime(w.word, w.start_ms - start + at, w.end_ms - start + at)
            for w in words
            if start <= (w.start_ms + w.end_ms) / 2 < end
        )
        at += end - start
    return found


def _stretch(parts: Parts, wanted: Span) -> Iterable[Part]:
    """What of the parts lies in a stretch of the take they make."""
    at = 0
    for take, span in parts:
        start, end = max(wanted.start - at, 0), min(wanted.end - at, span.length)
        if start < end:
            yield take, Span(span.start + start, span.start + end)
        at += span.length


def _joined(parts: Iterable[Part]) -> Parts:
    """The parts, those that go on in the same take made one."""
    found: list[Part] = []
    for take, span in parts:
        if found and found[-1][0] == take and found[-1][1].end == span.start:
            found[-1] = (take, Span(found[-1][1].start, span.end))
        else:
            found.append((take, span))
    return tuple(found)
