"""The pages of the dialog for names and notes: tables with buttons, and the story in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.model.cast import Cast
from studio.model.ids import CharacterId
from studio.model.project import GlossaryEntry
from studio.model.translation import Address, Survey
from studio.ui.narrow_box import narrow
from studio.ui.rows_view import RowsView
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.writing.choice_delegate import ChoiceDelegate
from studio.ui.writing.glossary_table import GlossaryTable, TermColumn
from studio.ui.writing.survey_tables import AddressColumn, AddressTable, NameColumn, NameTable

_GO_ON = frozenset(
    {QAbstractItemDelegate.EndEditHint.SubmitModelCache,
     QAbstractItemDelegate.EndEditHint.EditNextItem}
)  # fmt: skip


class TermsPage(QWidget):
    """The glossary of one language."""

    remove_requested = Signal(object)
    keep_requested = Signal(object)
    """Proposals that are called in this language as they are written."""
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = GlossaryTable(self)
        widths: dict[int, float] = {
            TermColumn.TERM: 24.0,
            TermColumn.TRANSLATION: 24.0,
            TermColumn.KIND: 12.0,
            TermColumn.LOCKED: 9.0,
        }
        self.view = _rows(self.table, self.tr("Terms"), widths, TermColumn.NOTE, self)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._remove = _button(self.tr("Remove"), "trash", self._take_away, self)
        self._keep = _button(self.tr("Keep as written"), "check", self._keep_them, self)
        self._keep.setToolTip(self.tr("The proposed names in hand are the same in this language"))
        self._others = (
            _button(self.tr("Import…"), "import", self.import_requested.emit, self),
            _button(self.tr("Export…"), "export", self.export_requested.emit, self),
        )
        column = _column(self)
        column.addLayout(_row(*self._others, None, self._keep, self._remove))
        column.addWidget(self.view, 1)
        column.addWidget(
            _hint(
                self.tr(
                    "A term is translated the same everywhere. Locked ones are yours: no survey "
                    "changes them. A change makes the lines stale in which the term occurs."
                ),
                self,
            )
        )
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        self.table.modelReset.connect(self.refresh)
        self._new = ""
        self.table.change_requested.connect(self._note_new)
        self.view.itemDelegate().closeEditor.connect(self._closed)
        self.refresh()

    def _note_new(self, known: GlossaryEntry | None, wanted: GlossaryEntry) -> None:
        self._new = wanted.term if known is None else ""

    def _closed(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on from a new term to its translation: Enter and Tab do, a click elsewhere not."""
        del editor
        term, self._new = self._new, ""
        if term and hint in _GO_ON:
            QTimer.singleShot(0, self, lambda: self._translate(term))

    def _translate(self, term: str) -> None:
        entries = (self.table.entry(row) for row in range(self.table.rowCount()))
        row = next((at for at, each in enumerate(entries) if each and each.term == term), None)
        if row is not None:
            cell = self.table.index(row, TermColumn.TRANSLATION)
            self.view.setCurrentIndex(cell)
            self.view.edit(cell)

    def refresh(self) -> None:
        """Offer what can be done with the rows in hand."""
        editable = self.table.editable
        self._remove.setEnabled(editable and bool(self._chosen()))
        self._others[0].setEnabled(editable)
        self._keep.setVisible(bool(self.table.proposed))
        self._keep.setEnabled(editable and bool(self._proposed()))

    def _chosen(self) -> list[object]:
        rows = self.view.selectionModel().selectedRows()
        found = (self.table.entry(index.row()) for index in rows)
        return [entry for entry in found if entry is not None]

    def _proposed(self) -> list[object]:
        return [entry for entry in self._chosen() if entry in self.table.proposed]

    def _keep_them(self) -> None:
        self.keep_requested.emit(self._proposed())

    def _take_away(self) -> None:
        self.remove_requested.emit(self._chosen())


