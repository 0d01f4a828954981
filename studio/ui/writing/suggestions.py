"""The suggestions on lines: taken, put aside, gone through, each with a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from studio.document import Change, Document
from studio.errors import EditRefused
from studio.model.line import Line
from studio.model.project import Project
from studio.ui.actions import Actions
from studio.ui.counting import counted
from studio.ui.notices import Notices
from studio.ui.selection import Selection
from studio.ui.writing.suggestion_strip import SuggestionStrip, current
from studio.writing.revising.accepting import accepting, accepting_all, counts, dismissing


class Suggestions(QObject):
    """Keeps the strip in step with the line in hand, and carries out what is wanted."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        strip: SuggestionStrip,
        actions: Actions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._strip = strip
        self._notices = notices
        self._add_actions(actions)
        strip.accept_requested.connect(self.accept)
        strip.dismiss_requested.connect(self.dismiss)
        strip.name_keys(actions.get("suggestion.accept"), actions.get("suggestion.dismiss"))
        selection.line_selected.connect(lambda *_: self._show())
        stop = document.listen(self._changed)
        self.destroyed.connect(lambda *_: stop())
        self._show()

    def accept(self) -> None:
        """Carry out what is proposed for the line in hand, and go on to the next one."""
        self._decide(self.tr("Accept the suggestion"), accepting)

    def dismiss(self) -> None:
        """Put aside what is proposed for the line in hand, and go on to the next one."""
        self._decide(self.tr("Dismiss the suggestion"), dismissing)

    def accept_all(self) -> None:
        """Carry out all that is proposed, in all episodes, as one step."""
        before = counts(self._document.project)
        self._edit(self.tr("Accept all suggestions"), accepting_all)
        done = before.suggestions - counts(self._document.project).suggestions
        self._notices.status(
            counted(done, self.tr("1 suggestion accepted."), self.tr("{n} suggestions accepted."))
            if done
            else self.tr("There is no suggestion to accept.")
        )

    def go_on(self) -> None:
        """Take the next line with a suggestion in hand, also of another episode."""
        lines = list(self._document.project.lines)
        ids, line_in_hand = [line.id for _, line in lines], self._selection.line
        at = ids.index(line_in_hand) + 1 if line_in_hand in ids and line_in_hand else 0
        if not at:
            episodes = [episode.id for episode, _ in lines]
            here = self._selection.episode
            at = episodes.index(here) if here in episodes else 0
        for episode, line in (*lines[at:], *lines[:at]):
            if line.suggestions:
                self._selection.select_episode(episode.id)
                self._selection.select_line(line.id)
                return
        self._notices.status(self.tr("No line has a suggestion."))

    def _decide(self, label: str, decide: Callable[..., Project]) -> None:
        line = self._line()
        suggestion = current(line)
        if line is None or suggestion is None:
            self._notices.status(self.tr("The line in hand has no suggestion."))
            return
        done = self._edit(label, lambda project: decide(project, line.id, suggestion))
        if done and current(self._line()) is None and counts(self._document.project).suggestions:
            self.go_on()

    def _edit(self, label: str, change: Callable[[Project], Project]) -> bool:
        try:
            self._document.edit(label, change(self._document.project))
        except EditRefused as refusal:
            self._notices.report(refusal)
            return False
        self._show()
        return True

    def _line(self) -> Line | None:
        """The line in hand; it is of the episode in hand, so no other one is gone through."""
        wanted, here = self._selection.line, self._selection.episode
        episodes = self._document.project.episodes if wanted else ()
        lines = (line for episode in episodes if episode.id == here for line in episode.lines)
        return next((line for line in lines if line.id == wanted), None)

    def _changed(self, change: Change) -> None:
        if change.before.episodes is not change.after.episodes:
            self._show()

    def _show(self) -> None:
        self._strip.show_line(self._line(), self._document.project)

    def _add_actions(self, actions: Actions) -> None:
        for id, text, run, key in (
            ("suggestion.next", self.tr("Next suggestion"), self.go_on, "Alt+N"),
            ("suggestion.accept", self.tr("Accept the suggestion"), self.accept, "Alt+A"),
            ("suggestion.dismiss", self.tr("Dismiss the suggestion"), self.dismiss, "Alt+D"),
            ("suggestion.accept_all", self.tr("Accept all suggestions"), self.accept_all, ""),
        ):
            actions.add(id, text, run, shortcut=key, owner=self)
