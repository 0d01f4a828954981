"""The editors of a line's speaker and of how it is said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu, QWidget

from studio.model.cast import Cast
from studio.model.line import EMOTIONS
from studio.ui.script.states import emotion_name
from studio.ui.script.wishes import ENTER_KEYS, Wish
from studio.ui.theme import icon, mark

POPUP_ROW = 26


class NameEditor(QLineEdit):
    """The name of a character, completed from the cast; a new name is a new character."""

    name_chosen = Signal(str)
    wished = Signal(object)

    def __init__(self, cast: Cast, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Character"))
        self.setPlaceholderText(self.tr("Name"))
        self._names = [who.name for who in cast]
        self._completer = QCompleter(_names_of(cast, self), self)
        popup = self._completer.popup()  # its own: one given to it would be deleted twice
        assert popup is not None
        self._popup = popup
        mark(self._popup, "popup")
        self._popup.setIconSize(QSize(10, 10))
        self._popup.setAccessibleName(self.tr("Cast"))
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(10)
        self._completer.activated.connect(self._chosen)
        self.setCompleter(self._completer)

    def offer_all(self) -> None:
        """Show the whole cast, the present name selected for typing over."""
        self.selectAll()
        completer = self._completer
        completer.setCompletionPrefix("")
        completer.complete()

    def event(self, event: QEvent) -> bool:
        """Tab takes the highlighted name; the widget would move the focus instead."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = {Qt.Key.Key_Tab: Wish.TAB, Qt.Key.Key_Backtab: Wish.BACKTAB}
            wish = keys.get(Qt.Key(event.key()))
            if wish is not None:
                self._take_highlighted()
                self._leave(wish)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the name, Escape leaves it as it was."""
        if event.key() in ENTER_KEYS:
            self._take_highlighted()
            self._leave(Wish.ON)
        elif event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.wished.emit(Wish.DONE)
        elif event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.offer_all()
        else:
            super().keyPressEvent(event)

    def commit(self) -> None:
        """Tell the name when it was changed."""
        if self.isModified():
            self.setModified(False)
            self.name_chosen.emit(self.text())

    def _chosen(self, name: str) -> None:
        self.setText(name)
        self.setModified(True)
        self._leave(Wish.ON)

    def _take_highlighted(self) -> None:
        """Take the popup's highlighted name, else the first that begins as typed.

        A colon after the name keeps it as typed: `TOB:` is not TOBIAS.
        """
        chosen = self._popup.currentIndex() if self._popup.isVisible() else None
        typed = self.text().strip().casefold()
        if chosen is not None and chosen.isValid():
            self.setText(chosen.data())
            self.setModified(True)
        elif self.isModified() and typed:
            begun = sorted((n for n in self._names if n.casefold().startswith(typed)), key=len)
            self.setText(begun[0] if begun else self.text())
            self.setModified(True)
        self._popup.hide()

    def _leave(self, wish: Wish) -> None:
        self.commit()
        self.wished.emit(wish)


def _names_of(cast: Cast, parent: QObject) -> QStandardItemModel:
    """The cast as a list to choose from, each with the character's colour."""
    names = QStandardItemModel(parent)
    for who in cast:
        item = QStandardItem(who.name)
        item.setData(QColor(who.colour), Qt.ItemDataRole.DecorationRole)
        item.setSizeHint(QSize(0, POPUP_ROW))
        names.appendRow(item)
    return names


class DirectionEditor(QLineEdit):
    """How a line is to be said, with a small menu of the emotions."""

    direction_typed = Signal(str)
    emotion_chosen = Signal(str)
    wished = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Direction"))
        self.setPlaceholderText(self.tr("how to say it"))
        self._emotion = ""
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("Emotion"))
        self._opener = self.addAction(
            icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._opener.setText(self.tr("Emotion"))
        self._opener.setToolTip(self.tr("Emotion"))
        self._opener.triggered.connect(self.offer_emotions)
        self.textEdited.connect(self.direction_typed)

    def show_direction(self, direction: str, emotion: str) -> None:
        """Show another direction and emotion."""
        self._emotion = emotion
        if direction != self.text():
            at = self.cursorPosition()
            self.setText(direction)
            self.setCursorPosition(min(at, len(direction)))

    def offer_emotions(self) -> None:
        """Open the menu of emotions below the cell."""
        self._menu.clear()
        fill_emotions(self._menu, self._emotion, self.emotion_chosen.emit)
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def event(self, event: QEvent) -> bool:
        """Tab goes to the next cell of the row."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = {Qt.Key.Key_Tab: Wish.TAB, Qt.Key.Key_Backtab: Wish.BACKTAB}
            wish = keys.get(Qt.Key(event.key()))
            if wish is not None:
                self.wished.emit(wish)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape leave the cell."""
        if event.key() in ENTER_KEYS:
            self.wished.emit(Wish.ON)
        elif event.key() == Qt.Key.Key_Escape:
            self.wished.emit(Wish.DONE)
        else:
            super().keyPressEvent(event)


def fill_emotions(menu: QMenu, present: str, choose: Callable[[str], object]) -> None:
    """Put the emotions into a menu, the present one checked."""
    for emotion in ("", *EMOTIONS):
        text = emotion_name(emotion) if emotion else menu.tr("no emotion")
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(emotion == present)
        action.triggered.connect(lambda *_, emotion=emotion: choose(emotion))
