"""The takes panel: play, circle, star, note, discard, and ask for another take."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.casting.catalogue import Catalogue
from studio.document import Change, Document
from studio.model.ids import LineId, TakeId
from studio.model.line import Line
from studio.model.take import Take
from studio.synthesis.plan import TakeState
from studio.synthesis.status import LineStatus
from studio.synthesis.usage import billed_for
from studio.ui.actions import Actions
from studio.ui.rows_view import RowsView
from studio.ui.selection import Selection
from studio.ui.takes.take_table import TakeColumn, TakeTable
from studio.ui.theme import RHYTHM, icon, mark

NUMBER_KEYS = 9
SHOWN_WORDS = 240
"""Letters of the line above its takes; a speech would leave no room for them."""


class TakesPanel(QWidget):
    """Every take of the line in hand; the old ones stay playable for ever."""

    play_take_requested = Signal(str)
    redo_requested = Signal(str)

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
        self._refresh_soon = QTimer(self)
        self._refresh_soon.setSingleShot(True)
        self._refresh_soon.setInterval(0)
        self._build()
        self._add_actions(actions)
        self._connect()
        self._show_line()

    @property
    def line(self) -> Line | None:
        """The line in hand, when it is a spoken one."""
        if self._selection.line is None:
            return None
        found = self._document.project.find_line(self._selection.line)
        return found[1] if found and found[1].spoken else None

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
        self._view = self._build_view()
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        mark(self._empty, "muted")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.addWidget(self._state, 1)
        foot.addWidget(self._redo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self._words)
        layout.addWidget(self._pages, 1)
        layout.addLayout(foot)

    def _build_view(self) -> RowsView:
        widths: dict[int, float] = {
            TakeColumn.CIRCLED: 4,
            TakeColumn.NUMBER: 6,
            TakeColumn.LENGTH: 8,
            TakeColumn.VOICE: 11,
            TakeColumn.STAR: 4,
        }
        name = self.tr("Takes of the line in hand")
        return RowsView(self._table, name, widths, stretched=TakeColumn.NOTE, parent=self)

    def _add_actions(self, actions: Actions) -> None:
        here = self._view
        add = actions.add
        add("takes.redo", self.tr("Another take"), self._ask_for_another, icon="record-take",
            shortcut="Ctrl+R")  # fmt: skip
        add("takes.play", self.tr("Play Take"), self._play, icon="play", context=here)
        add("takes.circle", self.tr("Circle Take"), self._circle, shortcut="Return; Enter",
            icon="circle-take", context=here)  # fmt: skip
        add("takes.star", self.tr("Star Take"), self._star, shortcut="S", icon="star",
            context=here)  # fmt: skip
        add("takes.discard", self.tr("Discard Take"), self._discard, shortcut="Del",
            icon="trash", context=here)  # fmt: skip
        add("takes.redo_here", self.tr("Another take, in the list of takes"), self._ask_for_another,
            shortcut="R", context=here)  # fmt: skip
        for number in range(1, NUMBER_KEYS + 1):
            add(
                f"takes.play_{number}",
                self.tr("Play Take {number}").format(number=number),
                lambda number=number: self._play_number(number),
                shortcut=str(number),
                context=here,
            )

    def _connect(self) -> None:
        self._redo.clicked.connect(self._ask_for_another)
        self._table.note_requested.connect(self._note)
        self._view.clicked.connect(self._clicked)
        self._view.doubleClicked.connect(self._double_clicked)
        self._selection.line_selected.connect(lambda _: self._show_line())
        self._selection.language_selected.connect(lambda _: self._show_line())
        self._refresh_soon.timeout.connect(self._show_line)
        stops = (
            self._document.listen(self._changed),
            self._status.listen(self._booth_moved),
            self._catalogue.listen(self._refresh_soon.start),
        )
        self.destroyed.connect(lambda: [stop() for stop in stops])

    def _changed(self, change: Change) -> None:
        del change
        self._refresh_soon.start()

    def _booth_moved(self, lines: frozenset[LineId]) -> None:
        if self._selection.line in lines:
            self._refresh_soon.start()

    def _show_line(self) -> None:
        line = self.line
        language = self._selection.language
        self._redo.setEnabled(line is not None and not self._document.read_only)
        if line is None:
            self._words.setText("")
            self._state.setText("")
            self._table.show_takes((), None, "")
            self._say(self.tr("Choose a spoken line to see its takes."))
            return
        found = self._status.of(line, language)
        takes = self._document.project.takes
        fingerprint = found.request.fingerprint if found.request else ""
        chosen = self._table.take(self._view.currentIndex().row())
        self._table.show_takes(
            takes.of(line.id, language),
            takes.circled(line, language),
            fingerprint,
            editable=not self._document.read_only,
        )
        self._keep_row(chosen)
        words = line.words(language)
        self._words.setText(_beginning(words))
        billed = billed_for(self._document.project, line.id, language)
        self._state.setText(self._words_for(found.state, found.reason) + self._paid_words(billed))
        if self._table.rowCount():
            self._pages.setCurrentWidget(self._view)
            self.setFocusProxy(self._view)
        else:
            self._say(self.tr("No take yet.\nCtrl+R makes the first one."))

    def _keep_row(self, chosen: Take | None) -> None:
        """Stay on the take that was chosen; the circled one where it is gone."""
        row = self._table.row_of(chosen) if chosen else -1
        row = row if row >= 0 else self._table.circled_row
        if row >= 0 and row != self._view.currentIndex().row():
            self._view.selectRow(row)

    def _say(self, text: str) -> None:
        self._empty.setText(text)
        self._pages.setCurrentWidget(self._empty)
        self.setFocusProxy(self._redo)

    def _paid_words(self, characters: int) -> str:
        """What all takes of the line were billed, the discarded ones too; nothing for free ones."""
        words = self.tr(" · {n} characters billed for this line")
        return words.format(n=f"{characters:,}") if characters else ""

    def _words_for(self, state: TakeState, reason: str) -> str:
        return {
            TakeState.SILENT: self.tr("Nothing to say in this language"),
            TakeState.UNCAST: self.tr("Nobody is cast for this character"),
            TakeState.REFUSED: self.tr("Cannot be spoken: {reason}").format(reason=reason),
            TakeState.MISSING: self.tr("No take yet"),
            TakeState.STALE: self.tr("Changed since this take"),
            TakeState.READY: self.tr("Up to date"),
            TakeState.WAITING: self.tr("Waiting for the booth"),
            TakeState.SPEAKING: self.tr("In the booth"),
            TakeState.UNSURE: self.tr("Perhaps billed, the answer is lost: {reason}").format(
                reason=reason
            ),
            TakeState.FAILED: self.tr("Failed: {reason}").format(reason=reason),
        }[state]

    def _chosen(self) -> Take | None:
        index = self._view.currentIndex()
        row = index.row() if index.isValid() else self._table.circled_row
        return self._table.take(row)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TakeColumn.STAR:
            self._star()
        elif index.column() == TakeColumn.CIRCLED:
            self._circle()

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._view.edit(index)
        else:
            self._play()

    def _play(self) -> None:
        take = self._chosen()
        if take:
            self.play_take_requested.emit(take.id)

    def _play_number(self, number: int) -> None:
        row = self._table.row_of_number(number)
        if row >= 0:
            self._view.selectRow(row)
            self._play()

    def _circle(self) -> None:
        take, line = self._in_hand(), self.line
        if take and line and line.circled.get(take.language) != take.id:
            self._document.edit(self.tr("Circle take"), self._document.project.circling(take))

    def _star(self) -> None:
        take = self._in_hand()
        if take:
            self._mark(self.tr("Star take"), replace(take, starred=not take.starred))

    def _discard(self) -> None:
        take = self._in_hand()
        if take:
            self._mark(self.tr("Discard take"), replace(take, discarded=True))

    def _note(self, id: TakeId, note: str) -> None:
        take = self._newest(id)
        if take:
            self._mark(self.tr("Note on take"), replace(take, note=note))

    def _mark(self, label: str, take: Take) -> None:
        self._document.edit(label, self._document.project.marking(take))

    def _in_hand(self) -> Take | None:
        """The chosen take as the document has it, None where nothing may be edited."""
        chosen = None if self._document.read_only else self._chosen()
        return self._newest(chosen.id) if chosen else None

    def _newest(self, id: TakeId) -> Take | None:
        return next((take for take in self._document.project.takes if take.id == id), None)

    def _ask_for_another(self) -> None:
        line = self.line
        if line is not None:
            self.redo_requested.emit(line.id)


def _beginning(words: str) -> str:
    """The words, cut after one of them when there are many; Chinese is cut anywhere."""
    if len(words) <= SHOWN_WORDS:
        return words
    cut = words[:SHOWN_WORDS]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > SHOWN_WORDS // 2 else cut} …"
