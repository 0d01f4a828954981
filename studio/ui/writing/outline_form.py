"""The fields of one thing of the outline; each keystroke is in the document, as in the script."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.model.outline import Outline
from studio.ui.theme import RHYTHM, mark
from studio.ui.wheel_guard import WheelGuard
from studio.ui.writing.outline_edits import FIELDS, Part, Spot, found
from studio.ui.writing.outline_words import field_label
from studio.writing.generating.briefs import MOST_SECONDS

LONG = {"logline": 3, "hook": 2, "ending": 2, "beats": 4, "style": 2, "voice": 2}
"""Fields of several rows, and how many."""


class PlanText(QPlainTextEdit):
    """Words of several rows; undo is the document's."""

    left = Signal()

    def __init__(self, rows: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * rows + RHYTHM * 3)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the shortcut, and tell when the focus goes."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return _leaves_undo(event) or super().event(event)


class PlanLine(QLineEdit):
    """Words of one row; undo is the document's."""

    def event(self, event: QEvent) -> bool:
        """Leave undo to the shortcut."""
        return _leaves_undo(event) or super().event(event)


class FieldsForm(QWidget):
    """The fields of one kind of thing."""

    edited = Signal(str, object)
    """A field and its new value."""
    rested = Signal()
    """The person left a field: what is typed next is another step."""

    def __init__(self, part: Part, wheel: WheelGuard, parent: QWidget) -> None:
        super().__init__(parent)
        self._fields: dict[str, QWidget] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, RHYTHM, 0)
        form.setVerticalSpacing(RHYTHM // 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in FIELDS[part]:
            field = self._field(name, wheel)
            label = field_label(part, name)
            field.setAccessibleName(label)
            caption = QLabel(label, self)
            caption.setBuddy(field)
            mark(caption, "caption")
            form.addRow(caption, field)
            self._fields[name] = field

    def show_value(self, what: object) -> None:
        """Show what a thing says; a field that says it already keeps its caret."""
        for name, field in self._fields.items():
            value = getattr(what, name)
            with QSignalBlocker(field):
                if isinstance(field, QSpinBox):
                    field.setValue(value)
                elif isinstance(field, QLineEdit) and field.text() != value:
                    field.setText(value)
                    field.setCursorPosition(0 if not field.hasFocus() else len(value))
                elif isinstance(field, QPlainTextEdit) and field.toPlainText() != value:
                    field.setPlainText(value)

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed."""
        for field in self._fields.values():
            if isinstance(field, QLineEdit | QPlainTextEdit | QSpinBox):
                field.setReadOnly(read_only)

    def focus_first(self) -> None:
        """Put the keys into the first field, its words chosen."""
        field = next(iter(self._fields.values()), None)
        if isinstance(field, QLineEdit):
            field.setFocus()
            field.selectAll()

    def _field(self, name: str, wheel: WheelGuard) -> QWidget:
        if name == "seconds":
            number = QSpinBox(self)
            number.setRange(0, MOST_SECONDS)
            number.setSuffix(self.tr(" s"))
            number.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
            wheel.guard(number)
            number.valueChanged.connect(lambda value: self.edited.emit(name, value))
            number.editingFinished.connect(self.rested)
            return number
        if rows := LONG.get(name):
            text = PlanText(rows, self)
            text.textChanged.connect(lambda: self.edited.emit(name, text.toPlainText()))
            text.left.connect(self.rested)
            return text
        line = PlanLine(self)
        line.textEdited.connect(lambda value: self.edited.emit(name, value))
        line.editingFinished.connect(self.rested)
        return line


class OutlineForm(QWidget):
    """The fields of what is in hand; nothing for the cast as a whole."""

    edited = Signal(object, str, object)
    """A spot, a field and its new value."""
    rested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._spot: Spot | None = None
        self._pages = QStackedWidget(self)
        wheel = WheelGuard(self)
        self._forms = {part: self._add(part, wheel) for part in Part}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    @property
    def parts(self) -> Sequence[FieldsForm]:
        """One form for each kind of thing."""
        return tuple(self._forms.values())

    def show_spot(self, outline: Outline | None, spot: Spot | None) -> None:
        """Show what is in hand as it is now."""
        what = found(outline, spot) if outline and spot else None
        self._spot = spot if what is not None else None
        self.setVisible(what is not None)
        if what is not None and spot is not None:
            form = self._forms[spot.part]
            form.show_value(what)
            self._pages.setCurrentWidget(form)
            self._pages.setFixedHeight(form.sizeHint().height())

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed."""
        for form in self._forms.values():
            form.set_read_only(read_only)

    def focus_first(self) -> None:
        """Put the keys into the first field of what is in hand."""
        form = self._pages.currentWidget()
        if isinstance(form, FieldsForm):
            form.focus_first()

    def _add(self, part: Part, wheel: WheelGuard) -> FieldsForm:
        form = FieldsForm(part, wheel, self)
        form.edited.connect(self._edited)
        form.rested.connect(self.rested)
        self._pages.addWidget(form)
        return form

    def _edited(self, field: str, value: object) -> None:
        if self._spot is not None:
            self.edited.emit(self._spot, field, value)


def _leaves_undo(event: QEvent) -> bool:
    """Whether a key is undo or redo that a field would take for itself."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)
