"""Asks for a consent alone: for a few characters of a folder, or anew for a voice there is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.model.consent import Consent
from studio.ui.cloning.consent_form import ConsentForm
from studio.ui.cloning.form_rows import open_at, section, side
from studio.ui.enter_goes_on import EnterGoesOn
from studio.ui.prompts import Prompter
from studio.ui.theme import RHYTHM, mark

SIZE = RHYTHM * 64, RHYTHM * 68


class ConsentDialog(QDialog):
    """Is accepted only with a consent that a voice may be made with."""

    def __init__(
        self,
        whose: str,
        known: Mapping[str, tuple[Consent, ...]],
        tasks: TaskScope,
        prompter: Prompter,
        parent: QWidget,
        *,
        by: str,
        today: datetime.date,
        before: Consent | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Consent"))
        self._form = ConsentForm(tasks, prompter, self, today=today)
        self._form.offer(known, by=by)
        if before is not None:
            self._form.show_consent(before)
        self._scroll = side(self._form, self)
        go = QPushButton(self.tr("Use this consent"), self)
        mark(go, "primary")
        go.setAutoDefault(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(section(whose, self))
        column.addWidget(self._scroll, 1)
        column.addWidget(buttons)
        open_at(self, *SIZE)
        EnterGoesOn(self, go)

    @property
    def consent(self) -> Consent | None:
        """What was entered."""
        return self._form.consent()

    @property
    def paper(self) -> Path | None:
        """The file that was chosen as its document."""
        return self._form.paper

    def accept(self) -> None:
        """Close, unless something is wrong, which is said beside its field."""
        if not self._form.complain():
            super().accept()
        elif wrong := self._form.focusWidget():
            self._scroll.ensureWidgetVisible(wrong, 0, RHYTHM * 8)
