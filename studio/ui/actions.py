"""Every action of the window by its id; menus, palette and shortcut dialog are made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio.ui.theme import icon as icon_named


class Actions(QObject):
    """The actions by id, such as `line.next`; shortcuts are Qt's portable text.

    Several shortcuts of one action are written with a semicolon and a space: `Space; Ctrl+Space`.
    """

    changed = Signal()
    """An action came, went or got another shortcut."""

    def __init__(
        self, shortcuts: Mapping[str, str] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._asked: dict[str, Callable[[], bool]] = {}
        self._contexts: dict[str, QWidget] = {}
        self._defaults: dict[str, str] = {}
        self._bound = dict(shortcuts or {})
        self._host: QWidget | None = None

    def add(
        self,
        id: str,
        text: str,
        run: Callable[[], object],
        *,
        shortcut: str = "",
        icon: str = "",
        checkable: bool = False,
        enabled: Callable[[], bool] | None = None,
        context: QWidget | None = None,
        owner: QObject | None = None,
    ) -> QAction:
        """Make an action; it replaces one of the same id.

        With `context` it lives as long as that widget and its shortcut works inside it only,
        else in the whole window and as long as its `owner`. `enabled` is asked now and by each
        `refresh`. `run` is called without arguments; a checkable action's new state is
        `get(id).isChecked()`.
        """
        self.remove(id)
        action = QAction(text, context or owner or self)
        action.setObjectName(id)
        action.setCheckable(checkable)
        if icon:
            action.setIcon(icon_named(icon))
        action.triggered.connect(lambda *_: run())
        self._actions[id] = action
        self._defaults[id] = shortcut
        if enabled is not None:
            self._asked[id] = enabled
            action.setEnabled(enabled())
        action.setShortcuts(keys_in(self.shortcut(id)))
        action.changed.connect(lambda: _tell_shortcut(action))
        _tell_shortcut(action)
        self._place(id, action, context)
        self.changed.emit()
        return action

    def get(self, id: str) -> QAction:
        """The action with this id; raises KeyError when there is none."""
        return self._actions[id]

    def find(self, id: str) -> QAction | None:
        """The action with this id, None when there is none now."""
        return self._actions.get(id)

    def all(self) -> Mapping[str, QAction]:
        """Every action there is now, by id, in the order they came."""
        return dict(self._actions)

    def remove(self, id: str) -> None:
        """Take an action away; nothing happens when there is none."""
        action = self._actions.pop(id, None)
        self._asked.pop(id, None)
        self._contexts.pop(id, None)
        if action is not None:
            for holder in action.associatedObjects():
                if isinstance(holder, QWidget):
                    holder.removeAction(action)
            action.deleteLater()
            self.changed.emit()

    def refresh(self) -> None:
        """Ask each action that depends on something whether it can run now."""
        for id, enabled in self._asked.items():
            self._actions[id].setEnabled(enabled())

    def attach(self, host: QWidget) -> None:
        """Let the actions without a context work in this window, those to come too."""
        self._host = host
        host.addActions([a for id, a in self._actions.items() if id not in self._contexts])

    def shortcut(self, id: str) -> str:
        """The shortcuts in force, as portable text; empty where there is none."""
        return self._bound.get(id, self._defaults.get(id, ""))

    def default_shortcut(self, id: str) -> str:
        """The shortcuts the action came with."""
        return self._defaults.get(id, "")

    def bind(self, id: str, shortcut: str) -> None:
        """Give an action other shortcuts, empty for none; kept for actions that come later too."""
        if shortcut == self._defaults.get(id):
            self._bound.pop(id, None)
        else:
            self._bound[id] = shortcut
        action = self._actions.get(id)
        if action is not None:
            action.setShortcuts(keys_in(shortcut))
        self.changed.emit()

    def bound(self) -> dict[str, str]:
        """The shortcuts that are not the ones the actions came with, by id."""
        return dict(self._bound)

    def clashes(self) -> list[tuple[str, str, str]]:
        """Two ids and the keys that both would answer to; Qt then runs neither."""
        taken: list[tuple[str, QKeySequence]] = []
        found: list[tuple[str, str, str]] = []
        for id in self._actions:
            for keys in keys_in(self.shortcut(id)):
                others = [other for other, theirs in taken if theirs == keys]
                rivals = [other for other in others if self.meet(id, other)]
                found += [(other, id, keys.toString()) for other in rivals]
                taken.append((id, keys))
        return found

    def meet(self, one: str, other: str) -> bool:
        """Whether there is a place in the window where the keys of both work."""
        here, there = self._contexts.get(one), self._contexts.get(other)
        if here is None or there is None:
            return True
        return here is there or here.isAncestorOf(there) or there.isAncestorOf(here)

    def _place(self, id: str, action: QAction, context: QWidget | None) -> None:
        if context is not None:
            from PySide6.QtCore import Qt  # not needed to show the window

            self._contexts[id] = context
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            context.addAction(action)
        elif self._host is not None:
            self._host.addAction(action)
        if action.parent() is not self:
            action.destroyed.connect(lambda *_: self._gone(id, action))

    def _gone(self, id: str, action: QAction) -> None:
        if self._actions.get(id) is action and isValid(self):
            del self._actions[id]
            self._asked.pop(id, None)
            self._contexts.pop(id, None)
            self.changed.emit()


def keys_in(shortcut: str) -> list[QKeySequence]:
    """The single shortcuts in portable text; none in an empty one."""
    return [keys for keys in QKeySequence.listFromString(shortcut) if not keys.isEmpty()]


def bare_text(action: QAction) -> str:
    """What an action is called, without the mark of its menu letter."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")


def _tell_shortcut(action: QAction) -> None:
    """Name the shortcut in the tooltip, which Qt does not."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    told = bare_text(action).rstrip("…") + (f"  ({keys})" if keys else "")
    if action.toolTip() != told:
        action.setToolTip(told)
