"""What went wrong or is worth knowing, in words, and the place where it is said."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from studio.errors import (
    AccountError,
    AccountStopped,
    AudioError,
    AudioProblem,
    CapReached,
    EditProblem,
    EditRefused,
    ProjectFileError,
    ProjectFileProblem,
    SettingsError,
    StudioError,
    VoiceError,
    WritingError,
    WritingProblem,
)
from studio.ui.icon_label import IconLabel
from studio.ui.theme import icon, mark
from studio.wording import sentence

WRITING_TROUBLE = frozenset({ProjectFileProblem.DISK_FULL, ProjectFileProblem.UNWRITABLE})


class Place(StrEnum):
    """Where something is said: the louder, the more it stands in the way."""

    STATUS = "status"
    BANNER = "banner"
    DIALOG = "dialog"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said to the person; `action` is the way out where there is one, `other` a second.

    What `stays` is not taken away by taking the way out; `well` is good news, nothing to look into.
    """

    place: Place
    text: str
    failed: bool = False
    action: QAction | None = None
    details: str = ""
    stays: bool = False
    other: QAction | None = None
    well: bool = False


class Notices(QObject):
    """Chooses words and place; the window shows what is said."""

    said = Signal(object)
    banner_withdrawn = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save_again: QAction | None = None
        self._to_accounts: QAction | None = None
        self._locate: QAction | None = None

    def offer_saving(self, action: QAction | None) -> None:
        """What is offered from now on where the project could not be written."""
        self._save_again = action

    def offer_accounts(self, action: QAction) -> None:
        """What is offered where an account or a cap gives nothing more."""
        self._to_accounts = action

    def offer_locating(self, action: QAction) -> None:
        """What is offered where a file of the timeline is not where it was."""
        self._locate = action

    def status(self, text: str) -> None:
        """Say something that needs no answer."""
        self.said.emit(Notice(Place.STATUS, text))

    def banner(
        self,
        what: StudioError | str,
        action: QAction | None = None,
        other: QAction | None = None,
        *,
        stays: bool = False,
        well: bool = False,
    ) -> None:
        """Say something until it is dismissed or no longer true, or one of the actions is taken.

        What `stays` is there after the action too; `well` is good news.
        """
        failed = isinstance(what, StudioError)
        words = self._words(what)
        notice = Notice(Place.BANNER, words, failed, action, stays=stays, other=other, well=well)
        self.said.emit(notice)

    def banner_to_accounts(self, text: str) -> None:
        """Say something that is changed in Accounts, with the way there."""
        self.banner(text, self._to_accounts)

    def withdraw_banner(self) -> None:
        """Take the banner away, because what it said is no longer true."""
        self.banner_withdrawn.emit()

    def dialog(self, what: StudioError | str) -> None:
        """Say why what was just asked for did not happen."""
        self.said.emit(Notice(Place.DIALOG, self._words(what), isinstance(what, StudioError)))

    def report(self, error: BaseException) -> None:
        """Say what went wrong where it fits; being cancelled is nothing wrong."""
        if isinstance(error, asyncio.CancelledError):
            return
        if isinstance(error, StudioError):
            way_out = self._way_out(error)
            self.said.emit(Notice(place_of(error), self._words(error), failed=True, action=way_out))
            return
        told = self.tr("Something unexpected went wrong. Your work is kept in the project file.")
        details = "".join(traceback.format_exception(error))
        self.said.emit(Notice(Place.DIALOG, told, failed=True, details=details))

    def _way_out(self, error: StudioError) -> QAction | None:
        if isinstance(error, AccountStopped | AccountError | CapReached) or _lacks_writer(error):
            return self._to_accounts
        if isinstance(error, AudioError) and error.problem is AudioProblem.BED_MISSING:
            return self._locate
        return self._save_again if _is_writing_trouble(error) else None

    def _words(self, what: StudioError | str) -> str:
        return sentence(what, self.tr) if isinstance(what, StudioError) else what


def place_of(error: StudioError) -> Place:
    """Edits in the status line, lasting trouble in the banner, what was just asked in a dialog."""
    match error:
        case EditRefused():
            lasting = error.problem is EditProblem.READ_ONLY
            return Place.BANNER if lasting else Place.STATUS
        case ProjectFileError():
            return Place.BANNER if _is_writing_trouble(error) else Place.DIALOG
        case VoiceError() | AccountError() | CapReached() | AudioError() | SettingsError():
            return Place.BANNER
        case WritingError():  # it comes while a job is at work, and what is written stays
            return Place.BANNER
        case _:
            return Place.DIALOG


def _lacks_writer(error: StudioError) -> bool:
    return isinstance(error, WritingError) and error.problem is WritingProblem.NO_WRITER


def _is_writing_trouble(error: StudioError) -> bool:
    return isinstance(error, ProjectFileError) and error.problem in WRITING_TROUBLE


def _still_there(way_on: QAction | None) -> QAction | None:
    """A way on, unless it went with its panel before this was said."""
    return way_on if way_on is not None and isValid(way_on) else None


class Banner(QFrame):
    """The strip above the work that says one thing until it is dismissed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = IconLabel("warning", 18, self)
        self._text = QLabel(self)
        self._act = QPushButton(self)
        self._act_else = QPushButton(self)
        self._dismiss = QToolButton(self)
        self._action: QAction | None = None
        self._other: QAction | None = None
        self._stays = False
        self._build()
        self._act.clicked.connect(lambda: self._run(self._action))
        self._act_else.clicked.connect(lambda: self._run(self._other))
        self._dismiss.clicked.connect(self.hide)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Say this instead of what was said before."""
        good = "banner-ready" if notice.well else "banner"
        mark(self, "banner-failed" if notice.failed else good)
        self._sign.setVisible(notice.failed)
        self._text.setText(notice.text)
        self._action, self._other = _still_there(notice.action), _still_there(notice.other)
        self._stays = notice.stays
        for button, action in ((self._act, self._action), (self._act_else, self._other)):
            button.setVisible(action is not None)
            button.setText(action.text() if action is not None else "")
        self.show()

    def _build(self) -> None:
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._dismiss.setIcon(icon("cross"))
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(self._act_else)
        row.addWidget(self._dismiss)

    def _run(self, action: QAction | None) -> None:
        if not self._stays:
            self.hide()
        if action is not None:
            action.trigger()


def open_message(notice: Notice, parent: QWidget) -> QMessageBox:
    """Show a notice in a dialog that goes away by itself when it is closed."""
    box = QMessageBox(parent)
    box.setWindowTitle(box.tr("Understudy"))
    box.setIconPixmap(icon("warning").pixmap(32, 32))
    box.setText(notice.text)
    box.setDetailedText(notice.details)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
