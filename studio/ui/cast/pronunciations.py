"""How words are said in this project: a table per language, and the notation explained."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.document import Change, Document
from studio.errors import EditRefused
from studio.model.project import Project, Pronunciation
from studio.model.pronouncing import not_pronouncing, pronouncing
from studio.ui.cast.pronunciation_table import PronunciationTable, SaidColumn
from studio.ui.languages import language_name
from studio.ui.notices import Notices
from studio.ui.rows_view import RowsView
from studio.ui.theme import RHYTHM, icon, mark


class Pronunciations(QWidget):
    """Each change is one edit; the takes it touches become stale."""

    def __init__(
        self, document: Document, language: str, notices: Notices, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._notices = notices
        self._table = PronunciationTable(self)
        self._languages = QComboBox(self)
        self._languages.setAccessibleName(self.tr("Language of the pronunciations"))
        for code in document.project.languages:
            self._languages.addItem(language_name(code), code)
        with QSignalBlocker(self._languages):
            self._languages.setCurrentIndex(max(self._languages.findData(language), 0))
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        self._view = RowsView(
            self._table,
            self.tr("Pronunciations"),
            {SaidColumn.WRITTEN: 26},
            stretched=SaidColumn.SPOKEN,
            parent=self,
        )
        trigger = QAbstractItemView.EditTrigger
        self._view.setEditTriggers(
            trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked
        )
        self._view.setMinimumHeight(RHYTHM * 20)
        self._remove = QPushButton(icon("trash"), self.tr("Remove"), self)
        self._remove.setAutoDefault(False)
        self._remove.setToolTip(self.tr("Remove the word in hand"))
        explained = QLabel(
            self.tr(
                "Say it in plain words (Dr. → doctor), in Pinyin with the tone as a digit and each "
                "syllable in brackets (重楼 → (chong2)(lou2); 5 is the neutral tone), or in IPA in "
                "brackets (Ferrol → (feˈrol)). Services that know no pronunciations, and the "
                "offline voices, leave them out. What is written may not contain a slash."
            ),
            self,
        )
        explained.setWordWrap(True)
        explained.setTextFormat(Qt.TextFormat.PlainText)
        mark(explained, "caption")
        head = QHBoxLayout()
        head.addWidget(self._languages)
        head.addStretch(1)
        head.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(head)
        column.addWidget(self._view, 1)
        column.addWidget(explained)

    def _connect(self) -> None:
        self._languages.currentIndexChanged.connect(lambda _: self._show())
        self._remove.clicked.connect(self._take_away)
        self._table.change_requested.connect(self._change)
        self._view.selectionModel().currentRowChanged.connect(lambda *_: self._show_remove())
        self._table.modelReset.connect(self._show_remove)
        self.destroyed.connect(self._document.listen(self._changed))

    def _changed(self, change: Change) -> None:
        if change.before.pronunciations is not change.after.pronunciations:
            self._show()

    def _show(self) -> None:
        self._table.show_language(self._document.project, self._languages.currentData())
        self._show_remove()

    def _show_remove(self) -> None:
        self._remove.setEnabled(self._in_hand() is not None)

    def _in_hand(self) -> Pronunciation | None:
        return self._table.entry(self._view.currentIndex().row())

    def _change(self, known: Pronunciation | None, wanted: Pronunciation) -> None:
        self._edit(pronouncing(self._document.project, known, wanted))

    def _take_away(self) -> None:
        known = self._in_hand()
        if known is not None:
            self._edit(not_pronouncing(self._document.project, known))

    def _edit(self, project: Project) -> None:
        try:
            self._document.edit(self.tr("Pronunciation"), project)
        except EditRefused as refusal:
            self._notices.report(refusal)
