"""What each service wants to know besides: the options of its accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.ui.theme import RHYTHM, mark
from studio.wording import USEAPI_WARNING

ON, OFF = "on", "off"


class MiniMaxFields(QObject):
    """Group id, format of takes, word times."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = _line(parent, self.tr("Group id"), self.tr("Usually empty"))
        self.group.setToolTip(
            self.tr(
                "Only some older addresses ask for the group id. It is on the account page of the "
                "platform; leave it empty unless MiniMax refuses the key without it."
            )
        )
        formats = (
            (self.tr("WAV, as recorded"), ""),
            (self.tr("FLAC, as good and half the size"), "flac"),
            (self.tr("MP3, small"), "mp3"),
        )
        self.format = _choice(parent, self.tr("Format of takes"), formats)
        self.times = QCheckBox(self.tr("Note when each word is spoken"), parent)
        self.times.setToolTip(self.tr("For subtitles that follow the voice; it costs nothing."))
        self.group.textChanged.connect(self.changed)
        self.format.currentIndexChanged.connect(self.changed)
        self.times.toggled.connect(self.changed)

    def options(self) -> dict[str, str]:
        """What was chosen; what is usual is left empty."""
        return {
            "group_id": self.group.text().strip(),
            "format": self.format.currentData(),
            "subtitles": "" if self.times.isChecked() else OFF,
        }

    def show_options(self, options: Mapping[str, str]) -> None:
        """Show what is chosen."""
        with QSignalBlocker(self):
            self.group.setText(options.get("group_id", ""))
            _choose(self.format, options.get("format", ""))
            self.times.setChecked(options.get("subtitles", ON) != OFF)


class UseApiFields(QObject):
    """The generation of the interface, the account there, and the risks to accept."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dialects = (
            (self.tr("Automatic: the current one"), ""),
            (self.tr("Current: speech/…"), "speech"),
            (self.tr("Older, closed by the vendor: audio/…"), "audio"),
            (self.tr("Off: do not use this account"), "off"),
        )
        self.dialect = _choice(parent, self.tr("Interface"), dialects)
        self.account = _line(parent, self.tr("Account there"), self.tr("The only one"))
        self.account.setToolTip(
            self.tr("Which MiniMax account at useapi.net speaks; needed with several.")
        )
        self.terms = QWidget(parent)
        warning = QLabel(self.tr(USEAPI_WARNING), self.terms)
        warning.setWordWrap(True)
        mark(warning, "muted")
        self.accept = QCheckBox(self.tr("I have read this and accept it"), self.terms)
        self.terms.setFocusProxy(self.accept)
        column = QVBoxLayout(self.terms)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(warning)
        column.addWidget(self.accept)
        self.dialect.currentIndexChanged.connect(self.changed)
        self.account.textChanged.connect(self.changed)
        self.accept.toggled.connect(self.changed)

    def options(self) -> dict[str, str]:
        """What was chosen; what is usual is left empty."""
        return {"dialect": self.dialect.currentData(), "account": self.account.text().strip()}

    def show_options(self, options: Mapping[str, str]) -> None:
        """Show what is chosen; the risks are to be accepted anew."""
        with QSignalBlocker(self):
            _choose(self.dialect, options.get("dialect", ""))
            self.account.setText(options.get("account", ""))
            self.accept.setChecked(False)


class ChatFields(QObject):
    """The model that is asked where nothing else is wanted."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = QComboBox(parent)
        typed = QLineEdit(self.model)
        self.model.setLineEdit(typed)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.model.setAccessibleName(self.tr("Model"))
        typed.setAccessibleName(self.tr("Model"))
        typed.setPlaceholderText(self.tr("The first that the service lists"))
        self.model.setToolTip(self.tr("“Test connection” brings the names that the service lists."))
        self.model.editTextChanged.connect(self.changed)

    def options(self) -> dict[str, str]:
        """What was typed or chosen."""
        return {"model": self.model.currentText().strip()}

    def show_options(self, options: Mapping[str, str]) -> None:
        """Show what is chosen; names of models are those of another service no more."""
        with QSignalBlocker(self):
            self.model.clear()
            self.model.setEditText(options.get("model", ""))

    def offer(self, models: Sequence[str]) -> None:
        """Offer these names beside the one that stands there."""
        with QSignalBlocker(self):
            typed = self.model.currentText()
            self.model.clear()
            self.model.addItems(list(models))
            self.model.setEditText(typed)


def _line(parent: QWidget, name: str, proposed: str) -> QLineEdit:
    line = QLineEdit(parent)
    line.setAccessibleName(name)
    line.setPlaceholderText(proposed)
    return line


def _choice(parent: QWidget, name: str, items: Sequence[tuple[str, str]]) -> QComboBox:
    choice = QComboBox(parent)
    choice.setAccessibleName(name)
    for text, value in items:
        choice.addItem(text, value)
    return choice


def _choose(choice: QComboBox, value: str) -> None:
    choice.setCurrentIndex(max(choice.findData(value), 0))
