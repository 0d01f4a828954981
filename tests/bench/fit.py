"""Fitting a translated sample into the time of its source, spoken by the offline engine."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from studio.audio.decode import ingest
from studio.audio.decoded import DecodedTakes
from studio.audio.peaks import peaks_of
from studio.casting.cast_files import with_cast_file
from studio.document import Document
from studio.engines.offline.engine import OfflineEngine
from studio.errors import StudioError
from studio.formats.reading import read_script
from studio.formats.scripting import project_of
from studio.model.cast import Casting
from studio.model.line import Line, new_line
from studio.model.project import Fitting, Project
from studio.model.take import Recording
from studio.model.translation import Translation, TranslationState
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.booth import Booth
from studio.synthesis.plan import plan_batch
from studio.synthesis.single_lines import SingleLines
from studio.synthesis.status import LineStatus
from studio.writing.asking import Asker
from studio.writing.fitting.fit import fit
from studio.writing.fitting.order import FitOrder, FitOutcome
from studio.writing.fitting.speaking import speaking
from studio.writing.fitting.speeds import APART
from studio.writing.page import Page
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.slots import Verdict
from studio.writing.timing.take_lengths import TakeLengths
from tests.bench.figures import Figure, at_least, at_most, stated
from tests.bench.length_takes import SAMPLE
from tests.builders import a_project, a_sound
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.text_model_truth import truth
from tests.writing.asking_at_work import an_asker

LINES = 100
SHARE = 0.95
EXTRA = 0.5
BOOK_LINES = 10_000
KEYSTROKE_MS = 1.0
MACHINE = Translation(TranslationState.OK, key="k")
KINDS = {
    "zh": "en into zh, as written",
    "de": "en into de, word by word",
}


def run() -> list[Figure]:
    """How many lines fit before and after, what that took, and what a keystroke costs the book."""
    figures: list[Figure] = []
    for language, name in KINDS.items():
        for strictness in (Fitting.SOFT, Fitting.STRICT):
            with tempfile.TemporaryDirectory() as folder:
                found = asyncio.run(_fitted(Path(folder), language, strictness))
            figures += _figures(f"{name}, {strictness}", found)
    return figures + asyncio.run(_keystrokes())


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of one run; `before` is the share that fits as it was spoken first."""

    outcome: FitOutcome
    before: float
    after: float
    extra: float
    even: float
    seconds: float


def _figures(name: str, found: _Found) -> list[Figure]:
    outcome = found.outcome
    return [
        stated(f"{name}: lines", len(outcome.lines)),
        stated(f"{name}: share that fits as spoken first", found.before),
        at_least(f"{name}: share that fits or leaves a silence", found.after, SHARE),
        at_most(f"{name}: extra readings per line", found.extra, EXTRA),
        stated(f"{name}: reworded", outcome.rewritten),
        stated(f"{name}: requests", outcome.requests),
        stated(f"{name}: read faster", outcome.faster),
        stated(f"{name}: speakers of scenes at one speed", found.even),
        stated(f"{name}: time of the loop", found.seconds, "s"),
    ]


async def _fitted(folder: Path, language: str, strictness: Fitting) -> _Found:
    service, engine = ChatService(), OfflineEngine()
    service.writes(TextModel())
    try:
        project = await _translated(language, engine)
        with service:
            async with (
                _studio(folder, project, engine, ("en", language)) as studio,
                an_asker(service) as asker,
            ):
                return await _measured(studio, asker, language, strictness)
    finally:
        await engine.aclose()


async def _measured(studio: _Studio, asker: Asker, language: str, strictness: Fitting) -> _Found:
    document, book, lengths = studio.document, studio.book, studio.lengths
    await book.catch_up()
    before = [
        found
        for _, line in document.project.lines
        if line.spoken and (found := book.fit(line, language))
    ]
    assert all(found.measured for found in before)
    page = Page(document, "Fit", "job")
    order = FitOrder(
        language,
        strictness,
        lengths=book.lengths,
        seconds=lengths.known,
        spoken=book.seconds,
    )
    begun = time.perf_counter()
    outcome = await fit(page, asker, order, speaking(studio.singles, lengths))
    spent = time.perf_counter() - begun
    page.close()
    await book.catch_up()
    readings = sum(each.times_spoken for each in outcome.lines.values())
    return _Found(
        outcome,
        sum(_is_good(each.verdict) for each in before) / len(before),
        outcome.fitting / len(outcome.lines),
        readings / len(outcome.lines),
        _even(document.project, language),
        spent,
    )


