"""What the takes of a project tell of how long lines will be."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from studio.audio.decoded import DecodedTakes
from studio.document import Document
from studio.engines.speech import SpeaksLines
from studio.store.keeper import DirectKeeper
from studio.store.places import cache_folder
from studio.store.project_file import ProjectFile
from studio.synthesis.status import LineStatus
from studio.writing.timing.length import Lengths
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths


async def learned_lengths(file: ProjectFile, engines: Mapping[str, SpeaksLines]) -> Lengths:
    """What the chosen takes of an open project file teach; of one without takes nothing."""
    if not file.project.takes.by_line:
        return Lengths()
    document = Document(file.project, DirectKeeper(file))
    sounds = await asyncio.to_thread(DecodedTakes, cache_folder() / "takes", file.media)
    fresh = LineStatus(document, engines).fresh
    book = LengthBook(document, TakeLengths(file.peaks, sounds), fresh)
    try:
        await book.catch_up()
    finally:
        book.close()
    return book.lengths
