"""Mixes a voice of up to four others, hears it on a line for a told price, and keeps it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.audio.decode import ingest
from studio.bridge import TaskScope
from studio.casting.making.castable import blend_setting, enter_mix
from studio.engines.speech import Price, Reading, SpeaksLines, Speech, SpeechRequest
from studio.errors import EngineRefused, StudioError
from studio.store.voice_library_entry import OwnVoice
from studio.synthesis.hearing import Hearing
from studio.synthesis.sample_sentences import sample_sentence
from studio.ui.accounts.field import Field
from studio.ui.cast.blend_words import words_of
from studio.ui.cloning.form_rows import add_row, form_layout, line_edit
from studio.ui.designing.mix_rows import MixRows
from studio.ui.enter_goes_on import EnterGoesOn
from studio.ui.narrow_box import narrow
from studio.ui.own_voices.player import sounding
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.names import engine_name
from studio.ui.voices.stale_words import hearing_words
from studio.ui.writing.language_picker import OFFERED, listed_name
from studio.wording import sentence

SIZE = (RHYTHM * 92, RHYTHM * 58)
FEWEST = 2


class MixDialog(QDialog):
    """A mix is kept in the library; nothing is made at the service."""

    def __init__(
        self, room: VoiceRoom, engines: Mapping[str, SpeaksLines], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._room = room
        self._mixing = dict(engines)
        self._tasks = TaskScope(self._report)
        self._heard: dict[str, Speech] = {}
        self._saying = self._keeping = False
        self.setWindowTitle(self.tr("Mix Voices"))
        self._build()
        self._connect()

    def begin(self, words: str, language: str) -> None:
        """Begin with a line to be heard, and its language."""
        place = self._account.findData(self._room.settings().engine)
        self._account.setCurrentIndex(max(place, 0))
        if self._language.findData(language) < 0:
            self._language.addItem(listed_name(language), language)
        self._language.setCurrentIndex(self._language.findData(language))
        self._words.setText(words or sample_sentence(language))
        self._offer()
        self._name.setFocus()

    async def aclose(self) -> None:
        """Let go of everything."""
        await self._tasks.close()

    def done(self, result: int) -> None:
        """Close; nothing is heard any more."""
        self._room.player.stop()
        super().done(result)

    def _build(self) -> None:
        self.resize(*SIZE)
        tr = self.tr
        self._account, self._language = QComboBox(self), QComboBox(self)
        for box, name in ((self._account, tr("Account")), (self._language, tr("Language"))):
            box.setAccessibleName(name)
            narrow(box)
        for name in self._mixing:
            self._account.addItem(engine_name(name), name)
        for code in OFFERED:
            self._language.addItem(listed_name(code), code)
        self._name = line_edit(self, tr("Name"))
        self._words = line_edit(self, tr("Line to hear"))
        self._parts = MixRows(self)
        self._price = self._label("caption", tr("What hearing it costs"))
        self._wrong = self._label("failed", tr("What is wrong"))
        self._wrong.hide()
        self._hear = QPushButton(icon("play"), tr("Hear the mix"), self)
        self._keep = QPushButton(tr("Keep the mix"), self)
        self._leave = QPushButton(tr("Cancel"), self)
        mark(self._keep, "primary")
        for button in (self._keep, self._hear, self._leave):
            button.setAutoDefault(False)
        self._lay_out()
        EnterGoesOn(self, self._keep)

    def _lay_out(self) -> None:
        form, tr = form_layout(), self.tr
        add_row(form, tr("Name"), Field(self._name, self))
        add_row(form, tr("Account"), Field(self._account, self))
        hint = tr("Two to four voices of this account; the weights say how much each is heard.")
        add_row(form, tr("Voices"), Field(self._parts, self, hint=hint))
        add_row(form, tr("Language"), Field(self._language, self))
        add_row(form, tr("Line to hear"), Field(self._words, self))
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self._hear)
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self._wrong)
        column.addWidget(self._price)
        column.addLayout(buttons)

    def _label(self, role: str, name: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAccessibleName(name)
        mark(label, role)
        return label

    def _connect(self) -> None:
        self._account.currentIndexChanged.connect(lambda _: self._offer())
        self._language.currentIndexChanged.connect(self._take_language)
        self._words.textChanged.connect(lambda _: self._show())
        self._name.textChanged.connect(lambda _: self._show())
        self._parts.changed.connect(self._show)
        self._hear.clicked.connect(self._play)
        self._keep.clicked.connect(self._begin_keeping)
        self._leave.clicked.connect(self.reject)
        self._room.player.changed.connect(self._show)
        self.destroyed.connect(self._room.catalogue.listen(self._offer))

    @property
    def _engine(self) -> SpeaksLines:
        return self._mixing[str(self._account.currentData())]

    def _offer(self) -> None:
        """The voices of the account in hand."""
        self._parts.offer(self._room.catalogue.voices_of(self._engine.name))

    def _take_language(self) -> None:
        """Another language has another sentence, unless a person typed one."""
        sentences = {sample_sentence(code) for code in OFFERED}
        if self._words.text() in sentences or not self._words.text().strip():
            self._words.setText(sample_sentence(str(self._language.currentData())))
        self._show()

    def _request(self) -> SpeechRequest | None:
        """How the line is asked for; None while there is nothing to hear. Raises EngineRefused."""
        parts, words = self._parts.parts, self._words.text().strip()
        if len(parts) < FEWEST or not words:
            return None
        engine = self._engine
        heaviest = max(parts, key=lambda part: part[1])[0]
        blend = {blend_setting(engine): words_of(parts)}
        language = str(self._language.currentData())
        return engine.prepare(Reading(words, language, heaviest, settings=blend))

    def _show(self) -> None:
        """Say what hearing the mix costs, and offer what can be done with it."""
        parts = self._parts.parts
        playing = self._room.player.playing
        self._hear.setText(self.tr("Stop") if playing else self.tr("Hear the mix"))
        self._hear.setIcon(icon("stop" if playing else "play"))
        wrong = self._wrong_with_parts()
        named = bool(self._name.text().strip())
        self._keep.setEnabled(len(parts) >= FEWEST and not wrong and named)
        self._say(wrong)
        try:
            request = self._request()
        except EngineRefused as refusal:
            self._hear.setEnabled(playing)
            self._price.setText(hearing_words(Hearing(refusal=refusal.detail)))
            return
        self._hear.setEnabled(playing or (request is not None and not wrong and not self._saying))
        if request is None:
            self._price.setText(self.tr("Choose two voices to hear what comes of them."))
        else:
            price = self._price_of(request)
            self._price.setText(hearing_words(Hearing(price, request=request)))

    def _wrong_with_parts(self) -> str:
        """What keeps the voices that are there from being a mix; empty while nothing does."""
        if unknown := self._parts.unknown:
            told = self.tr("There is no voice “{name}” in this account. Choose one of the list.")
            return told.format(name=unknown)
        parts = self._parts.parts
        if len({id for id, _ in parts}) < len(parts):
            return self.tr("Each voice of a mix stands there once.")
        return ""

    def _price_of(self, request: SpeechRequest) -> Price:
        """What was heard already costs nothing again."""
        return Price() if request.fingerprint in self._heard else self._engine.price(request)

    def _play(self) -> None:
        if self._room.player.playing:
            self._room.player.stop()
        elif not self._saying:
            # Not in the coroutine: a second press may come before its first step, and is paid.
            self._saying = True
            self._show()
            self._tasks.start(self._say_it())

    async def _say_it(self) -> None:
        try:
            request, engine = self._request(), self._engine
            if request is None:
                return
            speech = self._heard.get(request.fingerprint)
            if speech is None:
                speech = await self._room.say(engine, request, engine.price(request))
                self._heard[request.fingerprint] = speech
            samples = await asyncio.to_thread(ingest, speech.data)
            if self.isVisible():
                self._room.player.play(sounding(samples))
        finally:
            self._saying = False
            self._show()

    def _begin_keeping(self) -> None:
        if not self._keeping:
            self._keeping = True
            self._tasks.start(self._keep_it())

    async def _keep_it(self) -> None:
        try:
            await self._kept()
        finally:
            self._keeping = False

    async def _kept(self) -> None:
        engine, name, parts = self._engine, self._name.text(), self._parts.parts

        def enter(_: object) -> OwnVoice:
            return enter_mix(self._room.library, engine, name, parts)

        mix = await self._room.maker.with_queue(enter)
        self._room.notices.status(self.tr("{name} is among your voices.").format(name=mix.name))
        self.accept()

    def _report(self, error: BaseException) -> None:
        if isinstance(error, StudioError):
            self._say(sentence(error, self.tr))
        else:
            self._room.notices.report(error)

    def _say(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
