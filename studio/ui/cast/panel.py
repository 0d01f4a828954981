"""The cast panel: the table of characters above the form of the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.casting.moving import limits_of
from studio.document import Change, Document
from studio.model.account import service_of
from studio.model.cast import Casting, Character, Scalar
from studio.ui.actions import Actions
from studio.ui.cast.cast_edits import CastEdits
from studio.ui.cast.cast_table import CastColumn, CastTable
from studio.ui.cast.casting_form import CastingForm, Terms
from studio.ui.cast.own_marks import OwnMarks
from studio.ui.cast.project_dialog import ProjectVoicesDialog
from studio.ui.fitting_scroll import FittingScroll
from studio.ui.languages import language_name
from studio.ui.notices import Notices
from studio.ui.rows_view import RowsView
from studio.ui.selection import Selection
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.picking import VoicePicker

SHOWN_ROWS = 4
"""Rows of the table, its head among them, that are there however low the panel is."""
TAKES_REST_MS = 300
"""While lines are voiced, what is stale is counted this seldom."""


class CastPanel(QWidget):
    """Who speaks, and with which voice; every change is one undo step."""

    audition_requested = Signal(str, str)
    """Character id and language."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        picker: VoicePicker,
        actions: Actions,
        notices: Notices,
        own: OwnMarks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._picker = picker
        self._notices = notices
        self._own = own
        self._edits = CastEdits(document, picker.engines, notices, self._show)
        self._table = CastTable(picker.catalogue, own, self)
        self._form = CastingForm(picker.catalogue, self._terms, self)
        self._refresh_soon = QTimer(self)
        self._refresh_soon.setSingleShot(True)
        self._refresh_soon.setInterval(0)
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.setInterval(TAKES_REST_MS)
        self._build()
        self._add_actions(actions)
        self._connect()
        self._show()

    def _build(self) -> None:
        self._view = self._build_view()
        empty = QLabel(self.tr("Characters appear here as soon as somebody speaks."), self)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setWordWrap(True)
        mark(empty, "muted")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._view)
        self._pages.addWidget(empty)
        self.setFocusProxy(self._view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        layout.setSpacing(RHYTHM)
        self._scroll = FittingScroll(self._form, self)
        layout.addWidget(self._pages, 2)
        layout.addWidget(self._scroll, 3)

    def _build_view(self) -> RowsView:
        widths: dict[int, float] = {
            CastColumn.COLOUR: 3.5,
            CastColumn.LINES: 7,
            CastColumn.VOICE: 12,
            CastColumn.AUDITION: 4,
        }
        view = RowsView(
            self._table, self.tr("Cast"), widths, stretched=CastColumn.NAME, parent=self
        )
        view.setMinimumHeight(RHYTHM * 4 * SHOWN_ROWS)
        return view

    def _add_actions(self, actions: Actions) -> None:
        actions.add("cast.audition", self.tr("Audition Voice"), self._audition,
                    shortcut="Return; Enter", icon="speaker", context=self._view)  # fmt: skip
        actions.add("cast.voice", self.tr("Choose Voice…"),
                    lambda: self._ask_voice(self._selection.language, ""), shortcut="F4",
                    icon="search", context=self._view)  # fmt: skip
        actions.add("cast.project", self.tr("Voices of the Project…"), self._open_project,
                    icon="settings", owner=self)  # fmt: skip
        actions.add("cast.colour", self.tr("Choose Colour…"), self._ask_colour,
                    context=self._view)  # fmt: skip
        actions.add("cast.remove", self.tr("Remove Character"), self._remove, shortcut="Del",
                    icon="trash", context=self._view)  # fmt: skip

    def _connect(self) -> None:
        self._view.clicked.connect(self._clicked)
        self._view.doubleClicked.connect(self._double_clicked)
        self._view.selectionModel().currentRowChanged.connect(lambda *_: self._show_form())
        self._table.rename_requested.connect(self._edits.rename)
        self._form.voice_wanted.connect(self._ask_voice)
        self._form.setting_requested.connect(self._set)
        self._form.own_setting_requested.connect(self._set_own)
        self._selection.language_selected.connect(lambda _: self._show())
        self._selection.line_selected.connect(lambda _: self._follow_line())
        self._refresh_soon.timeout.connect(self._show)
        self._count_later.timeout.connect(self._show_standing)
        self._own.changed.connect(self._refresh_soon.start)
        self.destroyed.connect(self._document.listen(self._changed))
        self.destroyed.connect(self._picker.catalogue.listen(self._refresh_soon.start))

    def _changed(self, change: Change) -> None:
        before, after = change.before, change.after
        same_terms = before.models is after.models and before.languages == after.languages
        if before.cast is not after.cast or not same_terms:
            self._refresh_soon.start()
            return
        same_lines = before.episodes is after.episodes
        if not same_lines:
            self._table.count_lines(after)
        if not (same_lines and before.takes is after.takes) and not self._count_later.isActive():
            self._count_later.start()

    def _show(self) -> None:
        chosen = self._chosen()
        self._table.show_cast(self._document.project, self._selection.language)
        self._pages.setCurrentIndex(0 if self._table.rowCount() else 1)
        if self._table.rowCount() and not self._view.currentIndex().isValid():
            row = self._table.row_of(chosen.id) if chosen else 0
            self._view.selectRow(max(row, 0))
        self._show_form()

    def _show_form(self) -> None:
        project = self._document.project
        self._scroll.setVisible(bool(self._table.rowCount()))
        chosen, language = self._chosen(), self._selection.language
        self._form.show_character(chosen, project.languages, language)
        casting = chosen.castings.get(language) if chosen else None
        self._form.show_own(self._own.mark_of(casting) if casting else None)
        self._show_standing()

    def _show_standing(self) -> None:
        """Say how many voiced lines follow the casting in hand."""
        chosen, language = self._chosen(), self._selection.language
        self._form.standing.show_for(
            self._document.project, chosen.id if chosen else None, language, self._picker.engines
        )

    def _follow_line(self) -> None:
        """Choose the character of the line in hand, unless the person is busy here."""
        focus = QApplication.focusWidget()
        if self._selection.line is None or (focus is not None and self.isAncestorOf(focus)):
            return
        found = self._document.project.find_line(self._selection.line)
        row = self._table.row_of(found[1].character) if found else -1
        if row >= 0 and row != self._view.currentIndex().row():
            self._view.selectRow(row)

    def _chosen(self) -> Character | None:
        return self._table.character(self._view.currentIndex().row())

    def _terms(self, casting: Casting) -> Terms:
        project = self._document.project
        limits = limits_of(project, casting, self._picker.engines)
        return Terms(limits, project.models.get(service_of(casting.engine), ""))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == CastColumn.AUDITION:
            self._audition()

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == CastColumn.COLOUR:
            self._ask_colour()
        elif index.column() == CastColumn.NAME:
            self._view.edit(index)

    def _audition(self) -> None:
        character = self._chosen()
        if character:
            self.audition_requested.emit(character.id, self._selection.language)

    def _ask_voice(self, language: str, typed: str) -> None:
        """Open the browser for the character in hand."""
        chosen = self._chosen()
        character = self._edits.newest(chosen.id) if chosen else None
        if character is None:
            return
        id, edits = character.id, self._edits
        title = self.tr("Voice of {name} in {language}").format(
            name=character.name, language=language_name(language)
        )
        self._picker.ask(
            title,
            language,
            character.castings.get(language),
            lambda engine, voice: edits.cast(id, language, engine, voice),
            self,
            character=id,
            typed=typed,
            after=lambda voice: edits.with_voice(id, language, voice.engine, voice.id),
        )

    def _open_project(self) -> None:
        """Ask what holds for all characters."""
        dialog = ProjectVoicesDialog(
            self._document, self._picker.engines, self._selection.language, self._notices, self
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set(self, setting: str, value: object) -> None:
        """Use the voice in hand differently."""
        self._recast(setting, lambda known: replace(known, **{setting: value}))

    def _set_own(self, setting: str, value: Scalar | None) -> None:
        """Set what only its engine has; None gives it up."""

        def changed(known: Casting) -> Casting:
            rest = {name: kept for name, kept in known.settings.items() if name != setting}
            return replace(known, settings=rest if value is None else {**rest, setting: value})

        self._recast(setting, changed)

    def _recast(self, setting: str, change: Callable[[Casting], Casting]) -> None:
        chosen = self._chosen()
        if chosen:
            self._edits.recast(chosen.id, self._selection.language, setting, change)

    def _ask_colour(self) -> None:
        character = self._chosen()
        if character is None:
            return
        dialog = QColorDialog(QColor(character.colour), self)
        dialog.setWindowTitle(self.tr("Colour of {name}").format(name=character.name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._edits.recolour(character.id, colour))
        dialog.open()

    def _remove(self) -> None:
        character = self._chosen()
        if character:
            self._edits.remove(character.id)
