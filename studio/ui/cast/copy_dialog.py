"""The dialog that copies a cast from another project: whom, in which languages, over what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.casting.copying import Match, languages_of, matched, with_copied
from studio.document import Document
from studio.model.project import Project
from studio.synthesis.changing import going_stale
from studio.ui.cast.match_table import MatchColumn, MatchTable
from studio.ui.cast.ticks import TickedRows
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.steps import NewestSteps
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.picking import VoicePicker
from studio.ui.voices.stale_words import change_words
from studio.ui.writing.choice_delegate import ChoiceDelegate

SIZE = (RHYTHM * 110, RHYTHM * 70)


class CopyCastDialog(QDialog):
    """Asks whose voices are copied; it copies nothing itself."""

    copy_requested = Signal(object, object, bool)
    """The matches, the languages, and whether voices that are there are replaced."""

    def __init__(
        self, document: Document, source: Project, picker: VoicePicker, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._engines = picker.engines
        self._steps = NewestSteps(self)
        matches = matched(source, document.project)
        self._table = MatchTable(matches, document.project.cast, picker.catalogue, self)
        self.setWindowTitle(self.tr("Copy the cast of {title}").format(title=source.title))
        self._build(self._offered(matches), bool(matches))
        self._connect()
        self._show()
        self._rows.setFocus()

    def accept(self) -> None:
        """Copy what is ticked and close."""
        if self._copied() is not self._document.project:
            wanted = self._table.wanted
            self.copy_requested.emit(wanted, self._languages(), self._over.isChecked())
            super().accept()

    def _offered(self, matches: Sequence[Match]) -> tuple[str, ...]:
        """The languages both have come first, and only these are ticked."""
        known, ours = languages_of(matches), self._document.project.languages
        return tuple(sorted(known, key=lambda code: code not in ours))

    def _build(self, languages: Sequence[str], any_cast: bool) -> None:
        self.resize(*SIZE)
        ours = self._document.project.languages
        self._boxes = {code: QCheckBox(language_name(code), self) for code in languages}
        for code, box in self._boxes.items():
            box.setChecked(code in ours)
        self._over = QCheckBox(self.tr("Also replace voices that are there"), self)
        self._rows = self._build_rows()
        nothing = QLabel(self.tr("Nobody is cast in that project."), self)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(nothing, "muted")
        pages = QStackedWidget(self)
        pages.addWidget(self._rows if any_cast else nothing)
        self._change = QLabel(self)
        self._change.setWordWrap(True)
        self._change.setAccessibleName(self.tr("What becomes stale"))
        mark(self._change, "stale")
        nothing.setVisible(not any_cast)
        head = QHBoxLayout()
        head.setSpacing(RHYTHM * 2)
        for box in self._boxes.values():
            head.addWidget(box)
        head.addStretch(1)
        head.addWidget(self._over)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM * 2, RHYTHM * 2, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addLayout(head)
        column.addWidget(pages, 1)
        column.addWidget(self._change)
        column.addLayout(self._build_buttons())

    def _build_rows(self) -> TickedRows:
        widths: dict[int, float] = {
            MatchColumn.THEIRS: 22.0,
            MatchColumn.OURS: 22.0,
            MatchColumn.HOW: 22.0,
        }
        name = self.tr("Who is who")
        rows = TickedRows(self._table, name, widths, stretched=MatchColumn.VOICES, parent=self)
        names = [character.name for character in self._document.project.cast]
        rows.setItemDelegateForColumn(
            MatchColumn.OURS, ChoiceDelegate((self._table.nobody, *names), rows)
        )
        triggers = rows.EditTrigger
        rows.setEditTriggers(
            triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed
        )
        return rows

    def _build_buttons(self) -> QHBoxLayout:
        self._told = QLabel(self)
        mark(self._told, "caption")
        leave = QPushButton(self.tr("Cancel"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self._copy = QPushButton(self)
        self._copy.setDefault(True)
        mark(self._copy, "primary")
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._told, 1)
        row.addWidget(leave)
        row.addWidget(self._copy)
        return row

    def _connect(self) -> None:
        for box in self._boxes.values():
            box.toggled.connect(lambda _: self._show())
        self._over.toggled.connect(lambda _: self._show_wanted())
        self._table.changed.connect(self._show_wanted)
        self._copy.clicked.connect(self.accept)

    def _languages(self) -> tuple[str, ...]:
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    def _copied(self) -> Project:
        """The project as it would be, itself where nothing would change."""
        project, over = self._document.project, self._over.isChecked()
        after = with_copied(project, self._table.wanted, self._languages(), over=over)
        return project if after == project else after

    def _show(self) -> None:
        self._table.show_languages(self._languages())

    def _show_wanted(self) -> None:
        project, after = self._document.project, self._copied()
        count = changed_castings(project, after)
        words = counted(count, self.tr("Copy 1 voice"), self.tr("Copy {n} voices"))
        self._copy.setText(words if count else self.tr("Copy"))
        self._copy.setEnabled(bool(count))
        self._told.setText(self._hint(count))
        self._change.clear()
        steps = going_stale(project, after, self._engines)
        self._steps.ask(steps, lambda found: self._change.setText(change_words(found)))

    def _hint(self, count: int) -> str:
        if count or not self._table.wanted:
            return self.tr("F2 or a double click says who somebody is here.")
        if not self._languages():
            return self.tr("Tick a language.")
        if self._over.isChecked():
            return self.tr("They have these voices already.")
        return self.tr("They have voices already; tick above to replace them.")


def changed_castings(before: Project, after: Project) -> int:
    """How many voices, of a character in a language, are others."""
    count = 0
    for character in after.cast:
        known = before.cast.find(character.id)
        for language, casting in character.castings.items():
            count += known is None or known.castings.get(language) != casting
    return count
