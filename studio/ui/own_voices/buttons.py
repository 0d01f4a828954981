"""What can be done with the chosen voices, as a column of buttons; what cannot is not there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice, VoiceOrigin, VoiceState
from studio.ui.languages import language_name
from studio.ui.own_voices.outcome import was_stopped
from studio.ui.own_voices.room import OpenProject
from studio.ui.own_voices.snapshot import can_be_made_again, is_gone
from studio.ui.theme import RHYTHM, icon, mark

WIDTH = RHYTHM * 26


class VoiceButtons(QWidget):
    """Says what is wanted; the deeds are another's."""

    hear_requested = Signal()
    keep_requested = Signal()
    again_requested = Signal()
    recut_requested = Signal()
    check_requested = Signal()
    consent_requested = Signal()
    delete_requested = Signal()
    restore_requested = Signal()
    forget_requested = Signal()
    cast_requested = Signal(str, str)
    """The id of a character and a language."""

    def __init__(self, parent: QWidget, *, can_recut: bool) -> None:
        super().__init__(parent)
        self._can_recut = can_recut
        self._column = QVBoxLayout(self)
        tr = self.tr
        self.cast = self._button("", tr("Cast for"))
        self.hear = self._button("play", tr("Hear the preview"), self.hear_requested)
        self.keep = self._button("lock", tr("Keep it…"), self.keep_requested)
        self.again = self._button("redo", tr("Make it again…"), self.again_requested)
        self.recut = self._button("pen", tr("Edit the cut…"), self.recut_requested)
        self.check = self._button("search", tr("Check at the service"), self.check_requested)
        self.consent = self._button("flag", tr("Consent…"), self.consent_requested)
        self.delete = self._button("trash", tr("Delete…"), self.delete_requested)
        self.restore = self._button("undo", tr("Bring back"), self.restore_requested)
        self.forget = self._button("trash", tr("Delete for good…"), self.forget_requested)
        self._menu = QMenu(self.cast)
        self.cast.setMenu(self._menu)
        self._build()

    def show_voices(
        self, voices: Sequence[OwnVoice], now: float, project: OpenProject | None
    ) -> None:
        """Offer what can be done with these."""
        one = voices[0] if len(voices) == 1 else None
        removed = bool(voices) and all(voice.removed_at for voice in voices)
        there = bool(voices) and not removed
        at_work = any(voice.state in IN_FLIGHT for voice in voices)
        self._offer_cast(one, now, project)
        self.hear.setVisible(one is not None and bool(one.preview))
        self.keep.setVisible(one is not None and there and _can_be_kept(one, now))
        again = there and all(_can_be_again(voice, now) for voice in voices)
        self.again.setVisible(again)
        self.again.setText(self._again_words(voices, now))
        clone = one is not None and one.origin is VoiceOrigin.CLONE and bool(one.samples)
        self.recut.setVisible(clone and self._can_recut and not at_work)
        waits = any(voice.state is VoiceState.WAITING for voice in voices)
        self.check.setVisible(there and (waits or any(voice.voice for voice in voices)))
        self.consent.setVisible(there and one is not None and one.origin is VoiceOrigin.CLONE)
        self.delete.setVisible(there)
        self.delete.setEnabled(not at_work)
        self.restore.setVisible(removed)
        self.forget.setVisible(removed)

    def show_playing(self, playing: bool) -> None:
        """Show whether the preview is heard."""
        self.hear.setText(self.tr("Stop") if playing else self.tr("Hear the preview"))
        self.hear.setIcon(icon("stop" if playing else "play"))

    def _again_words(self, voices: Sequence[OwnVoice], now: float) -> str:
        if all(was_stopped(voice) for voice in voices):
            return self.tr("Make it…") if len(voices) == 1 else self.tr("Make them…")
        if any(voice.state is VoiceState.UNSURE for voice in voices):
            return self.tr("Ask for it again…")
        if all(voice.state is VoiceState.FAILED for voice in voices):
            return self.tr("Try again…")
        if any(voice.state is VoiceState.READY and not is_gone(voice, now) for voice in voices):
            return self.tr("Make another one…")
        return self.tr("Make it again…") if len(voices) == 1 else self.tr("Make them again…")

    def _offer_cast(self, voice: OwnVoice | None, now: float, project: OpenProject | None) -> None:
        self._menu.clear()
        can = voice is not None and voice.state is VoiceState.READY and not voice.removed_at
        shown = can and voice is not None and not is_gone(voice, now)
        self.cast.setVisible(shown)
        if not shown or project is None or not project.document.project.cast:
            self.cast.setEnabled(False)
            tip = self.tr("Open a project with a cast to give this voice to somebody.")
            self.cast.setToolTip(tip if shown else "")
            return
        self.cast.setEnabled(not project.document.read_only)
        language = project.selection.language
        self.cast.setToolTip(self.tr("In {language}").format(language=language_name(language)))
        for character in project.document.project.cast:
            action = self._menu.addAction(character.name.replace("&", "&&"))
            action.triggered.connect(partial(self._ask_to_cast, character.id, language))

    def _ask_to_cast(self, character: str, language: str, *_: object) -> None:
        self.cast_requested.emit(character, language)

    def _button(self, sign: str, text: str, signal: SignalInstance | None = None) -> QPushButton:
        button = QPushButton(text, self)
        if sign:
            button.setIcon(icon(sign))
        button.setAutoDefault(False)
        if signal is not None:
            button.clicked.connect(signal)
        return button

    def _build(self) -> None:
        mark(self.cast, "primary")
        mark(self.forget, "danger")
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(RHYTHM // 2)
        for button in (
            self.cast, self.hear, self.keep, self.again, self.recut, self.check, self.consent,
            self.restore, self.delete, self.forget,
        ):  # fmt: skip
            self._column.addWidget(button)
        self._column.addStretch(1)
        self.setFixedWidth(WIDTH)


def _can_be_kept(voice: OwnVoice, now: float) -> bool:
    """Whether one line spoken with it changes something: its clock runs, or it is in doubt."""
    if voice.origin is VoiceOrigin.MIX or not voice.voice or is_gone(voice, now):
        return False
    return voice.expires_at is not None or voice.state is VoiceState.UNSURE


def _can_be_again(voice: OwnVoice, now: float) -> bool:
    """Whether it can be ordered once more: one that is there only where it is gone."""
    if not can_be_made_again(voice):
        return False
    asks = (VoiceState.FAILED, VoiceState.UNSURE, VoiceState.GONE, VoiceState.READY)
    return voice.state in asks or is_gone(voice, now)
