"""The same timeline with a graphics item for each clip, to hold the painted one against.

Each item draws what a clip has least: its body, a shared outline, its words. Nothing is judged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from studio.model.span import SAMPLE_RATE
from tests.bench.figures import Figure, stated
from tests.bench.timeline import CLIPS, LANES, SIZE, Spent, spent

LANE = 60
OUTLINE = QColor("#62bdf2")
BODY = QColor("#2b3150")


class _ClipItem(QGraphicsItem):
    """One clip; a unit of the scene is a second."""

    def __init__(self, length: float, words: str, outline: QPixmap) -> None:
        super().__init__()
        self._rect = QRectF(0, 3, length, LANE - 6)
        self._words = words
        self._outline = outline

    def boundingRect(self) -> QRectF:
        """Its place in its lane."""
        return self._rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Body, outline, words."""
        across = painter.worldTransform().m11()
        painter.fillRect(self._rect, BODY)
        if self._rect.width() * across < 8:
            return
        painter.drawPixmap(self._rect, self._outline, QRectF(self._outline.rect()))
        if self._rect.width() * across >= 36:
            painter.save()
            painter.setWorldTransform(
                QTransform.fromTranslate(painter.worldTransform().dx(), self.pos().y())
            )
            painter.setPen(Qt.GlobalColor.white)
            painter.drawText(6, 14, self._words)
            painter.restore()


def run() -> list[Figure]:
    """Scroll, zoom and drag all; milliseconds per frame."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    scene, items = _made()
    view = QGraphicsView(scene)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    figures: list[Figure] = []
    for per_second in (5, 40):
        view.setTransform(QTransform.fromScale(per_second, 1))
        scrolled = [_scroll(view, 5_000 + 40 * step) for step in range(200)]
        figures += _percentiles(f"scroll at {per_second} px/s", _frames(scrolled, view))
    zooms = [_zoom(view, per_second) for per_second in np.geomspace(0.05, 400, 120).tolist()]
    figures += _percentiles("zoom from all to one second", _frames(zooms, view))
    view.setTransform(QTransform.fromScale(40, 1))
    pulls = [_pull(items[50:], 0.1 if step % 2 else -0.1) for step in range(20)]
    figures += _percentiles("drag with all that follows", _frames(pulls, view))
    view.close()
    view.deleteLater()
    return figures


def _scroll(view: QGraphicsView, value: int) -> Callable[[], object]:
    return lambda: view.horizontalScrollBar().setValue(value)


def _zoom(view: QGraphicsView, per_second: float) -> Callable[[], object]:
    return lambda: view.setTransform(QTransform.fromScale(per_second, 1))


def _pull(items: list[_ClipItem], by: float) -> Callable[[], object]:
    def pull() -> None:
        for item in items:
            item.moveBy(by, 0)

    return pull


def _frames(steps: Iterable[Callable[[], object]], view: QGraphicsView) -> list[Spent]:
    def frame(step: Callable[[], object]) -> None:
        step()
        view.viewport().repaint()

    return [spent(lambda step=step: frame(step)) for step in steps]


def _percentiles(name: str, frames: list[Spent]) -> list[Figure]:
    median, late = np.percentile([frame.worked for frame in frames], (50, 99)).tolist()
    return [
        stated(f"items: {name}, median", median, "ms"),
        stated(f"items: {name}, p99", late, "ms"),
    ]


def _made() -> tuple[QGraphicsScene, list[_ClipItem]]:
    rng = np.random.default_rng(7)
    outline = QPixmap(256, LANE - 6)
    outline.fill(OUTLINE)
    scene = QGraphicsScene()
    items: list[_ClipItem] = []
    at = 0.0
    for number in range(CLIPS):
        length = float(rng.uniform(1, 6))
        item = _ClipItem(length, f"Line {number} of a long evening at the quay.", outline)
        item.setPos(at, LANE * int(rng.integers(LANES)))
        at += round((length + 0.6) * SAMPLE_RATE) / SAMPLE_RATE
        scene.addItem(item)
        items.append(item)
    return scene, items


if __name__ == "__main__":
    for figure in run():
        print(figure)
