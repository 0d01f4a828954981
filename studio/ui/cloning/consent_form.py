"""The form of a consent: who spoke, on what ground, for what, until when, and the paper of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.errors import ConsentProblem
from studio.model.consent import (
    IN_WRITING,
    TO_BE_EXPLAINED,
    Consent,
    Ground,
    problems_of,
)
from studio.ui.accounts.field import Field
from studio.ui.cloning.consent_words import day_of, day_words, problem_words
from studio.ui.cloning.form_rows import add_row, form_layout, line_edit
from studio.ui.cloning.paper_field import PaperField
from studio.ui.narrow_box import narrow
from studio.ui.own_voices.words import ground_name
from studio.ui.prompts import Prompter


class Part(StrEnum):
    """The parts of the form that something can be wrong with."""

    SPEAKER = "speaker"
    GROUND = "ground"
    UNTIL = "until"
    USES = "uses"
    TERRITORY = "territory"
    PAPER = "paper"
    NOTE = "note"
    BY = "by"


_PARTS = {
    ConsentProblem.MISSING: Part.GROUND,
    ConsentProblem.NO_GROUND: Part.GROUND,
    ConsentProblem.NO_SPEAKER: Part.SPEAKER,
    ConsentProblem.NO_DOCUMENT: Part.PAPER,
    ConsentProblem.NO_NOTE: Part.NOTE,
    ConsentProblem.NOT_RECORDED: Part.BY,
    ConsentProblem.OVER: Part.UNTIL,
}


class ConsentForm(QWidget):
    """Says beside each field what keeps a voice from being made, once the field was touched.

    It is recorded `today`. A speaker who is known brings the consent recorded before.
    """

    changed = Signal()

    def __init__(
        self, tasks: TaskScope, prompter: Prompter, parent: QWidget, *, today: datetime.date
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._known: Mapping[str, tuple[Consent, ...]] = {}
        self._before: Consent | None = None
        self._touched: set[Part] = set()
        self._speaker, self._ground = QComboBox(self), QComboBox(self)
        self._paper = PaperField(tasks, prompter, self)
        self._until = line_edit(self, self.tr("Holds until"), self.tr("Without end"))
        self._uses = line_edit(
            self, self.tr("Allowed for"), self.tr("Anything; or this series, advertising")
        )
        self._territory = line_edit(self, self.tr("Allowed where"), self.tr("Everywhere"))
        self._note = line_edit(self, self.tr("Note"), self.tr("Where the recording is from"))
        self._by = line_edit(self, self.tr("Recorded by"), self.tr("Who enters this"))
        self._fields: dict[Part, Field] = {}
        self._build()
        self._connect()
        self._show()

    @property
    def paper(self) -> Path | None:
        """The file that was chosen as document, to be kept with the voice."""
        return self._paper.path

    def consent(self) -> Consent | None:
        """What stands in the form; None while no ground is chosen, or a day is none."""
        ground = self._ground.currentData()
        try:
            until = day_of(self._until.text())
        except ValueError:
            return None
        if not ground:
            return None
        uses = self._uses.text().replace("，", ",").replace("、", ",").split(",")
        made = Consent(
            speaker=self._speaker.currentText().strip(),
            ground=Ground(ground),
            uses=tuple(use.strip() for use in uses if use.strip()),
            until=until,
            territory=self._territory.text().strip(),
            recorded_by=self._by.text().strip(),
            recorded_on=self._today,
            document=self._paper.document,
            note=self._note.text().strip(),
        )
        before = self._before
        if before and replace(made, recorded_on=before.recorded_on) == before:
            return before
        return made

    def wrongs(self) -> dict[Part, str]:
        """Everything that keeps a voice from being made, by the part it is about."""
        found: dict[Part, str] = {}
        try:
            day_of(self._until.text())
        except ValueError:
            found[Part.UNTIL] = self.tr("This is no day. Write it like 2027-12-31.")
        consent = self.consent()
        if consent is None:
            if not self._ground.currentData():
                found[Part.GROUND] = problem_words(ConsentProblem.MISSING)
            if not self._speaker.currentText().strip():
                found[Part.SPEAKER] = problem_words(ConsentProblem.NO_SPEAKER)
            return found
        for problem in problems_of(consent, today=self._today):
            found.setdefault(_PARTS.get(problem, Part.GROUND), problem_words(problem))
        return found

    def offer(self, known: Mapping[str, tuple[Consent, ...]], *, by: str) -> None:
        """Offer speakers with the consents recorded of them before, and who records this one."""
        self._known = known
        typed = self._speaker.currentText()
        with QSignalBlocker(self._speaker):
            self._speaker.clear()
            self._speaker.addItems(list(known))
            self._speaker.setCurrentIndex(-1)
            self._speaker.setEditText(typed)
        if by and not self._by.text():
            self._by.setText(by)

    def show_consent(self, consent: Consent) -> None:
        """Go on with a consent; it stays as it was recorded while nothing of it is changed."""
        with QSignalBlocker(self):
            self._speaker.setEditText(consent.speaker)
            self._ground.setCurrentIndex(self._ground.findData(consent.ground))
            self._until.setText(consent.until.isoformat() if consent.until else "")
            self._uses.setText(", ".join(consent.uses))
            self._territory.setText(consent.territory)
            self._paper.show_document(consent.document)
            self._note.setText(consent.note)
            self._by.setText(consent.recorded_by)
        self._before = consent
        self._touched = set()
        self._changed()

    def complain(self) -> bool:
        """Say everything that is wrong, and put the keys there; whether anything is."""
        self._touched = set(Part)
        self._show()
        wrong = [part for part in Part if part in self.wrongs()]
        if wrong:
            self._fields[wrong[0]].control.setFocus()
        return bool(wrong)

    def field(self, part: Part) -> Field:
        """The field of a part of the form."""
        return self._fields[part]

    def _show(self) -> None:
        """Say what is wrong beside what was touched, and what is wanted beside the rest."""
        wrongs = self.wrongs()
        for part, field in self._fields.items():
            field.set_hint(self._hint(part))
            if part in wrongs and part in self._touched:
                field.say(wrongs[part])
            else:
                field.clear()

    def _hint(self, part: Part) -> str:
        ground = self._ground.currentData()
        if part is Part.UNTIL:
            return self._until_words()
        if part is Part.GROUND and not ground:
            return self.tr("Without a consent no voice is made.")
        if part is Part.PAPER and ground in IN_WRITING:
            return self.tr("This ground is a document: choose its file, or name it.")
        if part is Part.NOTE and ground in TO_BE_EXPLAINED:
            return self.tr("Say where the recording is from.")
        if part is Part.SPEAKER and self._before is not None and self.consent() is self._before:
            on = self._before.recorded_on
            words = self.tr("As {name} recorded it on {day}.")
            return words.format(name=self._before.recorded_by, day=day_words(on)) if on else ""
        return ""

    def _until_words(self) -> str:
        try:
            day = day_of(self._until.text())
        except ValueError:
            return ""
        written = day.isoformat() if day else ""
        return day_words(day) if day and self._until.text().strip() == written else written

    def _take_speaker(self, row: int) -> None:
        """A speaker who is known brings the newest consent along."""
        known = self._known.get(self._speaker.itemText(row), ())
        if known:
            self.show_consent(known[0])

    def _touch(self, part: Part) -> None:
        self._touched.add(part)
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _build(self) -> None:
        self._speaker.setEditable(True)
        self._speaker.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._speaker.setAccessibleName(self.tr("Who spoke"))
        typed = line_edit(self._speaker, self.tr("Who spoke"), self.tr("Whose voice it is"))
        self._speaker.setLineEdit(typed)
        self._ground.setAccessibleName(self.tr("On what ground"))
        self._ground.addItem(self.tr("Choose…"), "")
        for ground in Ground:
            self._ground.addItem(ground_name(ground), ground)
        for box in (self._speaker, self._ground):
            narrow(box)
        self.rows = form_layout()
        for part, label, control in (
            (Part.SPEAKER, self.tr("Who spoke"), self._speaker),
            (Part.GROUND, self.tr("On what ground"), self._ground),
            (Part.PAPER, self.tr("Document"), self._paper),
            (Part.UNTIL, self.tr("Holds until"), self._until),
            (Part.USES, self.tr("Allowed for"), self._uses),
            (Part.TERRITORY, self.tr("Allowed where"), self._territory),
            (Part.NOTE, self.tr("Note"), self._note),
            (Part.BY, self.tr("Recorded by"), self._by),
        ):
            self._fields[part] = Field(control, self)
            add_row(self.rows, label, self._fields[part])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.rows)

    def _connect(self) -> None:
        self._speaker.activated.connect(self._take_speaker)
        lines: tuple[tuple[Part, QLineEdit], ...] = (
            (Part.UNTIL, self._until),
            (Part.USES, self._uses),
            (Part.TERRITORY, self._territory),
            (Part.NOTE, self._note),
            (Part.BY, self._by),
        )
        for part, line in lines:
            line.textChanged.connect(lambda _, part=part: self._touch(part))
        self._speaker.editTextChanged.connect(lambda _: self._touch(Part.SPEAKER))
        self._ground.currentIndexChanged.connect(lambda _: self._touch(Part.GROUND))
        self._paper.changed.connect(lambda: self._touch(Part.PAPER))
