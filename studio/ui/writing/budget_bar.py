"""How much of its time a line takes, as a thin bar under its words, and as words."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.model.ids import LineId
from studio.model.line import Line
from studio.ui.theme import Theme
from studio.writing.timing.slots import Budget, Fit, Verdict

THICK = 3
"""Pixels the bar is high."""
SPACE = 15
"""Pixels that the bar and the air around it take below the words; its number fits in."""
LONG = 120
"""Pixels of a bar that is full at the end of its time."""
ROOM = 1.35
"""How far a bar may go on past the end of the time, as a share of it."""


class FitsLines(Protocol):
    """Whoever knows how long lines are, and how long they may be."""

    def fit(self, line: Line, language: str) -> Fit | None:
        """How a line fits its time, None where it has none, no words, or nobody to say them."""
        ...

    def budget(self, line: LineId, language: str) -> Budget | None:
        """The time a line has in a language, None for no time of its own."""
        ...


class NoTimes:
    """Nothing is known of any line's time."""

    def fit(self, line: Line, language: str) -> Fit | None:
        """Nothing."""
        del line, language

    def budget(self, line: LineId, language: str) -> Budget | None:
        """Nothing."""
        del line, language


def _tr(text: str) -> str:
    return QCoreApplication.translate("Budget", text)


def fit_colour(theme: Theme, verdict: Verdict) -> QColor:
    """The colour of a verdict."""
    return {
        Verdict.SHORT: theme.muted,
        Verdict.FITS: theme.ready,
        Verdict.LONG: theme.stale,
        Verdict.MUCH_TOO_LONG: theme.failed,
    }[verdict]


def over_words(fit: Fit, slot: float) -> str:
    """By how much a line is too long, `4.2 of 3.1 s`; empty for one that fits.

    Seconds that nobody measured yet are about so many.
    """
    if fit.verdict in (Verdict.SHORT, Verdict.FITS):
        return ""
    seconds = f"{fit.seconds:.1f}" if fit.measured else f"≈{fit.seconds:.1f}"
    return _tr("{seconds} of {slot} s").format(seconds=seconds, slot=f"{slot:.1f}")


def fit_words(fit: Fit, slot: float) -> str:
    """How a line fits, as a sentence."""
    how = _tr("Measured") if fit.measured else _tr("Estimated")
    verdict = {
        Verdict.SHORT: _tr("shorter than its time"),
        Verdict.FITS: _tr("it fits"),
        Verdict.LONG: _tr("too long; it can be read faster"),
        Verdict.MUCH_TOO_LONG: _tr("much too long: it needs other words"),
    }[fit.verdict]
    told = _tr("{how}: {seconds} s of {slot} s, {verdict}.")
    return told.format(how=how, seconds=f"{fit.seconds:.1f}", slot=f"{slot:.1f}", verdict=verdict)


def slot_of(fit: Fit) -> float:
    """The seconds of the time that a fit was measured against."""
    return fit.seconds / fit.ratio if fit.ratio else 0.0


def paint_bar(painter: QPainter, left: float, top: float, room: float, fit: Fit, theme: Theme,
              ) -> float:  # fmt: skip
    """Draw the bar of a fit into a row of `SPACE` pixels; tells where it ends on the right.

    What goes past the time is drawn past its end, where a tick stands.
    """
    long = min(LONG, room / ROOM)
    colour = fit_colour(theme, fit.verdict)
    middle = top + SPACE / 2 + 1
    track = QRectF(left, middle - THICK / 2, long, THICK)
    share = min(max(fit.ratio, 0.02), ROOM)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.line)
    painter.drawRoundedRect(track, THICK / 2, THICK / 2)
    painter.setBrush(colour)
    used = QRectF(left, track.top(), long * share, THICK)
    painter.drawRoundedRect(used, THICK / 2, THICK / 2)
    end = left + long
    painter.setPen(QPen(theme.muted, 1))
    painter.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4))
    painter.restore()
    return max(end, used.right())
