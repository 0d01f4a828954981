"""Fit to length in the menu Write: lines that are too long get fewer words, or are read faster."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from studio.bridge import TaskScope, opened
from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId
from studio.model.project import Fitting, Project
from studio.ui.actions import Actions
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.notices import Notices
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.writing.asking_dialog import PlainAskingDialog
from studio.ui.writing.jobs import Said, WritingJobs
from studio.ui.writing.translation_words import fit_words
from studio.ui.writing.translator import place_of
from studio.ui.writing.writers import WritersAtHand
from studio.writing.asking import Asker
from studio.writing.fitting.fit import fit, work_of
from studio.writing.fitting.order import FitOrder, FitOutcome
from studio.writing.fitting.speaking import VoicesLine, speaking
from studio.writing.page import Page
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is known of lengths, and who voices lines; `voices` makes one for each run."""

    book: LengthBook
    lengths: TakeLengths
    voices: Callable[[], VoicesLine]


class Fitter(QObject):
    """Fits the lines in hand, or the episode's, in the language whose translation is seen."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        script: ScriptPanel,
        jobs: WritingJobs,
        at_hand: WritersAtHand,
        measuring: Measuring,
        tasks: TaskScope,
        notices: Notices,
        window: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._script = script
        self._jobs = jobs
        self._at_hand = at_hand
        self._measuring = measuring
        self._tasks = tasks
        self._notices = notices
        self._window = window
        self._next: QAction | None = None
        self._asking = False

    def add_actions(self, actions: Actions) -> None:
        """Put it among the actions of the window."""
        text = self.tr("&Fit to length…")
        actions.add(
            "translate.fit", text, self.fit, shortcut="Ctrl+Shift+F", icon="fit", owner=self
        )
        self._next = actions.find("translation.next")

    def fit(self) -> None:
        """Ask, and fit the lines."""
        language = self._script.table.target or self._selection.language
        if self._document.read_only:
            self._notices.report(EditRefused(EditProblem.READ_ONLY))
        elif self._jobs.is_busy(place_of((language,))):
            self._notices.status(self.tr("This is being worked on already: stop that first."))
        elif not self._asking:
            self._tasks.start(self._asked(language))

    async def _asked(self, language: str) -> None:
        self._asking = True
        try:
            await self._measuring.book.catch_up()
            project, order = self._document.project, self._order(language)
            found = _with_time(project, order, self._measuring.book)
            if not found:
                self._notices.status(self._why_none(project, language))
                return
            await self._ask(project, order, found)
        finally:
            self._asking = False

    def _why_none(self, project: Project, language: str) -> str:
        """What is to be done where no line has a time: the script's own language has none."""
        own, *others = project.languages
        if language == own and others:
            told = self.tr(
                "{language} is the script's own language. Choose in “Beside” the translation to "
                "fit: {others}."
            )
            names = ", ".join(map(language_name, others))
            return told.format(language=language_name(language), others=names)
        told = self.tr(
            "{language}: no line has a time to fit. Import subtitles with times, or voice the "
            "script in its own language first."
        )
        return told.format(language=language_name(language))

    async def _ask(self, project: Project, order: FitOrder, lines: int) -> None:
        count = counted(
            lines,
            self.tr("1 line has a time to fit."),
            self.tr("{n} lines have a time to fit."),
        )
        how = self.tr(
            "Lines are voiced where they have no fresh take, and measured. What is a little too "
            "long is read faster; what is more gets other words. What a person wrote stays."
        )
        words = f"{language_name(order.language)}: {count} {how}"
        dialog = PlainAskingDialog(
            self.tr("Fit to length"), words, self.tr("Fit"),
            lambda: work_of(project, order), self._at_hand, self._window,
        )  # fmt: skip
        try:
            agreed = bool(await opened(dialog))
            terms = dialog.terms()
        finally:
            dialog.deleteLater()
        if agreed:
            self._jobs.start(
                self.tr("Fit to length"), place_of((order.language,)), terms,
                lambda page, asker: self._job(page, asker, order), self._said,
            )  # fmt: skip

    async def _job(self, page: Page, asker: Asker, order: FitOrder) -> FitOutcome:
        measuring = self._measuring
        speak = speaking(measuring.voices(), measuring.lengths)
        return await fit(page, asker, order, speak)

    def _order(self, language: str) -> FitOrder:
        project, measuring = self._document.project, self._measuring
        strictness = project.fitting if project.fitting is not Fitting.OFF else Fitting.SOFT
        chosen = self._selection.lines
        return FitOrder(
            language,
            strictness,
            lines=frozenset(chosen) if len(chosen) > 1 else None,
            episodes=frozenset({self._selection.episode}),
            lengths=measuring.book.lengths,
            seconds=measuring.lengths.known,
            spoken=measuring.book.seconds,
        )

    def _said(self, outcome: FitOutcome) -> Said:
        return Said(fit_words(outcome), self._next if outcome.flagged else None, stays=True)


def _with_time(project: Project, order: FitOrder, book: LengthBook) -> int:
    """How many lines of an order have words and a time."""
    wanted: Collection[LineId] | None = order.lines
    return sum(
        line.spoken
        and bool(line.words(order.language).strip())
        and book.budget(line.id, order.language) is not None
        for episode in order.chosen(project)
        for line in episode.lines
        if wanted is None or line.id in wanted
    )
