"""Scrolls and types in 10,000 lines on the window's loop, now and then with ten translations.

`python -m tests.bench.writing_program URL KEY` prints one JSON object for each round: what the
frames took and how late the loop came to them, in milliseconds, without and with streams, and how
many lines came meanwhile.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from studio.bridge import TaskScope, run
from studio.document import Document
from studio.engines.chat.writer import ChatWriter
from studio.engines.text import TextPrice
from studio.model.account import KEYLESS, Account, Service
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.notices import Notices
from studio.ui.progress import WorkBars
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.theme import apply_theme, theme_for
from studio.ui.writing.jobs import WritingJobs, WritingTerms
from studio.writing.asking import Asker
from studio.writing.purse import Purse
from studio.writing.switchboard import Switchboard
from studio.writing.translating.order import Mode, TranslationOrder, TranslationOutcome
from studio.writing.translating.translate import translate
from tests.bench.downloads_program import Frames, phase
from tests.engines.fake_engine import FakeEngine
from tests.ui.script.scripts import KeptInMemory
from tests.writing.asking_at_work import Kept
from tests.writing.translating.script import a_script

ROUNDS = 3
LINES = 10_000
LANGUAGES = ("de", "fr", "es", "zh", "ja", "de-AT", "fr-CA", "es-MX", "zh-Hant", "pt")
BEGUN_S = 60.0
"""Seconds after which all streams have come, or something is wrong."""
IN_SIGHT = 900
"""Pixels that are scrolled through: the lines that are translated are among them."""


class Stage:
    """The script with a translation beside it, and jobs that write into it."""

    def __init__(self, writer: ChatWriter) -> None:
        project = a_script(LINES)
        for language in LANGUAGES:
            project = project.with_language(language)
        self.document = Document(project, KeptInMemory())
        selection = Selection(project.episodes[0].id, "en")
        status = LineStatus(self.document, {"offline": FakeEngine()})
        self.script = ScriptPanel(self.document, selection, status, Actions())
        self.script.resize(1600, 1000)
        self.script.show()
        self.script.bar.choose_beside("de")
        self.tasks = TaskScope(_fail)
        self._bars = WorkBars()
        board = Switchboard(lambda account: len(LANGUAGES))

        def asker(id: str, terms: WritingTerms) -> Asker:
            return Asker(writer, Purse(TextPrice()), Kept(), job=id, switchboard=board)

        self.jobs = WritingJobs(
            self.document, asker, self.tasks, self._bars, Notices(), self.script
        )
        self.jobs.ghosts_changed.connect(self._show)
        self.streams = 0

    def frames(self) -> Iterator[Callable[[], object]]:
        """One frame after the other, without end: scrolled twice, then a letter typed."""
        rows, view = self.script.view.verticalScrollBar(), self.script.view
        view.write(self.script.table.line(4).id)
        for number in itertools.count():

            def read(place: int = 7 * number % IN_SIGHT) -> None:
                rows.setValue(place)
                view.viewport().repaint()

            def write(letter: str = "and so on "[number % 10]) -> None:
                editor = view.editor
                assert isinstance(editor, QPlainTextEdit)
                QTest.keyClicks(editor, letter)
                view.viewport().repaint()

            yield from (read, read, write)

    def start(self) -> None:
        """Translate into all languages at once."""
        order = TranslationOrder(LANGUAGES, mode=Mode.DRAFT)
        self.jobs.start("Translate", "here", WritingTerms(),
                        lambda page, asker: translate(page, asker, order), _told)  # fmt: skip

    def came(self) -> int:
        """Lines that have words in another language."""
        return sum(len(line.translations) for _, line in self.document.project.lines)

    def _show(self, ghosts: dict[object, object]) -> None:
        self.streams = max(self.streams, len(ghosts))
        self.script.show_ghosts(ghosts.values())  # type: ignore[arg-type]  # all are ghosts


def _told(outcome: TranslationOutcome) -> str:
    return str(outcome.counts)


def _fail(error: BaseException) -> None:
    raise error


async def main(url: str, key: str) -> int:
    """All rounds."""

    async def secret() -> str:
        return key

    options = {"model": "small-model"} | ({} if key else {"key": KEYLESS})
    account = Account(Service.CHAT, "main", url, options=options)
    writer = ChatWriter(account, secret)
    stage = Stage(writer)
    frames = stage.frames()
    await phase(frames, Frames())
    quiet = [Frames() for _ in range(ROUNDS)]
    for told in quiet:
        await phase(frames, told)
    stage.start()
    async with asyncio.timeout(BEGUN_S):
        while stage.streams < len(LANGUAGES):
            await asyncio.sleep(0.05)
    for told in quiet:
        loaded, before = Frames(), stage.came()
        await phase(frames, loaded)
        counts = {"lines": stage.came() - before, "streams": stage.streams}
        print(json.dumps({"quiet": vars(told), "loaded": vars(loaded), **counts}), flush=True)
    stage.jobs.stop()
    while stage.jobs.running:
        await asyncio.sleep(0.05)
    await stage.tasks.close()
    await writer.aclose()
    stage.script.close()
    return 0


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    apply_theme(app, theme_for(dark=True))
    sys.exit(run(app, lambda asked: main(*sys.argv[1:])))
