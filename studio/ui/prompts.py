"""Questions to the person that a coroutine can await; tests answer them without dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget
from shiboken6 import isValid

from studio.bridge import opened
from studio.ui.encoding_dialog import EncodingDialog
from studio.ui.theme import icon

if TYPE_CHECKING:
    from studio.formats.encoding import Decoded


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question; Escape gives the one that `leaves`."""

    key: str
    text: str
    proposed: bool = False
    leaves: bool = False
    destroys: bool = False


class Prompter(Protocol):
    """Asks the person. Every answer is None, or the choice that leaves, when they turn away."""

    async def open_file(self, title: str, kinds: Sequence[str], folder: Path) -> Path | None:
        """An existing file; kinds are like `Scripts (*.fountain *.txt)`."""
        ...

    async def open_files(self, title: str, kinds: Sequence[str], folder: Path) -> tuple[Path, ...]:
        """Existing files, none when they turn away."""
        ...

    async def save_file(self, title: str, kinds: Sequence[str], proposed: Path) -> Path | None:
        """A file to write; one that exists was agreed to be replaced."""
        ...

    async def folder(self, title: str, start: Path) -> Path | None:
        """An existing folder."""
        ...

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        """The key of one of the choices."""
        ...

    async def text(self, title: str, label: str, proposed: str = "") -> str | None:
        """A line of text."""
        ...

    async def encoding(self, data: bytes, decoded: Decoded) -> str | None:
        """The encoding in which a script reads right."""
        ...


class DialogPrompter:
    """Asks with dialogs over one window, none of which stops anything else."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    async def open_file(self, title: str, kinds: Sequence[str], folder: Path) -> Path | None:
        """Ask for an existing file."""
        dialog = QFileDialog(self._window, title, str(folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(list(kinds))
        return await _chosen(dialog)

    async def open_files(self, title: str, kinds: Sequence[str], folder: Path) -> tuple[Path, ...]:
        """Ask for existing files."""
        dialog = QFileDialog(self._window, title, str(folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(list(kinds))
        try:
            accepted = await _answered(dialog)
            return tuple(map(Path, dialog.selectedFiles())) if accepted else ()
        finally:
            dialog.deleteLater()

    async def save_file(self, title: str, kinds: Sequence[str], proposed: Path) -> Path | None:
        """Ask for a file to write."""
        dialog = QFileDialog(self._window, title, str(proposed.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters(list(kinds))
        dialog.setDefaultSuffix(proposed.suffix.lstrip("."))
        dialog.selectFile(proposed.name)
        return await _chosen(dialog)

    async def folder(self, title: str, start: Path) -> Path | None:
        """Ask for a folder."""
        dialog = QFileDialog(self._window, title, str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return await _chosen(dialog)

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        """Ask for one of several answers."""
        box = QMessageBox(self._window)
        box.setWindowTitle(title)
        box.setIconPixmap(icon("warning").pixmap(32, 32))
        box.setText(text)
        keys = {}
        for choice in choices:
            button = box.addButton(choice.text, _role(choice))
            keys[button] = choice.key
            if choice.proposed:
                box.setDefaultButton(button)
            if choice.leaves:
                box.setEscapeButton(button)
        try:
            await _answered(box)
            clicked = box.clickedButton()
            left = next((choice.key for choice in choices if choice.leaves), choices[-1].key)
            return next((key for button, key in keys.items() if button is clicked), left)
        finally:
            box.deleteLater()

    async def text(self, title: str, label: str, proposed: str = "") -> str | None:
        """Ask for a line of text."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(proposed)
        try:
            return dialog.textValue().strip() or None if await _answered(dialog) else None
        finally:
            dialog.deleteLater()

    async def encoding(self, data: bytes, decoded: Decoded) -> str | None:
        """Show the text in each encoding it may have and ask which reads right."""
        dialog = EncodingDialog(data, decoded.candidates, decoded.encoding, self._window)
        try:
            return dialog.encoding if await _answered(dialog) else None
        finally:
            dialog.deleteLater()


async def _answered(dialog: QDialog) -> int:
    """Open a question and wait for its result; the keyboard goes back to where it came from.

    Qt and window managers give it to the window a question stands over, which may not be it.
    """
    before = QApplication.activeWindow()
    try:
        return await opened(dialog)
    finally:
        if before is not None and isValid(before) and before.isVisible():
            before.activateWindow()


async def _chosen(dialog: QFileDialog) -> Path | None:
    try:
        accepted = await _answered(dialog)
        chosen = dialog.selectedFiles()
        return Path(chosen[0]) if accepted and chosen else None
    finally:
        dialog.deleteLater()


def _role(choice: Choice) -> QMessageBox.ButtonRole:
    if choice.leaves:
        return QMessageBox.ButtonRole.RejectRole
    if choice.destroys:
        return QMessageBox.ButtonRole.DestructiveRole
    return QMessageBox.ButtonRole.AcceptRole
