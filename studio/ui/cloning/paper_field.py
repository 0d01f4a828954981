"""The paper of a consent: a file that is kept with the voice, or the name of one kept elsewhere."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from studio.bridge import TaskScope
from studio.errors import ConsentError, ConsentProblem
from studio.model.consent import Document
from studio.ui.cloning.form_rows import line_edit
from studio.ui.prompts import Prompter
from studio.ui.theme import RHYTHM


class PaperField(QWidget):
    """Its name can be typed; a chosen file brings name and SHA-256 along."""

    changed = Signal()

    def __init__(self, tasks: TaskScope, prompter: Prompter, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prompter = prompter
        self._path: Path | None = None
        self._sha256 = ""
        self._name = line_edit(self, self.tr("Document"), self.tr("What it is called"))
        choose = QPushButton(self.tr("Choose file…"), self)
        choose.setAutoDefault(False)
        self.setFocusProxy(self._name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(self._name, 1)
        row.addWidget(choose)
        self._name.textChanged.connect(self.changed)
        self._name.textEdited.connect(self._edited)
        choose.clicked.connect(lambda: self._tasks.start(self._choose()))

    @property
    def path(self) -> Path | None:
        """The file that was chosen, None for one that is kept already or elsewhere."""
        return self._path

    @property
    def document(self) -> Document | None:
        """The paper as a consent has it, None for none."""
        name = self._name.text().strip()
        return Document(name, self._sha256) if name else None

    def show_document(self, document: Document | None) -> None:
        """Show a paper that was named before."""
        self._path, self._sha256 = None, document.sha256 if document else ""
        self._name.setText(document.name if document else "")

    async def take(self, path: Path) -> None:
        """Take a file as the paper; raises ConsentError UNREADABLE."""
        sha256 = await asyncio.to_thread(_hash_of, path)
        with QSignalBlocker(self._name):
            self._name.setText(path.name)
        self._path, self._sha256 = path, sha256
        self.changed.emit()

    async def _choose(self) -> None:
        kinds = (self.tr("Documents (*.pdf *.png *.jpg *.jpeg *.txt)"), self.tr("All files (*)"))
        start = self._path.parent if self._path else Path.home()
        path = await self._prompter.open_file(self.tr("Document of the consent"), kinds, start)
        if path is not None:
            await self.take(path)

    def _edited(self) -> None:
        """A name that is emptied is no paper; another name is the same file called otherwise."""
        if not self._name.text().strip():
            self._path, self._sha256 = None, ""


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        told = error.strerror or ""
        raise ConsentError(ConsentProblem.UNREADABLE, str(path), detail=told) from error
