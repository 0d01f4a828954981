"""The dialog of suggested voices: who could speak for whom, why, and what a change would cost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from studio.bridge import TaskScope
from studio.casting.finding_voices import VoiceFinder, VoiceWish
from studio.casting.moving import moved
from studio.casting.suggesting import Suggestion, accepted, suggested
from studio.document import Document
from studio.engines.speech import Voice
from studio.synthesis.changing import going_stale
from studio.ui.cast.suggestion_table import SuggestedRow, SuggestionColumn, SuggestionTable
from studio.ui.cast.ticks import TickedRows
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.steps import NewestSteps
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.names import engine_name
from studio.ui.voices.picking import VoicePicker
from studio.ui.voices.stale_words import change_words, hearing_words

SIZE = (RHYTHM * 122, RHYTHM * 74)


class SuggestDialog(QDialog):
    """Asks what of its suggestions is to be cast; it casts nothing itself."""

    cast_requested = Signal(object)
    """The suggestions that are ticked."""

    def __init__(
        self,
        document: Document,
        picker: VoicePicker,
        tasks: TaskScope,
        engine: str,
        parent: QWidget,
    ) -> None:
        """`engine` is whose voices are suggested at first."""
        super().__init__(parent)
        self._document = document
        self._picker = picker
        self._tasks = tasks
        self._wish = 0
        self._steps = NewestSteps(self)
        self._table = SuggestionTable(picker.catalogue, self)
        self.setWindowTitle(self.tr("Suggested voices"))
        self._build(engine)
        self._connect()
        self._find()
        self._rows.setFocus()

    def accept(self) -> None:
        """Cast what is ticked and close."""
        if self._table.wanted:
            self.cast_requested.emit(self._table.wanted)
            super().accept()

    def _build(self, engine: str) -> None:
        self.resize(*SIZE)
        self._rows = self._build_rows()
        self._nothing = QLabel(self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        mark(self._nothing, "muted")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._rows)
        self._pages.addWidget(self._nothing)
        self._heard = self._label("caption")
        self._change = self._label("stale")
        self._change.setAccessibleName(self.tr("What becomes stale"))
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM * 2, RHYTHM * 2, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addLayout(self._build_head(engine))
        column.addWidget(self._pages, 1)
        column.addWidget(self._heard)
        column.addWidget(self._change)
        column.addLayout(self._build_buttons())

    def _build_head(self, engine: str) -> QHBoxLayout:
        self._engines = QComboBox(self)
        self._engines.setAccessibleName(self.tr("Whose voices"))
        self._engines.addItem(self.tr("All engines"), "")
        for name in self._picker.engines:
            self._engines.addItem(engine_name(name), name)
        known = self._picker.engines.get(engine)
        self._engines.setCurrentIndex(max(self._engines.findData(known.name if known else ""), 0))
        narrow(self._engines)
        self._engines.setMinimumWidth(RHYTHM * 26)
        self._everybody = QCheckBox(self.tr("Also for those who have a voice"), self)
        self._all = QPushButton(self.tr("Tick all"), self)
        self._none = QPushButton(self.tr("Tick none"), self)
        for button in (self._all, self._none):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(QLabel(self.tr("Voices of"), self))
        head.addWidget(self._engines)
        head.addSpacing(RHYTHM)
        head.addWidget(self._everybody)
        head.addStretch(1)
        head.addWidget(self._all)
        head.addWidget(self._none)
        return head

    def _build_rows(self) -> TickedRows:
        widths: dict[int, float] = {
            SuggestionColumn.CHARACTER: 22.0,
            SuggestionColumn.LANGUAGE: 12.0,
            SuggestionColumn.NOW: 18.0,
            SuggestionColumn.VOICE: 22.0,
        }
        name = self.tr("Suggested voices")
        return TickedRows(self._table, name, widths, stretched=SuggestionColumn.WHY, parent=self)

    def _build_buttons(self) -> QHBoxLayout:
        self._hear = QPushButton(icon("play"), self.tr("Hear"), self)
        self._hear.setToolTip(self.tr("Hear the suggested voice say a line  (Ctrl+Space)"))
        self._hear.setShortcut("Ctrl+Space")
        self._other = QPushButton(icon("search"), self.tr("Another voice…"), self)
        self._other.setToolTip(self.tr("Choose any voice for this row  (F4)"))
        self._other.setShortcut("F4")
        self._leave = QPushButton(self.tr("Cancel"), self)
        self._cast = QPushButton(self)
        self._cast.setDefault(True)
        mark(self._cast, "primary")
        for button in (self._hear, self._other, self._leave):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._hear)
        row.addWidget(self._other)
        row.addStretch(1)
        row.addWidget(self._leave)
        row.addWidget(self._cast)
        return row

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        mark(label, role)
        return label

    def _connect(self) -> None:
        self._engines.currentIndexChanged.connect(lambda _: self._find())
        self._everybody.toggled.connect(lambda _: self._find())
        self._all.clicked.connect(lambda: self._table.tick_all(True))
        self._none.clicked.connect(lambda: self._table.tick_all(False))
        self._rows.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self._rows.doubleClicked.connect(lambda _: self._choose())
        self._table.ticked.connect(self._show_wanted)
        self._hear.clicked.connect(self._say)
        self._other.clicked.connect(self._choose)
        self._leave.clicked.connect(self.reject)
        self._cast.clicked.connect(self.accept)

    def _find(self) -> None:
        """Look for voices anew; the newest wish is shown."""
        self._wish += 1
        self._nothing.setText(self.tr("Looking for voices…"))
        self._tasks.start(self._found(self._wish))

    async def _found(self, wish: int) -> None:
        project, engine = self._document.project, str(self._engines.currentData())
        catalogue, marks = self._picker.catalogue.voices, self._picker.marks
        engines, everybody = self._picker.engines, self._everybody.isChecked()

        def look() -> tuple[Suggestion, ...]:
            voices = VoiceFinder(catalogue, account=engine).matching(VoiceWish(), marks)
            return suggested(project, voices, engines, engine=engine, replacing=everybody)

        found = await asyncio.to_thread(look)
        if isValid(self) and wish == self._wish:
            self._show_found(found)

    def _show_found(self, found: Sequence[Suggestion]) -> None:
        self._table.show_suggestions(found, self._document.project)
        self._pages.setCurrentIndex(0 if found else 1)
        if found:
            self._rows.selectRow(0)
            return
        self._show_row()
        if not self._document.project.cast.characters:
            told = self.tr("Nobody speaks yet: write or import a script first.")
        elif self._everybody.isChecked():
            told = self.tr("No voice of this engine fits anybody better than the one they have.")
        elif missing := self._uncast():
            told = self.tr("None of these voices is made for {languages}.").format(
                languages=", ".join(map(language_name, missing))
            )
        else:
            told = self.tr(
                "Everybody has a voice in every language. Tick the box above to see "
                "voices that may fit better."
            )
        self._nothing.setText(told)

    def _uncast(self) -> tuple[str, ...]:
        """The languages somebody has no voice in."""
        project = self._document.project
        languages = project.languages
        return tuple(
            code for code in languages if any(code not in each.castings for each in project.cast)
        )

    def _in_hand(self) -> SuggestedRow | None:
        return self._table.row(self._rows.currentIndex().row())

    def _show_row(self) -> None:
        row = self._in_hand()
        self._hear.setEnabled(row is not None)
        self._other.setEnabled(row is not None)
        if row is None:
            self._heard.clear()
            return
        suggestion = row.suggestion
        said, hearing = self._picker.hearing(
            suggestion.character, suggestion.language, suggestion.casting
        )
        voice = f"{suggestion.voice.name}, {engine_name(suggestion.voice.engine)}"
        self._heard.setText(f"{voice}: “{said}” {hearing_words(hearing)}")

    def _show_wanted(self) -> None:
        """Say how many are cast, and what that makes stale."""
        wanted, project = self._table.wanted, self._document.project
        count = len(wanted)
        words = counted(count, self.tr("Cast 1 voice"), self.tr("Cast {n} voices"))
        self._cast.setText(words if count else self.tr("Cast"))
        self._cast.setEnabled(bool(count))
        self._change.clear()
        steps = going_stale(project, accepted(project, wanted), self._picker.engines)
        self._steps.ask(steps, lambda found: self._change.setText(change_words(found)))

    def _say(self) -> None:
        row = self._in_hand()
        if row:
            each = row.suggestion
            self._picker.hear_character(each.character, each.language, each.casting)

    def _choose(self) -> None:
        """Open the browser for the row in hand."""
        place, row = self._rows.currentIndex().row(), self._in_hand()
        if row is None:
            return
        suggestion, project = row.suggestion, self._document.project
        title = self.tr("Voice of {name} in {language}").format(
            name=row.name, language=language_name(suggestion.language)
        )
        self._picker.ask(
            title,
            suggestion.language,
            suggestion.casting,
            lambda engine, voice: self._take(place, row, engine, voice),
            self,
            character=suggestion.character,
            after=lambda voice: accepted(project, (self._with(suggestion, voice),)),
        )

    def _take(self, place: int, row: SuggestedRow, engine: str, voice: str) -> None:
        found = self._picker.catalogue.find(engine, voice)
        if found is not None and self._table.row(place) == row:
            self._table.choose(place, self._with(row.suggestion, found))
            self._show_row()

    def _with(self, suggestion: Suggestion, voice: Voice) -> Suggestion:
        project, known = self._document.project, suggestion.casting
        casting = moved(project, known, voice.engine, voice.id, self._picker.engines)
        return replace(suggestion, voice=voice, casting=casting, reasons=())
