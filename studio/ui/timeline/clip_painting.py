"""Draws one clip: body, waveform, words, and the marks of how it is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from studio.audio.peaks import Peaks
from studio.model.ids import LineId, MediaKey
from studio.model.layout import Clip
from studio.model.span import Span, at_tempo
from studio.synthesis.plan import LineState, TakeState
from studio.ui.script.states import state_colour, state_glyph
from studio.ui.timeline.clip_marks import (
    paint_apart,
    paint_cuts,
    paint_fades,
    paint_following,
    paint_handles,
    with_badge,
    with_icon,
)
from studio.ui.timeline.look import LaneLook, faded
from studio.ui.timeline.scene import Scene
from studio.ui.timeline.telling import FITTING
from studio.ui.timeline.waveforms import TILE, Waveform, Waveforms

LABELLED = 36
LABEL_HEIGHT = 15
WAVE_FROM = 10
LOWEST_WAVE = 4
GLYPH = 14
UNDERLINE = 3
"""Pixels at the foot of a clip whose take is not what it should be."""


@dataclass(slots=True)
class ClipPainting:
    """Draws clips; remembers pictures and shortened words, and which outlines were missing."""

    words: Callable[[LineId], str]
    state: Callable[[LineId], LineState]
    peaks: Callable[[MediaKey], Peaks | None]
    waveforms: Waveforms = field(default_factory=Waveforms)
    missing: list[MediaKey] = field(default_factory=list[MediaKey])
    _shortened: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    _colours: dict[TakeState, QColor | None] = field(default_factory=dict[TakeState, QColor | None])

    def begin_frame(self) -> None:
        """Start counting what is missing and the time that pictures take."""
        self.missing.clear()
        self.waveforms.begin_frame()

    def forget(self) -> None:
        """Drop the pictures, for another look."""
        self.waveforms.forget()
        self._shortened.clear()
        self._colours.clear()

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        number: int,
        rect: QRect,
        dirty: QRect,
        *,
        clashes: bool,
    ) -> None:
        """Draw one clip into its rectangle; `clashes` when another sounds at the same time."""
        board = scene.board
        clip = board.clips[number]
        colours = scene.look.lanes[int(board.lane_of[number])]
        _paint_body(painter, scene, clip, rect, colours)
        if rect.width() >= WAVE_FROM:
            colour = colours.mute_wave if clip.muted else colours.wave
            self._paint_waveform(painter, scene, clip, rect, dirty, colour)
            paint_fades(painter, scene, clip, rect, colours)
            if (peaks := self.peaks(clip.media)) is not None:
                paint_cuts(painter, scene, number, rect, peaks.length)
        if clashes:
            for part in board.clashing(board.span(number)):
                _paint_clash(painter, scene, part, rect)
        state = self.state(clip.line).state
        misfit = None if state in FITTING else self._colour(scene, state)
        if misfit is not None:
            _paint_misfit(painter, rect, misfit)
        if clip.pinned or rect.width() >= LABELLED:
            glyph = state_glyph(state, misfit.rgb(), scene.ratio) if misfit else None
            self._paint_label(painter, scene, clip, rect, glyph)
        if clip.apart:
            paint_apart(painter, rect, scene.look.theme.panel)
        if number in scene.following:
            paint_following(painter, rect, scene.look.theme.accent)
        _paint_frame(painter, scene, clip, rect)
        if number == scene.hover:
            paint_handles(painter, scene, clip, rect)

    def paint_narrow(self, painter: QPainter, scene: Scene, numbers: list[int], foot: int) -> None:
        """Underline those of the clips drawn as one shade whose take is not what it should be."""
        for number in numbers:
            state = self.state(scene.board.clips[number].line).state
            colour = None if state in FITTING else self._colour(scene, state)
            if colour is not None:
                left = scene.pixel(int(scene.board.starts[number]))
                painter.fillRect(left, foot - UNDERLINE, 2, UNDERLINE, colour)

    def _paint_waveform(
        self,
        painter: QPainter,
        scene: Scene,
        clip: Clip,
        rect: QRect,
        dirty: QRect,
        colour: QColor,
    ) -> None:
        room = LABEL_HEIGHT if rect.width() >= LABELLED else 2
        left, top = rect.left() + 1, rect.top() + room
        across, down = rect.width() - 2, rect.height() - room - 1
        if down < LOWEST_WAVE:
            return
        peaks = self.peaks(clip.media)
        if peaks is None:
            self.missing.append(clip.media)
            painter.fillRect(left, top + down // 2, across, 1, colour)
            return
        ratio = scene.ratio
        per_pixel, tempo = scene.scale.per_pixel / ratio, clip.tempo
        width = max(round(at_tempo(peaks.length, tempo) / per_pixel), 1)
        begin = round(at_tempo(clip.source_span.start, tempo) / per_pixel) + round(ratio)
        seen = max(dirty.left() - left, 0), min(dirty.right() + 1 - left, across)
        first = begin + int(seen[0] * ratio)
        last = min(begin + int(seen[1] * ratio), width) - 1
        height = round(down * ratio)
        for tile in range(first // TILE, last // TILE + 1):
            wanted = Waveform(clip.media, width, height, tile, clip.gain_db, colour.rgba())
            start = max(tile * TILE, begin)
            end = min((tile + 1) * TILE, begin + round(across * ratio), width)
            if end > start:
                part = QRectF(start - tile * TILE, 0, end - start, height)
                target = QRectF(left + (start - begin) / ratio, top, (end - start) / ratio, down)
                self._paint_tile(painter, wanted, peaks, part, target)

    def _paint_tile(
        self, painter: QPainter, wanted: Waveform, peaks: Peaks, part: QRectF, target: QRectF
    ) -> None:
        """Draw a part of a picture of a take, which all of its pieces share."""
        picture = self.waveforms.picture(wanted, peaks)
        if picture is not None:
            painter.drawPixmap(target, picture, part)
            return
        stand_in = self.waveforms.stand_in(wanted, part)
        if stand_in is not None:
            painter.drawPixmap(target, *stand_in)

    def _paint_label(
        self, painter: QPainter, scene: Scene, clip: Clip, rect: QRect, glyph: QPixmap | None
    ) -> None:
        theme = scene.look.theme
        left, right = max(rect.left(), 0) + 6, rect.right() - 4
        strip = QRect(left, rect.top() + 1, right - left, LABEL_HEIGHT)
        if clip.pinned:
            painter.fillRect(rect.left() + 1, rect.top() + 1, 3, rect.height() - 2, theme.pinned)
            if rect.width() < LABELLED:
                return
            strip = with_icon(painter, strip, "lock" if clip.locked else "pin", theme.pinned)
        if glyph is not None:
            painter.drawPixmap(QRect(strip.left() - 2, strip.top(), GLYPH, GLYPH), glyph)
            strip.setLeft(strip.left() + GLYPH + 1)
        if clip.muted:
            strip = with_icon(painter, strip, "mute", theme.muted)
        if clip.gain_db:
            strip = with_badge(painter, strip, f"{clip.gain_db:+.3g} dB", theme.muted)
        if clip.tempo != 1.0:
            strip = with_badge(painter, strip, f"×{clip.tempo:.2f}", theme.muted)
        if strip.width() >= LABELLED - 12:
            painter.setPen(theme.muted if clip.muted else theme.text)
            words = self._short(scene, self.words(clip.line), strip.width())
            painter.drawText(strip, Qt.AlignmentFlag.AlignVCenter, words)

    def _colour(self, scene: Scene, state: TakeState) -> QColor | None:
        """The colour of a state in this look."""
        if state not in self._colours:
            self._colours[state] = state_colour(scene.look.theme, state)
        return self._colours[state]

    def _short(self, scene: Scene, words: str, width: int) -> str:
        key = (words, width)
        short = self._shortened.get(key)
        if short is None:
            if len(self._shortened) > 4000:
                self._shortened.clear()
            head = " ".join(words[: width // 2 + 8].split())
            short = scene.look.label_metrics.elidedText(head, Qt.TextElideMode.ElideRight, width)
            self._shortened[key] = short
        return short


def _paint_body(
    painter: QPainter, scene: Scene, clip: Clip, rect: QRect, colours: LaneLook
) -> None:
    """Fill the clip and its edge; the corners lack a pixel, which looks round and costs little."""
    edge, body = colours.edge, colours.body
    if clip.muted:
        edge, body = colours.mute_edge, colours.mute_body
    if clip.line in scene.chosen or clip.line == scene.playing:
        body = colours.lit
    elif rect.width() < WAVE_FROM:
        body = edge
    left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
    painter.fillRect(left + 1, top, width - 2, height, edge)
    painter.fillRect(left, top + 1, width, height - 2, edge)
    painter.fillRect(left + 1, top + 1, width - 2, height - 2, body)


def _paint_misfit(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Underline a clip whose take is not what it should be, and edge it in the same colour."""
    left, right, top = rect.left(), rect.right(), rect.top()
    foot = rect.top() + rect.height() - UNDERLINE
    painter.fillRect(left, foot, rect.width(), UNDERLINE, colour)
    if rect.width() >= LABELLED:
        painter.fillRect(left + 1, top, rect.width() - 2, 1, colour)
        painter.fillRect(left, top + 1, 1, foot - top - 1, colour)
        painter.fillRect(right, top + 1, 1, foot - top - 1, colour)


def _paint_frame(painter: QPainter, scene: Scene, clip: Clip, rect: QRect) -> None:
    """Frame a clip that is in hand or sounds."""
    theme = scene.look.theme
    if clip.line == scene.playing:
        colour, width = theme.playing, 2
    elif clip.line in scene.chosen:
        held = clip.line == scene.in_hand and scene.piece in (None, clip.piece)
        colour, width = theme.accent, 2 if held else 1
    else:
        return
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_clash(painter: QPainter, scene: Scene, part: Span, rect: QRect) -> None:
    """Hatch the part of a clip in which another clip sounds too."""
    left = max(scene.pixel(part.start), rect.left() + 1)
    right = min(scene.pixel(part.end), rect.right())
    if right > left:
        hatch = QBrush(faded(scene.look.theme.stale, 0.75), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(QRect(left, rect.top() + 1, right - left, rect.height() - 2), hatch)
