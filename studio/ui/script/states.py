"""The states of a line as a person reads them: words, colour and glyph."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from studio.model.line import LineKind
from studio.synthesis.plan import LineState, TakeState
from studio.ui.theme import Theme


def _tr(text: str) -> str:
    return QCoreApplication.translate("Script", text)


def kind_name(kind: LineKind) -> str:
    """What a kind of line is called in menus."""
    names = {
        LineKind.HEADING: _tr("Scene heading"),
        LineKind.ACTION: _tr("Action"),
        LineKind.DIALOGUE: _tr("Dialogue"),
        LineKind.VOICE_OVER: _tr("Voice-over"),
        LineKind.LYRIC: _tr("Lyric"),
        LineKind.TRANSITION: _tr("Transition"),
        LineKind.CENTERED: _tr("Centered"),
        LineKind.SECTION: _tr("Section"),
        LineKind.SYNOPSIS: _tr("Synopsis"),
        LineKind.NOTE: _tr("Note"),
        LineKind.BONEYARD: _tr("Cut text"),
        LineKind.PAGE_BREAK: _tr("Page break"),
    }
    return names[kind]


def emotion_name(emotion: str) -> str:
    """What an emotion is called; an unknown one as it is."""
    names = {
        "happy": _tr("happy"),
        "sad": _tr("sad"),
        "angry": _tr("angry"),
        "fearful": _tr("fearful"),
        "disgusted": _tr("disgusted"),
        "surprised": _tr("surprised"),
        "calm": _tr("calm"),
        "whisper": _tr("whisper"),
    }
    return names.get(emotion, emotion)


def state_words(state: LineState) -> str:
    """Where a line stands, why, and what to do about it."""
    words = {
        TakeState.SILENT: _tr("Nothing to say yet"),
        TakeState.UNCAST: _tr("No voice is cast for this character in this language"),
        TakeState.REFUSED: _tr("The engine cannot voice this line"),
        TakeState.MISSING: _tr("No take yet"),
        TakeState.STALE: _tr("Stale: text, voice or direction changed since this take"),
        TakeState.READY: _tr("The take matches the line"),
        TakeState.WAITING: _tr("Waiting for the booth"),
        TakeState.SPEAKING: _tr("In the booth now"),
        TakeState.UNSURE: _tr("The answer was lost: it may have been billed. Voice it again?"),
        TakeState.FAILED: _tr("The last take failed"),
    }[state.state]
    if state.state is TakeState.UNSURE and state.reason:
        return state.reason  # a whole sentence that ends in what to do
    return f"{words}: {state.reason}" if state.reason else words


TROUBLED = frozenset({TakeState.FAILED, TakeState.UNSURE, TakeState.REFUSED})
"""The states that need a person, each with a reason."""


def trouble_words(state: LineState) -> str:
    """What is wrong with a line in as few words as there are, empty where nothing is."""
    if state.state not in TROUBLED:
        return ""
    if not state.reason or state.state is TakeState.UNSURE:
        return state_words(state)
    failed = state.state is TakeState.FAILED
    told = _tr("Failed: {reason}") if failed else _tr("Cannot be voiced: {reason}")
    return told.format(reason=state.reason)


def state_colour(theme: Theme, state: str) -> QColor | None:
    """The colour of a state, None for a line with nothing to say."""
    colours: dict[str, QColor] = {
        APPROVED: theme.ready,
        SUSPICIOUS: theme.stale,
        TakeState.UNCAST: theme.missing,
        TakeState.REFUSED: theme.failed,
        TakeState.MISSING: theme.missing,
        TakeState.STALE: theme.stale,
        TakeState.READY: theme.ready,
        TakeState.WAITING: theme.speaking,
        TakeState.SPEAKING: theme.speaking,
        TakeState.UNSURE: theme.stale,
        TakeState.FAILED: theme.failed,
    }
    return colours.get(state)


PLAYING = "playing"
"""The glyph of the line that sounds now."""

APPROVED = "approved"
"""The glyph of a line whose take was marked ok."""

SUSPICIOUS = "suspicious"
"""The glyph of a line whose take somebody should listen to."""


@cache
def state_glyph(state: str, colour: int, ratio: float) -> QPixmap:
    """The glyph of a state, 16 pixels square at a ratio of 1; each has a shape of its own."""
    glyph = QPixmap(round(16 * ratio), round(16 * ratio))
    glyph.setDevicePixelRatio(ratio)
    glyph.fill(Qt.GlobalColor.transparent)
    painter = QPainter(glyph)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(8, 8)
    pen = QPen(QColor(colour), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _GLYPHS[state](painter, QColor(colour))
    painter.end()
    return glyph


def _playing(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(-4, -5.5), QPointF(6, 0), QPointF(-4, 5.5)]))


def _nothing(painter: QPainter, colour: QColor) -> None:
    """A line that is not spoken has no glyph."""


def _ready(painter: QPainter, colour: QColor) -> None:
    painter.drawPolyline(QPolygonF([QPointF(-4.5, 0.5), QPointF(-1.5, 3.5), QPointF(4.5, -3.5)]))


def _approved(painter: QPainter, colour: QColor) -> None:
    """A disc, the tick cut out of it."""
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(-6, -6, 12, 12))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.drawPolyline(QPolygonF([QPointF(-3, 0.4), QPointF(-0.9, 2.6), QPointF(3.2, -2.4)]))


def _suspicious(painter: QPainter, colour: QColor) -> None:
    """A ring with a call in it."""
    painter.drawEllipse(QRectF(-5.5, -5.5, 11, 11))
    painter.drawLine(QPointF(0, -2.8), QPointF(0, 0.6))
    painter.drawPoint(QPointF(0, 3.0))


def _stale(painter: QPainter, colour: QColor) -> None:
    painter.drawArc(QRectF(-4.5, -4.5, 9, 9), 40 * 16, 280 * 16)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(2.4, -2.2), QPointF(5.4, -5.2), QPointF(5.4, -1.6)]))


def _missing(painter: QPainter, colour: QColor) -> None:
    painter.drawEllipse(QRectF(-4, -4, 8, 8))


def _uncast(painter: QPainter, colour: QColor) -> None:
    painter.drawEllipse(QRectF(-2.4, -5, 4.8, 4.8))
    painter.drawArc(QRectF(-4.5, 1.4, 9, 8), 15 * 16, 150 * 16)


def _refused(painter: QPainter, colour: QColor) -> None:
    painter.drawEllipse(QRectF(-4.5, -4.5, 9, 9))
    painter.drawLine(QPointF(-3, 3), QPointF(3, -3))


def _waiting(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    for x in (-4.5, 0.0, 4.5):
        painter.drawEllipse(QPointF(x, 0), 0.6, 0.6)


def _speaking(painter: QPainter, colour: QColor) -> None:
    for x, half in ((-4.5, 1.5), (-1.5, 4.5), (1.5, 3.0), (4.5, 1.5)):
        painter.drawLine(QPointF(x, -half), QPointF(x, half))


def _unsure(painter: QPainter, colour: QColor) -> None:
    painter.drawArc(QRectF(-3, -5, 6, 6), -60 * 16, 240 * 16)
    painter.drawLine(QPointF(0.6, 0.8), QPointF(0, 2.2))
    painter.drawPoint(QPointF(0, 4.8))


def _failed(painter: QPainter, colour: QColor) -> None:
    painter.drawPolygon(QPolygonF([QPointF(0, -5), QPointF(5.2, 4.2), QPointF(-5.2, 4.2)]))
    painter.drawLine(QPointF(0, -1.4), QPointF(0, 1.0))
    painter.drawPoint(QPointF(0, 2.8))


_GLYPHS: dict[str, Callable[[QPainter, QColor], None]] = {
    PLAYING: _playing,
    APPROVED: _approved,
    SUSPICIOUS: _suspicious,
    TakeState.SILENT: _nothing,
    TakeState.UNCAST: _uncast,
    TakeState.REFUSED: _refused,
    TakeState.MISSING: _missing,
    TakeState.STALE: _stale,
    TakeState.READY: _ready,
    TakeState.WAITING: _waiting,
    TakeState.SPEAKING: _speaking,
    TakeState.UNSURE: _unsure,
    TakeState.FAILED: _failed,
}
