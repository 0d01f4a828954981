"""Who writes, with which model, up to which limit, and about what it will cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.engines.text import TextPrice, WritesText
from studio.errors import StudioError
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM, mark
from studio.ui.writing.jobs import WritingTerms
from studio.ui.writing.writers import WritersAtHand, work_words, writer_name
from studio.writing.tokens import Work

HIGHEST_MONEY = 10_000.0
HIGHEST_TOKENS = 100_000_000
TOKEN_STEP = 10_000


class WriterForm(QWidget):
    """One row for every dialog that lets a model write; `close_down` it with the dialog."""

    ready_changed = Signal(bool)
    """Whether there is anybody who can write."""
    chosen_changed = Signal()
    """Another writer or model: the estimate is another one."""

    def __init__(self, at_hand: WritersAtHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._at_hand = at_hand
        self._writers: dict[str, WritesText] = {}
        self._work: Work | None = None
        self._further: Work | None = None
        self._tasks = TaskScope(at_hand.report)
        self._fetching: asyncio.Task[None] | None = None
        self._account = QComboBox(self)
        self._model = QComboBox(self)
        self._money = QDoubleSpinBox(self)
        self._tokens = QSpinBox(self)
        self._fields = QWidget(self)
        self._nobody = QFrame(self)
        self._told = QLabel(self)
        self._build()
        self._account.currentIndexChanged.connect(lambda *_: self._show_writer(""))
        self._model.editTextChanged.connect(lambda *_: self._chosen())
        self._listening: Callable[[], None] | None = at_hand.listen(self._show_writers)
        self._show_writers()

    @property
    def ready(self) -> bool:
        """Whether anybody can write."""
        return self._writer is not None

    def terms(self) -> WritingTerms:
        """What stands in the form."""
        limit = self._money.value()
        priced = bool(self._price.currency)
        return WritingTerms(
            self._account.currentData() or "",
            self._typed_model(),
            Decimal(str(round(limit, 2))) if priced and limit else None,
            0 if priced else self._tokens.value(),
        )

    def keep(self) -> None:
        """Remember who was chosen."""
        terms = self.terms()
        self._at_hand.keep(terms.writer, terms.model)

    def show_work(self, work: Work | None, further: Work | None = None) -> None:
        """Tell what the job will need, and what it leads to; None while nobody can say."""
        self._work, self._further = work, further
        told = ""
        if work is not None and self.ready:
            told = work_words(work, self._price)
            if further is not None:
                told = self.tr("The plan: {work}. The whole script: {further}.").format(
                    work=told, further=work_words(further, self._price)
                )
            told = told[:1].upper() + told[1:]
        self._told.setText(told or " ")  # a row of its height, or the dialog would jump

    def close_down(self) -> None:
        """Ask no service any more."""
        if self._listening is not None:
            self._listening()
            self._listening = None
        self._forget_fetching()

    @property
    def _writer(self) -> WritesText | None:
        return self._writers.get(self._account.currentData() or "")

    @property
    def _price(self) -> TextPrice:
        writer = self._writer
        return writer.price(self._typed_model()) if writer else TextPrice()

    def _typed_model(self) -> str:
        return self._model.currentText().strip()

    def _show_writers(self) -> None:
        """Offer those who can write now; the one that was chosen stays so."""
        before = self._account.currentData()
        kept, model = self._at_hand.chosen()
        self._writers = {writer.name: writer for writer in self._at_hand.writers()}
        with QSignalBlocker(self._account):
            self._account.clear()
            for name in self._writers:
                self._account.addItem(writer_name(name), name)
            wanted = before if before in self._writers else kept
            self._account.setCurrentIndex(max(0, self._account.findData(wanted)))
        self._fields.setVisible(bool(self._writers))
        self._nobody.setVisible(not self._writers)
        if self._account.currentData() != before:
            same = self._account.currentData() == kept
            self._show_writer(model if same else "")
        self.ready_changed.emit(self.ready)

    def _show_writer(self, model: str) -> None:
        """Offer what the writer in hand suggests, and ask it for the rest."""
        self._forget_fetching()
        writer = self._writer
        with QSignalBlocker(self._model):
            self._model.clear()
            if writer is not None:
                self._model.addItems(list(writer.models))
                self._model.setEditText(model or next(iter(writer.models), ""))
        if writer is not None:
            self._fetching = self._tasks.start(self._fetch(writer))
        self._chosen()

    async def _fetch(self, writer: WritesText) -> None:
        """Offer the models that the service lists; a service that lists none is as good."""
        try:
            listed = await writer.known_models()
        except StudioError:
            return
        names = [*writer.models, *(name for name in listed if name not in writer.models)]
        with QSignalBlocker(self._model):
            typed = self._model.currentText()
            self._model.clear()
            self._model.addItems(names)
            self._model.setEditText(typed)

    def _forget_fetching(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None

    def _chosen(self) -> None:
        price = self._price
        self._money.setSuffix(f" {price.currency}")
        self._money.setVisible(bool(price.currency))
        self._tokens.setVisible(not price.currency)
        self.show_work(self._work, self._further)
        self.chosen_changed.emit()

    def _build(self) -> None:
        self._build_fields()
        self._build_nobody()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(RHYTHM * 2)
        grid.setVerticalSpacing(RHYTHM // 2)
        parts = (
            (self.tr("Who writes"), (self._account,), 4),
            (self.tr("Model"), (self._model,), 4),
            (self.tr("Stop at"), (self._money, self._tokens), 3),
        )
        for column, (name, fields, share) in enumerate(parts):
            label = QLabel(name, self._fields)
            label.setBuddy(fields[0])
            mark(label, "caption")
            grid.addWidget(label, 0, column)
            grid.setColumnStretch(column, share)
            for field in fields:
                grid.addWidget(field, 1, column, Qt.AlignmentFlag.AlignVCenter)
        mark(self._told, "caption")
        self._told.setWordWrap(True)
        self._told.setAccessibleName(self.tr("About what it will need"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(RHYTHM)
        whole.addWidget(self._fields)
        whole.addWidget(self._nobody)
        whole.addWidget(self._told)

    def _build_fields(self) -> None:
        typed = QLineEdit(self._model)
        self._model.setLineEdit(typed)
        self._model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        typed.setPlaceholderText(self.tr("The first that the service lists"))
        for box, letters in ((self._account, 24), (self._model, 14)):
            narrow(box)
            box.setMinimumContentsLength(letters)
        self._money.setRange(0, HIGHEST_MONEY)
        self._money.setSingleStep(0.5)
        self._tokens.setRange(0, HIGHEST_TOKENS)
        self._tokens.setSingleStep(TOKEN_STEP)
        self._tokens.setGroupSeparatorShown(True)
        self._tokens.setSuffix(self.tr(" tokens"))
        for limit in (self._money, self._tokens):
            limit.setSpecialValueText(self.tr("No limit"))
            limit.setToolTip(
                self.tr("The job ends before it would cost more; what is written by then is kept.")
            )
            limit.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        for name, field in (
            (self.tr("Who writes"), self._account),
            (self.tr("Model"), self._model),
            (self.tr("Model"), typed),
            (self.tr("Stop at this much money"), self._money),
            (self.tr("Stop at so many tokens"), self._tokens),
        ):
            field.setAccessibleName(name)

    def _build_nobody(self) -> None:
        """What is needed where nobody can write."""
        page = self._nobody
        mark(page, "banner")
        words = QLabel(
            self.tr(
                "Nobody is here who can write. Add an account of MiniMax, or any chat server: one "
                "on this machine, such as Ollama or LM Studio, needs no key."
            ),
            page,
        )
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        button = QPushButton(self.tr("Accounts…"), page)
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: self._at_hand.open_accounts())
        row = QHBoxLayout(page)
        row.setContentsMargins(RHYTHM * 2, RHYTHM, RHYTHM, RHYTHM)
        row.setSpacing(RHYTHM * 2)
        row.addWidget(words, 1)
        row.addWidget(button)
