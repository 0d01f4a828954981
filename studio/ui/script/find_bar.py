"""The bar for find and replace above the script."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from studio.ui.languages import language_name
from studio.ui.script.commands import ScriptCommands
from studio.ui.script.searching import Hit, Query, find, next_hit
from studio.ui.selection import Selection
from studio.ui.theme import RHYTHM, icon, mark

PAUSE_MS = 150
"""Typing in the bar is searched for after this pause; Enter and F3 do not wait."""


class FindBar(QFrame):
    """Finds in the project as it is now; hits are counted and gone through in a circle."""

    hit_shown = Signal(object)
    pattern_changed = Signal(object, str)
    closed = Signal()

    def __init__(self, commands: ScriptCommands, selection: Selection, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._selection = selection
        self._hits: tuple[Hit, ...] = ()
        self._at = -1
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE_MS)
        mark(self, "bar")
        self._build_fields()
        self._build_buttons()
        self._lay_out()
        self._connect()
        self.hide()

    def _build_fields(self) -> None:
        self._words = _field(self, self.tr("Find"))
        self._by = _field(self, self.tr("Replace with"))
        self._count = QLabel(self)
        mark(self._count, "muted")
        self._count.setMinimumWidth(88)
        self._language = QComboBox(self)
        self._language.setAccessibleName(self.tr("Languages to search"))
        self._scope = QComboBox(self)
        self._scope.setAccessibleName(self.tr("Where to search"))
        self._scope.addItem(self.tr("This episode"))
        self._scope.addItem(self.tr("Whole series"))

    def _build_buttons(self) -> None:
        self._case = self._switch("Aa", self.tr("Match case"))
        self._whole = self._switch("“w”", self.tr("Whole words"))
        self._regex = self._switch(".*", self.tr("Regular expression"))
        self._back = self._button("chevron-left", self.tr("Previous hit (Shift+F3)"))
        self._on = self._button("chevron-right", self.tr("Next hit (F3)"))
        self._close = self._button("cross", self.tr("Close (Esc)"))
        self._one = QPushButton(self.tr("Replace"), self)
        self._all = QPushButton(self.tr("Replace all"), self)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(RHYTHM, RHYTHM // 2, RHYTHM, RHYTHM // 2)
        grid.setSpacing(RHYTHM // 2)
        grid.addWidget(self._words, 0, 0)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self._case, self._whole, self._regex, self._back, self._on, self._count):
            first.addWidget(widget)
        first.addStretch(1)
        for widget in (self._language, self._scope, self._close):
            first.addWidget(widget)
        for widget in (self._one, self._all):
            second.addWidget(widget)
        second.addStretch(1)
        grid.addLayout(first, 0, 1)
        grid.addWidget(self._by, 1, 0)
        grid.addLayout(second, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def _connect(self) -> None:
        self._wait.timeout.connect(self.search)
        self._words.textChanged.connect(lambda *_: self._wait.start())
        for field in (self._words, self._by):
            field.installEventFilter(self)
        for switch in (self._case, self._whole, self._regex):
            switch.toggled.connect(lambda *_: self.search())
        for box in (self._language, self._scope):
            box.currentIndexChanged.connect(lambda *_: self.search())
        self._back.clicked.connect(lambda *_: self.go(forward=False))
        self._on.clicked.connect(lambda *_: self.go())
        self._close.clicked.connect(lambda *_: self.leave())
        self._one.clicked.connect(lambda *_: self.replace_one())
        self._all.clicked.connect(lambda *_: self.replace_all())
        self._selection.episode_selected.connect(lambda *_: self._wait.start())
        self._selection.language_selected.connect(lambda *_: self._language_changed())

    def enter(self, *, replacing: bool, words: str = "") -> None:
        """Show the bar, with or without its replacing half, and write in it."""
        self._fill_languages()
        for widget in (self._by, self._one, self._all):
            widget.setVisible(replacing)
        self.show()
        if words:
            self._words.setText(words)
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()
        self.search()

    def leave(self) -> None:
        """Hide the bar; nothing is marked in the script any more."""
        self._wait.stop()
        self.hide()
        self.pattern_changed.emit(None, "")
        self.closed.emit()

    def query(self) -> Query:
        """What the bar asks for now."""
        return Query(
            self._words.text(),
            self._language.currentData() or "",
            self._selection.episode if self._scope.currentIndex() == 0 else None,
            case=self._case.isChecked(),
            whole_words=self._whole.isChecked(),
            regex=self._regex.isChecked(),
        )

    def search(self) -> None:
        """Look again, in the project as it is now."""
        self._wait.stop()
        query = self.query()
        try:
            self._hits = find(self._commands.project, query)
        except re.error as error:
            self._hits, self._at = (), -1
            self._count.setText(self.tr("Not a pattern"))
            self._count.setToolTip(str(error))
            self.pattern_changed.emit(None, "")
            return
        self._at = min(self._at, len(self._hits) - 1)
        self._tell()
        self.pattern_changed.emit(query.pattern(), query.language)
        if not 0 <= self._at < len(self._hits):
            self._at = -1

    def document_changed(self) -> None:
        """The script is another one; the hits are looked up again after a pause."""
        if self.isVisible():
            self._wait.start()

    def go(self, *, forward: bool = True) -> None:
        """Show the next or the previous hit, from the line in hand on."""
        if not self.isVisible() or self._wait.isActive():
            self.search()
        if not self._hits:
            return
        shown = self._hits[self._at] if 0 <= self._at < len(self._hits) else None
        if shown is not None and shown.line == self._selection.line:
            self._at = (self._at + (1 if forward else -1)) % len(self._hits)
        else:
            order = {line.id: place for place, (_, line) in enumerate(self._commands.project.lines)}
            self._at = next_hit(self._hits, order, self._selection.line, forward)
        self._tell()
        self.hit_shown.emit(self._hits[self._at])

    def replace_one(self) -> None:
        """Replace the hit that is shown, and show the next; without one, show one first."""
        self.search()
        if not 0 <= self._at < len(self._hits):
            self.go()
            return
        hit = self._hits[self._at]
        if hit.line != self._selection.line:
            self.go()
        elif self._replace((hit,)):
            self.search()
            self._at -= 1
            self.go() if not self._stay_on(hit) else None

    def replace_all(self) -> None:
        """Replace every hit in one undo step."""
        self.search()
        many = len(self._hits)
        if many and self._replace(self._hits):
            self.search()
            self._count.setText(self.tr("{count} replaced").format(count=many))

    def _stay_on(self, hit: Hit) -> bool:
        """Show the next hit after a replaced one, be it in the same line or further on."""
        later = (
            place
            for place, each in enumerate(self._hits)
            if each.line == hit.line and each.language == hit.language and each.start >= hit.start
        )
        self._at = next(later, -1)
        if self._at < 0:
            return False
        self._tell()
        self.hit_shown.emit(self._hits[self._at])
        return True

    def _replace(self, hits: tuple[Hit, ...]) -> bool:
        try:
            return self._commands.replace_hits(self.query(), hits, self._by.text())
        except (re.error, IndexError) as error:
            self._count.setText(self.tr("Not a replacement"))
            self._count.setToolTip(str(error))
            return False

    def _tell(self) -> None:
        self._count.setToolTip("")
        if not self._words.text():
            self._count.setText("")
        elif not self._hits:
            self._count.setText(self.tr("No hits"))
        elif self._at >= 0:
            self._count.setText(f"{self._at + 1} / {len(self._hits)}")
        else:
            self._count.setText(self.tr("Hits: {count}").format(count=len(self._hits)))

    def _language_changed(self) -> None:
        if self.isVisible():
            self._fill_languages()
            self.search()

    def _fill_languages(self) -> None:
        everywhere = self._language.count() > 0 and not self._language.currentData()
        with QSignalBlocker(self._language):
            self._language.clear()
            language = self._selection.language
            self._language.addItem(language_name(language), language)
            self._language.addItem(self.tr("All languages"), "")
            self._language.setCurrentIndex(1 if everywhere else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter finds the next hit, Shift+Enter the previous one, Escape closes the bar."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.replace_one() if watched is self._by else self.go(forward=not back)
        else:
            return False
        return True

    def _switch(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button


def _field(bar: FindBar, name: str) -> QLineEdit:
    field = QLineEdit(bar)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setClearButtonEnabled(True)
    return field
