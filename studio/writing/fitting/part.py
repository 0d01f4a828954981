"""One line while it is fitted: its words and speed by now, and what they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from studio.model.cast import Override
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.writing.fitting.order import FitOrder
from studio.writing.fitting.wishes import Gauge
from studio.writing.timing.length import Manner, manner_of
from studio.writing.timing.units import counted
from studio.writing.translating.reasons import Reason, parsed

Change = Callable[[Line], Line]


@dataclass(slots=True)
class Part:
    """A line at work; `usual` is the speed of its casting, `seconds` those of its take, if any.

    It was `tried` when somebody was asked to speak it as it is now, and is `gone` when a person
    changed it, or took it out, meanwhile.
    """

    line: Line
    language: str
    slot: float
    usual: float
    gauge: Gauge
    seconds: float | None = None
    times_spoken: int = 0
    tried: bool = False
    gone: bool = False
    last: tuple[Line, float] | None = None
    """As what it was heard last, and the seconds of that."""
    original: str = ""
    """Its words before anything was done."""

    @property
    def words(self) -> str:
        """What is said by now."""
        return self.line.words(self.language)

    @property
    def rewritten(self) -> bool:
        """Whether it has other words now."""
        return self.words != self.original

    @property
    def how(self) -> Translation | None:
        """How the words came about."""
        return self.line.translations.get(self.language)

    @property
    def speed(self) -> float:
        """The factor it is read with, as an engine is told."""
        override = self.line.overrides.get(self.language)
        return self.usual if override is None or override.speed is None else override.speed

    @property
    def factor(self) -> float:
        """How much faster it is read than usual."""
        return self.speed / self.usual

    @property
    def pauses(self) -> float:
        """Seconds of it that no speed shortens."""
        return counted(self.words, self.language).pauses

    @property
    def natural(self) -> float:
        """The seconds of its words at the usual speed: by its take, else estimated."""
        if self.seconds is None:
            return max(0.0, self.gauge.seconds(self.words) - self.pauses)
        return max(0.0, self.seconds - self.pauses) * self.factor

    def become(self, change: Change, *, sounds_the_same: bool = False) -> Change:
        """Change the line here; the same for the page, where a person's change wins."""
        before = self.line
        self.line = change(before)
        if not sounds_the_same:
            self.seconds, self.tried = None, False

        def on_page(line: Line) -> Line:
            known = line.translations.get(self.language)
            edited = known is not None and known.state is TranslationState.EDITED
            same = line.words(self.language) == before.words(self.language)
            same_writer = line.translations.get(self.language) == before.translations.get(
                self.language
            )
            return change(line) if same and (same_writer or not edited) else line

        return on_page

    def back_to_last(self) -> Change | None:
        """It cannot be spoken as it is now: it is again what it was heard as, if ever it was."""
        if self.last is None:
            return None
        line, seconds = self.last
        change = self.become(as_before(self.language, line))
        self.seconds, self.tried = seconds, True
        return change

    def heard(self, seconds: float | None) -> None:
        """It has a take of so many seconds; None when it cannot be spoken."""
        self.seconds, self.tried = seconds, True
        if seconds is not None:
            self.last = self.line, seconds
        if seconds:
            pauses = self.pauses
            usual = max(0.0, seconds - pauses) * self.factor + pauses
            self.gauge = self.gauge.measured(self.words, usual)


def part_of(project: Project, line: Line, slot: float, order: FitOrder) -> Part:
    """A line that begins to be fitted; its casting has a voice for it."""
    casting = project.casting(line.character, order.language)
    usual = casting.speed if casting else 1.0
    manner = manner_of(project, line, order.language)
    manner = replace(manner, speed=usual) if manner else Manner("", "", "", order.language)
    part = Part(line, order.language, slot, usual or 1.0, Gauge(order.lengths, manner))
    part.original = part.words
    seconds = order.spoken(line, order.language)
    if seconds:
        part.heard(seconds)
    return part


def at_speed(language: str, usual: float, factor: float) -> Change:
    """The change that has a line read so much faster than usual."""
    speed = None if abs(factor - 1.0) < 0.005 else round(usual * factor, 2)

    def change(line: Line) -> Line:
        override = line.overrides.get(language, Override())
        return line.overriding(language, replace(override, speed=speed))

    return change


def with_words(language: str, words: str) -> Change:
    """The change that gives a line a model's other words, read as usual.

    Words of a person stay a person's: this is for lines that one asked to be changed.
    """

    def change(line: Line) -> Line:
        known = line.translations.get(language)
        line = at_speed(language, 1.0, 1.0)(line)
        if known is None or known.state is TranslationState.EDITED:
            return line.saying(language, words)
        reasons = tuple(code for code in known.reasons if not _is_of_fit(code))
        flagged = known.state is TranslationState.FLAGGED and bool(reasons)
        state = TranslationState.FLAGGED if flagged else TranslationState.ADJUSTED
        reasons = (*reasons, str(Reason.FITTED))
        return line.translated(
            language, words, replace(known, state=state, reasons=reasons, shorter="")
        )

    return change


def as_before(language: str, before: Line) -> Change:
    """The change that takes words and speed of a language back to those of an earlier time."""

    def change(line: Line) -> Line:
        line = line.overriding(language, before.overrides.get(language, Override()))
        translations = {**line.translations}
        translations.pop(language, None)
        if language in before.translations:
            translations[language] = before.translations[language]
        text = {**line.text, language: before.words(language)}
        return replace(line, text=text, translations=translations)

    return change


def flagged(language: str, code: str) -> Change:
    """The change that notes on a line that it is too long, or with no code that it is not."""

    def change(line: Line) -> Line:
        known = line.translations.get(language)
        if known is None or known.state is TranslationState.FAILED:
            return line
        rest = tuple(each for each in known.reasons if parsed(each)[0] is not Reason.LONG)
        reasons = (*rest, code) if code else rest
        if reasons == known.reasons:
            return line
        state = known.state
        if state is not TranslationState.EDITED and code:
            state = TranslationState.FLAGGED
        elif state is TranslationState.FLAGGED and all(map(_is_of_fit, rest)):
            state = TranslationState.ADJUSTED if rest else TranslationState.OK
        how = replace(known, state=state, reasons=reasons)
        return replace(line, translations={**line.translations, language: how})

    return change


def long_code(seconds: float, slot: float) -> str:
    """The reason of a line that is too long, with both numbers in seconds."""
    return f"{Reason.LONG}: {seconds:.1f}/{slot:.1f}"


def _is_of_fit(code: str) -> bool:
    return parsed(code)[0] in (Reason.LONG, Reason.FITTED)
