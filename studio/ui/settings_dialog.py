"""The settings: the look, the loudspeaker, the microphone, and the program that encodes."""

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
from studio.ui.narrow_box import narrow
from studio.ui.sound_loading import load_sound
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


Devices = Callable[[], Iterable[Device]]


def _outputs() -> Iterable[Device]:
    """The loudspeakers there are now."""
    from studio.audio.output import output_devices  # Qt's multimedia would delay the start

    return output_devices()


def _inputs() -> Iterable[Device]:
    """The microphones there are now."""
    from studio.audio.input import input_devices

    return input_devices()


class SettingsDialog(QDialog):
    """Asks for settings; it is accepted once they can be used, and changes nothing itself."""

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        outputs: Devices = _outputs,
        inputs: Devices = _inputs,
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
        self._listing = self._tasks.start(self._list_devices(outputs, inputs))

    def chosen(self) -> dict[str, Any]:
        """The settings that are not as they were, by field."""
        now = {
            "theme": self._look.currentData(),
            "output_device": self._output.currentData(),
            "input_device": self._input.currentData(),
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
        self._output = self._device(self.tr("Sound output"), self._settings.output_device)
        self._input = self._device(self.tr("Microphone"), self._settings.input_device)
        form.addRow(self.tr("&Sound output"), self._output)
        form.addRow(self.tr("&Microphone"), self._input)
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

    def _device(self, name: str, chosen: str) -> QComboBox:
        """A field for a sound device, which may be away just now."""
        box = QComboBox(self)
        box.setAccessibleName(name)
        narrow(box)
        box.addItem(self.tr("The system's"), "")
        if chosen:
            box.addItem(chosen, chosen)
            box.setCurrentIndex(1)
        return box

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

    async def _list_devices(self, outputs: Devices, inputs: Devices) -> None:
        """Offer what there is."""
        await load_sound()
        for box, devices in ((self._output, outputs), (self._input, inputs)):
            for device in await asyncio.to_thread(devices):
                at = box.findData(device.id)
                if at < 0:
                    box.addItem(device.name, device.id)
                else:
                    box.setItemText(at, device.name)

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
