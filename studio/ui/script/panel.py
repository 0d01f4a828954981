"""The script panel: the work surface, wired to the document and to what is in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QStackedLayout,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from studio.document import Change, Document
from studio.model.ids import LineId
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.script.checked import Checked
from studio.ui.script.clipboard import LineClipboard
from studio.ui.script.columns import Column
from studio.ui.script.commands import Parse, ScriptCommands
from studio.ui.script.empty_script import EmptyScript
from studio.ui.script.filters import LineFilter
from studio.ui.script.find_bar import FindBar
from studio.ui.script.found_lines import FoundLines
from studio.ui.script.line_actions import LineActions
from studio.ui.script.line_menu import line_menu
from studio.ui.script.row_choice import RowChoice
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.script_view import ScriptView
from studio.ui.script.translated import Translated
from studio.ui.script.trouble_strip import TroubleStrip
from studio.ui.script.words_editor import WordsEditor
from studio.ui.script.writing import Writing
from studio.ui.selection import Selection
from studio.ui.theme import mark
from studio.ui.writing.budget_bar import FitsLines
from studio.writing.page import GhostLine


class ScriptPanel(QWidget):
    """One row per line of the episode in hand; edits go to the document on each keystroke."""

    voice_requested = Signal(tuple)
    redo_requested = Signal(str)
    play_requested = Signal(str)
    edit_refused = Signal(object)
    script_dropped = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        status: LineStatus,
        actions: Actions,
        parent: QWidget | None = None,
        *,
        parse: Parse | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._table = ScriptTable(document, selection, status, self)
        self._commands = ScriptCommands(document, selection, parse, self)
        self._bar = ScriptBar(actions, self)
        self._find = FindBar(self._commands, selection, self)
        self._view = ScriptView(self._table, self)
        self._empty = EmptyScript(self)
        self._trouble = TroubleStrip(self._table, self)
        self._writing = Writing(self._view, self._table, self._commands, self)
        self._choice = RowChoice(self._view, self._table, selection)
        self._hits = FoundLines(self._view, self._table, self._bar, selection)
        self._clipboard = LineClipboard(self._table, self._commands, selection, self)
        self._translated = Translated(document, selection, self._table, self._bar, actions, self)
        self._checked = Checked(
            self._view, self._commands, self._choice, selection, self._bar, self
        )
        self._add_actions(actions)
        self._build()
        self._connect(status)
        self._actions = actions
        self._show_project()
        self._choice.follow()

    @property
    def view(self) -> ScriptView:
        """The rows."""
        return self._view

    @property
    def table(self) -> ScriptTable:
        """What the rows show."""
        return self._table

    @property
    def bar(self) -> ScriptBar:
        """The bar above the rows."""
        return self._bar

    @property
    def find_bar(self) -> FindBar:
        """The bar for find and replace."""
        return self._find

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip that is about the lines below the rows."""
        self._column.addWidget(strip)

    def show_ghosts(self, ghosts: Iterable[GhostLine]) -> None:
        """Show what is being written just now, in its cell or behind the last row."""
        here, language = self._selection.episode, self._selection.language
        shown = tuple(ghosts)
        new = tuple(
            g for g in shown if g.line is None and (g.episode, g.language) == (here, language)
        )
        self._view.show_ghosts(new, {(g.line, g.language): g.text for g in shown if g.line})
        self._show_page()

    def show_times(self, times: FitsLines) -> None:
        """Show under the words how they fit their time; call `times_changed` when it is others."""
        self._table.times = times
        self.times_changed()

    def times_changed(self) -> None:
        """Lengths or times are others than before."""
        self._view.times_changed()

    @property
    def checked(self) -> Checked:
        """What is to be listened to, and the way through it by keys."""
        return self._checked

    @property
    def translated(self) -> Translated:
        """What is to be said and decided of translations."""
        return self._translated

    # building

    def _add_actions(self, actions: Actions) -> None:
        lines = LineActions(self._view, self._table, self._commands, self._writing, self._selection)
        lines.add_to(actions, self._view, self)
        self._checked.add_to(actions)

        def add(id: str, text: str, run: Callable[[], object], key: str, icon: str = "") -> None:
            actions.add(id, text, run, shortcut=key, icon=icon, owner=self)

        add("script.find", self.tr("Find"), lambda: self.find(replacing=False), "Ctrl+F", "search")
        add(
            "script.replace",
            self.tr("Find and replace"),
            lambda: self.find(replacing=True),
            "Ctrl+H",
            "replace",
        )
        add("script.find_next", self.tr("Next hit"), self._find.go, "F3")
        add(
            "script.find_previous",
            self.tr("Previous hit"),
            lambda: self._find.go(forward=False),
            "Shift+F3",
        )

    def _build(self) -> None:
        self._read_only = QFrame(self)
        mark(self._read_only, "banner")
        notice = QLabel(
            self.tr("Read-only: lines can be read and played here, but not changed."),
            self._read_only,
        )
        inside = QVBoxLayout(self._read_only)
        inside.setContentsMargins(12, 6, 12, 6)
        inside.addWidget(notice)
        self._read_only.setVisible(self._document.read_only)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._bar, self._find, self._read_only):
            column.addWidget(part)
        column.addLayout(self._pages, 1)
        column.addWidget(self._translated.strip)
        column.addWidget(self._trouble)
        self._column = column
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(True)

    def _connect(self, status: LineStatus) -> None:
        self._stop_listening = (
            self._document.listen(self._document_changed),
            status.listen(self._states_changed),
        )
        self.destroyed.connect(_stopper(self._stop_listening))
        self._commands.edited.connect(self._follow)
        self._commands.refused.connect(self._refused)
        self._translated.decisions.refused.connect(self._refused)
        self._view.write_refused.connect(self._write_refused)
        self._view.copy_requested.connect(self._clipboard.copy)
        self._view.cut_requested.connect(self._clipboard.cut)
        self._view.paste_requested.connect(self._clipboard.paste)
        self._view.customContextMenuRequested.connect(self._open_menu)
        self._choice.changed.connect(self._show_rows)
        self._checked.changed.connect(self._states_changed)
        self._connect_bars()
        self._connect_selection()

    def _connect_bars(self) -> None:
        self._bar.filter_chosen.connect(self._filter)
        self._bar.beside_chosen.connect(self._show_beside)
        self._bar.find_requested.connect(lambda: self.find(replacing=False))
        self._find.hit_shown.connect(self._hits.show_hit)
        self._find.pattern_changed.connect(self._hits.mark)
        self._find.closed.connect(self._view.setFocus)
        self._empty.begin_requested.connect(self._begin)
        self._empty.typed.connect(self._begin_with)
        self._empty.brief_requested.connect(lambda: self._act("write.script"))
        self._empty.story_requested.connect(lambda: self._act("write.adapt"))
        self._empty.show_all_requested.connect(lambda: self._bar.choose_filter(LineFilter()))

    def _act(self, id: str) -> None:
        """Do what the menu does, where it is there."""
        action = self._actions.find(id)
        if action is not None:
            action.trigger()

    def _connect_selection(self) -> None:
        self._selection.episode_selected.connect(self._show_episode)
        self._selection.language_selected.connect(self._show_language)
        self._selection.playing_line_changed.connect(self._light)

    # wishes to others

    def voice(self) -> None:
        """Ask for takes of the lines in hand."""
        lines = self._selection.lines
        if lines:
            self.voice_requested.emit(lines)

    def redo(self) -> None:
        """Ask for another take of the line in hand."""
        if self._selection.line:
            self.redo_requested.emit(self._selection.line)

    def play(self) -> None:
        """Ask to hear the line in hand."""
        if self._selection.line:
            self.play_requested.emit(self._selection.line)

    def find(self, *, replacing: bool) -> None:
        """Open the bar for find and replace; selected words are looked for."""
        editor = self._view.editor
        words = editor.textCursor().selectedText() if isinstance(editor, WordsEditor) else ""
        self._find.enter(replacing=replacing, words=words)

    # following the document and the selection

    def _document_changed(self, change: Change) -> None:
        del change  # the table shows the newest state, which may be ahead of what is written
        self._follow()

    def _states_changed(self, lines: Iterable[LineId]) -> None:
        """Draw these lines again; with a filter some may come or go."""
        shown = len(self._table.lines)
        self._checked.count_soon()
        self._table.refresh(lines)
        if len(self._table.lines) != shown:
            self._show_rows()

    def _follow(self) -> None:
        project = self._table.project
        self._table.follow()
        if self._table.project is not project:
            self._show_project()
            self._find.document_changed()

    def _show_project(self) -> None:
        self._bar.show_project(self._table.project, self._selection.language)
        self._checked.count_soon()
        self._show_rows()

    def _show_rows(self) -> None:
        shown, count = len(self._table.lines), self._table.count
        self._bar.show_count(shown, count)
        row = self._table.row_of(self._selection.line)
        self._bar.show_line(self._table.line(row) if row >= 0 else None)
        self._trouble.show_line(self._selection.line)
        self._translated.show_lines()
        hiding = self._table.filter.want if count else None
        new = not any(each.lines for each in self._table.project.episodes)
        self._empty.explain(filtered=hiding, read_only=self._document.read_only, new=new)
        self._show_page()

    def _show_page(self) -> None:
        page = self._view if self._table.lines or self._view.has_ghosts else self._empty
        if page is not self._pages.currentWidget() or self.focusProxy() is None:
            self._pages.setCurrentWidget(page)
            self.setFocusProxy(page)

    def _show_episode(self) -> None:
        self._view.close_editor()
        self._table.show_episode()
        self._show_project()

    def _show_language(self) -> None:
        self._view.close_editor()
        self._table.language_changed()
        self._show_project()

    def _show_beside(self, language: str) -> None:
        self._view.setColumnHidden(Column.BESIDE, not language)
        self._table.show_beside(language)

    def _filter(self, wanted: LineFilter) -> None:
        self._view.close_editor()
        self._translated.show_for(wanted)
        self._table.filter_by(wanted)
        self._show_rows()
        self._choice.follow()

    def _light(self, line: str) -> None:
        self._table.light(LineId(line) if line else None)
        row = self._table.row_of(LineId(line)) if line else -1
        if row >= 0 and self._view.editor is None:
            self._view.scrollTo(self._table.index(row, Column.TEXT))

    # the rest

    def _begin(self) -> None:
        self._writing.write(self._commands.open_below(None))
        self._writing.start_line()

    def _begin_with(self, letters: str) -> None:
        """Begin the first line with what was typed."""
        self._begin()
        editor = QApplication.focusWidget()
        if isinstance(editor, QPlainTextEdit):
            editor.insertPlainText(letters)

    def _open_menu(self, point: QPoint) -> None:
        lines = [
            self._table.line(row)
            for line in self._selection.lines
            if (row := self._table.row_of(line)) >= 0
        ]
        if lines:
            chosen = [line.id for line in lines]
            menu = line_menu(
                self._actions, lines, lambda to: self._commands.set_emotion(chosen, to), self
            )
            menu.popup(self._view.viewport().mapToGlobal(point))

    def _refused(self, error: Exception) -> None:
        self._write_refused()
        self.edit_refused.emit(error)

    def _write_refused(self) -> None:
        if self._document.read_only:
            place = self._view.visualRect(self._view.currentIndex()).bottomLeft()
            QToolTip.showText(
                self._view.viewport().mapToGlobal(place),
                self.tr("The project is open read-only: this line cannot be changed here."),
                self._view,
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file or text may be dropped on the script."""
        data = event.mimeData()
        if not self._document.read_only and (data.hasUrls() or data.hasText()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files are told to the window, text is pasted."""
        data = event.mimeData()
        if data.hasUrls():
            for url in data.urls():
                if url.isLocalFile():
                    self.script_dropped.emit(url.toLocalFile())
        else:
            self._clipboard.paste_text(data.text())
        event.acceptProposedAction()


def _stopper(stops: tuple[Callable[[], None], ...]) -> Callable[..., None]:
    """What a destroyed panel calls: it hears of the document no more."""

    def stop(*_: object) -> None:
        for each in stops:
            each()

    return stop
