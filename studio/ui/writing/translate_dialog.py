"""Asks what is to be translated into which languages, how, and who does it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.project import Fitting, Project
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.theme import RHYTHM, mark
from studio.ui.writing.asking_dialog import AskingDialog, MakesWork
from studio.ui.writing.language_picker import LanguagePicker
from studio.ui.writing.writers import WritersAtHand
from studio.writing.translating.extent import Extent, every_line, extent_of, in_need
from studio.writing.translating.order import Mode, TranslationOrder, source_of
from studio.writing.translating.translate import work_of

WIDTH = RHYTHM * 92
EPISODE, ALL, SELECTION = "episode", "all", "selection"
NEEDED, AGAIN = "needed", "again"


@dataclass(frozen=True, slots=True)
class TranslationWish:
    """What was chosen last; the dialog begins with it."""

    languages: tuple[str, ...] = ()
    style: str = ""
    mode: Mode = Mode.STANDARD
    all_kinds: bool = False
    look_first: bool = True


class TranslateDialog(AskingDialog):
    """Makes a TranslationOrder; `timed` gives it what is known of lengths."""

    def __init__(
        self,
        project: Project,
        episode: Episode,
        lines: Collection[LineId],
        wish: TranslationWish,
        timed: Callable[[TranslationOrder], TranslationOrder],
        at_hand: WritersAtHand,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Translate"), self.tr("Translate"), at_hand, parent)
        self._telling: asyncio.Task[None] | None = None
        self._project = project
        self._episode = episode
        self._lines = frozenset(lines)
        self._timed = timed
        self._picker = LanguagePicker(source_of(project), project.languages[1:], self)
        self._scope, self._which = QComboBox(self), QComboBox(self)
        self._all_kinds = QCheckBox(self.tr("Headings and action too"), self)
        self._style = QLineEdit(self)
        self._mode, self._mode_told = QComboBox(self), QLabel(self)
        self._fitting = QComboBox(self)
        self._look = QCheckBox(self.tr("Look at names and notes first"), self)
        self._extent = QLabel(self)
        self._fill()
        self._lay_out()
        self._begin(wish)
        self._connect()
        self._show_mode()
        self.setMinimumWidth(WIDTH)
        self._grow()
        self.count()
        self._picker.setFocus()

    # what was chosen

    def makes_order(self) -> Callable[[], TranslationOrder]:
        """How to make what stands in the dialog an order; takes a while for a long script."""
        scope, again = self._scope.currentData(), self._which.currentData() == AGAIN
        episodes = frozenset({self._episode.id}) if scope == EPISODE else None
        order = self._timed(
            TranslationOrder(
                self._picker.chosen(),
                None,
                episodes,
                self._style.text().strip(),
                Mode(self._mode.currentData()),
                self._all_kinds.isChecked(),
            )
        )
        project, lines = self._project, self._lines
        if scope == SELECTION and not again:
            return lambda: replace(order, lines=in_need(project, order, lines))
        if scope == SELECTION:
            return lambda: replace(order, lines=lines)
        if again:
            kinds = order.all_kinds
            return lambda: replace(order, lines=every_line(project, episodes, all_kinds=kinds))
        return lambda: order

    @property
    def fitting(self) -> Fitting:
        """How strictly lines are held to their time from now on."""
        return Fitting(self._fitting.currentData())

    @property
    def looks_first(self) -> bool:
        """Whether names and notes are to be seen before lines are translated."""
        return self._look.isEnabled() and self._look.isChecked()

    def wish(self) -> TranslationWish:
        """What to begin with the next time."""
        return TranslationWish(
            self._picker.chosen(),
            self._style.text().strip(),
            Mode(self._mode.currentData()),
            self._all_kinds.isChecked(),
            self._look.isChecked(),
        )

    def work(self) -> MakesWork | None:
        """The estimate of all languages."""
        if not self._picker.chosen():
            return None
        make, project = self.makes_order(), fitted(self._project, self.fitting)
        return lambda: work_of(project, make())

    def count(self) -> None:
        """Make the estimate now, and say how many lines it is for."""
        super().count()
        if self._telling is not None:
            self._telling.cancel()
        if self._picker.chosen():
            self._telling = asyncio.ensure_future(self._tell_extent())
        else:
            self._say(self.tr("Choose a language to translate into."))

    def done(self, result: int) -> None:
        """Close; nothing is counted any more."""
        super().done(result)
        if self._telling is not None:
            self._telling.cancel()

    def accept(self) -> None:
        """Close, unless there is nothing to translate into."""
        if self._picker.unknown:
            words = self.tr("No language is called “{name}”.")
            self._say(words.format(name=self._picker.unknown), wrong=True)
        elif not self._picker.chosen():
            self._say(self.tr("Choose a language to translate into."), wrong=True)
        else:
            super().accept()

    async def _tell_extent(self) -> None:
        make, project = self.makes_order(), self._project
        extent = await asyncio.to_thread(lambda: extent_of(project, make()))
        self._say(extent_words(extent))

    def _say(self, words: str, *, wrong: bool = False) -> None:
        """Say how far the order goes, or why it goes nowhere."""
        mark(self._extent, "failed" if wrong else "caption")
        self._extent.setText(words)

    # building

    def _fill(self) -> None:
        one = self.tr("Episode {n}").format(n=self._episode.number)
        self._scope.addItem(one, EPISODE)
        if len(self._project.episodes) > 1:
            count = len(self._project.episodes)
            self._scope.addItem(self.tr("All {n} episodes").format(n=count), ALL)
        if len(self._lines) > 1:
            many = self.tr("The {n} lines in hand").format(n=len(self._lines))
            self._scope.addItem(many, SELECTION)
        self._which.addItem(self.tr("What is missing, stale or failed"), NEEDED)
        self._which.addItem(self.tr("Everything again, but what a person wrote"), AGAIN)
        for mode, words in (
            (Mode.DRAFT, self.tr("Draft")),
            (Mode.STANDARD, self.tr("Standard")),
            (Mode.DUBBING, self.tr("Dubbing")),
            (Mode.BEST, self.tr("Best")),
        ):
            self._mode.addItem(words, mode)
        for fitting, words in (
            (Fitting.OFF, self.tr("Off: lines may take the time they need")),
            (Fitting.SOFT, self.tr("Soft: hints to the model, one rewrite, a flag")),
            (Fitting.STRICT, self.tr("Strict: two rewrites, read faster, a flag")),
        ):
            self._fitting.addItem(words, fitting)
        self._style.setPlaceholderText(self.tr("Northern German, dry, nobody swears"))
        self._look.setToolTip(
            self.tr("The script is looked through, and you may change what was found")
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM + RHYTHM // 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        source = QLabel(language_name(source_of(self._project)), self)
        mark(source, "heading")
        form.addRow(self.tr("From"), source)
        form.addRow(self.tr("Into"), self._picker)
        for name, field in (
            (self.tr("Lines"), self._scope),
            (self.tr("Which"), self._which),
            (self.tr("Style"), self._style),
            (self.tr("Care"), self._mode),
            (self.tr("Fit to length"), self._fitting),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
            if field is self._which:
                form.addRow("", self._all_kinds)
            elif field is self._mode:
                form.addRow("", self._mode_told)
        form.addRow("", self._look)
        for label, rows in ((self._mode_told, 2), (self._extent, 1)):
            label.setWordWrap(True)
            mark(label, "caption")
            label.ensurePolished()
            # A height of its own: else the form is squeezed by what the words need when wrapped.
            label.setFixedHeight(rows * label.fontMetrics().lineSpacing() + RHYTHM // 2)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._extent.setAccessibleName(self.tr("How many lines"))
        self.content.addLayout(form, 1)
        self.content.addWidget(self._extent)

    def _begin(self, wish: TranslationWish) -> None:
        languages = wish.languages or self._project.languages[1:2]
        for code in languages:
            self._picker.choose(code)
        self._style.setText(wish.style)
        self._mode.setCurrentIndex(max(0, self._mode.findData(wish.mode)))
        self._fitting.setCurrentIndex(max(0, self._fitting.findData(self._project.fitting)))
        self._all_kinds.setChecked(wish.all_kinds)
        self._look.setChecked(wish.look_first)
        if len(self._lines) > 1:
            self._scope.setCurrentIndex(self._scope.findData(SELECTION))

    def _connect(self) -> None:
        self._picker.changed.connect(self._changed)
        self._style.textChanged.connect(lambda *_: self._changed())
        self._all_kinds.toggled.connect(lambda *_: self._changed())
        for box in (self._scope, self._which, self._mode, self._fitting):
            box.currentIndexChanged.connect(lambda *_: self._changed())

    def _changed(self) -> None:
        self._show_mode()
        self._grow()
        self.changed()

    def _grow(self) -> None:
        """Be as high as all languages need: a form with words that wrap would squeeze them."""
        layout = self.layout()
        assert layout is not None  # made with the dialog
        layout.activate()
        needed = layout.totalHeightForWidth(max(self.width(), WIDTH)) + RHYTHM * 2
        if self.height() < needed:
            self.resize(max(self.width(), WIDTH), needed)

    def _show_mode(self) -> None:
        mode = Mode(self._mode.currentData())
        self._mode_told.setText(
            {
                Mode.DRAFT: self.tr("One pass, quick and cheap; nothing is looked up first."),
                Mode.STANDARD: self.tr(
                    "The script is surveyed first: names, terms and who is formal are the same "
                    "everywhere. Doubtful lines are asked for again."
                ),
                Mode.DUBBING: self.tr(
                    "As standard, with a shorter variant of lines that have a time to fit."
                ),
                Mode.BEST: self.tr("As dubbing, and every episode is read over once more."),
            }[mode]
        )
        self._look.setEnabled(mode is not Mode.DRAFT)


def fitted(project: Project, fitting: Fitting) -> Project:
    """The project with its lines held to their time so strictly."""
    return project if project.fitting is fitting else replace(project, fitting=fitting)


def extent_words(extent: Extent) -> str:
    """How many lines will be asked for, and how many stay because a person wrote them."""
    asked = counted(extent.asked, _tr("1 line to translate"), _tr("{n} lines to translate"))
    parts = [
        words.format(n=f"{count:,}")
        for count, words in (
            (extent.missing, _tr("{n} missing")),
            (extent.stale, _tr("{n} stale")),
            (extent.failed, _tr("{n} failed")),
        )
        if count
    ]
    told = f"{asked}: {', '.join(parts)}." if parts else f"{asked}."
    if not extent.asked:
        told = _tr("Nothing to translate: every line has its words.")
    if extent.frozen:
        one, many = (
            _tr("1 line is a person's and stays."),
            _tr("{n} lines are a person's and stay."),
        )
        told = f"{told} {counted(extent.frozen, one, many)}"
    return told


def _tr(text: str) -> str:
    return QCoreApplication.translate("TranslateDialog", text)
