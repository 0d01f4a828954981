"""The settings: the look, the loudspeaker, and the program that encodes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.audio.ffmpeg import ffmpeg_version
from studio.bridge import TaskScope
from studio.errors import StudioError
from studio.store.places import settings_file
from studio.store.settings import Settings
from studio.ui.theme import RHYTHM, icon, mark


class Device(Protocol):
    """A sound device one can choose."""

    @property
    def id(self) -> str:
        """What the settings keep."""
        ...

    @property
    def name(self) -> str:
        """What a person reads."""
        ...


def _devices() -> Iterable[Device]:
    """The loudspeakers there are now."""
    from studio.audio.output import output_devices  # Qt's multimedia would delay the start

    return output_devices()


class SettingsDialog(QDialog):
    """Asks for settings; it is accepted once they can be used, and changes nothing itself."""

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        outputs: Callable[[], Iterable[Device]] = _devices,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._tasks = TaskScope(self._checked)
        self._checking: asyncio.Task[None] | None = None
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(RHYTHM * 65)
        self._build()
        self._connect()
        self._naming = self._tasks.start(self._name_bundled())
        self._listing = self._tasks.start(self._list_outputs(outputs))

    def chosen(self) -> dict[str, Any]:
        """The settings that are not as they were, by field."""
        now = {
            "theme": self._look.currentData(),
            "output_device": self._output.currentData(),
            "ffmpeg": self._ffmpeg.text().strip(),
        }
        return {name: value for name, value in now.items() if value != self._before(name)}

    def accept(self) -> None:
        """Close, after the chosen ffmpeg has answered."""
        program = self._ffmpeg.text().strip()
        if not program or program == self._settings.ffmpeg:
            super().accept()
        elif self._checking is None or self._checking.done():
            self._checking = self._tasks.start(self._check(program))

    def done(self, result: int) -> None:
        """Close; what is still being looked up does not matter any more."""
        self._listing.cancel()
        self._naming.cancel()
        if self._checking is not None:
            self._checking.cancel()
        super().done(result)

    def _before(self, name: str) -> object:
        return getattr(self._settings, name)

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Look"), self._build_look())
        form.addRow(self.tr("&Sound output"), self._build_output())
        form.addRow(self.tr("&Encoder"), self._build_ffmpeg())
        form.addRow("", self._told)
        where = QLabel(self.tr("Kept in {path}").format(path=settings_file()), self)
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where.setWordWrap(True)
        mark(where, "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        layout.setSpacing(RHYTHM * 2)
        layout.addLayout(form)
        layout.addWidget(where)
        layout.addStretch(1)
        layout.addWidget(self._build_buttons())

    def _build_look(self) -> QComboBox:
        looks = (
            (self.tr("As the system"), "system"),
            (self.tr("Dark"), "dark"),
            (self.tr("Light"), "light"),
        )
        self._look = QComboBox(self)
        self._look.setAccessibleName(self.tr("Look"))
        for text, look in looks:
            self._look.addItem(text, look)
        self._look.setCurrentIndex(max(self._look.findData(self._settings.theme), 0))
        return self._look

    def _build_output(self) -> QComboBox:
        self._output = QComboBox(self)
        self._output.setAccessibleName(self.tr("Sound output"))
        self._output.addItem(self.tr("The system's"), "")
        chosen = self._settings.output_device
        if chosen:
            self._output.addItem(chosen, chosen)
            self._output.setCurrentIndex(1)
        return self._output

    def _build_ffmpeg(self) -> QWidget:
        self._ffmpeg = QLineEdit(self._settings.ffmpeg, self)
        self._ffmpeg.setAccessibleName(self.tr("Path of the ffmpeg program"))
        self._ffmpeg.setPlaceholderText(self.tr("The bundled ffmpeg"))
        self._ffmpeg.setClearButtonEnabled(True)
        self._browse = QPushButton(icon("folder"), self.tr("Choose…"), self)
        self._browse.setAccessibleName(self.tr("Choose the ffmpeg program"))
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        holder = QWidget(self)
        holder.setFocusProxy(self._ffmpeg)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(self._ffmpeg, 1)
        row.addWidget(self._browse)
        self._tell(self.tr("MP3, M4A and OGG are made with it, and loudness is measured."))
        return holder

    def _build_buttons(self) -> QDialogButtonBox:
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(ok | cancel, self)
        return self._buttons

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._browse.clicked.connect(self._choose_program)

    def _choose_program(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the ffmpeg program"), self._ffmpeg.text())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._ffmpeg.setText)
        dialog.open()

    async def _list_outputs(self, outputs: Callable[[], Iterable[Device]]) -> None:
        """Offer the loudspeakers there are; the chosen one may be away just now."""
        for device in await asyncio.to_thread(outputs):
            at = self._output.findData(device.id)
            if at < 0:
                self._output.addItem(device.name, device.id)
            else:
                self._output.setItemText(at, device.name)

    async def _name_bundled(self) -> None:
        version = await asyncio.to_thread(ffmpeg_version)
        text = self.tr("The bundled ffmpeg, {version}").format(version=version)
        self._ffmpeg.setPlaceholderText(text)

    async def _check(self, program: str) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(False)
        self._tell(self.tr("Asking it for its version…"))
        try:
            await asyncio.to_thread(ffmpeg_version, program)
        finally:
            ok.setEnabled(True)
        super().accept()

    def _checked(self, error: BaseException) -> None:
        """Say why it was not accepted."""
        if not isinstance(error, StudioError):
            raise error
        why = getattr(error, "detail", "")
        told = self.tr("This ffmpeg cannot be used ({why}). Choose another, or leave this empty.")
        self._tell(told.format(why=why), failed=True)
        self._ffmpeg.setFocus()

    def _tell(self, text: str, *, failed: bool = False) -> None:
        mark(self._told, "failed" if failed else "caption")
        self._told.setText(text)
