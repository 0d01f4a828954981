"""Words broken into rows: very long ones are cut, and nothing is painted over another row."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from studio.ui.script.wrapping import MOST_LINES, Wrapped, Wrapping

WIDTH = 300
LONG = {
    "en": "Nobody on the pier said so out loud. " * 270,
    "de": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 170,
    "zh": "今夜渡船不会再来第二次。" * 840,
    "emoji": "⛴🌫️🔔" * 2500,
    "rows": "A row.\n" * 1430,
}


@pytest.fixture
def wrapping(qtbot: QtBot) -> Wrapping:
    made = Wrapping()
    made.set_face("words", QFont())
    return made


def rows_of(wrapped: Wrapped) -> list[tuple[float, float, float]]:
    """Top, bottom and right edge of every row that is painted."""
    lines = [wrapped.layout.lineAt(row) for row in range(wrapped.layout.lineCount())]
    return [(one.y(), one.y() + one.height(), one.naturalTextRect().right()) for one in lines]


@pytest.mark.parametrize("kind", LONG)
def test_very_long_words_are_cut_and_no_row_lies_on_another(wrapping: Wrapping, kind: str) -> None:
    wrapped = wrapping.lay_out("words", LONG[kind], WIDTH)
    rows = rows_of(wrapped)
    assert wrapped.cut and len(rows) == MOST_LINES
    assert all(above[1] <= below[0] for above, below in pairwise(rows))
    assert rows[-1][2] + wrapping.width("…", "words") <= WIDTH
    assert wrapped.height >= rows[-1][1]


def test_words_that_just_fit_are_not_cut(wrapping: Wrapping) -> None:
    wrapped = wrapping.lay_out("words", "\n".join(["A row."] * MOST_LINES), WIDTH)
    assert not wrapped.cut and len(rows_of(wrapped)) == MOST_LINES
