"""Translated lines with slots, spoken and written by a service on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.audio.decoded import DecodedTakes
from studio.model.account import Account, Service
from studio.model.cast import Casting
from studio.model.line import Line, LineKind, new_line
from studio.model.project import Fitting, Project, new_project
from studio.model.span import Span, samples_of
from studio.model.translation import Translation, TranslationState
from studio.synthesis.bill import Run
from studio.synthesis.single_lines import SingleLines
from studio.writing.asking import Asker
from studio.writing.fitting.fit import fit
from studio.writing.fitting.order import FitOrder, FitOutcome, Speaks
from studio.writing.fitting.speaking import speaking
from studio.writing.page import Page
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths
from tests.services.minimax.service import MinimaxService
from tests.synthesis.service_stage import ServiceStage, a_service_stage
from tests.writing.asking_at_work import Kept, an_asker

VOICE = "English_expressive_narrator"
MACHINE = Translation(TranslationState.OK, key="k")
LETTER_S = 0.06
"""What each character of a text takes at the service."""
SENTENCE = "Wir warten hier noch auf den alten Mann mit dem Boot."
SOURCE = "We are still waiting here for the old man with the boat."


def seconds_of(words: str) -> float:
    """How long the service speaks."""
    return LETTER_S * len(words)


def a_line(
    words: str = SENTENCE,
    *,
    source: str = SOURCE,
    how: Translation | None = MACHINE,
) -> Line:
    """A line with German words, a translation of a model's unless told otherwise."""
    line = new_line(LineKind.DIALOGUE, {"en": source})
    return line.translated("de", words, how) if how else line.saying("de", words)


def slotted(*lines: tuple[Line, float], gap: float = 0.0) -> list[Line]:
    """These lines with slots of so many seconds, one after another."""
    clock, found = 0.0, list[Line]()
    for line, seconds in lines:
        slot = Span(samples_of(clock), samples_of(clock + seconds))
        found.append(replace(line, slot=slot))
        clock += seconds + gap
    return found


def a_project(lines: Sequence[Line], *, speakers: int = 1, speed: float = 1.0) -> Project:
    """A project of one scene; its lines go round among so many speakers."""
    project = replace(new_project("Boat"), languages=("en", "de"), fitting=Fitting.SOFT)
    cast = project.cast
    for name in ("MARA", "TOBIN", "ZED")[:speakers]:
        cast, character = cast.adding(name)
        casting = Casting("minimax/main", VOICE, speed=speed)
        cast = cast.replacing(character.cast_as("de", casting).cast_as("en", casting))
    spoken = [
        replace(line, character=line.character or cast.characters[at % speakers].id)
        for at, line in enumerate(lines)
    ]
    episode = replace(project.episodes[0], lines=tuple(spoken))
    return replace(project, cast=cast).with_episode(episode)


@dataclass(slots=True)
class Stage:
    """What fitting works with, and what a test looks at."""

    service: MinimaxService
    voices: ServiceStage
    page: Page
    asker: Asker
    lengths: TakeLengths
    book: LengthBook
    singles: SingleLines

    @property
    def project(self) -> Project:
        return self.page.project

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.project.episodes[0].spoken_lines

    @property
    def line(self) -> Line:
        return self.lines[0]

    @property
    def speak(self) -> Speaks:
        return speaking(self.singles, self.lengths)

    @property
    def how(self) -> Translation:
        return self.line.translations["de"]

    @property
    def speed(self) -> float | None:
        override = self.line.overrides.get("de")
        return override.speed if override else None

    def spoken(self) -> list[str]:
        """What the service was paid to say, in order."""
        return [charge.text for charge in self.service.bill if charge.kind == "t2a"]

    def order(self, strictness: Fitting = Fitting.SOFT, **other: Any) -> FitOrder:
        return FitOrder(
            "de",
            strictness,
            lengths=self.book.lengths,
            seconds=self.lengths.known,
            spoken=self.book.seconds,
            **other,
        )

    async def fit(
        self, strictness: Fitting = Fitting.SOFT, *, writes: bool = True, **other: Any
    ) -> FitOutcome:
        """Fit the lines and write the page."""
        await self.book.catch_up()
        asker = self.asker if writes else None
        outcome = await fit(self.page, asker, self.order(strictness, **other), self.speak)
        self.page.write()
        return outcome


@asynccontextmanager
async def a_stage(
    service: MinimaxService,
    folder: Path,
    project: Project,
    *,
    run: Run | None = None,
    **asking: Any,
) -> AsyncIterator[Stage]:
    """A stage for a new project."""
    account = Account(Service.MINIMAX, "main", service.url)
    path = folder / "boat.understudy"
    async with (
        a_service_stage(path, account, service.key, project, speed=60.0) as voices,
        an_asker(service, log=Kept(), **asking) as asker,
    ):
        sounds = DecodedTakes(folder / "sounds", voices.file.media)
        lengths = TakeLengths(voices.file.peaks, sounds)
        book = LengthBook(voices.document, lengths, voices.status.fresh)
        singles = SingleLines(voices.document, voices.booth, voices.engines, voices.status, run=run)
        page = Page(voices.document, "Fit", "job")
        try:
            yield Stage(service, voices, page, asker, lengths, book, singles)
        finally:
            page.close()
            book.close()
