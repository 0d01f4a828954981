"""What is seen of a folder of samples: its characters at the left, what is for all at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.ui.cloning.folder_form import FolderForm
from studio.ui.cloning.folder_table import Column, FolderTable
from studio.ui.cloning.form_rows import side, told
from studio.ui.column_widths import set_width
from studio.ui.empty_page import EmptyPage
from studio.ui.languages import language_name
from studio.ui.rows_view import take_row
from studio.ui.theme import RHYTHM, mark

FORM_WIDTH = RHYTHM * 50
MOST_TOLD = 4
"""Lines said of the row in hand; all of them are in the tooltip."""
_WIDTHS = {
    Column.FILES: 48,
    Column.LENGTH: 64,
    Column.FOUND: 128,
    Column.CONSENT: 136,
    Column.THERE: 72,
    Column.PART: 80,
}


class FolderPage(QWidget):
    """Shows and asks; the dialog around it orders."""

    folder_requested = Signal()
    consent_requested = Signal(list)
    """The rows that are to have a consent of their own."""
    chosen = Signal()

    def __init__(
        self, form: Callable[[QWidget], FolderForm], languages: Sequence[str], parent: QWidget
    ) -> None:
        """`form` makes what is the same for all; Tab comes to it last."""
        super().__init__(parent)
        self.table = FolderTable(self)
        self._where = QLabel(self)
        self._own = QPushButton(self.tr("Consent of the chosen…"), self)
        self._another = QPushButton(self.tr("Choose folder…"), self)
        self._stack = QStackedWidget(self)
        self._empty = EmptyPage(self._stack)
        self._view = QTableView(self._stack)
        self._details = told(self)
        self._casts = QCheckBox(
            self.tr("Cast the characters when their voices are ready, in"), self
        )
        self._language = QComboBox(self)
        self.form = form(self)
        self._scroll = side(self.form, self)
        for code in languages:
            self._language.addItem(language_name(code), code)
        self._build()
        self._connect()

    @property
    def casts(self) -> bool:
        """Whether characters of the open project are to get their voices."""
        return self._casts.isChecked() and not self._casts.isHidden()

    @property
    def cast_language(self) -> str:
        """In which language."""
        return str(self._language.currentData() or "")

    @property
    def current(self) -> int | None:
        """The row in hand."""
        index = self._view.currentIndex()
        return index.row() if index.isValid() else None

    def show_folder(self, folder: Path) -> None:
        """Show which folder it is."""
        self._where.setText(str(folder))
        self._where.setToolTip(str(folder))
        self._stack.setCurrentWidget(self._view)
        self._view.setFocus()
        self._another.show()
        self._own.show()

    def tell(self, words: str) -> None:
        """Say what was found with the row in hand, as much of it as there is room for."""
        lines = words.splitlines()
        more = [] if len(lines) <= MOST_TOLD else ["…"]
        self._details.setText("\n".join((*lines[:MOST_TOLD], *more)))
        self._details.setToolTip(words)
        self._details.setVisible(bool(words))

    def take_first(self, row: int) -> None:
        """Take this row in hand, unless one is already."""
        if self.current is None and 0 <= row < self.table.rowCount():
            take_row(self._view, row)

    def show_wrong(self) -> None:
        """Bring the field with the keys into sight: something is wrong with it."""
        form, field = self._scroll.widget(), self.focusWidget()
        if form is not None and field is not None and form.isAncestorOf(field):
            self._scroll.ensureWidgetVisible(field, 0, RHYTHM * 8)

    def _build(self) -> None:
        self._build_table()
        self._empty.say(
            self.tr("Voices for a whole cast"),
            self.tr(
                "Choose a folder with a recording for each character, such as LIN.wav, or with a "
                "folder for each, such as LIN/one.wav. A prompt is LIN/prompt.wav, its words "
                "LIN/prompt.txt. A file consent.toml or consent.txt is the consent of all, "
                "LIN.toml that of one."
            ),
        )
        self._empty.setContentsMargins(RHYTHM * 6, 0, RHYTHM * 6, 0)
        first = self._empty.add_button(self.tr("Choose folder…"))
        mark(first, "primary")
        first.clicked.connect(self.folder_requested)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._view)
        left = QVBoxLayout()
        left.setSpacing(RHYTHM)
        left.addLayout(self._top())
        left.addWidget(self._stack, 1)
        left.addWidget(self._details)
        left.addLayout(self._below())
        self._scroll.setFixedWidth(FORM_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM * 3)
        row.addLayout(left, 1)
        row.addWidget(self._scroll)

    def _build_table(self) -> None:
        view = self._view
        view.setModel(self.table)
        view.setAccessibleName(self.tr("Characters of the folder"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(RHYTHM * 4)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            set_width(header, column, width)

    def _top(self) -> QHBoxLayout:
        mark(self._where, "muted")
        # A long path gives way to the buttons beside it.
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._own.setAutoDefault(False)
        self._own.setEnabled(False)
        self._own.hide()
        self._another.setAutoDefault(False)
        self._another.clicked.connect(self.folder_requested)
        self._another.hide()
        top = QHBoxLayout()
        top.setSpacing(RHYTHM)
        top.addWidget(self._where, 1)
        top.addWidget(self._own)
        top.addWidget(self._another)
        return top

    def _below(self) -> QHBoxLayout:
        self._casts.setChecked(True)
        self._language.setAccessibleName(self.tr("Language of the parts"))
        below = QHBoxLayout()
        below.setSpacing(RHYTHM)
        below.addWidget(self._casts)
        below.addWidget(self._language)
        below.addStretch(1)
        for text, on in ((self.tr("Tick all"), True), (self.tr("Tick none"), False)):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            mark(button, "quiet")
            button.clicked.connect(partial(self.table.tick_all, on))
            below.addWidget(button)
        for widget in (self._casts, self._language):
            widget.setVisible(self._language.count() > 0)
        self._view.setColumnHidden(Column.PART, self._language.count() == 0)
        return below

    def _connect(self) -> None:
        chosen = self._view.selectionModel()
        chosen.selectionChanged.connect(lambda *_: self._show_chosen())
        chosen.currentRowChanged.connect(lambda *_: self.chosen.emit())
        self._own.clicked.connect(lambda: self.consent_requested.emit(self._rows()))
        self._casts.toggled.connect(self._language.setEnabled)

    def _rows(self) -> list[int]:
        chosen: list[QModelIndex] = self._view.selectionModel().selectedRows()
        return sorted(index.row() for index in chosen)

    def _show_chosen(self) -> None:
        self._own.setEnabled(bool(self._rows()))
