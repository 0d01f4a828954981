"""Shows how a script reads in each encoding it may have, so that the person can tell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.ui.theme import script_font

PREVIEW_BYTES = 8_000
OTHERS = ("utf-8", "gb18030", "big5", "shift_jis", "euc_kr", "utf-16", "cp1252")
"""Offered below those the text itself speaks for."""


class EncodingDialog(QDialog):
    """A list of encodings at the left, the beginning of the script at the right."""

    def __init__(
        self,
        data: bytes,
        candidates: Sequence[str],
        proposed: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._data = data[:PREVIEW_BYTES]
        self._list = QListView(self)
        self._encodings = _readable(self._data, candidates)
        self._preview = QPlainTextEdit(self)
        self.setWindowTitle(self.tr("Which text reads right?"))
        self._build()
        names = [encoding.upper().replace("_", "-") for encoding in self._encodings]
        self._list.setModel(QStringListModel(names, self))
        self._list.selectionModel().currentChanged.connect(self._show)
        self._choose(proposed)

    @property
    def encoding(self) -> str:
        """The encoding in hand."""
        row = self._list.currentIndex().row()
        return self._encodings[row] if row >= 0 else ""

    def _build(self) -> None:
        told = QLabel(
            self.tr(
                "The encoding of this script cannot be told for certain. "
                "Choose the one in which the names and words are right."
            ),
            self,
        )
        told.setWordWrap(True)
        self._list.setAccessibleName(self.tr("Encodings"))
        self._list.setFixedWidth(176)
        self._preview.setReadOnly(True)
        self._preview.setFont(script_font())
        self._preview.setAccessibleName(self.tr("The beginning of the script"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._list.doubleClicked.connect(self.accept)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self._list)
        middle.addWidget(self._preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(told)
        column.addLayout(middle, 1)
        column.addWidget(buttons)
        self.resize(720, 480)

    def _choose(self, encoding: str) -> None:
        row = self._encodings.index(encoding) if encoding in self._encodings else 0
        self._list.setCurrentIndex(self._list.model().index(row, 0))

    def _show(self) -> None:
        self._preview.setPlainText(_decoded(self._data, self.encoding) or "")


def _readable(data: bytes, candidates: Sequence[str]) -> tuple[str, ...]:
    """The encodings the bytes can be in, the likely ones first."""
    every = dict.fromkeys([*candidates, *OTHERS])
    return tuple(encoding for encoding in every if _decoded(data, encoding) is not None)


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, None when the bytes cannot be that; a sign cut off at the end is left out."""
    try:
        text = data.decode(encoding, errors="strict")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:
            return None
        text = data[: error.start].decode(encoding, errors="ignore")
    except LookupError:
        return None
    return text
