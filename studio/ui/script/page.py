"""How the page looks: faces, margins and where the words of each kind of line stand."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont

from studio.model.line import Line, LineKind
from studio.ui.script.columns import Column
from studio.ui.script.row_words import direction_words
from studio.ui.script.wrapping import Wrapping
from studio.ui.theme import Theme, mono_font, script_font, ui_font
from studio.ui.writing.budget_bar import SPACE as BAR_SPACE
from studio.ui.writing.translation_states import TranslationStates

PAD_X = 9
PAD_Y = 6
SCENE_SPACE = 14
"""Pixels above a scene heading, so that scenes stand apart."""
LEAST_HEIGHT = 32
TROUBLE_SPACE = 2
"""Pixels between a line's words and what is wrong with it."""
MARK = 14
"""Pixels of the sign that a translation has right of its words."""
MARK_SPACE = MARK + 6
READABLE = 4.5
"""Contrast of a name on its ground that small text needs."""

SPANNED = (Column.CHARACTER, Column.DIRECTION, Column.TEXT)
"""The columns that a line nobody speaks is written across."""

_ALIGN = {
    LineKind.TRANSITION: Qt.AlignmentFlag.AlignRight,
    LineKind.CENTERED: Qt.AlignmentFlag.AlignHCenter,
}
_FACES = {
    LineKind.HEADING: "heading",
    LineKind.TRANSITION: "transition",
    LineKind.SECTION: "section",
    LineKind.NOTE: "aside",
    LineKind.SYNOPSIS: "aside",
    LineKind.LYRIC: "aside",
    LineKind.BONEYARD: "cut",
}


def set_faces(wrapping: Wrapping) -> None:
    """Give the wrapping the fonts of the page."""
    words = script_font()
    wrapping.set_face("words", words)
    heading = QFont(script_font(14))
    heading.setWeight(QFont.Weight.Bold)
    heading.setCapitalization(QFont.Capitalization.AllUppercase)
    heading.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    wrapping.set_face("heading", heading)
    transition = QFont(script_font(13))
    transition.setCapitalization(QFont.Capitalization.AllUppercase)
    transition.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    wrapping.set_face("transition", transition)
    section = QFont(script_font(17))
    section.setWeight(QFont.Weight.DemiBold)
    wrapping.set_face("section", section)
    wrapping.set_face("aside", _slanted(script_font(14)))
    cut = QFont(script_font(14))
    cut.setStrikeOut(True)
    wrapping.set_face("cut", cut)
    wrapping.set_face("direction", _slanted(ui_font(13)))
    name = QFont(ui_font(13))
    name.setWeight(QFont.Weight.Bold)
    wrapping.set_face("name", name)
    wrapping.set_face("extension", ui_font(11))
    wrapping.set_face("trouble", ui_font(12))
    wrapping.set_face("number", mono_font(11))
    wrapping.set_face("length", mono_font(12))


def _slanted(font: QFont) -> QFont:
    slanted = QFont(font)
    slanted.setItalic(True)
    return slanted


def face_of(line: Line) -> str:
    """The face of a line's words."""
    return _FACES.get(line.kind, "words") if not line.spoken else "words"


def alignment_of(line: Line) -> Qt.AlignmentFlag:
    """Where a line's words stand: transitions right, centred lines in the middle."""
    return _ALIGN.get(line.kind, Qt.AlignmentFlag.AlignLeft)


def ink_of(line: Line, theme: Theme) -> QColor:
    """The colour of a line's words."""
    if line.kind in (LineKind.NOTE, LineKind.SYNOPSIS, LineKind.BONEYARD):
        return theme.faint
    return theme.muted if line.kind in (LineKind.ACTION, LineKind.TRANSITION) else theme.text


def top_of(line: Line, row: int) -> int:
    """Pixels between a row's upper edge and its words."""
    return PAD_Y + (SCENE_SPACE if line.kind is LineKind.HEADING and row > 0 else 0)


def margin_of(language: str, translations: TranslationStates) -> int:
    """Pixels kept free right of the words of a language: a translation has a sign there."""
    return MARK_SPACE if translations.is_translation(language) else 0


def words_box(cell: QRect, line: Line, row: int, margin: int = 0) -> QRect:
    """Where in a cell the words stand; `margin` is kept free right of them."""
    return cell.adjusted(PAD_X, top_of(line, row), -PAD_X - margin, -PAD_Y)


def row_height(
    line: Line,
    row: int,
    widths: dict[Column, int],
    languages: tuple[str, str],
    wrapping: Wrapping,
    *,
    exact: bool,
    trouble: str = "",
    bars: tuple[bool, bool] = (False, False),
) -> int:
    """The height of a row for these column widths, by laying out its words or by estimate.

    `trouble` is what stands in a row of its own below the words, `bars` says for which of the
    languages a bar of its time does.
    """

    def high(face: str, text: str, width: int) -> int:
        inner = width - 2 * PAD_X
        if not text:
            return 0
        if exact:
            return wrapping.lay_out(face, text, inner, alignment_of(line)).height
        return wrapping.estimate(face, text, inner)

    span = widths[Column.TEXT]
    if not line.spoken:
        span += widths[Column.CHARACTER] + widths[Column.DIRECTION]
    face = face_of(line)
    heights = [high(face, line.words(languages[0]), span) + bars[0] * BAR_SPACE]
    if trouble:
        heights[0] += TROUBLE_SPACE + wrapping.spacing("trouble")
    if languages[1]:
        beside = high(face, line.words(languages[1]), widths[Column.BESIDE])
        heights.append(beside + bars[1] * BAR_SPACE)
    if line.spoken and (line.direction or line.emotion):
        heights.append(high("direction", direction_words(line), widths[Column.DIRECTION]))
    above = top_of(line, row) - PAD_Y
    return above + max(LEAST_HEIGHT, max(heights) + 2 * PAD_Y)


@cache
def readable(colour: str, ground: int) -> QColor:
    """A character's colour, made darker or lighter until its name can be read on the ground."""
    ink, paper = QColor(colour), QColor(ground)
    dark = _luminance(paper) < 0.5
    for _ in range(24):
        if _contrast(ink, paper) >= READABLE:
            break
        ink = ink.lighter(108) if dark else ink.darker(108)
    return ink


@cache
def faded(colour: int, ground: int) -> QColor:
    """A colour of which the ground takes most."""
    return mixed(QColor(ground), QColor(colour), 0.4)


def mixed(one: QColor, other: QColor, part: float) -> QColor:
    """A colour with a part of another in it."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return QColor.fromRgbF(*(a + (b - a) * part for a, b in pairs))


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _luminance(colour: QColor) -> float:
    parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(colour))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
