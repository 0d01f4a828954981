"""The editor of a line's words; it tells what is typed and wanted, and changes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QMouseEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from studio.ui.script.wishes import ENTER_KEYS, Wish

_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class WordsEditor(QPlainTextEdit):
    """The words of one line; every keystroke is told at once, history is the document's."""

    words_typed = Signal(str)
    wished = Signal(object)
    lines_pasted = Signal(str)

    def __init__(self, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self._font = font
        self._filling = False
        self.fresh = True
        """Nothing was typed and the caret not moved by hand since it was opened."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.ensurePolished()
        self.document().setDefaultFont(font)
        self.textChanged.connect(self._tell)

    def set_face(self, font: QFont) -> None:
        """Write in another face."""
        if font != self._font:
            self._font = font
            self.document().setDefaultFont(font)

    def show_words(self, words: str) -> None:
        """Show other words, the caret as near as can be to where it was."""
        if words == self.toPlainText():
            return
        at = self.textCursor().position()
        self._filling = True
        self.setPlainText(words)
        self._filling = False
        self.put_caret(min(at, len(words)))

    def put_caret(self, position: int) -> None:
        """Set the caret so many characters into the words."""
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, len(self.toPlainText()))))
        self.setTextCursor(cursor)

    def select(self, start: int, end: int) -> None:
        """Select the characters [start, end)."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    @property
    def at_end(self) -> bool:
        """Whether the caret stands after the last character."""
        return self.textCursor().position() == len(self.toPlainText())

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the document's: the widget does not claim their keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if event.matches(undo) or event.matches(redo):
                event.ignore()
                return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the face of the line when the program's font or look changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.document().setDefaultFont(self._font)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A caret set by hand is a caret meant."""
        self.fresh = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell the wishes; everything else is typing."""
        wish = self._wish_of(event)
        if wish is not None:
            self.wished.emit(wish)
            return
        self.fresh = False
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words; several lines of text become lines of the script."""
        text = source.text()
        if len([row for row in text.splitlines() if row.strip()]) > 1:
            self.lines_pasted.emit(text)
        else:
            self.insertPlainText(text.strip("\r\n"))

    def _wish_of(self, event: QKeyEvent) -> Wish | None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            return Wish.UNDO
        if event.matches(QKeySequence.StandardKey.Redo):
            return Wish.REDO
        if key in ENTER_KEYS and held == _CTRL:
            return Wish.SPLIT
        if key == Qt.Key.Key_Backtab:
            return Wish.BACKTAB
        if held != _PLAIN:
            return None
        return self._plain_wish(key)

    def _plain_wish(self, key: int) -> Wish | None:
        if key in ENTER_KEYS:
            return Wish.ON
        if key == Qt.Key.Key_Backspace:
            cursor = self.textCursor()
            return Wish.JOIN if cursor.position() == 0 and not cursor.hasSelection() else None
        if key == Qt.Key.Key_Up and self._on_edge(QTextCursor.MoveOperation.Up):
            return Wish.UP
        if key == Qt.Key.Key_Down and self._on_edge(QTextCursor.MoveOperation.Down):
            return Wish.DOWN
        simple = {Qt.Key.Key_Tab: Wish.TAB, Qt.Key.Key_Escape: Wish.DONE}
        return simple.get(Qt.Key(key))

    def _on_edge(self, move: QTextCursor.MoveOperation) -> bool:
        cursor = self.textCursor()
        return not cursor.movePosition(move)

    def _tell(self) -> None:
        if not self._filling:
            self.fresh = False
            self.words_typed.emit(self.toPlainText())
