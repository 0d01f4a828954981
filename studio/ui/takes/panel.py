"""The takes panel: every take of the line in hand, played, chosen, marked, put aside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.casting.catalogue import Catalogue
from studio.document import Change, Document
from studio.model.ids import LineId, TakeId
from studio.model.line import Line
from studio.model.take import Take
from studio.synthesis.status import LineStatus
from studio.synthesis.usage import billed_for
from studio.ui.actions import Actions
from studio.ui.rows_view import RowsView
from studio.ui.selection import Selection
from studio.ui.takes.take_actions import add_take_actions
from studio.ui.takes.take_edits import TakeEdits
from studio.ui.takes.take_table import Reasons, TakeColumn, TakeTable
from studio.ui.takes.take_words import beginning, paid_words, state_of_takes
from studio.ui.theme import RHYTHM, icon, mark

WIDTHS: dict[int, float] = {
    TakeColumn.CIRCLED: 3.5,
    TakeColumn.NUMBER: 6,
    TakeColumn.LENGTH: 7.5,
    TakeColumn.VOICE: 10.5,
    TakeColumn.STAR: 3.5,
    TakeColumn.LOCK: 3.5,
}


class TakesPanel(QWidget):
    """The old takes stay playable for ever, and what was discarded can be brought back."""

    play_take_requested = Signal(str)
    redo_requested = Signal(str)
    approve_requested = Signal()
    comp_requested = Signal(str)
    """The take in hand, to be put together with another one."""
    blind_requested = Signal()
    told = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        status: LineStatus,
        catalogue: Catalogue,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._status = status
        self._catalogue = catalogue
        self._table = TakeTable(catalogue, self)
        self._edits = TakeEdits(document, self)
        self._heard: TakeId | None = None
        self._refresh_soon = QTimer(self)
        self._refresh_soon.setSingleShot(True)
        self._refresh_soon.setInterval(0)
        self._build()
        self._put_aside = add_take_actions(actions, self, self._view, self)
        self._build_head(actions)
        self._connect()
        self._show_line()

    @property
    def line(self) -> Line | None:
        """The line in hand, when it is a spoken one."""
        if self._selection.line is None:
            return None
        found = self._document.project.find_line(self._selection.line)
        return found[1] if found and found[1].spoken else None

    @property
    def take_in_hand(self) -> Take | None:
        """The chosen row's take, the circled one where no row is chosen."""
        index = self._view.currentIndex()
        row = index.row() if index.isValid() else self._table.circled_row
        return self._table.take(row)

    def show_reasons(self, reasons: Reasons) -> None:
        """Show which takes are worth a listen; call `suspicions_changed` when they are others."""
        self._table.reasons = reasons
        self._refresh_soon.start()

    def suspicions_changed(self, lines: frozenset[LineId]) -> None:
        """What is suspicious about the takes of these lines is something else."""
        if self._selection.line in lines:
            self._refresh_soon.start()

    # building

    def _build(self) -> None:
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._state = QLabel(self)
        self._state.setWordWrap(True)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        mark(self._state, "caption")
        self._redo = QPushButton(icon("record-take"), self.tr("Another take"), self)
        self._redo.setAccessibleName(self.tr("Make another take of this line"))
        name = self.tr("Takes of the line in hand")
        self._view = RowsView(self._table, name, WIDTHS, stretched=TakeColumn.NOTE, parent=self)
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        mark(self._empty, "muted")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        self._head = QHBoxLayout()
        self._head.setSpacing(RHYTHM // 2)
        self._head.addWidget(self._words, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._state, 1)
        foot.addWidget(self._redo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addLayout(self._head)
        layout.addWidget(self._pages, 1)
        layout.addLayout(foot)

    def _build_head(self, actions: Actions) -> None:
        """What needs two takes, and those put aside, right of the words."""
        for id in ("takes.blind", "takes.comp", "takes.discarded"):
            action = actions.get(id)
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            mark(button, "small")
            self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self._redo.clicked.connect(self.ask_for_another)
        self._edits.refused.connect(self.refused)
        self._table.note_requested.connect(self._edits.note)
        self._view.clicked.connect(self._clicked)
        self._view.doubleClicked.connect(self._double_clicked)
        self._selection.line_selected.connect(lambda _: self._turn_to_line())
        self._selection.language_selected.connect(lambda _: self._turn_to_line())
        self._refresh_soon.timeout.connect(self._show_line)
        stops = (
            self._document.listen(self._changed),
            self._status.listen(self.suspicions_changed),
            self._catalogue.listen(self._refresh_soon.start),
        )
        self.destroyed.connect(lambda: [stop() for stop in stops])

    # showing

    def _changed(self, change: Change) -> None:
        del change
        self._refresh_soon.start()

    def _turn_to_line(self) -> None:
        """Nothing of the new line was heard yet, and its discarded takes were not asked for."""
        self._heard = None
        self._put_aside.setChecked(False)
        self._show_line()

    def _show_line(self) -> None:
        line = self.line
        self._redo.setEnabled(line is not None and not self._document.read_only)
        if line is None:
            self._words.setText("")
            self._state.setText("")
            self._table.show_takes((), None, "")
            self._say(self.tr("Choose a spoken line to see its takes."))
            return
        chosen = self._table.take(self._view.currentIndex().row())
        self._show_takes(line)
        self._keep_row(chosen)
        self._words.setText(beginning(line.words(self._selection.language)))
        self._state.setText(self._words_below(line))
        if self._table.rowCount():
            self._pages.setCurrentWidget(self._view)
            self.setFocusProxy(self._view)
        elif self._put_aside.isChecked():
            self._say(self.tr("No take of this line was discarded."))
        else:
            self._say(self.tr("No take yet.\nCtrl+R makes the first one."))

    def _show_takes(self, line: Line) -> None:
        language, project = self._selection.language, self._document.project
        request = self._status.of(line, language).request
        every = project.takes.by_line.get(line.id, ())
        self._table.show_takes(
            tuple(take for take in every if take.language == language),
            project.takes.circled(line, language),
            request.fingerprint if request else "",
            editable=not self._document.read_only,
            discarded=self._put_aside.isChecked(),
        )

    def _keep_row(self, chosen: Take | None) -> None:
        """Stay on the take that was chosen; the circled one where it is gone, else the first."""
        row = self._table.row_of(chosen) if chosen else -1
        row = row if row >= 0 else self._table.circled_row
        if row < 0 and self._table.rowCount():
            row = 0  # none of the discarded ones is circled, and keys need a row to mean
        if row >= 0 and row != self._view.currentIndex().row():
            self._view.selectRow(row)

    def _say(self, text: str) -> None:
        self._empty.setText(text)
        self._pages.setCurrentWidget(self._empty)
        self.setFocusProxy(self._redo)

    def _words_below(self, line: Line) -> str:
        language = self._selection.language
        found = self._status.of(line, language)
        ok = self._status.is_approved(line, language)
        parts = (
            state_of_takes(found.state, found.reason),
            self.tr("marked ok") if ok else "",
            paid_words(billed_for(self._document.project, line.id, language)),
        )
        return " · ".join(part for part in parts if part)

    # wishes

    def ask_for_another(self) -> None:
        """Ask for another take of the line in hand."""
        if self.line is not None:
            self.redo_requested.emit(self.line.id)

    def play(self) -> None:
        """Ask to hear the take in hand."""
        take = self.take_in_hand
        if take:
            self._heard = take.id
            self.play_take_requested.emit(take.id)

    def play_number(self, number: int) -> None:
        """Ask to hear a take by its number; Enter chooses it, in the script too."""
        if self._put_aside.isChecked():
            self._put_aside.setChecked(False)
            self._show_line()
        row = self._table.row_of_number(number)
        if row < 0:
            self.told.emit(self.tr("There is no take {number}.").format(number=number))
            return
        self._view.selectRow(row)
        self.play()
        self.told.emit(self.tr("Take {number}: Enter chooses it.").format(number=number))

    def choose_heard(self) -> bool:
        """Choose the take of the line in hand that was heard last; False when none was."""
        heard, self._heard = self._edits.find(self._heard), None
        if heard is None or self._document.read_only:
            return False
        self._edits.circle(heard.id)
        number = self._table.number_of(heard)
        self.told.emit(self.tr("Take {number} is the one.").format(number=number))
        return True

    def choose(self, take: str) -> None:
        """Choose a take of the line in hand."""
        self._edits.circle(TakeId(take))

    def approve(self) -> None:
        """Ask for the lines in hand to be marked ok."""
        self.approve_requested.emit()

    def circle(self) -> None:
        """Choose the take in hand; one that was discarded only comes back."""
        if self._put_aside.isChecked():
            self.restore()
        else:
            self._with_take(self._edits.circle)

    def star(self) -> None:
        """Give the take in hand a star, or take it away."""
        self._with_take(self._edits.star)

    def lock(self) -> None:
        """Lock the take in hand, or no longer."""
        self._with_take(self._edits.lock)

    def discard(self) -> None:
        """Put the take in hand aside."""
        self._with_take(self._edits.discard)

    def restore(self) -> None:
        """Bring the discarded take in hand back."""
        self._with_take(self._edits.restore)

    def edit_note(self) -> None:
        """Write on the take in hand, in its row."""
        index = self._view.currentIndex().siblingAtColumn(TakeColumn.NOTE)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._view.edit(index)

    def comp(self) -> None:
        """Ask for the take in hand to be put together with another one."""
        take = self.take_in_hand
        if take is not None:
            self.comp_requested.emit(take.id)
        else:
            self.told.emit(self.tr("Choose a line that has takes first."))

    def compare_blind(self) -> None:
        """Ask for a comparison of the takes by letters alone."""
        self.blind_requested.emit()

    def show_discarded(self) -> None:
        """Show what was discarded instead of the others, or the others again."""
        self._show_line()

    def _with_take(self, do: Callable[[TakeId], object]) -> None:
        take = self.take_in_hand
        if take:
            do(take.id)

    def _clicked(self, index: QModelIndex) -> None:
        wishes = {
            TakeColumn.STAR: self.star,
            TakeColumn.CIRCLED: self.circle,
            TakeColumn.LOCK: self.lock,
        }
        wish = wishes.get(TakeColumn(index.column()))
        if wish is not None:
            wish()

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._view.edit(index)
        else:
            self.play()
