"""The checks of an answer as a whole: words that are at the wrong line though each reads well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from studio.model.ids import LineId
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.validation.frame import Asked
from studio.writing.translating.validation.likeness import (
    Features,
    cost,
    features_of,
    features_of_row,
    slope_of,
)
from studio.writing.translating.validation.record import folded
from studio.writing.translating.validation.size import SHORT

_JOINED = 3.0
"""How much better two rows fit together than each by itself before they are asked again."""
_BESIDE_MISSING = 0.6
_SHIFTED_RUN, _SHIFTED = 3, 6.0
_MAYBE_SHIFTED = -2.5
"""How much worse a row may fit its neighbour before a shift up to the lost end is ruled out."""
_OUT_OF_ORDER = 2.0
_SAME_ROWS = 3
_LONG = 22.0


@dataclass(frozen=True, slots=True)
class Got:
    """A line and the bare words that came for it, good or bad; None where none did."""

    asked: Asked
    words: str | None


Findings = Mapping[LineId, Finding]


def together(rows: Sequence[Got], arrived: Sequence[LineId], *, whole: bool) -> Findings:
    """What looks wrong only beside other lines; rows are in script order, `arrived` as they came.

    `whole` says that the answer came to its own end, so that a lost last line means something.
    """
    found: dict[LineId, Finding] = {}
    fits = _Fits(rows)
    shifted = [*_shifted(fits), *(_lost_at_end(fits) if whole else ())]
    for at in [*shifted, *_out_of_order(fits, arrived)]:
        found[rows[at].asked.id] = Finding(Reason.SHIFTED, Weight.ASK)
    for at in [*_joined(fits), *_beside_missing(fits)]:
        found.setdefault(rows[at].asked.id, Finding(Reason.MERGED, Weight.ASK))
    for at in _repeated(rows):
        found.setdefault(rows[at].asked.id, Finding(Reason.REPEATED, Weight.ASK))
    return found


class _Fits:
    """How well the words of each line fit any line near it."""

    def __init__(self, rows: Sequence[Got]) -> None:
        self.rows = rows
        self.sources = [features_of_row(row.asked) for row in rows]
        self.texts = [None if row.words is None else features_of(row.words) for row in rows]
        pairs = [
            (source, text)
            for source, text in zip(self.sources, self.texts, strict=True)
            if text is not None
        ]
        self.slope = slope_of(pairs)

    def cost(self, source: int, text: int) -> float:
        """The cost of the words of one line as those of another."""
        words = self.texts[text]
        assert words is not None
        return cost(self.sources[source], words, self.slope)

    def joined(self, sources: tuple[int, ...], texts: tuple[int, ...]) -> float:
        """The cost of the words of several lines as those of several."""
        source = " ".join(self.rows[at].asked.words for at in sources)
        names = [name for at in sources for name in self.sources[at].names]
        text = " ".join(self.rows[at].words or "" for at in texts)
        return cost(features_of(source, names), features_of(text), self.slope)

    def has(self, at: int) -> bool:
        """Whether there is such a line with words."""
        return 0 <= at < len(self.rows) and self.texts[at] is not None


def _shifted(fits: _Fits) -> Iterator[int]:
    """Runs of lines whose words fit the next line, or the one before, far better."""
    for step in (1, -1):
        gains = [
            fits.cost(at, at) - fits.cost(at + step, at)
            if fits.has(at) and 0 <= at + step < len(fits.rows)
            else 0.0
            for at in range(len(fits.rows))
        ]
        for better, run in groupby(range(len(gains)), key=lambda at: gains[at] > 0):
            places = list(run)
            enough = len(places) >= _SHIFTED_RUN and sum(gains[at] for at in places) >= _SHIFTED
            if better and enough:
                yield from places


def _lost_at_end(fits: _Fits) -> Iterator[int]:
    """Lines that may have the words of the next, where the last line came without any."""
    last = len(fits.rows) - 1
    if last < 1 or fits.has(last):
        return
    gain = 0.0
    doubtful = last
    for at in range(last - 1, -1, -1):
        if not fits.has(at):
            break
        gain += fits.cost(at, at) - fits.cost(at + 1, at)
        if gain > _MAYBE_SHIFTED:
            doubtful = at
        if gain < 4 * _MAYBE_SHIFTED:
            break
    yield from range(doubtful, last)


def _out_of_order(fits: _Fits, arrived: Sequence[LineId]) -> Iterator[int]:
    """Lines that came in another order, unless their words fit them better than by the order."""
    places = {row.asked.id: at for at, row in enumerate(fits.rows)}
    came = [places[line] for line in dict.fromkeys(arrived) if line in places]
    ordered = sorted(came)
    begin, highest = 0, -1
    for index, at in enumerate(came):
        highest = max(highest, at)
        if highest != ordered[index]:
            continue
        group = [place for place in came[begin : index + 1] if fits.has(place)]
        begin = index + 1
        if len(group) < 2:
            continue
        by_name = sum(fits.cost(place, place) for place in group)
        by_turn = sum(fits.cost(a, b) for a, b in zip(sorted(group), group, strict=True))
        if by_name + _OUT_OF_ORDER > by_turn:
            yield from group


def _joined(fits: _Fits) -> Iterator[int]:
    """Neighbours that fit much better together: words of one are at the other."""
    for first, second in pairwise(range(len(fits.rows))):
        if not (fits.has(first) and fits.has(second)):
            continue
        alone = fits.cost(first, first) + fits.cost(second, second)
        if alone > _JOINED and alone - fits.joined((first, second), (first, second)) > _JOINED:
            yield from (first, second)


def _beside_missing(fits: _Fits) -> Iterator[int]:
    """Lines next to a lost one whose words may be those of both."""
    for at in range(len(fits.rows)):
        if fits.has(at):
            continue
        for beside in (at - 1, at + 1):
            if not fits.has(beside):
                continue
            both = (min(at, beside), max(at, beside))
            if fits.joined(both, (beside,)) < fits.cost(beside, beside) + _BESIDE_MISSING:
                yield beside


def _repeated(rows: Sequence[Got]) -> Iterator[int]:
    """Lines of different words with the same translation: three in a row, or long ones."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row.words:
            groups[folded(row.words)].append(at)
    for words, places in groups.items():
        if not words or len({folded(rows[at].asked.words) for at in places}) < 2:
            continue
        in_a_row = len(places) >= _SAME_ROWS and places[-1] - places[0] == len(places) - 1
        length = _size_of(features_of(rows[places[0]].words or ""))
        if in_a_row or length >= (SHORT if len(places) >= _SAME_ROWS else _LONG):
            yield from places


def _size_of(features: Features) -> float:
    return features.size
