"""What is to be said of the translation in hand, and what can be done with it, below the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.model.line import Line
from studio.ui.actions import Actions
from studio.ui.counting import counted
from studio.ui.icons import paint_icon
from studio.ui.languages import language_name
from studio.ui.script.script_table import ScriptTable
from studio.ui.theme import RHYTHM, Theme, mark
from studio.ui.writing.translation_states import (
    ICONS,
    Look,
    look_colour,
    look_name,
    look_words,
    reasons_of,
)

ICON = 18
_BUTTONS = ("accept", "retry", "shorter", "clear")
_ORDER = (
    Look.FAILED,
    Look.FLAGGED,
    Look.STALE,
    Look.SOURCE_CHANGED,
    Look.MISSING,
    Look.ADJUSTED,
    Look.EDITED,
    Look.FINE,
)
"""What is said first of several lines."""


class TranslationStrip(QFrame):
    """Seen while a translated language is shown and this episode has translations."""

    def __init__(self, table: ScriptTable, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._actions = actions
        self._icon = _Sign(self)
        self._words = _label(self)
        self._words.setAccessibleName(self.tr("The translation in hand"))
        self._variant = _label(self)
        self._variant.setAccessibleName(self.tr("The other variant"))
        mark(self._variant, "muted")
        self._buttons = {name: self._button(name) for name in _BUTTONS}
        self._lay_out()
        self.hide()

    def show_lines(self, lines: Sequence[Line], *, seen: bool) -> None:
        """Tell of these lines; `seen` is whether there is anything to tell of in the episode."""
        language = self._table.target
        self.setVisible(seen and bool(language) and bool(lines))
        if self.isHidden():
            return
        look = self._look_of(lines)
        mark(self, _ROLES.get(look, "banner-plain"))
        self._icon.show_look(look)
        one = lines[0] if len(lines) == 1 else None
        words = self._one(one, language, look) if one else self._several(lines, language)
        self._words.setText(words)
        self._show_variant(one, language)
        self._actions.refresh()

    def _look_of(self, lines: Sequence[Line]) -> Look:
        looks = set(map(self._table.translation_look, lines))
        return next((look for look in _ORDER if look in looks), Look.FINE)

    def _one(self, line: Line, language: str, look: Look) -> str:
        words = look_words(look)
        how = line.translations.get(language)
        if look is Look.FINE:
            if how is not None:
                words = self.tr("As the model wrote it.")
            elif line.words(language).strip():
                words = self.tr("A person's words: no model changes them.")
            else:
                words = self.tr("Nothing to translate here.")
        return f"{language_name(language)}: {' '.join((words, *reasons_of(line, language)))}"

    def _several(self, lines: Sequence[Line], language: str) -> str:
        looks = Counter(map(self._table.translation_look, lines))
        told = [f"{looks[look]} {look_name(look)}" for look in _ORDER if looks[look]]
        count = counted(len(lines), self.tr("1 line"), self.tr("{n} lines"))
        return f"{language_name(language)}: {count}. {', '.join(told)}."

    def _show_variant(self, line: Line | None, language: str) -> None:
        how = line.translations.get(language) if line else None
        other = how.shorter if how else ""
        longer = bool(line and len(other) > len(line.words(language)))
        name = self.tr("Longer") if longer else self.tr("Shorter")
        self._buttons["shorter"].setText(name)
        self._variant.setText(f"{name}: {other}" if other else "")
        self._variant.setVisible(bool(other))

    def _button(self, name: str) -> QToolButton:
        texts = {
            "accept": self.tr("Accept"),
            "retry": self.tr("Retry"),
            "shorter": self.tr("Shorter"),
            "clear": self.tr("Clear"),
        }
        why_none = self.tr(
            "This line has no other variant. Translate it again with the care “Dubbing” or “Best” "
            "to have shorter ones of lines that have a time to fit."
        )
        button = QToolButton(self)
        action = self._actions.get(f"translation.{name}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(action.icon())
        button.setText(texts[name])
        button.setAccessibleName(texts[name])
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda *_: action.trigger())

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            lacking = name == "shorter" and not action.isEnabled()
            button.setToolTip(why_none if lacking else action.toolTip())

        action.changed.connect(follow)
        follow()
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        words.addWidget(self._variant)
        row = QHBoxLayout(self)
        row.setContentsMargins(RHYTHM + RHYTHM // 2, RHYTHM // 2, RHYTHM, RHYTHM // 2)
        row.setSpacing(RHYTHM)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM // 2)
        for button in self._buttons.values():
            buttons.addWidget(button)
        row.addLayout(buttons)


_ROLES = {
    Look.FAILED: "banner-failed",
    Look.FLAGGED: "banner",
    Look.STALE: "banner",
    Look.SOURCE_CHANGED: "banner",
}


class _Sign(QWidget):
    """The sign of a look, in its colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look.FINE
        self.setFixedSize(QSize(ICON, ICON))

    def show_look(self, look: Look) -> None:
        """Show another look."""
        if look is not self._look:
            self._look = look
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        del event
        name = ICONS.get(self._look, "translate")
        painter = QPainter(self)
        colour = look_colour(Theme.of(self), self._look)
        paint_icon(painter, QRectF(self.rect()), name, colour.name())
        painter.end()


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label
