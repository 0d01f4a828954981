"""The strip that says that keys cannot be kept on this machine, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.model.account import Service
from studio.store.credentials import KeyringState
from studio.ui.accounts.words import key_variable
from studio.ui.icon_label import IconLabel
from studio.ui.theme import RHYTHM, mark


class KeyringNotice(QFrame):
    """Hidden where there is a keyring."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "banner")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(RHYTHM * 2, RHYTHM, RHYTHM * 2, RHYTHM)
        row.setSpacing(RHYTHM + RHYTHM // 2)
        row.addWidget(IconLabel("warning", 18, self))
        row.addWidget(self._words, 1)
        self.hide()

    def show_state(self, state: KeyringState) -> None:
        """Say what a missing keyring means."""
        self.setVisible(not state.works)
        told = self.tr(
            "This machine has no keyring to keep keys in ({why}). A key entered here lasts until "
            "Understudy is closed. To have it every time, set {minimax}, {useapi} or {chat} "
            "before Understudy is started."
        )
        minimax, useapi = key_variable(Service.MINIMAX), key_variable(Service.USEAPI)
        chat = key_variable(Service.CHAT)
        self._words.setText(
            told.format(why=state.why_not, minimax=minimax, useapi=useapi, chat=chat)
        )
