"""How the forms of this room are laid out: labels at the left, fields that grow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLineEdit, QScrollArea, QWidget

from studio.ui.accounts.field import Field
from studio.ui.theme import RHYTHM, mark

LABEL_WIDTH = RHYTHM * 14
AROUND = RHYTHM * 6
"""Room that a dialog leaves free on the screen, its frame included."""


def form_layout() -> QFormLayout:
    """An empty form."""
    form = QFormLayout()
    form.setHorizontalSpacing(RHYTHM * 2)
    form.setVerticalSpacing(RHYTHM)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return form


def add_row(form: QFormLayout, text: str, field: Field) -> None:
    """Add a field under its name."""
    label = QLabel(text)
    label.setMinimumWidth(LABEL_WIDTH)
    label.setBuddy(field.control)
    form.addRow(label, field)


def line_up(*forms: QFormLayout) -> None:
    """Have the fields of all forms begin at one place, however long their names are."""
    items = [
        form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        for form in forms
        for row in range(form.rowCount())
    ]
    labels = [label for item in items if item and (label := item.widget())]
    widest = max((label.sizeHint().width() for label in labels), default=LABEL_WIDTH)
    for label in labels:
        label.setMinimumWidth(max(widest, LABEL_WIDTH))


def line_edit(parent: QWidget, name: str, proposed: str = "") -> QLineEdit:
    """A line of text under a name."""
    line = QLineEdit(parent)
    line.setAccessibleName(name)
    line.setPlaceholderText(proposed)
    return line


def section(text: str, parent: QWidget) -> QLabel:
    """The name of a part of a form."""
    label = QLabel(text, parent)
    mark(label, "section")
    return label


def side(shown: QWidget, parent: QWidget) -> QScrollArea:
    """A part of a dialog that scrolls up and down where there is not room for all of it."""
    scroll = QScrollArea(parent)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(shown)
    mark(scroll, "plain")
    return scroll


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog its first size, less where the screen is small."""
    room = dialog.screen().availableSize()
    dialog.resize(min(width, room.width() - AROUND), min(height, room.height() - AROUND))


def told(parent: QWidget, role: str = "caption") -> QLabel:
    """Words that wrap, shown as they are; hidden while there are none."""
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, role)
    label.hide()
    return label
