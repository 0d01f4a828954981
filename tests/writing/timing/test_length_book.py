"""The length of a line is looked up while somebody types, and learned from takes as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from studio.audio.decode import ingest
from studio.audio.decoded import DecodedTakes
from studio.audio.peaks import peaks_of
from studio.document import Document
from studio.errors import StudioError
from studio.model.line import Line
from studio.model.project import Project
from studio.model.span import Span, samples_of
from studio.model.take import Recording, Take
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.timing.length import ENOUGH
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.slots import Verdict
from studio.writing.timing.take_lengths import TakeLengths
from tests.builders import a_project, a_sound, a_take

WORDS = "Die Glocke läutet um Mitternacht, und niemand fragt warum."


@dataclass(slots=True)
class Desk:
    """A document and its book; `told` counts how often the book said that something is new."""

    document: Document
    book: LengthBook
    told: int = 0

    @property
    def project(self) -> Project:
        return self.document.project

    def line(self, at: int = 0) -> Line:
        return self.project.episodes[0].spoken_lines[at]

    def change(self, at: int, change: Callable[[Line], Line]) -> Line:
        """Edit a line, and give it back as it is then."""
        self.document.edit("Edit", self.project.with_line(change(self.line(at))))
        return self.line(at)

    def record(self, at: int, seconds: float, language: str = "de") -> None:
        """A take of a line as it is now."""
        sound = a_sound(round(1000 * seconds), pitch=200.0 + at)
        recording = Recording(sound, peaks_of(ingest(sound)).to_bytes())
        take = a_take(self.line(at), recording, language=language)
        self.document.record(replace(take, length=samples_of(seconds)), recording)


@asynccontextmanager
async def a_desk(folder: Path, lines: int = 8) -> AsyncIterator[Desk]:
    """A project whose lines all say the same in German, and have a slot of four seconds."""
    project = a_project(lines, ("en", "de"))
    for at, line in enumerate(project.episodes[0].spoken_lines):
        slot = Span(samples_of(10.0 * at), samples_of(10.0 * at + 4.0))
        project = project.with_line(replace(line.saying("de", WORDS), slot=slot))
    with ProjectFile.create(folder / "a.understudy", project) as file:
        document = Document(file.project, DirectKeeper(file))

        def fresh(line: Line, language: str) -> Take | None:
            take = document.project.takes.circled(line, language)
            return take if take and take.said == line.words(language) else None

        takes = TakeLengths(file.peaks, DecodedTakes(folder / "sounds", file.media))
        desk = Desk(document, LengthBook(document, takes, fresh))

        def told() -> None:
            desk.told += 1

        desk.book.listen(told)
        await desk.book.catch_up()
        try:
            yield desk
        finally:
            desk.book.close()


async def test_a_line_is_estimated_until_it_has_a_take(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        fit = desk.book.fit(desk.line(), "de")
        assert fit and not fit.measured and fit.seconds == desk.book.estimate(desk.line(), "de")
        desk.record(0, 4.2)
        await desk.book.catch_up()
        fit = desk.book.fit(desk.line(), "de")
        assert fit and fit.measured and fit.seconds == pytest.approx(4.2, abs=0.02)
        assert fit.verdict is Verdict.FITS


async def test_all_times_of_a_language_are_told_at_once(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        for language in ("en", "de"):
            told = desk.book.budgets(language)
            assert told == {
                line.id: desk.book.budget(line.id, language)
                for line in desk.project.episodes[0].spoken_lines
            }
        first = desk.change(0, lambda line: replace(line, slot=None))
        desk.record(0, 3.0, "en")
        await desk.book.catch_up()
        assert desk.book.budgets("de")[first.id].slot == pytest.approx(3.0, abs=0.02)
        assert first.id not in desk.book.budgets("en")


async def test_other_words_are_estimated_again_though_there_is_a_take(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.record(0, 4.2)
        await desk.book.catch_up()
        line = desk.change(0, lambda line: line.saying("de", f"{WORDS} {WORDS} {WORDS}"))
        fit = desk.book.fit(line, "de")
        assert fit and not fit.measured and fit.verdict is Verdict.MUCH_TOO_LONG


async def test_typing_is_nothing_the_book_has_to_work_on(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        told = desk.told
        for letter in "Warum nicht":
            desk.change(0, lambda line, letter=letter: line.saying("de", line.words("de") + letter))
        await desk.book.catch_up()
        assert desk.told == told


async def test_takes_teach_as_they_come(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        before = desk.book.estimate(desk.line(7), "de")
        assert before
        for at in range(ENOUGH):
            desk.record(at, 1.3 * before)
        await desk.book.catch_up()
        assert desk.book.estimate(desk.line(7), "de") == pytest.approx(1.3 * before, rel=0.03)
        known = desk.book.lengths
        desk.record(6, 0.5 * before)
        await desk.book.catch_up()
        assert desk.book.lengths != known


async def test_a_take_teaches_once(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.record(0, 6.0)
        await desk.book.catch_up()
        known = desk.book.lengths
        desk.change(0, lambda line: line.circling("de", desk.project.takes.of(line.id, "de")[0].id))
        await desk.book.catch_up()
        assert desk.book.lengths == known


async def test_a_line_without_slot_has_the_time_of_its_source(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.change(0, lambda line: replace(line, slot=None))
        await desk.book.catch_up()
        assert desk.book.fit(desk.line(), "de") is None
        desk.record(0, 2.0, "en")
        await desk.book.catch_up()
        budget = desk.book.budget(desk.line().id, "de")
        assert budget and budget.slot == pytest.approx(2.0, abs=0.02)
        assert desk.book.budget(desk.line().id, "en") is None


async def test_another_slot_is_another_budget(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        told = desk.told
        desk.change(0, lambda line: replace(line, slot=Span(0, samples_of(1.5))))
        await desk.book.catch_up()
        budget = desk.book.budget(desk.line().id, "de")
        assert budget and budget.slot == 1.5 and desk.told == told + 1


async def test_a_line_nobody_is_cast_for_or_without_words_has_no_fit(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        line = desk.change(0, lambda line: line.saying("de", ""))
        assert desk.book.fit(line, "de") is None
        line = desk.change(1, lambda line: replace(line, character=None))
        assert desk.book.fit(line, "de") is None


async def test_lines_that_are_added_get_their_budgets(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        episode = desk.project.episodes[0]
        new = replace(desk.line(), id=a_project(1).episodes[0].spoken_lines[0].id)
        slot = Span(samples_of(200.0), samples_of(203.0))
        desk.document.edit(
            "Add", desk.project.with_episode(episode.inserting(2, [replace(new, slot=slot)]))
        )
        await desk.book.catch_up()
        budget = desk.book.budget(new.id, "de")
        assert budget and budget.slot == 3.0


async def test_the_book_keeps_up_by_itself(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        task = asyncio.ensure_future(desk.book.keep_up())
        learned = asyncio.Event()
        desk.book.listen(learned.set)
        desk.record(0, 4.0)
        while not (desk.book.seconds(desk.line(), "de")):
            learned.clear()
            await learned.wait()
        task.cancel()
        with suppress(asyncio.CancelledError, StudioError):
            await task


async def test_who_comes_second_waits_for_what_the_first_learns(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.record(0, 4.0)
        first = asyncio.ensure_future(desk.book.catch_up())
        await asyncio.sleep(0)
        await desk.book.catch_up()
        assert desk.book.seconds(desk.line(), "de") == pytest.approx(4.0, abs=0.02)
        await first


async def test_what_was_left_when_it_was_stopped_is_learned_later(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.record(0, 4.0)
        task = asyncio.ensure_future(desk.book.catch_up())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait((task,))
        await desk.book.catch_up()
        assert desk.book.seconds(desk.line(), "de") == pytest.approx(4.0, abs=0.02)
