"""A consent that is there looked at again: until when it holds, and the paper that says so."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import ConsentError
from studio.model.consent import Consent, Document, problems_of
from studio.ui.enter_goes_on import EnterGoesOn
from studio.ui.own_voices.words import day_words, ground_name
from studio.ui.theme import RHYTHM, mark
from studio.wording import sentence

WIDTH = RHYTHM * 64


class ConsentDialog(QDialog):
    """Asks until when a consent holds; who gave it and on what ground stays as it was recorded."""

    file_requested = Signal()
    """A file of the agreement is to be chosen; whoever does gives it to `take_file`."""
    paper_requested = Signal()
    """The file that is kept is to be shown."""

    def __init__(self, name: str, consent: Consent, today: datetime.date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Consent for {name}").format(name=name))
        self._consent = consent
        self._today = today
        self.file: Path | None = None
        """The file of the agreement, where another one was chosen."""
        self._endless = QCheckBox(self.tr("Without end"), self)
        self._until = QDateEdit(self)
        self._territory = QLineEdit(consent.territory, self)
        self._uses = QLineEdit(", ".join(consent.uses), self)
        self._document = QLineEdit(consent.document.name if consent.document else "", self)
        self._choose = QPushButton(self.tr("Choose…"), self)
        self._open = QPushButton(self.tr("Open"), self)
        self._note = QPlainTextEdit(consent.note, self)
        self._told = QLabel(self)
        buttons = QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(buttons, self)
        EnterGoesOn(self, self._buttons.button(QDialogButtonBox.StandardButton.Save))
        self._build()
        self._connect()
        self._look()

    def consent(self) -> Consent:
        """The consent as it is asked for now."""
        chosen = self._until.date()
        until = datetime.date(chosen.year(), chosen.month(), chosen.day())
        uses = (use.strip() for use in self._uses.text().replace(";", ",").split(","))
        return replace(
            self._consent,
            until=None if self._endless.isChecked() else until,
            uses=tuple(use for use in uses if use),
            territory=self._territory.text().strip(),
            document=self._paper(),
            note=self._note.toPlainText().strip(),
        )

    def take_file(self, path: Path) -> None:
        """Name this file as the agreement."""
        self.file = path
        self._document.setText(path.name)

    def _paper(self) -> Document | None:
        name, known = self._document.text().strip(), self._consent.document
        if known is not None and name == known.name:
            return known
        return Document(name) if name else None

    def _build(self) -> None:
        consent, today = self._consent, self._today
        until = consent.until or today.replace(year=today.year + 1)
        self._until.setCalendarPopup(True)
        self._until.setDate(QDate(until.year, until.month, until.day))
        with QSignalBlocker(self._endless):
            self._endless.setChecked(consent.until is None)
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(RHYTHM * 8)
        self._told.setWordWrap(True)
        mark(self._told, "failed")
        self._open.setVisible(bool(consent.document and consent.document.sha256))
        for button in (self._choose, self._open):
            button.setAutoDefault(False)
        recorded = " · ".join(filter(None, (consent.recorded_by, day_words(consent.recorded_on))))
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("Speaker"), QLabel(consent.speaker, self))
        form.addRow(self.tr("Ground"), QLabel(ground_name(consent.ground), self))
        form.addRow(self.tr("Recorded by"), QLabel(recorded, self))
        form.addRow(*self._row(self.tr("&Until"), self._until, self._endless))
        form.addRow(self.tr("&For"), self._uses)
        form.addRow(self.tr("&Where"), self._territory)
        paper = self._row(self.tr("&Document"), self._document, self._choose, self._open)
        form.addRow(*paper)
        form.addRow(self.tr("&Note"), self._note)
        self._uses.setPlaceholderText(self.tr("Everything"))
        self._territory.setPlaceholderText(self.tr("Everywhere"))
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 2, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addLayout(form)
        column.addWidget(self._told)
        column.addWidget(self._buttons)
        self.setMinimumWidth(WIDTH)

    def _row(self, name: str, field: QWidget, *others: QWidget) -> tuple[QLabel, QHBoxLayout]:
        """A field with something beside it, and the name that goes there by its letter."""
        label = QLabel(name, self)
        label.setBuddy(field)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(field, 1)
        for other in others:
            row.addWidget(other)
        return label, row

    def _connect(self) -> None:
        self._choose.clicked.connect(self.file_requested)
        self._open.clicked.connect(self.paper_requested)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._endless.toggled.connect(self._look)
        self._until.dateChanged.connect(self._look)
        for field in (self._document, self._uses, self._territory):
            field.textChanged.connect(self._look)
        self._note.textChanged.connect(self._look)

    def _look(self) -> None:
        """Say what keeps a voice from being made with it; it can be kept all the same."""
        self._until.setEnabled(not self._endless.isChecked())
        problems = problems_of(self.consent(), today=self._today)
        told = [sentence(ConsentError(each, self._consent.speaker), self.tr) for each in problems]
        self._told.setText("\n".join(told))
        self._told.setVisible(bool(told))
