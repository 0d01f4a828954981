"""Translation in the menu Write: asks, surveys, translates, and fits lines to their time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Hashable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from studio.bridge import TaskScope, opened
from studio.document import Change, Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId
from studio.model.project import Fitting, Project
from studio.ui.actions import Actions
from studio.ui.languages import language_name
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.writing.asking_dialog import MakesWork, PlainAskingDialog
from studio.ui.writing.jobs import Said, WritingJobs, WritingTerms
from studio.ui.writing.survey_dialog import SurveyDialog
from studio.ui.writing.term_proposals import TermProposals
from studio.ui.writing.translate_dialog import TranslateDialog, TranslationWish, fitted
from studio.ui.writing.translation_words import translation_words
from studio.ui.writing.writers import WritersAtHand
from studio.writing.asking import Asker
from studio.writing.page import Page
from studio.writing.timing.length_book import LengthBook
from studio.writing.translating.extent import extent_of
from studio.writing.translating.order import Mode, TranslationOrder, TranslationOutcome
from studio.writing.translating.releasing import released
from studio.writing.translating.survey import is_needed, survey, work_of_survey
from studio.writing.translating.translate import translate, work_of

ASKS_NOTHING = 2
"""Requests up to which a few lines are translated again without a question."""


class Translator(QObject):
    """Holds the actions of translation; at most one of its jobs works in a language at a time."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        script: ScriptPanel,
        jobs: WritingJobs,
        at_hand: WritersAtHand,
        book: LengthBook,
        tasks: TaskScope,
        prompter: Prompter,
        notices: Notices,
        window: QWidget,
        parent: QObject,
        *,
        folder: Path,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._script = script
        self._jobs = jobs
        self._at_hand = at_hand
        self._book = book
        self._tasks = tasks
        self._prompter = prompter
        self._notices = notices
        self._window = window
        self._folder = folder
        self._wish = TranslationWish()
        self._proposals = TermProposals()
        self._busy = False
        self._wanted = ""
        self.destroyed.connect(document.listen(self._follow))
        decisions = script.translated.decisions
        decisions.retry_requested.connect(self.retry)
        decisions.release_requested.connect(self.release)
        decisions.none_flagged.connect(self._tell_none_flagged)

    def add_actions(self, actions: Actions) -> None:
        """Put them among the actions of the window."""
        for name, text, run, key, icon in (
            ("script", self.tr("&Translate…"), self.ask, "Ctrl+Shift+T", "translate"),
            ("stale", self.tr("Translate what is &missing or stale…"), self.ask_stale,
             "Ctrl+Alt+M", "stale"),
            ("names", self.tr("&Names and notes…"), self.show_names, "Ctrl+Shift+N", "cast"),
        ):  # fmt: skip
            actions.add(f"translate.{name}", text, run, shortcut=key, icon=icon, owner=self)
        self._next = actions.get("translation.next")
        self._names = actions.get("translate.names")

    # what the menu does

    def ask(self) -> None:
        """Ask what to translate, and do it."""
        if self._may():
            self._tasks.start(self._asked())

    def ask_stale(self) -> None:
        """Translate what is missing, stale or failed in the languages there are."""
        languages = self._document.project.languages[1:]
        if not languages:
            self.ask()
        elif self._may():
            self._tasks.start(self._ask_stale(languages))

    def show_names(self) -> None:
        """Show the names and notes of the languages there are."""
        languages = self._document.project.languages[1:]
        if not languages:
            self._notices.status(self.tr("There is no other language yet: translate first."))
        elif not self._busy:
            target = self._script.table.target
            proposed = [
                code for code in languages if self._proposals.of(self._document.project, code)
            ]
            order = sorted(languages, key=lambda code: (code not in proposed, code != target))
            self._tasks.start(self._show_names(order))

    def retry(self, lines: Collection[LineId], language: str) -> None:
        """Translate lines again; a few are not asked about."""
        self._again(lines, language, release=False)

    def release(self, lines: Collection[LineId], language: str) -> None:
        """Let a model translate lines again that a person wrote."""
        self._again(lines, language, release=True)

    # asking

    async def _asked(self) -> None:
        dialog = self._translate_dialog()
        if not await self._open(dialog):
            return
        self._wish, terms = dialog.wish(), dialog.terms()
        fitting, look, make = dialog.fitting, dialog.looks_first, dialog.makes_order()
        await self._start(await asyncio.to_thread(make), terms, fitting, look=look)

    def _translate_dialog(self) -> TranslateDialog:
        project = self._document.project
        target = self._script.table.target
        wish = self._wish
        if not wish.languages and target:
            wish = replace(wish, languages=(target,))
        return TranslateDialog(
            project,
            project.episode(self._selection.episode),
            self._selection.lines,
            wish,
            self._timed,
            self._at_hand,
            self._window,
        )

    async def _ask_stale(self, languages: tuple[str, ...]) -> None:
        project = self._document.project
        order = self._order(languages)
        extent = await asyncio.to_thread(extent_of, project, order)
        if not extent.asked:
            self._notices.status(self.tr("Every line is translated, and none is stale."))
            return
        names = ", ".join(map(language_name, languages))
        words = self.tr(
            "{n} lines are missing, stale or failed ({languages}). What a person wrote stays."
        ).format(n=f"{extent.asked:,}", languages=names)
        terms = await self._agreed(words, self.tr("Translate"), lambda: work_of(project, order))
        if terms is not None:
            await self._start(order, terms, project.fitting)

    async def _agreed(self, words: str, go: str, work: MakesWork) -> WritingTerms | None:
        """Ask who writes, and for how much; None for not at all."""
        dialog = PlainAskingDialog(self.tr("Translate"), words, go, work, self._at_hand,
                                   self._window)  # fmt: skip
        return dialog.terms() if await self._open(dialog) else None

    async def _open(self, dialog: QDialog) -> bool:
        """Open a dialog, one at a time."""
        self._busy = True
        try:
            return bool(await opened(dialog))
        finally:
            self._busy = False
            dialog.deleteLater()

    # names and notes

    async def _show_names(self, languages: Collection[str], *, go: str = "") -> bool:
        dialog = SurveyDialog(
            self._document,
            tuple(languages),
            self._prompter,
            self._tasks,
            self._folder,
            self._window,
            go=go,
            proposals=self._proposals,
        )
        dialog.survey_requested.connect(
            lambda language: self._tasks.start(self._survey_again(language, dialog))
        )
        return await self._open(dialog)

    async def _survey_again(self, language: str, over: QWidget) -> None:
        project = self._document.project
        words = self.tr(
            "A model reads the whole script for {language} and notes names, terms and forms of "
            "address. What you wrote or locked stays."
        ).format(language=language_name(language))
        dialog = PlainAskingDialog(
            self.tr("Names and notes"), words, self.tr("Look through"),
            lambda: work_of_survey(project, language), self._at_hand, over,
        )  # fmt: skip
        try:
            agreed = bool(await opened(dialog))
        finally:
            dialog.deleteLater()
        if agreed and self._is_free((language,)):
            await self._survey(language, dialog.terms(), again=True)

    async def _survey(self, language: str, terms: WritingTerms, *, again: bool = False) -> bool:
        """Survey the script for a language; whether it came to its end."""

        async def job(page: Page, asker: Asker) -> bool:
            await survey(page, asker, language, again=again)
            return True

        label = self.tr("Names and notes")
        return bool(await self._jobs.run(label, place_of((language,)), terms, job))

    # jobs

    async def _start(
        self, order: TranslationOrder, terms: WritingTerms, fitting: Fitting, *, look: bool = False
    ) -> None:
        languages = order.targets(self._document.project)
        if not self._is_free(languages):
            return
        if look and order.mode is not Mode.DRAFT:
            for language in languages:
                needed = is_needed(self._document.project, language)
                if needed and not await self._survey(language, terms):
                    return
            if not await self._show_names(languages, go=self.tr("Translate")):
                return
        if self._is_free(languages):
            self._run(order, terms, lambda project: fitted(project, fitting))

    def _run(
        self,
        order: TranslationOrder,
        terms: WritingTerms,
        first: Callable[[Project], Project],
    ) -> None:
        """Start a translation; `first` is changed in the same step of undo."""

        languages = order.targets(self._document.project)

        async def job(page: Page, asker: Asker) -> TranslationOutcome:
            page.change(first)
            self._show(languages)
            await self._book.catch_up()
            return await translate(page, asker, self._timed(order))

        place = place_of(languages)
        self._jobs.start(self.tr("Translate"), place, terms, job, self._said)

    def _again(self, lines: Collection[LineId], language: str, *, release: bool) -> None:
        if self._may() and self._is_free((language,)):
            self._tasks.start(self._translate_again(frozenset(lines), language, release=release))

    async def _translate_again(
        self, lines: frozenset[LineId], language: str, *, release: bool
    ) -> None:
        def first(project: Project) -> Project:
            return released(project, lines, language) if release else project

        project = first(self._document.project)
        order = self._order((language,), lines)
        work = await asyncio.to_thread(work_of, project, order)
        terms: WritingTerms | None = WritingTerms()
        if work.requests > ASKS_NOTHING:
            words = self.tr("{n} lines are translated again.").format(n=f"{len(lines):,}")
            terms = await self._agreed(words, self.tr("Translate"), lambda: work)
        if terms is not None and self._is_free((language,)):
            self._run(order, terms, first)

    def _order(
        self, languages: tuple[str, ...], lines: frozenset[LineId] | None = None
    ) -> TranslationOrder:
        """An order as the last one was, for other lines."""
        wish = self._wish
        alone = lines is not None
        unknown = any(is_needed(self._document.project, each) for each in languages)
        mode = Mode.DRAFT if alone and unknown else wish.mode
        kinds = wish.all_kinds or alone
        return self._timed(
            TranslationOrder(languages, lines, style=wish.style, mode=mode, all_kinds=kinds)
        )

    def _timed(self, order: TranslationOrder) -> TranslationOrder:
        """The order with all that is known of lengths by now."""
        targets = order.targets(self._document.project)
        budgets = self._book.budgets(targets[0]) if targets else {}
        return replace(order, lengths=self._book.lengths, budgets=budgets)

    def _show(self, languages: tuple[str, ...]) -> None:
        """Show one of these beside the script, as soon as it is there."""
        if languages and self._script.table.target not in languages:
            self._wanted = languages[0]
            self._show_wanted(self._document.project)

    def _follow(self, change: Change) -> None:
        self._show_wanted(change.after)

    def _show_wanted(self, project: Project) -> None:
        if self._wanted and self._wanted in project.languages:
            self._script.bar.choose_beside(self._wanted)
            if self._script.table.beside == self._wanted:
                self._wanted = ""

    def _said(self, outcome: TranslationOutcome) -> Said:
        names = self._proposals.add(outcome.new_names)
        words = translation_words(replace(outcome, new_names=names))
        if outcome.doubtful:
            return Said(words, self._next, stays=True)
        return Said(words, self._names if names else None)

    def _may(self) -> bool:
        """Whether anything can be asked; why not is said."""
        if self._document.read_only:
            self._notices.report(EditRefused(EditProblem.READ_ONLY))
            return False
        return not self._busy

    def _is_free(self, languages: Collection[str]) -> bool:
        """Whether nobody works in these languages; who does is said."""
        if self._jobs.is_busy(place_of(languages)):
            self._notices.status(self.tr("This is being worked on already: stop that first."))
            return False
        return True

    def _tell_none_flagged(self) -> None:
        self._notices.status(self.tr("No translation is flagged in any language."))


def place_of(languages: Collection[str]) -> Hashable:
    """Where a job works: in these languages."""
    return frozenset(("translation", language) for language in languages)