def _even(project: Project, language: str) -> float:
    """The share of speakers, scene by scene, whose speeds are no more than 0.08 apart."""
    speeds: dict[tuple[object, ...], list[float]] = {}
    for episode in project.episodes:
        for start, end in episode.scenes():
            for line in episode.lines[start:end]:
                usual = project.casting(line.character, language)
                casting = project.casting_of(line, language) if line.spoken else None
                if usual and casting:
                    place = speeds.setdefault((episode.id, start, line.character), [])
                    place.append(casting.speed / usual.speed)
    even = [max(each) - min(each) <= APART + 0.005 for each in speeds.values()]
    return sum(even) / len(even)


def _is_good(verdict: Verdict) -> bool:
    return verdict in (Verdict.FITS, Verdict.SHORT)


async def _translated(language: str, engine: OfflineEngine) -> Project:
    """A hundred lines of the sample, the last ones two of it together, with words of a model."""
    script, _ = read_script(SAMPLE.read_bytes(), source=str(SAMPLE))
    cast = SAMPLE.with_suffix(".cast.toml")
    project = await with_cast_file(project_of(script, title="Ferry"), cast, {engine.name: engine})
    project = replace(project, languages=("en", language))
    for character in project.cast:
        if language not in character.castings:
            casting = character.castings.get("en", Casting(engine.name, "man"))
            project = project.with_character(character.cast_as(language, casting))
    spoken = [line for _, line in project.lines if line.spoken]
    joined = [_joined(a, b) for a, b in zip(spoken[::2], spoken[1::2], strict=False)]
    last = project.episodes[-1]
    more = joined[: max(0, LINES - len(spoken))]
    project = project.with_episode(replace(last, lines=(*last.lines, *more)))
    for episode in project.episodes:
        lines = tuple(_in(line, language) if line.spoken else line for line in episode.lines)
        project = project.with_episode(replace(episode, lines=lines))
    return project


def _joined(first: Line, second: Line) -> Line:
    text = {code: f"{words} {second.words(code)}" for code, words in first.text.items()}
    return new_line(first.kind, text, character=first.character)


def _in(line: Line, language: str) -> Line:
    words = line.words(language) or truth(line.words("en"), language)
    return line.translated(language, words, MACHINE)


@dataclass(frozen=True, slots=True)
class _Studio:
    document: Document
    book: LengthBook
    lengths: TakeLengths
    singles: SingleLines


@asynccontextmanager
async def _studio(
    folder: Path, project: Project, engine: OfflineEngine, languages: tuple[str, ...]
) -> AsyncIterator[_Studio]:
    """An open project with every line voiced."""
    engines: Mapping[str, OfflineEngine] = {engine.name: engine}
    with ProjectFile.create(folder / "ferry.understudy", project) as file:
        document = Document(file.project, DirectKeeper(file))
        status = LineStatus(document, engines)
        booth = Booth(document, file.jobs, engines, status)
        lines = [line for _, line in project.lines]
        for language in languages:
            plan = plan_batch(project, lines, language, engines)
            await booth.work(booth.batch(plan.takes))
        lengths = TakeLengths(file.peaks, DecodedTakes(folder / "sounds", file.media))
        book = LengthBook(document, lengths, status.fresh)
        try:
            singles = SingleLines(document, booth, engines, status)
            yield _Studio(document, book, lengths, singles)
        finally:
            book.close()


async def _keystrokes() -> list[Figure]:
    """What the book costs the loop for each letter, in an episode of 10,000 lines."""
    project = a_project(BOOK_LINES, ("en", "de"), takes=True)
    document = Document(project, _Nowhere())
    outline = peaks_of(ingest(a_sound(2000))).to_bytes()
    with tempfile.TemporaryDirectory() as folder:
        takes = TakeLengths(lambda _: outline, DecodedTakes(Path(folder), lambda _: b""))
        book = LengthBook(document, takes, document.project.takes.circled)
        begun = time.perf_counter()
        await book.catch_up()
        caught_up = time.perf_counter() - begun
    line = document.project.episodes[0].spoken_lines[BOOK_LINES // 2]
    spent: list[float] = []
    for _ in range(50):
        line = line.saying("de", f"{line.words('de')} Wort")
        project = document.project.with_line(line)
        begun = time.process_time()
        document.edit("Type", project)  # only the book hears of it
        found = book.fit(line, "de")
        spent.append(1000 * (time.process_time() - begun))
        assert found
    book.close()
    return [
        stated(f"book of {BOOK_LINES} lines: first look, in a thread", caught_up, "s"),
        stated("one keystroke, median", statistics.median(spent), "ms"),
        at_most("one keystroke, the worst but one of 50", sorted(spent)[-2], KEYSTROKE_MS, "ms"),
    ]


class _Nowhere:
    """Keeps nothing."""

    read_only = False

    def keep(
        self,
        project: Project,
        recordings: tuple[Recording, ...],
        kept: Callable[[StudioError | None], None],
    ) -> None:
        """Say at once that it is kept."""
        kept(None)
