"""The files that are opened and passed through, each with its progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.ui.samples.workbench import Workbench
from studio.ui.shortening import shortened
from studio.ui.theme import RHYTHM, mark

FINE = 1000
SHOWN_LETTERS = 40


class BusyRows(QWidget):
    """A row for each; nothing where nothing is under way."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._rows: dict[object, _Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(RHYTHM // 2)
        bench.known.connect(self.refresh)
        bench.changed.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Show what is under way now."""
        now: dict[object, float | None] = dict.fromkeys(self._bench.opening)
        names: dict[object, str] = {path: path.name for path in self._bench.opening}
        for passing in self._bench.recordings.passing:
            now[passing.source], names[passing.source] = passing.part, passing.name
        for key in [key for key in self._rows if key not in now]:
            self._rows.pop(key).end()
        for key, part in now.items():
            if key not in self._rows:
                row = self._rows[key] = _Row(names[key], lambda key=key: self._stop(key), self)
                self._column.addWidget(row)
            self._rows[key].show_part(part)
        self.setVisible(bool(self._rows))

    def _stop(self, key: object) -> None:
        if isinstance(key, str):
            self._bench.stop(source=key)
        else:
            for path in self._bench.opening:
                if path == key:
                    self._bench.stop(path=path)


class _Row(QWidget):
    def __init__(self, name: str, stop: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        label, button = QLabel(self), QPushButton(self.tr("Stop"), self)
        label.setText(self.tr("Reading {name}").format(name=shortened(name, SHOWN_LETTERS)))
        label.setTextFormat(Qt.TextFormat.PlainText)
        mark(label, "caption")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Reading {name}").format(name=name))
        mark(button, "quiet")
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Stop reading {name}").format(name=name))
        button.clicked.connect(lambda *_: stop())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(RHYTHM)
        line.addWidget(label)
        line.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(button)

    def show_part(self, part: float | None) -> None:
        """How far it is; None where that cannot be told."""
        self._bar.setRange(0, 0 if part is None else FINE)
        if part is not None:
            self._bar.setValue(round(part * FINE))

    def end(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()
