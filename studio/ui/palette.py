"""The command palette: type a few letters of any action, press Enter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import Actions, bare_text
from studio.ui.fuzzy import fit
from studio.ui.menus import PALETTE_ACTION, grouped
from studio.ui.theme import Theme, mark

ROW_HEIGHT = 36
ROWS_SHOWN = 10
WIDTH = 560

Index = QModelIndex | QPersistentModelIndex


class Commands(QAbstractListModel):
    """The actions that fit what is typed, best first; those that cannot run now come last."""

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = [
            (group.name.replace("&", ""), action)
            for group in grouped(actions)
            for id, action in group.actions
            if id != PALETTE_ACTION
        ]
        self._found: list[tuple[str, QAction]] = []
        self.search("")

    def search(self, typed: str) -> None:
        """Show what fits."""
        self.beginResetModel()
        ranked = [
            (not action.isEnabled(), -score, place)
            for place, (group, action) in enumerate(self._all)
            if (score := fit(typed, f"{bare_text(action)} {group}")) is not None
        ]
        order = sorted(ranked) if typed.strip() else sorted((e[0], 0, e[2]) for e in ranked)
        self._found = [self._all[place] for *_, place in order]
        self.endResetModel()

    def action(self, row: int) -> QAction:
        """The action in this row."""
        return self._found[row][1]

    def group(self, row: int) -> str:
        """The menu of the action in this row."""
        return self._found[row][0]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many actions fit."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The action's text; for screen readers its menu and shortcut too."""
        action = self.action(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return bare_text(action)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{bare_text(action)}, {self.group(index.row())}, {_keys(action)}"
        return None


class _Row(QStyledItemDelegate):
    """Paints one action: its text, its menu, its shortcut at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        commands = index.model()
        assert isinstance(commands, Commands)
        action = commands.action(index.row())
        theme = Theme.of(option.widget)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(option.rect.adjusted(4, 0, -4, 0), 6, 6)
        inner = option.rect.adjusted(16, 0, -16, 0)
        left = QRect(inner)
        icon = action.icon()
        if not icon.isNull():
            side = 18
            top = inner.center().y() - side // 2
            icon.paint(painter, QRect(inner.left(), top, side, side))
        left.setLeft(inner.left() + 32)
        painter.setPen(theme.text if action.isEnabled() else theme.faint)
        text = option.fontMetrics.elidedText(
            bare_text(action), Qt.TextElideMode.ElideRight, left.width() - 160
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, text)
        left.setLeft(left.left() + option.fontMetrics.horizontalAdvance(text) + 12)
        painter.setPen(theme.faint)
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, commands.group(index.row()))
        painter.setPen(theme.muted)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, _keys(action))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the next."""
        del index
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + 16))


class CommandPalette(QDialog):
    """A window without frame over the main window; Enter runs, Escape closes."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find an action"))
        actions.refresh()
        self._commands = Commands(actions, self)
        self._typed = QLineEdit(self)
        self._list = QListView(self)
        self._none = QLabel(self._none_words(actions), self)
        self._build()
        self._typed.textChanged.connect(self._search)
        self._typed.returnPressed.connect(self._run)
        self._list.clicked.connect(self._run)
        self._search("")

    def showEvent(self, event: Any) -> None:
        """Stand in the upper middle of the window."""
        super().showEvent(event)
        parent = self.parentWidget()
        assert parent is not None  # asked for when made
        over = parent.window()
        middle = over.mapToGlobal(over.rect().center())
        self.move(middle.x() - self.width() // 2, over.mapToGlobal(over.rect().topLeft()).y() + 80)
        self._typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and the pages move in the list while the letters go to the field."""
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        moves |= {Qt.Key.Key_PageUp: -ROWS_SHOWN, Qt.Key.Key_PageDown: ROWS_SHOWN}
        if watched is self._typed and event.type() == QEvent.Type.KeyPress:
            step = moves.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _none_words(self, actions: Actions) -> str:
        closing = actions.find("file.close")
        if closing is not None and not closing.isEnabled():
            return self.tr("No action is called that while no project is open.\n"
                           "Open or make one first: most actions come with it.")  # fmt: skip
        return self.tr("No action is called that.")

    def _build(self) -> None:
        frame = QFrame(self)
        mark(frame, "popup")
        self._typed.setPlaceholderText(self.tr("Type what you want to do"))
        self._typed.setAccessibleName(self.windowTitle())
        mark(self._typed, "search")
        self._typed.installEventFilter(self)
        self._list.setModel(self._commands)
        self._list.setItemDelegate(_Row(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("Actions"))
        mark(self._list, "popup-list")
        mark(self._none, "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 8)
        inner.setSpacing(8)
        for part in (self._typed, self._list, self._none):
            inner.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        frame.setFixedWidth(WIDTH)

    def _search(self, typed: str) -> None:
        self._commands.search(typed)
        some = self._commands.rowCount() > 0
        self._list.setVisible(some)
        self._none.setVisible(not some)
        if some:
            self._list.setCurrentIndex(self._commands.index(0))
        rows = min(self._commands.rowCount(), ROWS_SHOWN)
        self._list.setFixedHeight(max(self._list.sizeHintForRow(0), ROW_HEIGHT) * rows)
        self.adjustSize()

    def _move(self, rows: int) -> None:
        last = self._commands.rowCount() - 1
        if last >= 0:
            row = min(max(self._list.currentIndex().row() + rows, 0), last)
            self._list.setCurrentIndex(self._commands.index(row))

    def _run(self) -> None:
        chosen = self._list.currentIndex()
        if not chosen.isValid():
            return
        action = self._commands.action(chosen.row())
        if action.isEnabled():
            self.close()
            action.trigger()


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