class NamesPage(QWidget):
    """What the characters are called in one language."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = NameTable(self)
        widths: dict[int, float] = {NameColumn.CHARACTER: 22.0, NameColumn.NAME: 22.0}
        self.view = _rows(self.table, self.tr("Names"), widths, NameColumn.STYLE, self)
        column = _column(self)
        column.addWidget(self.view, 1)
        column.addWidget(
            _hint(
                self.tr(
                    "A name you write stays; without one the character keeps its own. A changed "
                    "name makes the lines stale that its character says."
                ),
                self,
            )
        )


class AddressesPage(QWidget):
    """Who calls whom what in one language."""

    add_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = AddressTable(self)
        widths: dict[int, float] = {AddressColumn.SPEAKER: 20.0, AddressColumn.LISTENER: 20.0}
        widths[AddressColumn.FORMAL] = 14.0
        self.view = _rows(self.table, self.tr("Forms of address"), widths, AddressColumn.CALLED,
                          self)  # fmt: skip
        words = (self.table.formal.formal, self.table.formal.informal, self.table.formal.either)
        self.view.setItemDelegateForColumn(AddressColumn.FORMAL, ChoiceDelegate(words, self.view))
        self._speaker, self._listener = QComboBox(self), QComboBox(self)
        self._speaker.setAccessibleName(self.tr("Who speaks"))
        self._listener.setAccessibleName(self.tr("To whom"))
        self._add = _button(self.tr("Add"), "plus", self._ask_to_add, self)
        self._remove = _button(self.tr("Remove"), "trash", self._take_away, self)
        column = _column(self)
        arrow = QLabel("→", self)
        column.addLayout(_row(self._speaker, arrow, self._listener, self._add, None, self._remove))
        column.addWidget(self.view, 1)
        for box in (self._speaker, self._listener):
            narrow(box)
            box.setMinimumWidth(RHYTHM * 18)
            box.currentIndexChanged.connect(lambda *_: self.refresh())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.refresh())
        self.table.modelReset.connect(self.refresh)

    def show_cast(self, cast: Cast) -> None:
        """Offer these characters."""
        self.table.show_cast(cast)
        for box in (self._speaker, self._listener):
            before = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for who in cast:
                    box.addItem(who.name, who.id)
                box.setCurrentIndex(max(0, box.findData(before)))
        if self._listener.currentIndex() == self._speaker.currentIndex() == 0:
            self._listener.setCurrentIndex(min(1, self._listener.count() - 1))
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done."""
        pair = self._speaker.currentData(), self._listener.currentData()
        entries = (self.table.entry(row) for row in range(self.table.rowCount()))
        known = {(each.speaker, each.listener) for each in entries if each}
        editable = self.table.editable
        self._add.setEnabled(
            editable and bool(pair[0]) and pair[0] != pair[1] and pair not in known
        )
        self._remove.setEnabled(editable and self._in_hand() is not None)

    def _in_hand(self) -> Address | None:
        return self.table.entry(self.view.currentIndex().row())

    def _ask_to_add(self) -> None:
        speaker, listener = self._speaker.currentData(), self._listener.currentData()
        self.add_requested.emit(Address(CharacterId(speaker), CharacterId(listener)))
        row = self.table.rowCount() - 1
        self.view.setCurrentIndex(self.table.index(row, AddressColumn.CALLED))
        self.view.setFocus()

    def _take_away(self) -> None:
        address = self._in_hand()
        if address is not None:
            self.remove_requested.emit(address)


class StoryPage(QWidget):
    """What happens, and the tone, as the model is told with every request."""

    typed = Signal(str, str)
    """A field of the survey and its words."""
    rested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._synopsis = QPlainTextEdit(self)
        self._synopsis.setTabChangesFocus(True)
        self._synopsis.setAccessibleName(self.tr("What happens"))
        self._tone = QLineEdit(self)
        self._tone.setAccessibleName(self.tr("Tone"))
        self._tone.setPlaceholderText(self.tr("Dry, with little said aloud"))
        column = _column(self)
        for words, field in (
            (self.tr("What happens"), self._synopsis),
            (self.tr("Tone"), self._tone),
        ):
            label = QLabel(words, self)
            label.setBuddy(field)
            mark(label, "caption")
            column.addWidget(label)
            column.addWidget(field, 1 if field is self._synopsis else 0)
        column.addWidget(
            _hint(self.tr("The model reads this with every part of the script."), self)
        )
        self._synopsis.textChanged.connect(
            lambda: self.typed.emit("synopsis", self._synopsis.toPlainText())
        )
        self._tone.textEdited.connect(lambda words: self.typed.emit("tone", words))
        self._tone.editingFinished.connect(self.rested.emit)

    def show_survey(self, survey: Survey, *, editable: bool) -> None:
        """Show a survey; what is being typed stays as it is."""
        for field in (self._synopsis, self._tone):
            field.setReadOnly(not editable)
        if self._synopsis.toPlainText() != survey.synopsis:
            with QSignalBlocker(self._synopsis):
                self._synopsis.setPlainText(survey.synopsis)
        if self._tone.text() != survey.tone:
            self._tone.setText(survey.tone)


def _rows(
    table: GlossaryTable | NameTable | AddressTable,
    name: str,
    widths: Mapping[int, float],
    stretched: int,
    parent: QWidget,
) -> RowsView:
    view = RowsView(table, name, widths, stretched=stretched, parent=parent)
    trigger = QAbstractItemView.EditTrigger
    view.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
    return view


def _button(text: str, picture: str, run: Callable[[], object], parent: QWidget) -> QPushButton:
    button = QPushButton(icon(picture), text, parent)
    button.setAutoDefault(False)
    button.clicked.connect(lambda *_: run())
    return button


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, RHYTHM * 2, 0, 0)
    column.setSpacing(RHYTHM)
    return column


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(RHYTHM)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row


def _hint(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "caption")
    return label
