"""What stands where the script will be while there are no lines to show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.ui.empty_page import EmptyPage
from studio.ui.script.filters import Want
from studio.ui.theme import mark


class EmptyScript(EmptyPage):
    """Says how to begin, or that the filter hides every line."""

    begin_requested = Signal()
    brief_requested = Signal()
    story_requested = Signal()
    show_all_requested = Signal()
    typed = Signal(str)
    """The first letter of a first line, typed without pressing the button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, below=3)
        self._begin = self.add_button(self.tr("Write the first line"))
        mark(self._begin, "primary")
        self._brief = self.add_button(self.tr("Write from a brief…"))
        self._story = self.add_button(self.tr("Adapt a story…"))
        self._all = self.add_button(self.tr("Show all lines"))
        self.setFocusProxy(self._begin)
        self._begin.clicked.connect(lambda *_: self.begin_requested.emit())
        self._brief.clicked.connect(lambda *_: self.brief_requested.emit())
        self._story.clicked.connect(lambda *_: self.story_requested.emit())
        self._all.clicked.connect(lambda *_: self.show_all_requested.emit())

    def event(self, event: QEvent) -> bool:
        """Letters are words here, not shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_word(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter begins the first line."""
        if self._is_word(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _is_word(self, event: QEvent) -> bool:
        """Whether a key writes something and lines may be written."""
        if not isinstance(event, QKeyEvent) or not self._begin.isVisible():
            return False
        command = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        return not command and event.text().isprintable() and bool(event.text().strip())

    def explain(self, *, filtered: Want | None, read_only: bool, new: bool) -> None:
        """Say why nothing is here and what to do; `filtered` is the filter that hides all lines.

        A `new` project has no lines at all: a model may write the first ones.
        """
        if filtered is not None:
            self.say(*self._filtered(filtered))
        elif read_only:
            words = self.tr("The project is open read-only.")
            self.say(self.tr("This episode has no lines"), words)
        else:
            words = self.tr(
                "INT. begins a scene, NAME: gives a line to a character, Enter goes on."
            )
            self.say(self.tr("Type your first line, or drop a script here"), words)
        self._begin.setVisible(filtered is None and not read_only)
        for button in (self._brief, self._story):
            button.setVisible(new and not read_only)
        self._all.setVisible(filtered is not None)

    def _filtered(self, by: Want) -> tuple[str, str]:
        """That a filter finds nothing, and what that means."""
        return {
            Want.ALL: (self.tr("No line is shown"), ""),
            Want.FAILED: (
                self.tr("No line has failed"),
                self.tr("While lines are voiced, those that fail appear here at once."),
            ),
            Want.STALE: (
                self.tr("No line is stale"),
                self.tr("Every take was made from its line as it is now."),
            ),
            Want.NEEDS_TAKE: (
                self.tr("No line needs a take"),
                self.tr("Each has one that fits it, is on its way, or cannot be voiced."),
            ),
            Want.SUSPICIOUS: (
                self.tr("No take is suspicious"),
                self.tr("Takes are checked as they come; those worth a listen appear here."),
            ),
            Want.NOT_OK: (
                self.tr("Every line is marked ok"),
                self.tr("A line comes back when it gets another take, or its words change."),
            ),
            Want.CHARACTER: (
                self.tr("This character says nothing in this episode"),
                self.tr("The character speaks in other episodes, or not yet."),
            ),
            Want.SUGGESTIONS: (
                self.tr("No line has a suggestion"),
                self.tr("“Check the script” in the menu Write looks for what to improve."),
            ),
            Want.UNTRANSLATED: (
                self.tr("Nothing is left to translate"),
                self.tr("Every spoken line of this episode has its words."),
            ),
            Want.STALE_TRANSLATION: (
                self.tr("No translation is stale"),
                self.tr("Each was made from its source, names and terms as they are now."),
            ),
            Want.FLAGGED: (
                self.tr("No translation is flagged"),
                self.tr("While lines are translated, those to be looked at appear here at once."),
            ),
            Want.FAILED_TRANSLATION: (
                self.tr("No translation has failed"),
                self.tr("Lines for which no usable words come appear here at once."),
            ),
        }[by]
