"""All that is known of the voice in hand, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.fitting_scroll import FittingScroll
from studio.ui.own_voices.advice import advice
from studio.ui.own_voices.facts import Fact, consent_facts, voice_facts
from studio.ui.own_voices.snapshot import Entry, Snapshot
from studio.ui.own_voices.words import Look, look_of, use_words
from studio.ui.theme import RHYTHM, mark, theme_now

MOST_USES = 6


class VoiceDetails(QFrame):
    """Shows one voice; what is done with it is another's business."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._name = QLabel(self)
        self._advice = QLabel(self)
        self._facts = _Facts(self.tr("Voice"), self)
        self._consent = _Facts(self.tr("Consent"), self)
        self._uses = _Facts(self.tr("Where it speaks"), self)
        self._build()

    def show_entry(self, entry: Entry, snapshot: Snapshot) -> None:
        """Show this voice."""
        voice, now = entry.voice, snapshot.now
        self._name.setText(voice.name)
        told = advice(entry, now)
        self._advice.setText(told)
        self._advice.setVisible(bool(told))
        mark(self._advice, _ROLES.get(look_of(voice, now), "muted"))
        self._facts.show_facts(voice_facts(entry, snapshot))
        self._consent.show_facts(consent_facts(voice, now))
        self._uses.show_facts(self._use_facts(entry))

    def _use_facts(self, entry: Entry) -> list[Fact]:
        told = [use_words(use) for use in entry.uses]
        if len(told) > MOST_USES:
            left = len(told) - MOST_USES
            told = [*told[:MOST_USES], self.tr("and {n} more").format(n=left)]
        if entry.takes:
            told.append(self.tr("{n} takes were spoken with it").format(n=entry.takes))
        return [Fact("", words) for words in told]

    def _build(self) -> None:
        mark(self._name, "heading")
        self._advice.setWordWrap(True)
        inside = QWidget(self)
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, RHYTHM, 0)
        columns.setSpacing(RHYTHM * 3)
        for part, stretch in ((self._facts, 5), (self._consent, 4), (self._uses, 3)):
            columns.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM * 1, RHYTHM, RHYTHM)
        column.setSpacing(RHYTHM)
        column.addWidget(self._name)
        column.addWidget(self._advice)
        column.addWidget(FittingScroll(inside, self), 1)
        column.addStretch(0)


_ROLES = {Look.BAD: "failed", Look.WARNING: "stale", Look.WORKING: "muted", Look.GOOD: "muted"}


class _Facts(QWidget):
    """A heading over facts; nothing at all where there are none."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[Fact, ...] = ()
        heading = QLabel(title, self)
        mark(heading, "section")
        self._told = QLabel(self)
        self._told.setTextFormat(Qt.TextFormat.RichText)
        self._told.setWordWrap(True)
        self._told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._told.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(heading)
        column.addWidget(self._told)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self._shown = tuple(facts)
        self.setVisible(bool(facts))
        self._told.setText(_table(self._shown))

    def changeEvent(self, event: QEvent) -> None:
        """Another look has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._told.setText(_table(self._shown))


def _table(facts: Sequence[Fact]) -> str:
    """Facts as a table of names and texts, in the colours of the look there is now."""
    theme = theme_now()
    rows: list[str] = []
    for fact in facts:
        colour = getattr(theme, fact.look.value).name()
        text = f'<span style="color:{colour}">{escape(fact.text)}</span>'
        name = f'<span style="color:{theme.muted.name()}">{escape(fact.name)}</span>'
        if fact.name:
            rows.append(
                f'<tr><td style="padding-right:{RHYTHM * 2}px">{name}</td><td>{text}</td></tr>'
            )
        else:
            rows.append(f'<tr><td colspan="2">{text}</td></tr>')
    return f'<table cellspacing="0" cellpadding="2">{"".join(rows)}</table>'
