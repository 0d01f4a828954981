"""Draws the cells of the script like a page: glyph, name, how to say it, words, length."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout

from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.synthesis.plan import TakeState
from studio.ui.icons import paint_icon
from studio.ui.script import page
from studio.ui.script.columns import Column
from studio.ui.script.row_words import direction_words, length_words
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.searching import Hit
from studio.ui.script.states import (
    APPROVED,
    PLAYING,
    SUSPICIOUS,
    TROUBLED,
    emotion_name,
    state_colour,
    state_glyph,
)
from studio.ui.script.wrapping import MORE, Wrapping
from studio.ui.theme import Theme
from studio.ui.writing.budget_bar import SPACE, fit_colour, over_words, paint_bar, slot_of
from studio.ui.writing.translation_states import ICONS, Look, look_colour

_LOUD = frozenset(
    {TakeState.STALE, TakeState.FAILED, TakeState.UNSURE, TakeState.REFUSED, TakeState.SPEAKING}
    | {APPROVED, SUSPICIOUS}
)
_NUMBER_RIGHT = 60
"""Where the line numbers end, in pixels from the left edge of the row."""

_OWN = 14
"""Pixels of the sign that a line has a reading of its own."""


class RowPainter:
    """Paints straight from the lines; what was shaped once is drawn again as it is."""

    def __init__(self, table: ScriptTable, wrapping: Wrapping, theme: Theme) -> None:
        self._table = table
        self._wrapping = wrapping
        self.theme = theme
        self.ratio = 1.0
        self.found: re.Pattern[str] | None = None
        self.found_in = ""
        self.hit: Hit | None = None
        self.ghosts: Mapping[tuple[LineId, str], str] = {}
        """What is being written just now, by line and language."""

    def ground(self, painter: QPainter, cell: QRect, line: Line, *, chosen: bool) -> None:
        """The colour behind a cell, and the rule above a scene."""
        theme = self.theme
        colour = theme.selected if chosen else None
        if line.id == self._table.playing:
            colour = page.mixed(colour or theme.panel, theme.playing, 0.16)
        if colour is not None:
            painter.fillRect(cell, colour)
        if line.kind is LineKind.HEADING and not chosen:
            painter.setPen(QPen(theme.line, 1))
            y = cell.top() + page.SCENE_SPACE // 2 - 1
            painter.drawLine(cell.left(), y, cell.right(), y)

    def across(
        self, painter: QPainter, cell: QRect, whole: QRect, line: Line, row: int, language: str
    ) -> None:
        """The part of a line nobody speaks that falls into one of its cells."""
        painter.save()
        painter.setClipRect(cell)
        self.words(painter, whole, line, row, language)
        painter.restore()

    def words(self, painter: QPainter, cell: QRect, line: Line, row: int, language: str) -> None:
        """The words of a line in a language, hits of the search marked."""
        text, ink = line.words(language), page.ink_of(line, self.theme)
        if ghost := self.ghosts.get((line.id, language)) if self.ghosts else None:
            text = ghost
        translations = self._table.translations
        box = page.words_box(cell, line, row, page.margin_of(language, translations))
        self._sign(painter, cell, box, translations.look(line, language))
        if not text:
            original = next((words for words in line.text.values() if words), "")
            words = original if language == self._table.language else original and "…"
            hint = self._wrapping.elided("aside", words.replace("\n", " "), box.width())
            self._wrapping.draw(painter, "aside", hint, box.left(), box.top(), self.theme.faint)
            return
        if ghost:
            self._ghost(painter, cell, box, line, text)
            return
        align = page.alignment_of(line)
        wrapped = self._wrapping.lay_out(page.face_of(line), text, box.width(), align)
        painter.setPen(ink)
        marks = self._marks(line, language) if self.found else []
        wrapped.layout.draw(painter, QPointF(box.topLeft()), marks)
        if wrapped.cut:
            face = page.face_of(line)
            end = wrapped.layout.lineAt(wrapped.layout.lineCount() - 1).naturalTextRect()
            left, top = box.left() + end.right(), box.top() + end.top()
            self._wrapping.draw(painter, face, MORE, left, top, ink)
        below = wrapped.height + self._bar(painter, box, line, language, wrapped.height)
        if language == self._table.language:
            self._trouble(painter, box, line, below)

    def _ghost(self, painter: QPainter, cell: QRect, box: QRect, line: Line, text: str) -> None:
        """Words that are being written, as far as the row has room: it grows once they came."""
        painter.save()
        painter.setClipRect(cell, Qt.ClipOperation.IntersectClip)
        face, align = page.face_of(line), page.alignment_of(line)
        painter.setPen(self.theme.faint)
        wrapped = self._wrapping.lay_out(face, text, box.width(), align)
        wrapped.layout.draw(painter, QPointF(box.topLeft()))
        painter.restore()

    def _bar(self, painter: QPainter, box: QRect, line: Line, language: str, below: int) -> int:
        """How the words fit their time, below them; tells the pixels that takes."""
        if not self._table.has_time(line, language):
            return 0
        fit = self._table.times.fit(line, language)
        if fit is not None:
            top, over = box.top() + below, over_words(fit, slot_of(fit))
            room = box.width() - (self._wrapping.width(over, "number") + 8 if over else 0)
            end = paint_bar(painter, box.left(), top, room, fit, self.theme)
            ink = fit_colour(self.theme, fit.verdict)
            self._wrapping.draw(painter, "number", over, end + 8, top + 2, ink)
        return SPACE

    def _trouble(self, painter: QPainter, box: QRect, line: Line, below: int) -> None:
        """What is wrong with a line, below its words as far as the row is wide."""
        words = self._table.trouble(line)
        if not words:
            return
        state = self._table.state(line).state
        colour = state_colour(self.theme, state if state in TROUBLED else SUSPICIOUS)
        if colour is None:
            return
        told = self._wrapping.elided("trouble", " ".join(words.split()), box.width())
        top = box.top() + below + page.TROUBLE_SPACE
        self._wrapping.draw(painter, "trouble", told, box.left(), top, colour)

    def _sign(self, painter: QPainter, cell: QRect, box: QRect, look: Look) -> None:
        """How a translation stands, right of its words."""
        name = ICONS.get(look)
        if name:
            left = cell.right() - page.MARK - page.PAD_X + 3
            place = QRectF(left, box.top() + 3, page.MARK, page.MARK)
            paint_icon(painter, place, name, look_colour(self.theme, look).name())

    def small(self, painter: QPainter, cell: QRect, line: Line, row: int, column: int) -> None:
        """A cell other than words: state and number, name, direction, or length."""
        top = cell.top() + page.top_of(line, row)
        if column == Column.STATE:
            self._state(painter, cell, line, top)
        elif not line.spoken:
            return
        elif column == Column.CHARACTER:
            self._name(painter, cell, line, top + 1)
        elif column == Column.DIRECTION:
            self._direction(painter, cell, line, top + 1)
        elif column == Column.LENGTH:
            self._length(painter, cell, line, top + 2)

    def _state(self, painter: QPainter, cell: QRect, line: Line, top: int) -> None:
        number = self._table.number(line)
        if number:
            right = cell.left() + _NUMBER_RIGHT - self._wrapping.width(number, "number")
            self._wrapping.draw(painter, "number", number, right, top + 3, self.theme.faint)
        strip = QRect(cell.left(), cell.top() + 1, 3, cell.height() - 2)
        if line.id == self._table.playing:
            painter.fillRect(strip, self.theme.playing)
            self._glyph(painter, cell, top, PLAYING, self.theme.playing)
        elif line.spoken:
            state = self._look(line, self._table.state(line).state)
            colour = state_colour(self.theme, state)
            if colour is not None:
                painter.fillRect(strip, colour if state in _LOUD else self._quiet(colour))
                self._glyph(painter, cell, top, state, colour)

    def _look(self, line: Line, state: TakeState) -> str:
        """How a state is shown: a take that fits may be ok, or something to listen to."""
        if state is TakeState.READY and self._table.checks.is_approved(line):
            return APPROVED
        if state is TakeState.READY and self._table.checks.is_suspicious(line):
            return SUSPICIOUS
        return state

    def _glyph(self, painter: QPainter, cell: QRect, top: int, name: str, colour: QColor) -> None:
        glyph = state_glyph(name, colour.rgb(), self.ratio)
        painter.drawPixmap(cell.left() + 8, top + 2, glyph)

    def _quiet(self, colour: QColor) -> QColor:
        return page.faded(colour.rgb(), self.theme.panel.rgb())

    def _name(self, painter: QPainter, cell: QRect, line: Line, top: int) -> None:
        who = self._table.character(line)
        left, room = cell.left() + page.PAD_X, cell.width() - page.PAD_X - 4
        if who is None:
            nobody = self._table.tr("Who?")
            self._wrapping.draw(painter, "direction", nobody, left, top, self.theme.stale)
            if line.suggestions:
                self._suggested(painter, cell.right() - _OWN - 4, top + 2)
            return
        ink = page.readable(who.colour, self.theme.panel.rgb())
        if self._table.language in line.overrides:
            room -= _OWN + 4
            mark = QRectF(cell.right() - _OWN - 4, top + 2, _OWN, _OWN)
            paint_icon(painter, mark, "settings", self.theme.accent.name())
        if line.suggestions:
            room -= _OWN + 4
            self._suggested(painter, cell.left() + page.PAD_X + room + 4, top + 2)
        name = self._wrapping.elided("name", who.name.upper(), room)
        self._wrapping.draw(painter, "name", name, left, top, ink)
        if line.extension:
            taken = self._wrapping.width(name, "name") + 5
            rest = self._wrapping.elided("extension", line.extension, max(0, room - taken))
            self._wrapping.draw(painter, "extension", rest, left + taken, top + 2, self.theme.faint)

    def _suggested(self, painter: QPainter, left: int, top: int) -> None:
        """The sign that something is proposed for a line."""
        paint_icon(painter, QRectF(left, top, _OWN, _OWN), "suggestion", self.theme.accent.name())

    def _direction(self, painter: QPainter, cell: QRect, line: Line, top: int) -> None:
        words = direction_words(line)
        if not words:
            return
        width = cell.width() - 2 * page.PAD_X
        wrapped = self._wrapping.lay_out("direction", words, width)
        painter.setPen(self.theme.muted)
        marks: list[QTextLayout.FormatRange] = []
        if line.emotion:
            look = QTextCharFormat()
            look.setForeground(self.theme.accent)
            look.setFontItalic(False)
            marks.append(_format_range(0, len(emotion_name(line.emotion)), look))
        wrapped.layout.draw(painter, QPointF(cell.left() + page.PAD_X, top), marks)

    def _length(self, painter: QPainter, cell: QRect, line: Line, top: int) -> None:
        state = self._table.state(line)
        words = length_words(state)
        if words:
            ink = self.theme.stale if state.state is TakeState.STALE else self.theme.muted
            left = cell.right() - page.PAD_X - self._wrapping.width(words, "length")
            self._wrapping.draw(painter, "length", words, left, top, ink)

    def _marks(self, line: Line, language: str) -> list[QTextLayout.FormatRange]:
        if self.found is None or self.found_in not in ("", language):
            return []
        hit = self.hit
        shown = hit.start if hit and (hit.line, hit.language) == (line.id, language) else -1
        marks: list[QTextLayout.FormatRange] = []
        for found in self.found.finditer(line.words(language)):
            look = QTextCharFormat()
            here = found.start() == shown
            look.setBackground(self.theme.playing if here else self.theme.accent)
            look.setForeground(self.theme.on_accent)
            marks.append(_format_range(found.start(), found.end(), look))
        return marks


def _format_range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    mark = QTextLayout.FormatRange()
    mark.start, mark.length, mark.format = start, end - start, look
    return mark
