"""The menu in which one chooses where the sound goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from studio.bridge import TaskScope


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


def devices_now() -> Iterable[Device]:
    """The loudspeakers there are. Blocking."""
    from studio.audio.output import output_devices  # Qt's multimedia would delay the start

    return output_devices()


class OutputMenu(QMenu):
    """The system's output first, then every device; the chosen one stays in it when it is away."""

    output_chosen = Signal(str)
    """The id of a device, empty for the system's."""

    def __init__(
        self,
        chosen: Callable[[], str],
        tasks: TaskScope,
        parent: QWidget,
        *,
        outputs: Callable[[], Iterable[Device]] = devices_now,
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._tasks = tasks
        self._outputs = outputs
        self._known: tuple[tuple[str, str], ...] = ()
        self._looking = False
        self.setTitle(self.tr("Sound output"))
        self.aboutToShow.connect(self._open)
        self._fill()

    def look(self) -> None:
        """See in a thread which devices there are."""
        if not self._looking:
            self._looking = True
            self._tasks.start(self._look())

    def _open(self) -> None:
        self._fill()
        self.look()

    async def _look(self) -> None:
        try:
            found = await asyncio.to_thread(lambda: tuple(self._outputs()))
        finally:
            self._looking = False
        known = tuple((device.id, device.name) for device in found)
        if known != self._known:
            self._known = known
            self._fill()

    def _fill(self) -> None:
        self.clear()
        group = QActionGroup(self)
        chosen = self._chosen()
        away = [] if not chosen or chosen in dict(self._known) else [self._away(chosen)]
        for id, name in [("", self.tr("The system's")), *self._known, *away]:
            action = self.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(id == chosen)
            action.setActionGroup(group)
            action.triggered.connect(lambda _=False, id=id: self.output_chosen.emit(id))

    def _away(self, id: str) -> tuple[str, str]:
        return id, self.tr("{device} (not connected)").format(device=id)
