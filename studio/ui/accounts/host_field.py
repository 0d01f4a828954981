"""Where a service is asked: one of its regions, or an address of one's own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from studio.ui.theme import RHYTHM


class HostField(QWidget):
    """A choice of regions; the last one asks for an address."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._region = QComboBox(self)
        self._region.setAccessibleName(self.tr("Region"))
        self._address = QLineEdit(self)
        self._address.setAccessibleName(self.tr("Address"))
        self._address.setPlaceholderText("https://api.example.com")
        self.setFocusProxy(self._region)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(self._region)
        column.addWidget(self._address)
        self._region.currentIndexChanged.connect(self._choose)
        self._address.textChanged.connect(self.changed)

    @property
    def host(self) -> str:
        """The address chosen or typed; an empty one is that of the first region."""
        known = self._region.currentData()
        if known is not None:
            return known
        return self._address.text().strip() or "https://"

    def offer(self, hosts: Mapping[str, str], host: str) -> None:
        """Offer these addresses, by what they are for, with one of them or another chosen."""
        with QSignalBlocker(self._region), QSignalBlocker(self._address):
            self._region.clear()
            for address, purpose in hosts.items():
                name = address.partition("://")[2]
                words = purpose if purpose in name else f"{self.tr(purpose)}  ({name})"
                self._region.addItem(words, address)
            self._region.addItem(self.tr("Another address…"), None)
            at = self._region.findData(host) if host else 0
            self._region.setCurrentIndex(at if at >= 0 else self._region.count() - 1)
            self._address.setText("" if at >= 0 else host)
        self._show_address()

    def focus_wrong(self) -> None:
        """Put the keys where the address is."""
        own = self._region.currentData() is None
        (self._address if own else self._region).setFocus()

    def _choose(self) -> None:
        self._show_address()
        if self._region.currentData() is None and self._region.hasFocus():
            self._address.setFocus()
        self.changed.emit()

    def _show_address(self) -> None:
        self._address.setVisible(self._region.currentData() is None)
