"""The voice browser: every voice of every engine, searched, heard and chosen by keys or mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.casting.catalogue import Catalogue
from studio.casting.finding_voices import VoiceFinder
from studio.engines.speech import Voice
from studio.synthesis.hearing import Hearing
from studio.ui.rows_view import take_row
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.browser_foot import BrowserFoot, comparable
from studio.ui.voices.filters import VoiceFilters
from studio.ui.voices.marks import MarksBook
from studio.ui.voices.troubles import TroubleLines
from studio.ui.voices.voice_rows import VoiceRows
from studio.ui.voices.voice_table import VoiceColumn, VoiceTable

SIZE = (RHYTHM * 122, RHYTHM * 78)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class VoiceQuestion:
    """For whom a voice is looked for: what the dialog is called, and what is heard.

    `present` is the engine and the id of the voice there is now; `typed` begins the search.
    """

    title: str
    language: str
    words: str
    present: tuple[str, str] = ("", "")
    typed: str = ""


class VoiceBrowser(QDialog):
    """Asks for a voice; it neither casts nor speaks itself."""

    voice_chosen = Signal(str, str)
    hear_requested = Signal(object)
    sample_requested = Signal(object)
    compare_requested = Signal(object)
    """The chosen voices, two to six."""
    refresh_requested = Signal()
    voice_shown = Signal(object)
    """The voice in hand, None without one."""

    def __init__(
        self,
        catalogue: Catalogue,
        marks: MarksBook,
        question: VoiceQuestion,
        hearing: Callable[[Voice], Hearing],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._marks = marks
        self._question = question
        self._hearing = hearing
        self._finder = VoiceFinder(())
        self._table = VoiceTable(self)
        self.setWindowTitle(question.title)
        self._build()
        self._connect()
        self._take_voices()
        self._choose(*self._present())
        self._search.setText(question.typed)
        (self._search if question.typed else self._rows).setFocus()

    @property
    def chosen(self) -> tuple[Voice, ...]:
        """The chosen voices, top to bottom."""
        rows = sorted(index.row() for index in self._rows.selectionModel().selectedRows())
        return tuple(voice for row in rows if (voice := self._table.voice(row)))

    @property
    def in_hand(self) -> Voice | None:
        """The voice that would be cast."""
        return self._table.voice(self._rows.currentIndex().row())

    def accept(self) -> None:
        """Close with the voice in hand; without one it stays open."""
        voice = self.in_hand
        if voice is not None:
            self.voice_chosen.emit(voice.engine, voice.id)
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from the search into the list."""
        if (
            watched is self._search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _MOVES
        ):
            self._rows.setFocus(Qt.FocusReason.OtherFocusReason)
            self._rows.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def show_change(self, words: str) -> None:
        """Say what casting the voice in hand would change."""
        self._foot.show_change(words)

    def show_asking(self, asking: bool) -> None:
        """Show whether the engines are being asked for their voices."""
        self._refresh.setEnabled(not asking)
        self._count_label.setText(self.tr("Asking the engines…") if asking else self._counted)

    def _build(self) -> None:
        self.resize(*SIZE)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Name, style, age…"))
        self._search.setAccessibleName(self.tr("Search the voices"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.installEventFilter(self)
        self._count_label = QLabel(self)
        mark(self._count_label, "caption")
        self._refresh = QToolButton(self)
        self._refresh.setIcon(icon("redo"))
        self._refresh.setToolTip(self.tr("Ask every engine for its voices  (F5)"))
        self._refresh.setAccessibleName(self.tr("Refresh the voices"))
        self._filters = VoiceFilters(self._question.language, self)
        self._rows = VoiceRows(self._table, self.tr("Voices"), self)
        self._troubles = TroubleLines(self)
        self._foot = BrowserFoot(self._question.words, self)
        head = QHBoxLayout()
        head.setSpacing(RHYTHM)
        head.addWidget(self._search, 1)
        head.addWidget(self._count_label)
        head.addWidget(self._refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM * 2, RHYTHM * 2, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addLayout(head)
        column.addWidget(self._filters)
        column.addWidget(self._build_pages(), 1)
        column.addWidget(self._troubles)
        column.addWidget(self._foot)

    def _build_pages(self) -> QStackedWidget:
        nothing = QWidget(self)
        told = QLabel(self.tr("No voice fits."), nothing)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(told, "muted")
        self._all = QPushButton(self.tr("Show all voices"), nothing)
        self._all.setAutoDefault(False)
        column = QVBoxLayout(nothing)
        column.addStretch(1)
        column.addWidget(told)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._rows)
        self._pages.addWidget(nothing)
        return self._pages

    def _connect(self) -> None:
        self._search.textChanged.connect(self._find)
        self._filters.changed.connect(self._find)
        self._all.clicked.connect(self._show_all)
        self._refresh.clicked.connect(self.refresh_requested)
        self._rows.typed.connect(self._type)
        self._rows.hear_requested.connect(self._hear)
        self._rows.clicked.connect(self._clicked)
        self._rows.doubleClicked.connect(self._double_clicked)
        self._rows.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self._rows.selectionModel().currentRowChanged.connect(lambda *_: self._show_voice())
        self._foot.hear_requested.connect(self._hear)
        self._foot.sample_requested.connect(self._hear_sample)
        self._foot.compare_requested.connect(self._compare)
        self._foot.cast_requested.connect(self.accept)
        self._foot.left.connect(self.reject)
        for keys, run in (
            ("Ctrl+Space", self._hear),
            ("Ctrl+Shift+Space", self._hear_sample),
            ("Ctrl+D", self._like),
            ("Ctrl+B", self._compare),
            ("Ctrl+F", self._search.setFocus),
            ("F5", self._refresh.click),
        ):
            QShortcut(QKeySequence(keys), self, run)
        self._marks.changed.connect(self._show_marks)
        self.destroyed.connect(self._catalogue.listen(self._take_voices))

    def _take_voices(self) -> None:
        """Show the voices as the engines tell them now."""
        voices = self._catalogue.voices
        self._finder = VoiceFinder(voices, account=self._present()[0])
        self._filters.offer(voices)
        self._troubles.show_troubles(self._catalogue.troubles)
        self._find()

    def _find(self) -> None:
        """Show what fits; the voice in hand stays in hand while it does."""
        before = self.in_hand
        wish = self._filters.wish(self._search.text())
        found = self._finder.matching(wish, self._marks.marks)
        self._table.show_voices(found, self._marks.marks)
        self._pages.setCurrentIndex(0 if found else 1)
        self._counted = self.tr("{found} of {all}").format(
            found=f"{len(found):,}", all=f"{self._finder.count:,}"
        )
        if self._refresh.isEnabled():
            self._count_label.setText(self._counted)
        self._choose(*((before.engine, before.id) if before else ("", "")))

    def _choose(self, engine: str, voice: str) -> None:
        """Take a voice in hand, the first one where it is not shown."""
        row = max(self._table.row_of(engine, voice), 0)
        take_row(self._rows, row)
        self._rows.scrollTo(self._table.index(row, VoiceColumn.NAME))
        self._show_voice()
        self._show_chosen()

    def _present(self) -> tuple[str, str]:
        engine, voice = self._question.present
        known = self._catalogue.find(engine, voice)
        return (known.engine, known.id) if known else (engine, voice)

    def _show_voice(self) -> None:
        voice = self.in_hand
        self._foot.show_voice(voice, self._hearing(voice) if voice else None)
        self.voice_shown.emit(voice)

    def _show_chosen(self) -> None:
        self._foot.show_chosen(len(self._rows.selectionModel().selectedRows()))

    def _show_marks(self) -> None:
        self._table.show_marks(self._marks.marks)

    def _show_all(self) -> None:
        self._search.clear()
        self._filters.clear()
        self._rows.setFocus()

    def _type(self, letter: str) -> None:
        self._search.setFocus()
        self._search.insert(letter)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == VoiceColumn.STAR:
            self._like()
        elif index.column() == VoiceColumn.HEAR:
            self._hear()

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() not in (VoiceColumn.STAR, VoiceColumn.HEAR):
            self.accept()

    def _like(self) -> None:
        voice = self.in_hand
        if voice:
            liked = self._marks.marks.is_favourite(voice.engine, voice.id)
            self._marks.like(voice.engine, voice.id, not liked)

    def _hear(self) -> None:
        voice = self.in_hand
        if voice:
            self.hear_requested.emit(voice)

    def _compare(self) -> None:
        voices = self.chosen
        if comparable(len(voices)):
            self.compare_requested.emit(voices)

    def _hear_sample(self) -> None:
        voice = self.in_hand
        if voice:
            self.sample_requested.emit(voice)
