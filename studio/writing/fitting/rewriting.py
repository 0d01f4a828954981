"""Other words for lines that are too long or too short: asked for, checked, the best ones kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from studio.errors import EngineRefused, StudioError, TooMuchAtOnce
from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.writing.asking import Asker
from studio.writing.fencing import Fence
from studio.writing.fitting.prompt import STEP, FitPrompter, Wanted
from studio.writing.fitting.wishes import size_wanted
from studio.writing.scanning.records import Record
from studio.writing.scanning.shapes import REWRITE
from studio.writing.timing.units import counted
from studio.writing.translating.glossary import terms_of
from studio.writing.translating.order import source_of
from studio.writing.translating.reasons import Finding, Reason, Weight
from studio.writing.translating.validation.frame import Asked, for_the_model, frame_of
from studio.writing.translating.validation.markup import restored
from studio.writing.translating.validation.record import checked

_MARKUP = frozenset({Reason.MARKUP, Reason.MARKS})
"""Marks are compared with the words there were: a translation may have pauses of its own."""
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Wish:
    """A line whose words should take `share` of the time that they take now."""

    line: Line
    words: str
    share: float

    @property
    def shorter(self) -> bool:
        """Whether fewer words are wanted, not more."""
        return self.share < 1


class Rewriter:
    """Asks one model for a job; after an error that nothing mends it asks no more."""

    def __init__(self, project: Project, language: str, asker: Asker | None) -> None:
        self._language = language
        self._asker = asker
        self._source = source_of(project)
        self._terms = terms_of(project, language)
        self._frame = frame_of(project, language)
        self._prompter = FitPrompter(project, language, self._terms, Fence())
        self.requests = 0
        self.ended_by: StudioError | None = None

    @property
    def can_ask(self) -> bool:
        """Whether there is still somebody to ask."""
        return self._asker is not None and self.ended_by is None

    async def new_words(self, project: Project, wishes: Sequence[Wish]) -> dict[LineId, str]:
        """Better words for lines that stand together, those that nothing better came for left out.

        What is not the wanted size after the first try is asked for once more: for less, or for
        more where the first try went too far. Then the words that come nearest are taken.
        """
        best: dict[LineId, tuple[float, str]] = {}
        left = list(wishes)
        for again in (False, True):
            if not left or not self.can_ask:
                break
            asked = [self._as_asked(each, best.get(each.line.id)) for each in left]
            answers = await self._answers(project, asked, again=again)
            for wish, as_asked in zip(left, asked, strict=True):
                words = self._usable(wish, as_asked, answers.get(wish.line.id, ""))
                if words:
                    off = self._off(words, wish)
                    best[wish.line.id] = min(best.get(wish.line.id, (off, words)), (off, words))
            left = [each for each in left if best.get(each.line.id, (1.0, ""))[0] > 0]
        return {line: words for line, (_, words) in best.items()}

    def _as_asked(self, wish: Wish, best: tuple[float, str] | None) -> Wish:
        """The wish for the next try: from words that went too far it goes on, towards more."""
        size = size_wanted(wish.words, self._language, wish.share)
        units = self._units(best[1]) if best else 0.0
        if best is None or not wish.shorter or not 0 < units < size.least:
            return wish
        return Wish(wish.line, best[1], (size.least + size.most) / 2 / units)

    async def _answers(
        self, project: Project, wishes: Sequence[Wish], *, again: bool
    ) -> dict[LineId, str]:
        """The answers to one request; none where the model would not give any."""
        sizes = [
            size_wanted(each.words, self._language, each.share, again=again) for each in wishes
        ]
        wanted = [
            Wanted(each.line, each.words, size.least, size.most)
            for each, size in zip(wishes, sizes, strict=True)
        ]
        request = self._prompter.request(project, wanted, again=again)
        found: dict[LineId, str] = {}
        assert self._asker is not None
        self.requests += 1
        try:
            async with aclosing(self._asker.records(STEP, request, REWRITE)) as coming:
                async for each in coming:
                    if isinstance(each, Record) and each.words("x"):
                        found.setdefault(LineId(each.words("id")), each.words("x")[:_LONGEST])
        except (EngineRefused, TooMuchAtOnce):
            return {}
        except StudioError as error:
            self.ended_by = error
        return found

    def _usable(self, wish: Wish, as_asked: Wish, text: str) -> str:
        """The words that can be kept of an answer, empty where it is no good."""
        if not text.strip():
            return ""
        asked = self._asked_line(wish.line)
        result = checked(asked, text, self._frame)
        words, found = restored(wish.words, result.words)
        lost = any(each.reason is Reason.MARKUP for each in found)
        before = _grave(checked(asked, wish.words, self._frame).findings)
        if lost or not words or _grave(result.findings) - before:
            return ""
        on_the_way = self._is_on_the_way(words, wish) and self._is_on_the_way(words, as_asked)
        return words if on_the_way else ""

    def _is_on_the_way(self, words: str, wish: Wish) -> bool:
        """Whether words are fewer, or more, as they should be."""
        before, after = self._units(wish.words), self._units(words)
        return after < before if wish.shorter else after > before

    def _off(self, words: str, wish: Wish) -> float:
        """How many units words are outside the wanted size."""
        size = size_wanted(wish.words, self._language, wish.share)
        units = self._units(words)
        return max(0.0, size.least - units, units - size.most)

    def _units(self, words: str) -> float:
        return counted(words, self._language).units

    def _asked_line(self, line: Line) -> Asked:
        words = for_the_model(line.words(self._source))
        asked = Asked(line.id, words, terms=self._terms.within(words))
        return replace(asked, sung=line.kind is LineKind.LYRIC)


def _grave(findings: Sequence[Finding]) -> frozenset[str]:
    """What stands against words: all a model would be asked again for, and numbers."""
    return frozenset(
        each.code if each.reason is Reason.TERM else str(each.reason)
        for each in findings
        if each.reason not in _MARKUP
        and (each.weight >= Weight.ASK or each.reason is Reason.NUMBER)
    )
