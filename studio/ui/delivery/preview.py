"""The card in the export dialog that says what would be written, and what it would sound like."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.counting import counted
from studio.ui.delivery.look import SHOWN_NAMES, Look
from studio.ui.theme import RHYTHM, mark, mono_font


class Preview(QFrame):
    """Tells of a look in sentences and file names, and offers to voice lines first."""

    voice_first_requested = Signal()

    def __init__(self, parent: QWidget, *, read_only: bool) -> None:
        super().__init__(parent)
        self._read_only = read_only
        mark(self, "card")
        self._summary = QLabel(self)
        self._summary.setWordWrap(True)
        self._names = self._build_names()
        self._voice_first = self._build_voice_first()
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM, RHYTHM * 2, RHYTHM)
        column.addWidget(self._summary)
        column.addWidget(self._names)
        column.addWidget(self._voice_first, 0, Qt.AlignmentFlag.AlignLeft)

    def show_look(self, look: Look) -> None:
        """Show what was found."""
        self._voice_first.setVisible(look.voiceable > 0 and not self._read_only)
        mark(self._summary, "failed" if look.trouble else "muted")
        self._summary.setText(look.trouble or self._told(look))
        more = look.files - len(look.names)
        rest = [self.tr("… and {n} more").format(n=more)] if more else []
        self._names.setText("\n".join([*look.names, *rest]))

    def _build_names(self) -> QLabel:
        names = QLabel(self)
        names.setFont(mono_font(12))
        names.setTextFormat(Qt.TextFormat.PlainText)
        names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        mark(names, "muted")
        names.setMinimumHeight(QFontMetrics(names.font()).lineSpacing() * (SHOWN_NAMES + 1))
        names.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return names

    def _build_voice_first(self) -> QPushButton:
        button = QPushButton(self.tr("Voice these lines first"), self)
        button.setAutoDefault(False)
        button.setToolTip(self.tr("Voice what is missing or was changed, then come back here"))
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
        button.clicked.connect(self.voice_first_requested)
        return button

    def _told(self, look: Look) -> str:
        files, there, missing, stale = look.files, look.there, look.missing, look.stale
        if not files:
            return self.tr("Nothing is voiced yet, so there is nothing to write.")
        one = self.tr("1 file will be written.")
        told = [counted(files, one, self.tr("{n} files will be written."))]
        if there:
            one = self.tr("1 exists and will be replaced.")
            told.append(counted(there, one, self.tr("{n} exist and will be replaced.")))
        if missing:
            one = self.tr("1 line has no take and will be silent.")
            many = self.tr("{n} lines have no take and will be silent.")
            told.append(counted(missing, one, many))
        if stale:
            one = self.tr("1 line sounds as it was before its last change.")
            many = self.tr("{n} lines sound as they were before their last change.")
            told.append(counted(stale, one, many))
        return " ".join(told)
