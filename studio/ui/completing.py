"""Names that are offered while one types into a box, in a list that can be read whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from studio.ui.theme import RHYTHM, mark

MOST_WIDTH = RHYTHM * 80


def offer_while_typing(box: QComboBox) -> None:
    """Offer every name of an editable box that has the typed words in it."""
    completer = box.completer()
    if completer is None:
        return
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    popup = completer.popup()
    if popup is not None:
        mark(popup, "popup")
        popup.setAccessibleName(box.accessibleName())
        popup.setTextElideMode(Qt.TextElideMode.ElideRight)


def widen_to_names(box: QComboBox) -> None:
    """Let the list be as wide as the longest name in the box, which may be narrower."""
    metrics = box.fontMetrics()
    names = (box.itemText(row) for row in range(box.count()))
    longest = max(map(metrics.horizontalAdvance, names), default=0)
    width = min(longest + RHYTHM * 5, MOST_WIDTH)
    completer = box.completer()
    popup = completer.popup() if completer is not None else None
    if popup is not None:
        popup.setMinimumWidth(width)
    if (listed := box.view()) is not None:
        listed.setMinimumWidth(width)
