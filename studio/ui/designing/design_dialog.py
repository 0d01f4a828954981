"""Designs a voice: describe it, hear what comes, try again for a told price, keep one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.casting.making.ordering import looked_at_design
from studio.engines.voice_making import DesignsVoices
from studio.errors import StudioError, VoiceNotMade
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.designing.design_form import DesignForm
from studio.ui.designing.tries_table import TriesTable, TryColumn
from studio.ui.enter_goes_on import EnterGoesOn
from studio.ui.fitting_scroll import FittingScroll
from studio.ui.own_voices.price_words import price_words
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.rows_view import RowsView
from studio.ui.theme import RHYTHM, icon, mark
from studio.wording import sentence

SIZE = (RHYTHM * 96, RHYTHM * 84)
SHOWN_TRIES = 4
_DONE = frozenset({VoiceState.READY, VoiceState.FAILED, VoiceState.GONE, VoiceState.UNSURE})


class DesignDialog(QDialog):
    """Each try is a voice of the library; the one that is kept stays there, the others go."""

    def __init__(self, room: VoiceRoom, engines: dict[str, DesignsVoices], parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self._tasks = TaskScope(self._report)
        self._ordering = self._keeping = False
        self._ids: list[str] = []
        self._table = TriesTable(self)
        self._form = DesignForm(engines, self)
        self.setWindowTitle(self.tr("Design a Voice"))
        self._build()
        self._connect()
        self._show_price()
        self._show_tries(())

    def begin(self, preview: str) -> None:
        """Ask for a new voice that says these words at once."""
        self._form.begin(self._room.settings().engine, preview)

    async def aclose(self) -> None:
        """Let go of everything; what was ordered is made all the same."""
        await self._tasks.close()

    def done(self, result: int) -> None:
        """Close; nothing is heard any more."""
        self._room.player.stop()
        super().done(result)

    def _build(self) -> None:
        self.resize(*SIZE)
        widths: dict[int, float] = {
            TryColumn.NUMBER: 6.0,
            TryColumn.STATE: 30.0,
            TryColumn.HEAR: 4.0,
        }
        name = self.tr("Tries")
        self._rows = RowsView(self._table, name, widths, stretched=TryColumn.WORDS, parent=self)
        self._rows.setMinimumHeight(RHYTHM * 4 * SHOWN_TRIES)
        self._price = self._label("caption", self.tr("What it costs"))
        self._wrong = self._label("failed", self.tr("What is wrong"))
        self._order = QPushButton(self)
        mark(self._order, "primary")
        self._hear = QPushButton(icon("play"), self.tr("Hear"), self)
        self._hear.setToolTip(self.tr("Hear what it said when it was made; that costs nothing"))
        self._keep = QPushButton(icon("check"), self.tr("Keep this voice"), self)
        self._leave = QPushButton(self.tr("Close"), self)
        for button in (self._order, self._hear, self._keep, self._leave):
            button.setAutoDefault(False)
        self._kept = self._label("caption", self.tr("What becomes of the tries"))
        self._lay_out()
        EnterGoesOn(self, self._order)

    def _lay_out(self) -> None:
        ordering = QHBoxLayout()
        ordering.setSpacing(RHYTHM)
        ordering.addWidget(self._price, 1)
        ordering.addWidget(self._order)
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self._hear)
        buttons.addWidget(self._keep)
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addWidget(FittingScroll(self._form, self), 3)
        column.addWidget(self._wrong)
        column.addLayout(ordering)
        column.addSpacing(RHYTHM)
        column.addWidget(self._rows, 2)
        column.addWidget(self._kept)
        column.addLayout(buttons)

    def _label(self, role: str, name: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAccessibleName(name)
        mark(label, role)
        return label

    def _connect(self) -> None:
        self._form.changed.connect(self._show_price)
        self._order.clicked.connect(self._begin_order)
        self._hear.clicked.connect(self._play)
        self._keep.clicked.connect(self._begin_keeping)
        self._leave.clicked.connect(self.reject)
        self._rows.clicked.connect(self._clicked)
        self._rows.doubleClicked.connect(lambda _: self._play())
        self._rows.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self._room.player.changed.connect(self._show_buttons)
        self._room.maker.changed.connect(self._look)
        self._room.maker.settled.connect(self._settled)

    # ordering

    def _show_price(self) -> None:
        """Say what pressing the button costs, or why it cannot be pressed."""
        wish, engine = self._form.wish(), self._form.engine
        self._wrong.clear()
        self._wrong.hide()
        words = self.tr("Another try") if self._ids else self.tr("Design")
        try:
            order = looked_at_design(wish, engine)
        except VoiceNotMade as error:
            self._order.setEnabled(False)
            self._order.setText(words)
            self._price.clear()
            if wish.description and wish.preview_text:
                self._say(sentence(error, self.tr))
            return
        price = engine.design_price(order)
        self._price.setText(price_words((price,), engine.design_rules.fee))
        billed = self.tr("{what} ({n} characters)")
        number = price.billed_characters
        self._order.setText(billed.format(what=words, n=number) if number else words)
        self._order.setEnabled(not self._ordering)

    def _begin_order(self) -> None:
        # Not in the coroutine: a second press may come before its first step, and is paid.
        if not self._ordering:
            self._set_ordering(True)
            self._tasks.start(self._ask())

    async def _ask(self) -> None:
        wish = self._form.wish()
        try:
            looked_at_design(wish, self._form.engine)
            again = bool(self._ids)  # the same words once more are another voice
            voice = await self._room.maker.design(wish, again)
            if voice.id not in self._ids:
                self._ids.append(voice.id)
            await self._look_now()
            self._rows.selectRow(self._table.rowCount() - 1)
        except StudioError as error:
            self._say(sentence(error, self.tr))
        finally:
            self._set_ordering(False)

    def _set_ordering(self, ordering: bool) -> None:
        self._ordering = ordering
        self._show_price()

    # tries

    def _look(self) -> None:
        if self._ids:
            self._tasks.start(self._look_now())

    async def _look_now(self) -> None:
        self._show_tries(await asyncio.to_thread(_tries, self._room.library, tuple(self._ids)))

    def _show_tries(self, tries: Sequence[OwnVoice]) -> None:
        self._table.show_tries(tries)
        days = self._form.rules.unused_days
        told = self.tr("What comes of it is heard here and can be kept or tried again.")
        if tries:
            told = self.tr("Keeping one takes the others out of My Voices.")
        if tries and days:
            told += " " + self.tr(
                "The service forgets a voice that speaks no line within {n} days."
            ).format(n=days)
        if any(voice.state is VoiceState.UNSURE for voice in tries):
            told += " " + self.tr(
                "One is in doubt: its answer was lost. My Voices says how to find out."
            )
        self._kept.setText(told)
        self._show_buttons()

    def _settled(self, voice: OwnVoice) -> None:
        """A try that is made is heard at once, unless something is heard already."""
        if voice.id in self._ids and voice.preview and not self._room.player.playing:
            self._tasks.start(self._play_file(voice))

    def _in_hand(self) -> OwnVoice | None:
        return self._table.voice(self._rows.currentIndex().row())

    def _show_buttons(self) -> None:
        voice, playing = self._in_hand(), self._room.player.playing
        ready = voice is not None and voice.state is VoiceState.READY
        self._hear.setEnabled(playing or (voice is not None and bool(voice.preview)))
        self._hear.setText(self.tr("Stop") if playing else self.tr("Hear"))
        self._hear.setIcon(icon("stop" if playing else "play"))
        self._keep.setEnabled(ready)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TryColumn.HEAR:
            self._play()

    def _play(self) -> None:
        voice = self._in_hand()
        if self._room.player.playing:
            self._room.player.stop()
        elif voice is not None and voice.preview:
            self._tasks.start(self._play_file(voice))

    async def _play_file(self, voice: OwnVoice) -> None:
        path = await asyncio.to_thread(self._room.library.files.path, voice.preview, voice.name)
        await self._room.player.play_file(path)

    def _begin_keeping(self) -> None:
        if not self._keeping:
            self._keeping = True
            self._tasks.start(self._keep_it())

    async def _keep_it(self) -> None:
        try:
            await self._kept_alone()
        finally:
            self._keeping = False

    async def _kept_alone(self) -> None:
        """Mark the voice in hand as wanted, put the other tries away, and close."""
        voice = self._in_hand()
        if voice is None or voice.state is not VoiceState.READY:
            return
        others = tuple(t.id for t in self._table.tries if t.state in _DONE and t.id != voice.id)
        name = self._form.wish().name

        def keep(_: object) -> None:
            library = self._room.library
            library.want(voice.id)
            library.change(voice.id, lambda known: _called(known, name))
            for id in others:
                library.remove(id)

        await self._room.maker.with_queue(keep)
        await self._room.catalogue.take_up_own()
        told = self.tr("{name} is among your voices.").format(name=name)
        self._room.notices.status(told)
        self.accept()

    def _report(self, error: BaseException) -> None:
        if isinstance(error, StudioError):
            self._say(sentence(error, self.tr))
        else:
            self._room.notices.report(error)

    def _say(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))


def _called(voice: OwnVoice, name: str) -> OwnVoice:
    return replace(voice, name=name)


def _tries(library: VoiceLibrary, ids: tuple[str, ...]) -> tuple[OwnVoice, ...]:
    """These voices in their order. Blocking."""
    known = {voice.id: voice for voice in library.voices()}
    return tuple(known[id] for id in ids if id in known)
