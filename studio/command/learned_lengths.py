"""What the takes of a project tell of how long lines will be, and how long they may be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

from studio.audio.decoded import DecodedTakes
from studio.document import Document
from studio.engines.speech import SpeaksLines
from studio.model.project import Project
from studio.store.keeper import DirectKeeper
from studio.store.places import cache_folder
from studio.store.project_file import ProjectFile
from studio.synthesis.status import LineStatus
from studio.writing.timing.length import Lengths
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths
from studio.writing.translating.order import TranslationOrder

Engines = Mapping[str, SpeaksLines]


async def learned_lengths(file: ProjectFile, engines: Engines) -> Lengths:
    """What the chosen takes of an open project file teach; of one without takes nothing."""
    if not file.project.takes.by_line:
        return Lengths()
    async with _learned(file.project, file, engines) as book:
        return book.lengths


async def with_times(
    order: TranslationOrder, project: Project, file: ProjectFile, engines: Engines
) -> TranslationOrder:
    """The order with what the chosen takes teach, and the time lines have by those of the source.

    `project` is that of the open file, as it will be when it is translated.
    """
    targets = order.targets(project)
    if not project.takes.by_line or not targets:
        return order
    async with _learned(project, file, engines) as book:
        return replace(order, lengths=book.lengths, budgets=book.budgets(targets[0]))


@asynccontextmanager
async def _learned(
    project: Project, file: ProjectFile, engines: Engines
) -> AsyncGenerator[LengthBook]:
    """All that can be learned of a project, which nobody edits meanwhile."""
    document = Document(project, DirectKeeper(file))
    sounds = await asyncio.to_thread(DecodedTakes, cache_folder() / "takes", file.media)
    fresh = LineStatus(document, engines).fresh
    book = LengthBook(document, TakeLengths(file.peaks, sounds), fresh)
    try:
        await book.catch_up()
        yield book
    finally:
        book.close()
