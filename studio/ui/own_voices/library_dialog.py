"""One's own voices: all of them in a table, the one in hand below, and what can be done with it."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from studio.bridge import TaskScope, opened
from studio.engines.voice_making import Making
from studio.model.ids import CharacterId
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.empty_page import EmptyPage
from studio.ui.own_voices.buttons import VoiceButtons
from studio.ui.own_voices.consent_dialog import ConsentDialog
from studio.ui.own_voices.deeds import VoiceDeeds
from studio.ui.own_voices.details import VoiceDetails
from studio.ui.own_voices.filters import Show, VoiceSearch
from studio.ui.own_voices.none_fits import NoneFits
from studio.ui.own_voices.outcome import outcome_words
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.own_voices.snapshot import Snapshot, snapshot_of
from studio.ui.own_voices.voices_table import Column, VoicesTable
from studio.ui.rows_view import RowsView
from studio.ui.theme import RHYTHM

SIZE = (RHYTHM * 152, RHYTHM * 88)
SHARES = [RHYTHM * 44, RHYTHM * 30]
"""Pixels for the table and for the voice in hand, at first."""

CLOCK_MS = 60_000
"""Milliseconds after which clocks are shown anew."""

LOOK_AFTER_MS = 60
"""Quiet time after a change before the library is read again."""

WIDTHS: Mapping[int, float] = {
    Column.STATE: 22,
    Column.CLOCK: 13,
    Column.USED: 16,
    Column.LANGUAGES: 12,
    Column.ACCOUNT: 19,
    Column.ORIGIN: 11,
    Column.CONSENT: 13,
    Column.MADE: 12,
}
WAYS = ("voices.clone", "voices.clone_folder", "voices.design", "voices.mix")
"""Ways to more voices, where the program has them."""


class LibraryDialog(QDialog):
    """Stays open beside the work; it shows what the library is and follows what is made."""

    recut_requested = Signal(object)
    """An `OwnVoice` whose sample is to be cut anew."""

    def __init__(self, room: VoiceRoom, parent: QWidget, *, can_recut: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("My Voices"))
        self._room = room
        self._told = QLabel(self)
        self._deeds = VoiceDeeds(room, self._tell)
        self._tasks = TaskScope(room.notices.report)
        self._snapshot = Snapshot()
        self._steps: dict[str, Making] = {}
        self._wanted = ""
        self._reading = self._stale = False
        self._table = VoicesTable(self)
        self._search = VoiceSearch(self)
        self._rows = RowsView(
            self._table, self.tr("Your voices"), WIDTHS, stretched=Column.NAME, parent=self
        )
        self._details = VoiceDetails(self)
        self._buttons = VoiceButtons(self, can_recut=can_recut)
        self._nothing = EmptyPage(self)
        self._none_fits = NoneFits(self._search, self)
        self._pages = QStackedWidget(self)
        self._ways: list[QPushButton] = []
        self._later = QTimer(self)
        self._clock = QTimer(self)
        self._build()
        self._connect()

    def go_to(self, voice: str) -> None:
        """Take a voice in hand by its id here, as soon as it is read."""
        self._wanted = voice
        self._search.clear()
        self.look_again()

    def show_which(self, show: Show) -> None:
        """Show only those of a kind."""
        self._search.choose(show)

    def look_again(self) -> None:
        """Read the library again soon: something of it changed; hidden it reads when shown."""
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once, and at the clocks from now on."""
        super().showEvent(event)
        self._clock.start()
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was begun goes on without the dialog; only the sound ends."""
        self._clock.stop()
        self._later.stop()
        self._tell("")
        if self._room.player.playing:
            self._room.player.stop()
        super().hideEvent(event)

    async def aclose(self) -> None:
        """Let go of what it reads."""
        self._clock.stop()
        self._later.stop()
        await self._tasks.close()

    @property
    def chosen(self) -> tuple[OwnVoice, ...]:
        """The chosen voices, top to bottom."""
        rows = sorted(index.row() for index in self._rows.selectionModel().selectedRows())
        return tuple(entry.voice for row in rows if (entry := self._table.entry(row)))

    def _look(self) -> None:
        if self._reading:
            self._stale = True
            return
        self._reading = True
        self._tasks.start(self._read())

    async def _read(self) -> None:
        project = self._room.project()
        open_now = project.document.project if project else None
        try:
            held_up = self._room.maker.held_up
            snapshot = await asyncio.to_thread(snapshot_of, self._room.library, open_now, held_up)
        finally:
            self._reading = False
        self._snapshot = snapshot
        self._show_found()
        if self._stale:
            self._stale = False
            self._look()

    def _show_found(self) -> None:
        """Show what fits; the voice in hand stays in hand while it does."""
        kept = [voice.id for voice in self.chosen]
        found = self._search.found(self._snapshot)
        fresh = self._table.show_entries(found, self._snapshot.now, self._steps)
        some = bool(self._snapshot.entries)
        self._pages.setCurrentIndex(0 if found else 2 if some else 1)
        if some and not found:
            self._none_fits.tell(self._snapshot)
        for part in (self._search, *self._ways):
            part.setVisible(some)
        if self._table.row_of(self._wanted) >= 0:  # else as soon as it is read
            self._choose([self._wanted])
            self._wanted = ""
        elif fresh or not self.chosen:
            self._choose(kept)
        self._show_chosen()

    def _choose(self, ids: list[str]) -> None:
        rows = [row for id in ids if (row := self._table.row_of(id)) >= 0] or [0]
        if not self._table.rowCount():
            return
        self._rows.setCurrentIndex(self._table.index(rows[0], 0))
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows[1:]:
            self._rows.selectionModel().select(self._table.index(row, 0), flags)
        self._rows.scrollTo(self._table.index(rows[0], 0))

    def _show_chosen(self) -> None:
        voices = self.chosen
        entry = self._table.entry(self._rows.currentIndex().row())
        self._details.setVisible(entry is not None)
        if entry is not None:
            self._details.show_entry(entry, self._snapshot)
        self._buttons.show_voices(voices, self._snapshot.now, self._room.project())

    def _tell_step(self, id: str, step: Making) -> None:
        self._steps[id] = step
        self._table.tell_step(id, step)
        self.look_again()

    def _settle(self, voice: OwnVoice) -> None:
        self._steps.pop(voice.id, None)

    def _one(self, deed: Callable[[OwnVoice], object]) -> None:
        """Do something with the voice in hand."""
        if voices := self.chosen:
            self._start(lambda: deed(voices[0]))

    def _start(self, deed: Callable[[], object]) -> None:
        self._tell("")
        self._deeds.start(deed)

    def _tell(self, text: str) -> None:
        """Say what came of something here: the main window says it behind this one."""
        if isValid(self):
            self._told.setText(text)
            self._told.setVisible(bool(text))

    async def _bring_back(self) -> None:
        voices = self.chosen
        await self._deeds.restore(voices)
        if voices and isValid(self) and self.isVisible():
            self.go_to(voices[0].id)  # among the others now, not among the removed

    def _make_again(self) -> None:
        voices = self.chosen
        if len(voices) == 1 and voices[0].state is VoiceState.UNSURE:
            self._start(lambda: self._deeds.ask_again(voices[0]))
        elif voices:
            self._start(lambda: self._deeds.once_more(voices))

    def _check(self) -> None:
        accounts = {voice.account for voice in self.chosen}
        self._start(lambda: self._deeds.check(accounts.pop() if len(accounts) == 1 else ""))

    def _cast(self, character: str, language: str) -> None:
        if voices := self.chosen:
            self._start(lambda: self._deeds.cast(voices[0], CharacterId(character), language))
            self.look_again()

    def _recut(self) -> None:
        if voices := self.chosen:
            self.recut_requested.emit(voices[0])

    def _ask_consent(self) -> None:
        if (voices := self.chosen) and voices[0].consent is not None:
            self._tasks.start(self._asked_consent(voices[0]))

    async def _asked_consent(self, voice: OwnVoice) -> None:
        assert voice.consent is not None
        today = datetime.date.fromtimestamp(self._room.library.now)
        dialog = ConsentDialog(voice.name, voice.consent, today, self)
        dialog.file_requested.connect(lambda: self._tasks.start(self._choose_paper(dialog)))
        dialog.paper_requested.connect(lambda: self._start(lambda: self._deeds.open_paper(voice)))
        try:
            if await opened(dialog):
                await self._deeds.keep_consent(voice, dialog.consent(), dialog.file)
        finally:
            dialog.deleteLater()

    async def _choose_paper(self, dialog: ConsentDialog) -> None:
        """Ask for the file of an agreement."""
        title, kinds = self.tr("The document of the consent"), (self.tr("All files (*)"),)
        path = await self._room.prompter.open_file(title, kinds, Path.home())
        if path is not None and dialog.isVisible():
            dialog.take_file(path)

    def _connect(self) -> None:
        room, buttons, deeds = self._room, self._buttons, self._deeds
        room.maker.changed.connect(self.look_again)
        room.maker.step_told.connect(self._tell_step)
        room.maker.settled.connect(self._settle)
        room.maker.ended.connect(lambda outcome: self._tell(outcome_words(outcome)))
        room.player.changed.connect(self._show_playing)
        self._search.changed.connect(self._show_found)
        self._rows.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        buttons.hear_requested.connect(lambda: self._one(deeds.hear))
        buttons.keep_requested.connect(lambda: self._one(deeds.keep))
        buttons.again_requested.connect(self._make_again)
        buttons.recut_requested.connect(self._recut)
        buttons.check_requested.connect(self._check)
        buttons.consent_requested.connect(self._ask_consent)
        buttons.delete_requested.connect(lambda: self._start(lambda: deeds.delete(self.chosen)))
        buttons.restore_requested.connect(lambda: self._start(self._bring_back))
        buttons.forget_requested.connect(lambda: self._start(lambda: deeds.forget(self.chosen)))
        buttons.cast_requested.connect(self._cast)
        self._later.timeout.connect(self._look)
        self._clock.timeout.connect(self._look)
        QShortcut(QKeySequence("Ctrl+F"), self, self._search.words.setFocus)
        QShortcut(QKeySequence("F5"), self, partial(_press, buttons.check))
        for keys, button in (("Del", buttons.delete), ("Space", buttons.hear)):
            shortcut = QShortcut(QKeySequence(keys), self._rows, partial(_press, button))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _show_playing(self) -> None:
        self._buttons.show_playing(self._room.player.playing)

    def _build(self) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER_MS)
        self._clock.setInterval(CLOCK_MS)
        self._rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._pages.addWidget(self._build_work())
        self._pages.addWidget(self._build_nothing())
        self._pages.addWidget(self._none_fits)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM * 2, RHYTHM * 2, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addWidget(self._search)
        column.addWidget(self._pages, 1)
        column.addWidget(self._told)
        column.addLayout(self._build_foot())
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told.setAccessibleName(self.tr("What came of it"))
        self._told.hide()
        self.resize(*SIZE)
        self._search.hide()

    def _build_work(self) -> QWidget:
        below = QWidget(self)
        row = QHBoxLayout(below)
        row.setContentsMargins(0, RHYTHM, 0, 0)
        row.setSpacing(RHYTHM * 2)
        row.addWidget(self._details, 1)
        row.addWidget(self._buttons)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._rows)
        split.addWidget(below)
        split.setStretchFactor(0, 1)
        split.setSizes(SHARES)
        return split

    def _build_nothing(self) -> QWidget:
        told = self.tr(
            "Voices that you make of recordings or of a description are here, for all your "
            "projects."
        )
        self._nothing.say(self.tr("No voices of your own yet"), told)
        for id in WAYS:
            if (action := self._room.actions.find(id)) is not None:
                button = self._nothing.add_button(action.text())
                button.clicked.connect(action.trigger)
        return self._nothing

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        for id in WAYS:
            if (action := self._room.actions.find(id)) is not None:
                button = QPushButton(action.icon(), action.text(), self)
                button.setAutoDefault(False)
                button.clicked.connect(action.trigger)
                button.hide()
                self._ways.append(button)
                row.addWidget(button)
        row.addStretch(1)
        close = QPushButton(self.tr("Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row


def _press(button: QPushButton) -> None:
    """Click a button by a key, where it is offered."""
    if button.isVisible():
        button.click()
