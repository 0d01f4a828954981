"""What writes in one open production: its jobs, the menu Write, the outline, the suggestions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from studio.bridge import TaskScope
from studio.document import Change
from studio.engine_room import EngineRoom
from studio.model.ids import EpisodeId, LineId
from studio.opening import Production
from studio.store.settings import Settings
from studio.synthesis.single_lines import SingleLines
from studio.ui.actions import Actions
from studio.ui.main_window import MainWindow
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter
from studio.ui.script.filters import LineFilter, Want
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.writing.author import OUTLINE, Author
from studio.ui.writing.fitter import Fitter, Measuring
from studio.ui.writing.jobs import Ghosts, WritingJobs, WritingTerms
from studio.ui.writing.outline_panel import OutlinePanel
from studio.ui.writing.outline_tree import written_scenes
from studio.ui.writing.suggestion_strip import SuggestionStrip
from studio.ui.writing.suggestions import Suggestions
from studio.ui.writing.translation_words import unfinished_words
from studio.ui.writing.translator import Translator
from studio.ui.writing.writers import WritersAtHand
from studio.ui.writing.written_strip import WrittenStrip
from studio.writing.asking import Asker
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths
from studio.writing.translating.unfinished import unfinished


class WritingDesk(QObject):
    """Made with the panels of a production, and gone with its script; its jobs end later."""

    def __init__(
        self,
        production: Production,
        selection: Selection,
        script: ScriptPanel,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
        prompter: Prompter,
        room: EngineRoom,
        settings: Callable[[], Settings],
        tasks: TaskScope,
    ) -> None:
        super().__init__(script)
        self._production = production
        self._document = production.document
        self._selection = selection
        self._script = script
        self._window = window
        self._actions = actions
        self._notices = notices
        self._room = room
        self._settings = settings
        self._tasks = tasks
        self._ghosts: Ghosts = {}
        self.jobs = WritingJobs(self._document, self._asker, tasks, window.work, notices, selection)
        self.at_hand = self._writers()
        lengths = TakeLengths(production.file.peaks, production.sounds)
        self.book = LengthBook(self._document, lengths, production.status.fresh)
        self.author = Author(
            self._document,
            selection,
            self.jobs,
            self.at_hand,
            production.file.exchanges,
            prompter,
            notices,
            window,
            self,
            folder=production.file.path.parent,
        )
        self.author.add_actions(actions)
        self.translator = self._translator(tasks, prompter)
        self.translator.add_actions(actions)
        self.fitter = self._fitter(lengths, tasks)
        self.fitter.add_actions(actions)
        self.outline = OutlinePanel(self._document, actions, notices)
        self._written = WrittenStrip(script)
        strip = SuggestionStrip(script)
        script.add_strip(strip)
        script.add_strip(self._written)
        self.suggestions = Suggestions(self._document, selection, strip, actions, notices, self)
        self._connect()
        self._stop_hearing = self.book.listen(script.times_changed)
        script.show_times(self.book)
        tasks.start(self.book.keep_up())

    def show_first(self) -> None:
        """Show the outline of a project that has a plan to go on with, else leave it hidden."""
        outline = self._document.project.outline
        written, scenes = written_scenes(outline) if outline else (0, 0)
        self._window.show_panel("outline", shown=outline is not None and written < max(scenes, 1))
        self._look_for_unfinished()

    def _look_for_unfinished(self) -> None:
        """Say which translations are not at their end: one may have been cut off by quitting."""
        if not self._document.read_only and not self.jobs.running:
            self._tasks.start(self._tell_unfinished())

    async def _tell_unfinished(self) -> None:
        waiting = await asyncio.to_thread(unfinished, self._document.project)
        if waiting and not self.jobs.running:
            way_on = self._actions.find("translate.stale")
            self._notices.banner(unfinished_words(waiting), way_on)

    def close(self) -> None:
        """Let go of the document."""
        self._stop_hearing()
        self.book.close()

    def _translator(self, tasks: TaskScope, prompter: Prompter) -> Translator:
        return Translator(
            self._document,
            self._selection,
            self._script,
            self.jobs,
            self.at_hand,
            self.book,
            tasks,
            prompter,
            self._notices,
            self._window,
            self,
            folder=self._production.file.path.parent,
        )

    def _fitter(self, lengths: TakeLengths, tasks: TaskScope) -> Fitter:
        """What fits lines to their time; each run keeps to the caps of one batch."""
        made = self._production

        def voices() -> SingleLines:
            run = self._room.bill.run()
            return SingleLines(self._document, made.booth, made.engines, made.status, run=run)

        return Fitter(
            self._document,
            self._selection,
            self._script,
            self.jobs,
            self.at_hand,
            Measuring(self.book, lengths, voices),
            tasks,
            self._notices,
            self._window,
            self,
        )

    def _connect(self) -> None:
        author, outline, jobs = self.author, self.outline, self.jobs
        outline.script_requested.connect(author.write_script)
        outline.plan_requested.connect(author.plan_again)
        outline.all_requested.connect(author.write_all)
        outline.scene_requested.connect(author.write_scene)
        outline.stop_requested.connect(self._stop_outline)
        outline.line_requested.connect(self._show_line)
        author.outline_wanted.connect(lambda: self._window.show_panel("outline", shown=True))
        author.suggestions_wanted.connect(self._show_suggestions)
        author.all_written.connect(self._look_for_unfinished)
        jobs.ghosts_changed.connect(self._show_ghosts)
        jobs.running_changed.connect(self._show_running)
        self._written.show_requested.connect(self._show_episode)
        self._selection.episode_selected.connect(self._show_ghosts_again)
        stop = self._document.listen(self._follow_languages)
        self.destroyed.connect(_calling(stop))

    def _stop_outline(self) -> None:
        self.jobs.stop(OUTLINE)

    def _follow_languages(self, change: Change) -> None:
        """An empty project is written in the language of its brief: work in that one, then."""
        languages = change.after.languages
        if change.before.languages != languages and self._selection.language not in languages:
            self._selection.select_language(languages[0])

    def _asker(self, id: str, terms: WritingTerms) -> Asker:
        """A job's way to a model; whom nobody chose is as the settings have it."""
        settings = self._settings()
        if not terms.writer and settings.writer in self._room.writers:
            terms = replace(terms, writer=settings.writer, model=terms.model or settings.text_model)
        return self._room.asker(
            id,
            self._production.file,
            writer=terms.writer,
            model=terms.model,
            limit=terms.limit,
            most_tokens=terms.most_tokens,
        )

    def _writers(self) -> WritersAtHand:
        room, settings = self._room, self._settings
        return WritersAtHand(
            writers=lambda: tuple(room.writers.values()),
            chosen=lambda: (settings().writer, settings().text_model),
            keep=self._window.writer_chosen.emit,
            open_accounts=lambda: self._actions.get("view.accounts").trigger(),
            listen=room.writers.listen,
            report=self._notices.report,
        )

    def _show_episode(self, episode: str) -> None:
        self._selection.select_episode(EpisodeId(episode))

    def _show_ghosts_again(self) -> None:
        self._show_ghosts(self._ghosts)

    def _show_ghosts(self, ghosts: Ghosts) -> None:
        self._ghosts = ghosts
        self._script.show_ghosts(ghosts.values())
        self._offer(ghosts)

    def _offer(self, ghosts: Ghosts) -> None:
        """Offer the episode that is written, while another one is shown."""
        elsewhere = {g.episode for g in ghosts.values()} - {self._selection.episode, None}
        found = (e for e in self._document.project.episodes if e.id in elsewhere)
        self._written.offer(next(found, None))

    def _show_running(self, running: bool) -> None:
        self.outline.show_busy(self.jobs.is_busy(OUTLINE))
        self._script.view.end.turn(running)

    def _show_suggestions(self) -> None:
        self._script.bar.choose_filter(LineFilter(Want.SUGGESTIONS))
        self.suggestions.go_on()

    def _show_line(self, line: str) -> None:
        found = self._document.project.find_line(LineId(line))
        if found is not None:
            self._selection.select_episode(found[0].id)
            self._selection.select_line(found[1].id)


def _calling(stop: Callable[[], None]) -> Callable[..., None]:
    return lambda *_: stop()
