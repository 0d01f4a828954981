"""All that is known of the voice in hand, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.ui.fitting_scroll import FittingScroll
from studio.ui.own_voices.advice import advice
from studio.ui.own_voices.facts import Fact, consent_facts, voice_facts
from studio.ui.own_voices.snapshot import Entry, Snapshot
from studio.ui.own_voices.words import Look, look_of, use_words
from studio.ui.theme import RHYTHM, mark

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
        self._shown: Sequence[Fact] = ()
        heading = QLabel(title, self)
        mark(heading, "caption")
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(RHYTHM * 2)
        self._form.setVerticalSpacing(RHYTHM // 2)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(heading)
        column.addLayout(self._form)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self.setVisible(bool(facts))
        if facts == self._shown:
            return
        self._shown = facts
        while self._form.rowCount():
            self._form.removeRow(0)
        for fact in facts:
            self._add(fact)

    def _add(self, fact: Fact) -> None:
        value = QLabel(fact.text, self)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if fact.look is not Look.PLAIN:
            mark(value, _ROLES.get(fact.look, "muted"))
        if not fact.name:
            self._form.addRow(value)
            return
        name = QLabel(fact.name, self)
        mark(name, "muted")
        self._form.addRow(name, value)
