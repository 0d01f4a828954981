"""The key of an account: typed unseen, shown only masked, replaced on purpose."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.theme import RHYTHM, mark, mono_font


class KeyField(QWidget):
    """A field for a new key, or the mask of the one there is."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept = QLabel(self)
        self._replace = QPushButton(self.tr("Replace key…"), self)
        self._typed = QLineEdit(self)
        self._back = QPushButton(self.tr("Keep the old key"), self)
        self._run_only = QCheckBox(self.tr("Keep it for this run only"), self)
        self._has_one = False
        self._kept_somewhere = True
        self._build()
        self._connect()
        self.begin()

    @property
    def secret(self) -> str:
        """What was typed, empty where the key stays as it is."""
        return self._typed.text()

    @property
    def this_run_only(self) -> bool:
        """Whether the key is to be forgotten at the end of the program."""
        return self._run_only.isChecked()

    def begin(self) -> None:
        """Ask for a key, as there is none."""
        self._has_one = False
        self._ask(True)

    def show_kept(self, mask: str) -> None:
        """Show that there is a key."""
        self._has_one = True
        self._kept.setText(mask)
        self._replace.setText(self.tr("Replace key…"))
        self._back.setText(self.tr("Keep the old key"))
        self._ask(False)

    def show_none(self, words: str) -> None:
        """Show that there is no key and none is wanted; one may be entered all the same."""
        self.show_kept(words)
        self._replace.setText(self.tr("Enter a key…"))
        self._back.setText(self.tr("Keep it without"))

    def show_fixed(self, words: str) -> None:
        """Show where the key is; it is not replaced here."""
        self.show_kept(words)
        self._replace.hide()

    def set_optional(self, optional: bool) -> None:
        """Say whether the field may stay empty."""
        self._typed.setPlaceholderText(self.tr("Empty if none is wanted") if optional else "")

    def set_keyring(self, works: bool) -> None:
        """Propose to keep the key in memory where it can be kept nowhere else."""
        self._kept_somewhere = works
        with QSignalBlocker(self):
            self._run_only.setChecked(not works)

    def forget(self) -> None:
        """Let go of what was typed."""
        self._typed.clear()

    def focus_typed(self) -> None:
        """Put the keys where a key is typed."""
        if self._has_one and self._typed.isHidden():
            self._ask(True)
        self._typed.setFocus()

    def _build(self) -> None:
        self._kept.setFont(mono_font(13))
        self._kept.setTextFormat(Qt.TextFormat.PlainText)
        self._replace.setAutoDefault(False)
        self._back.setAutoDefault(False)
        mark(self._back, "quiet")
        self._typed.setAccessibleName(self.tr("Key"))
        self._typed.setEchoMode(QLineEdit.EchoMode.Password)
        self._run_only.setToolTip(
            self.tr("The key stays in memory and is gone when Understudy is closed.")
        )
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._kept)
        row.addWidget(self._replace)
        row.addWidget(self._typed, 1)
        row.addWidget(self._back)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addLayout(row)
        column.addWidget(self._run_only)

    def _connect(self) -> None:
        self._replace.clicked.connect(self.focus_typed)
        self._back.clicked.connect(self._keep_old)
        self._typed.textChanged.connect(self.changed)
        self._run_only.toggled.connect(self.changed)

    def _keep_old(self) -> None:
        self._ask(False)
        self._replace.setFocus()
        self.changed.emit()

    def _ask(self, asked: bool) -> None:
        self._typed.clear()
        self._run_only.setChecked(not self._kept_somewhere)
        self._typed.setVisible(asked)
        self._run_only.setVisible(asked)
        self._back.setVisible(asked and self._has_one)
        self._kept.setVisible(not asked)
        self._replace.setVisible(not asked)
        self.setFocusProxy(self._typed if asked else self._replace)
