"""How the forms of this room are laid out: labels at the left, fields that grow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from studio.ui.accounts.field import Field
from studio.ui.theme import RHYTHM, mark

LABEL_WIDTH = RHYTHM * 14


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
    """Add a field under its name; all forms of a dialog have their fields in one line."""
    label = QLabel(text)
    label.setMinimumWidth(LABEL_WIDTH)
    label.setBuddy(field.control)
    form.addRow(label, field)


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


def told(parent: QWidget, role: str = "caption") -> QLabel:
    """Words that wrap, shown as they are; hidden while there are none."""
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, role)
    label.hide()
    return label
