"""The menu Write: asks what is to be written, by whom and for how much, and starts the jobs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import EpisodeId
from studio.model.outline import Brief, Outline, Written
from studio.store.exchanges import Exchanges
from studio.ui.actions import Actions
from studio.ui.counting import counted
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter
from studio.ui.selection import Selection
from studio.ui.writing import outcome_words as told
from studio.ui.writing.adapt_dialog import AdaptDialog
from studio.ui.writing.asking_dialog import MakesWork, PlainAskingDialog
from studio.ui.writing.brief_dialog import BriefDialog
from studio.ui.writing.exchanges_dialog import ExchangesDialog
from studio.ui.writing.jobs import Job, Said, WritingJobs, WritingTerms
from studio.ui.writing.rewrite_dialog import RewriteDialog
from studio.ui.writing.script_jobs import (
    adapt_job,
    is_begun,
    plan_job,
    planned_episodes,
    scenes_job,
)
from studio.ui.writing.writers import WritersAtHand
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.asking import Asker
from studio.writing.generating.orders import ScenesOrder, ScenesOutcome
from studio.writing.generating.scenes import scenes_to_write
from studio.writing.generating.work import work_of_plan, work_of_scenes
from studio.writing.page import Page
from studio.writing.revising.review import ReviewOrder, ReviewOutcome, review, work_of_review
from studio.writing.revising.rewrite import RewriteOrder, rewrite

OUTLINE = "outline"
"""The place of planning and of writing what is planned: one of them at a time."""
ADAPTING = "adapting"
CHECKING = "checking"


class Author(QObject):
    """Holds the actions of the menu; each asks first, and stops where nobody can write."""

    outline_wanted = Signal()
    """The outline is to be seen."""
    suggestions_wanted = Signal()
    """The lines with suggestions are to be seen."""
    all_written = Signal()
    """There is nothing to go on with here."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        jobs: WritingJobs,
        at_hand: WritersAtHand,
        exchanges: Exchanges,
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
        self._jobs = jobs
        self._at_hand = at_hand
        self._exchanges = exchanges
        self._prompter = prompter
        self._notices = notices
        self._window = window
        self._folder = folder
        self._draft: Brief | None = None
        self._prose: AdaptOrder | None = None
        self._dialog: QDialog | None = None
        self._way_on = QAction(self)
        self._goes: Callable[[], object] = lambda: None
        self._way_on.triggered.connect(lambda *_: self._goes())
        self.destroyed.connect(lambda *_: self._leave())

    def add_actions(self, actions: Actions) -> None:
        """Put them among the actions of the window."""
        for id, text, run, key, icon in (
            ("write.script", self.tr("&Write a script…"), self.write_script, "Ctrl+Shift+W", "pen"),
            ("write.go_on", self.tr("&Go on writing…"), self.go_on, "Ctrl+Shift+G", ""),
            ("write.adapt", self.tr("&Adapt prose…"), self.adapt, "Ctrl+Shift+D", "import"),
            ("write.check", self.tr("&Check the script…"), self.check, "Ctrl+Shift+Y",
             "suggestion"),
            ("write.rewrite", self.tr("&Rewrite selection…"), self.rewrite, "Ctrl+Shift+L", ""),
            ("write.exchanges", self.tr("&Prompts and replies…"), self.show_exchanges,
             "Ctrl+Shift+U", ""),
            ("write.stop", self.tr("&Stop writing"), self.stop, "Ctrl+.", "stop"),
        ):  # fmt: skip
            actions.add(id, text, run, shortcut=key, icon=icon, owner=self)

    # what the menu does

    def write_script(self) -> None:
        """Ask for a brief, and plan it."""
        self._ask_for_brief(again=False)

    def plan_again(self) -> None:
        """Ask for the brief once more; the plan stays unless another one is wanted."""
        self._ask_for_brief(again=True)

    def go_on(self) -> None:
        """Plan the episodes that are missing, and write the scenes that are."""
        outline = self._document.project.outline
        if outline is None:
            self.write_script()
            return
        missing = outline.brief.episodes - planned_episodes(outline)
        order = ScenesOrder()
        left = scenes_to_write(self._document.project, order)
        if missing > 0 and not is_begun(outline):
            self._ask_to_plan_rest(outline, missing)
        elif missing > 0 or left:
            self._ask_to_write(order, missing=max(0, missing))
        else:
            self._notices.status(self.tr("Everything that is planned is written."))
            self.all_written.emit()

    def write_all(self) -> None:
        """Write every scene that is not written."""
        self._ask_to_write(ScenesOrder())

    def write_scene(self, scene: str) -> None:
        """Write one scene, or write it again."""
        outline = self._document.project.outline
        found = outline.find_scene(scene) if outline else None
        if found is not None:
            again = found[1].written is Written.WRITTEN
            self._ask_to_write(ScenesOrder((scene,), again=again))

    def adapt(self) -> None:
        """Ask for prose, and make a script of it."""
        if self._may(ADAPTING):
            project = self._document.project
            dialog = AdaptDialog(project, self._at_hand, self._prompter, self._folder, self._window)
            if self._prose is not None:
                dialog.show_order(self._prose)
            dialog.rejected.connect(lambda: self._keep_prose(dialog.order()))
            self._open(dialog, lambda: self._adapt(dialog.order(), dialog.terms()))

    def check(self) -> None:
        """Look over the episode in hand: what could be better becomes a suggestion."""
        project = self._document.project
        here = project.episode(self._selection.episode)
        if not any(line.words(project.languages[0]) for line in here.lines):
            self._notices.status(self.tr("This episode has no lines to check yet."))
        elif self._may(CHECKING):
            order = ReviewOrder((here.id,))
            words = self.tr(
                "A model reads episode {n} and proposes what could be better: on each line, for "
                "you to accept or to dismiss. Nothing is changed."
            ).format(n=here.number)
            self._ask(
                self.tr("Check the script"),
                words,
                self.tr("Check"),
                lambda: work_of_review(project, order),
                lambda terms: self._check(order, terms),
            )

    def rewrite(self) -> None:
        """Ask how the lines in hand shall be said."""
        project, chosen = self._document.project, frozenset(self._selection.lines)
        language = project.languages[0]
        lines = tuple(
            line.id for _, line in project.lines if line.id in chosen and line.words(language)
        )
        if not lines:
            self._notices.status(self.tr("Choose the lines to rewrite first."))
        elif self._may(_place_of(lines)):
            dialog = RewriteDialog(project, lines, self._at_hand, self._window)
            self._open(dialog, lambda: self._rewrite(dialog.order(), dialog.terms()))

    def show_exchanges(self) -> None:
        """Show what was asked and answered."""
        dialog = ExchangesDialog(self._exchanges, self._notices.report, self._window)
        self._open(dialog, lambda: None)

    def stop(self) -> None:
        """End every job."""
        if not self._jobs.running:
            self._notices.status(self.tr("Nothing is being written."))
        self._jobs.stop()

    # asking

    def _ask_for_brief(self, *, again: bool) -> None:
        if not self._may(OUTLINE):
            return
        dialog = BriefDialog(
            self._document.project, self._draft, self._at_hand, self._window, again=again
        )
        dialog.finished.connect(lambda *_: self._keep_draft(dialog))
        self._open(dialog, lambda: self._plan(dialog.brief(), dialog.terms(), keep=dialog.keeps))

    def _keep_prose(self, order: AdaptOrder | None) -> None:
        self._prose = order

    def _keep_draft(self, dialog: BriefDialog) -> None:
        self._draft = dialog.brief()

    def _ask_to_plan_rest(self, outline: Outline, missing: int) -> None:
        brief = outline.brief
        words = counted(
            missing,
            self.tr("1 episode of the plan is missing. What is there stays."),
            self.tr("{n} episodes of the plan are missing. What is there stays."),
        )
        self._ask(
            self.tr("Go on planning"), words, self.tr("Plan the rest"),
            lambda: work_of_plan(brief),
            lambda terms: self._plan(brief, terms, keep=True),
        )  # fmt: skip

    def _ask_to_write(self, order: ScenesOrder, *, missing: int = 0) -> None:
        project = self._document.project
        scenes = scenes_to_write(project, order)
        if not scenes and not missing:
            self._notices.status(self.tr("Everything that is planned is written."))
            return
        self._ask(
            self.tr("Write the script"),
            self._scenes_words(len(scenes), again=order.again, missing=missing),
            self.tr("Write"),
            lambda: work_of_scenes(project, order),
            lambda terms: self._write(order, terms, missing=missing),
        )

    def _scenes_words(self, scenes: int, *, again: bool, missing: int) -> str:
        if again:
            return self.tr(
                "This scene is written anew. Its lines go when the first new one has come; Undo "
                "brings them back."
            )
        words = counted(
            scenes,
            self.tr("1 scene will be written. Its lines appear in the script as they come."),
            self.tr("{n} scenes will be written, one after the other. Their lines appear in "
                    "the script as they come; what you change meanwhile stays yours."),
        )  # fmt: skip
        if not missing:
            return words
        first = (
            self.tr("1 missing episode is planned first."),
            self.tr("{n} missing episodes are planned first."),
        )
        return f"{counted(missing, *first)} {words}" if scenes else counted(missing, *first)

    def _ask(
        self,
        title: str,
        words: str,
        go: str,
        work: MakesWork,
        then: Callable[[WritingTerms], object],
    ) -> None:
        """Ask who writes, and for how much."""
        if self._may(OUTLINE):
            dialog = PlainAskingDialog(title, words, go, work, self._at_hand, self._window)
            self._open(dialog, lambda: then(dialog.terms()))

    def _open(self, dialog: QDialog, then: Callable[[], object]) -> None:
        """Open a dialog, one at a time; `then` is called when it is accepted."""
        if self._dialog is not None:
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()
            return
        self._dialog = dialog
        dialog.accepted.connect(then)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _leave(self) -> None:
        """The production is put away: what was being asked does not matter any more."""
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.done(QDialog.DialogCode.Rejected)
            self._dialog.deleteLater()

    def _may(self, place: Hashable) -> bool:
        """Whether a job may be started there; why not is said."""
        if self._document.read_only:
            self._notices.report(EditRefused(EditProblem.READ_ONLY))
            return False
        if self._jobs.is_busy(place):
            self._notices.status(self.tr("This is being worked on already: stop that first."))
            return False
        return True

    # jobs

    def _plan(self, brief: Brief, terms: WritingTerms, *, keep: bool) -> None:
        self.outline_wanted.emit()
        self._jobs.start(
            self.tr("Plan the script"), OUTLINE, terms,
            partial(plan_job, brief=brief, keep=keep), told.plan_words,
        )  # fmt: skip

    def _write(self, order: ScenesOrder, terms: WritingTerms, *, missing: int = 0) -> None:
        job: Job[ScenesOutcome] = partial(scenes_job, order=order, plan_first=missing > 0)
        self._jobs.start(
            self.tr("Write the script"), OUTLINE, terms, job, told.scenes_words
        )  # fmt: skip

    def _adapt(self, order: AdaptOrder, terms: WritingTerms) -> None:
        self._keep_prose(None)

        def tell(outcome: AdaptOutcome) -> Said:
            words = told.adapt_words(outcome, keep_words=order.keep_words)
            if outcome.unattributed:
                return Said(words, self._to_suggestions(outcome.episode))
            if outcome.episode != self._selection.episode:
                return Said(words, self._to_episode(outcome.episode))
            return Said(words)

        self._jobs.start(
            self.tr("Adapt prose"), ADAPTING, terms, partial(adapt_job, order=order), tell
        )

    def _check(self, order: ReviewOrder, terms: WritingTerms) -> None:
        async def job(page: Page, asker: Asker) -> ReviewOutcome:
            return await review(page, asker, order)

        def tell(outcome: ReviewOutcome) -> Said:
            way_on = self._to_suggestions() if outcome.suggestions else None
            return Said(told.review_words(outcome), way_on)

        self._jobs.start(self.tr("Check the script"), CHECKING, terms, job, tell)

    def _rewrite(self, order: RewriteOrder, terms: WritingTerms) -> None:
        self._jobs.start(
            self.tr("Rewrite lines"), _place_of(order.lines), terms,
            lambda page, asker: rewrite(page, asker, order),
            lambda outcome: told.rewrite_words(outcome, proposed=order.as_suggestions),
        )  # fmt: skip

    # the way on

    def _to_suggestions(self, episode: EpisodeId | None = None) -> QAction:
        def go() -> None:
            if episode is not None:
                self._selection.select_episode(episode)
            self.suggestions_wanted.emit()

        return self._leading(self.tr("Show the suggestions"), go)

    def _to_episode(self, episode: EpisodeId) -> QAction:
        return self._leading(
            self.tr("Show the episode"), lambda: self._selection.select_episode(episode)
        )

    def _leading(self, text: str, go: Callable[[], object]) -> QAction:
        self._way_on.setText(text)
        self._goes = go
        return self._way_on


def _place_of(lines: tuple[object, ...]) -> Hashable:
    """The place of a job on these lines."""
    return frozenset(lines)
