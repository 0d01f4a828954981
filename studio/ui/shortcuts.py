"""The dialog in which every action gets the keys the person likes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import Actions, bare_text, keys_in
from studio.ui.shortcuts_table import ShortcutsTable, users_of
from studio.ui.theme import mark


class ShortcutsDialog(QDialog):
    """Changes take effect at once; who else uses the keys is said before they are taken."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._actions = actions
        self._table = ShortcutsTable(actions, self)
        self._search = QLineEdit(self)
        self._view = QTableView(self)
        self._keys = QKeySequenceEdit(self)
        self._conflict = QLabel(self)
        self._assign = QPushButton(self.tr("Assign"), self)
        self._none = QPushButton(self.tr("No shortcut"), self)
        self._reset = QPushButton(self.tr("Reset"), self)
        self._build()
        self._connect()
        self._view.selectRow(0)

    @property
    def chosen(self) -> str:
        """The id of the action in hand, empty when there is none."""
        index = self._view.currentIndex()
        return self._table.row(index.row()).id if index.isValid() else ""

    def assign(self) -> None:
        """Give the typed keys to the action in hand and take them from the others."""
        keys = self._keys.keySequence()
        if not self.chosen or keys.isEmpty():
            return
        for other in users_of(self._actions, keys, self.chosen):
            kept = keys_in(self._actions.shortcut(other))
            left = [known for known in kept if known != keys]
            self._actions.bind(other, QKeySequence.listToString(left))
        self._actions.bind(self.chosen, keys.toString())
        self._show_chosen()

    def _build(self) -> None:
        self._search.setPlaceholderText(self.tr("Find an action"))
        self._search.setAccessibleName(self.tr("Find an action"))
        self._search.setClearButtonEnabled(True)
        self._build_table()
        self._keys.setAccessibleName(self.tr("New shortcut"))
        self._keys.setMaximumSequenceLength(1)
        self._conflict.setWordWrap(True)
        self._conflict.setMinimumHeight(self._conflict.fontMetrics().height() * 2)
        mark(self._conflict, "muted")
        new_keys = QHBoxLayout()
        new_keys.setSpacing(8)
        new_keys.addWidget(QLabel(self.tr("New shortcut:"), self))
        new_keys.addWidget(self._keys, 1)
        for button in (self._assign, self._none, self._reset):
            button.setAutoDefault(False)
            new_keys.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._view, 1)
        column.addLayout(new_keys)
        column.addWidget(self._conflict)
        column.addWidget(self._build_buttons())
        self.resize(680, 560)

    def _build_table(self) -> None:
        self._view.setModel(self._table)
        self._view.setAccessibleName(self.tr("Actions and their shortcuts"))
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setShowGrid(False)
        self._view.setTabKeyNavigation(False)
        self._view.verticalHeader().hide()
        head = self._view.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for section, width in ((0, 104), (2, 184)):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(section, width)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        every = buttons.addButton(self.tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        every.clicked.connect(self._reset_all)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        return buttons

    def _connect(self) -> None:
        self._search.textChanged.connect(self._find)
        self._view.selectionModel().currentRowChanged.connect(self._choose)
        self._keys.keySequenceChanged.connect(self._show_conflict)
        self._assign.clicked.connect(self.assign)
        self._none.clicked.connect(lambda: self._bind(""))
        self._reset.clicked.connect(lambda: self._bind(self._actions.default_shortcut(self.chosen)))

    def _find(self, typed: str) -> None:
        self._table.search(typed)
        self._view.selectRow(0)

    def _choose(self, current: QModelIndex) -> None:
        del current
        self._show_chosen()

    def _bind(self, shortcut: str) -> None:
        if self.chosen:
            self._actions.bind(self.chosen, shortcut)
            self._show_chosen()

    def _reset_all(self) -> None:
        for id in self._actions.bound():
            self._actions.bind(id, self._actions.default_shortcut(id))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.chosen
        keys = keys_in(self._actions.shortcut(chosen)) if chosen else []
        self._keys.setKeySequence(keys[0] if keys else QKeySequence())
        for part in (self._keys, self._none, self._reset):
            part.setEnabled(bool(chosen))
        self._show_conflict()

    def _show_conflict(self) -> None:
        keys = self._keys.keySequence()
        others = users_of(self._actions, keys, self.chosen) if not keys.isEmpty() else ()
        names = ", ".join(f"“{bare_text(self._actions.get(other))}”" for other in others)
        told = self.tr("{names} has these keys already and will lose them.")
        self._conflict.setText(told.format(names=names) if others else "")
        self._assign.setText(self.tr("Take over") if others else self.tr("Assign"))
        self._assign.setEnabled(bool(self.chosen) and not keys.isEmpty())
