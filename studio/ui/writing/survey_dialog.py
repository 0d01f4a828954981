"""Names and notes: what a translation goes by, to be looked at, changed and locked by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.document import Change, Document
from studio.errors import EditRefused, StudioError
from studio.model import glossary
from studio.model.cast import Character
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Address, Survey
from studio.ui.counting import counted
from studio.ui.enter_presses import EnterPresses
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.prompts import Prompter
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.writing.glossary_files import read_terms, write_terms
from studio.ui.writing.survey_pages import AddressesPage, NamesPage, StoryPage, TermsPage
from studio.ui.writing.term_proposals import TermProposals, accepted, as_written
from studio.wording import sentence
from studio.writing.translating.staleness import Standing, standings

SIZE = (RHYTHM * 108, RHYTHM * 78)
REST_MS = 200
"""After the last edit the stale lines are counted."""


class SurveyDialog(QDialog):
    """Each change is one edit of the document; accepted with `go`, such as `Translate`."""

    survey_requested = Signal(str)
    """Let a model look through the script for this language."""

    def __init__(
        self,
        document: Document,
        languages: Sequence[str],
        prompter: Prompter,
        tasks: TaskScope,
        folder: Path,
        parent: QWidget | None = None,
        *,
        go: str = "",
        proposals: TermProposals | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Names and notes"))
        self._document = document
        self._proposals = proposals or TermProposals()
        self._prompter = prompter
        self._folder = folder
        self._tasks = tasks
        self._counting: asyncio.Task[None] | None = None
        self._languages = QComboBox(self)
        self._survey = QPushButton(icon("search"), self.tr("Look through the script…"), self)
        self._locked = QCheckBox(self.tr("Lock the story and the forms of address"), self)
        self._tabs = QTabWidget(self)
        self._terms, self._names = TermsPage(self), NamesPage(self)
        self._addresses, self._story = AddressesPage(self), StoryPage(self)
        self._told = QLabel(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._count)
        self._build(languages, go)
        self._connect()
        self._show()
        EnterPresses(self)

    @property
    def language(self) -> str:
        """The language that is looked at."""
        return self._languages.currentData() or ""

    def done(self, result: int) -> None:
        """Close; nothing is counted any more."""
        self._rest.stop()
        self._stop_listening()
        self._document.end_merging()
        if self._counting is not None:
            self._counting.cancel()
        super().done(result)

    # building

    def _build(self, languages: Sequence[str], go: str) -> None:
        self._languages.setAccessibleName(self.tr("Language of the names and notes"))
        narrow(self._languages)
        self._languages.setMinimumWidth(RHYTHM * 20)
        for code in languages:
            self._languages.addItem(language_name(code), code)
        self._survey.setAutoDefault(False)
        self._survey.setToolTip(
            self.tr("A model reads the whole script and notes names, terms and who is formal")
        )
        self._locked.setToolTip(self.tr("No survey changes them, however often one is made"))
        self._told.setAccessibleName(self.tr("Lines that are stale"))
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        mark(self._told, "caption")
        head = QHBoxLayout()
        head.setSpacing(RHYTHM * 2)
        for widget in (self._languages, self._survey):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._locked)
        self._add_tabs()
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(self._buttons(go))
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 2, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addLayout(head)
        column.addWidget(self._tabs, 1)
        column.addLayout(foot)
        self.resize(*SIZE)

    def _add_tabs(self) -> None:
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setAccessibleName(self.tr("Sections"))
        self._tabs.addTab(self._terms, self.tr("&Terms"))
        self._tabs.addTab(self._names, self.tr("&Names"))
        self._tabs.addTab(self._addresses, self.tr("&Forms of address"))
        self._tabs.addTab(self._story, self.tr("&Story and tone"))

    def _buttons(self, go: str) -> QDialogButtonBox:
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Cancel if go else kind.Close, self)
        if go:
            forward = buttons.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
            mark(forward, "primary")
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _connect(self) -> None:
        self._languages.currentIndexChanged.connect(lambda *_: self._show())
        self._survey.clicked.connect(lambda *_: self.survey_requested.emit(self.language))
        self._locked.toggled.connect(self._lock)
        self._terms.table.change_requested.connect(self._change_term)
        self._terms.remove_requested.connect(self._remove_terms)
        self._terms.keep_requested.connect(self._keep_terms)
        self._terms.import_requested.connect(lambda: self._tasks.start(self._import()))
        self._terms.export_requested.connect(lambda: self._tasks.start(self._export()))
        self._names.table.change_requested.connect(self._change_name)
        self._addresses.table.change_requested.connect(self._change_address)
        self._addresses.add_requested.connect(lambda new: self._change_address(None, new))
        self._addresses.remove_requested.connect(self._remove_address)
        self._story.typed.connect(self._type)
        self._story.rested.connect(self._document.end_merging)
        self._stop_listening = self._document.listen(self._changed)

    # showing

    def _changed(self, change: Change) -> None:
        before, after = change.before, change.after
        if (before.glossary, before.cast, before.surveys) != (
            after.glossary,
            after.cast,
            after.surveys,
        ):
            self._show()

    def _show(self) -> None:
        project, language = self._document.project, self.language
        survey = project.surveys.get(language, Survey())
        editable = not self._document.read_only
        for table in (self._terms.table, self._names.table, self._addresses.table):
            table.editable = editable
        self._terms.table.language = self._names.table.language = language
        self._show_terms()
        self._names.table.show_entries(tuple(project.cast))
        self._addresses.show_cast(project.cast)
        self._addresses.table.show_entries(survey.addresses)
        self._addresses.refresh()
        self._story.show_survey(survey, editable=editable)
        with QSignalBlocker(self._locked):
            self._locked.setChecked(survey.locked)
        self._locked.setEnabled(editable)
        self._survey.setEnabled(editable)
        sign = icon("lock") if survey.locked else QIcon()
        for page in (self._addresses, self._story):
            self._tabs.setTabIcon(self._tabs.indexOf(page), sign)
        self._rest.start()

    def _show_terms(self) -> None:
        """The terms of the language, and below them what is proposed."""
        project, language = self._document.project, self.language
        proposed = self._proposals.of(project, language)
        known = [entry for entry in project.glossary if entry.language == language]
        self._terms.table.proposed = frozenset(proposed)
        self._terms.table.show_entries([*known, *proposed])
        self._terms.refresh()

    def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._tasks.start(self._counted())

    async def _counted(self) -> None:
        """Say how many lines are stale by now."""
        project, language = self._document.project, self.language
        found = await asyncio.to_thread(lambda: tuple(standings(project, language).values()))
        if language != self.language:
            return
        stale = found.count(Standing.STALE)
        if stale:
            one = self.tr("1 translated line is stale now.")
            words = counted(stale, one, self.tr("{n} translated lines are stale now."))
        else:
            words = self.tr("No translated line is stale.")
        self._told.setText(f"{language_name(language)}: {words}")
        mark(self._told, "caption")

    def _tell_wrong(self, error: StudioError) -> None:
        self._told.setText(sentence(error, self.tr))
        mark(self._told, "failed")

    # editing

    def _change_term(self, known: GlossaryEntry | None, wanted: GlossaryEntry) -> None:
        if known is not None and known in self._terms.table.proposed:
            wanted = accepted(known, wanted)
            if wanted.term != known.term:  # the word as it was proposed is none
                self._proposals.drop((known,))
        self._edit(self.tr("Change a term"), glossary.glossed(self._project, known, wanted))

    def _keep_terms(self, proposed: Sequence[GlossaryEntry]) -> None:
        kept = map(as_written, proposed)
        self._edit(self.tr("Add terms"), glossary.with_glossary(self._project, kept))

    def _remove_terms(self, gone: Sequence[GlossaryEntry]) -> None:
        self._proposals.drop(set(gone) & self._terms.table.proposed)
        gone = [entry for entry in gone if entry in self._project.glossary]
        if not gone:
            self._show_terms()
            return
        label = self.tr("Remove a term") if len(gone) == 1 else self.tr("Remove terms")
        self._edit(label, glossary.not_glossed(self._project, gone))

    def _change_name(self, known: Character, wanted: Character) -> None:
        self._edit(self.tr("Change a name"), self._project.with_character(wanted))

    def _change_address(self, known: Address | None, wanted: Address) -> None:
        project = glossary.addressed(self._project, self.language, known, wanted)
        self._edit(self.tr("Change a form of address"), project)

    def _remove_address(self, gone: Address) -> None:
        project = glossary.not_addressed(self._project, self.language, (gone,))
        self._edit(self.tr("Remove a form of address"), project)

    def _type(self, field: str, words: str) -> None:
        def change(survey: Survey) -> Survey:
            if field == "tone":
                return replace(survey, tone=words)
            return replace(survey, synopsis=words)

        project = glossary.surveyed(self._project, self.language, change)
        label = self.tr("Change the tone") if field == "tone" else self.tr("Change the synopsis")
        self._edit(label, project, merge=f"{field}:{self.language}")

    def _lock(self, locked: bool) -> None:
        project = glossary.surveyed(
            self._project, self.language, lambda survey: replace(survey, locked=locked)
        )
        self._edit(self.tr("Lock names and notes"), project)

    @property
    def _project(self) -> Project:
        return self._document.project

    def _edit(self, label: str, project: Project, merge: str = "") -> None:
        try:
            self._document.edit(label, project, merge=merge)
        except EditRefused as refusal:
            self._tell_wrong(refusal)

    # files

    async def _import(self) -> None:
        kinds = (self.tr("Glossaries (*.csv *.toml *.txt)"),)
        path = await self._prompter.open_file(self.tr("Import terms"), kinds, self._folder)
        if path is None:
            return
        try:
            entries = await asyncio.to_thread(read_terms, path, self.language)
        except StudioError as error:
            self._tell_wrong(error)
            return
        self._edit(self.tr("Import terms"), glossary.with_glossary(self._project, entries))

    async def _export(self) -> None:
        proposed = self._folder / f"{self._project.title or 'terms'} {self.language}.csv"
        kinds = (self.tr("Glossaries (*.csv)"),)
        path = await self._prompter.save_file(self.tr("Export terms"), kinds, proposed)
        if path is None:
            return
        try:
            await asyncio.to_thread(write_terms, path, self._project.glossary, self.language)
        except StudioError as error:
            self._tell_wrong(error)
