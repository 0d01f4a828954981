"""The menu bar, made from the actions there are by the first word of their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from studio.ui.actions import Actions

OTHER = "tools"
PALETTE_ACTION = "view.palette"
"""The one action that the palette does not list: itself."""

MENUS: Mapping[str, tuple[str, ...]] = {
    "file": ("file",),
    "edit": ("edit",),
    "script": ("script", "line"),
    "write": ("write", "translate", "suggestion", "outline", "translation"),
    "cast": ("cast",),
    "voices": ("voices",),
    "takes": ("booth", "takes", "take", "again"),
    "timeline": (
        *("timeline", "clip", "lane", "bed"),
        *("choose", "cut", "fade", "tempo", "marker", "ripple", "snap"),
    ),
    "play": ("transport",),
    OTHER: (),
    "view": ("view",),
    "help": ("help",),
}
"""Each menu and the first words of the ids in it, in the order of the menu bar."""

VOICES = (
    "voices.mine",
    "voices.clone",
    "voices.clone_folder",
    "voices.design",
    "voices.mix",
    "cast.suggest",
    "cast.copy",
    "cast.import",
    "cast.save",
)
"""The menu of voices in its order, whenever they came: some of them are about the cast."""

SUBMENUS = (
    *("suggestion", "outline", "translation", "again"),
    *("choose", "cut", "fade", "tempo", "marker", "ripple", "snap"),
)
"""First words of ids whose actions stand in a menu of their own within theirs."""

SEPARATED = frozenset(
    {"file.import", "file.save_copy", "file.close", "file.quit", "view.theme_system"}
    | {
        "edit.cut",
        "write.check",
        "cast.suggest",
        "write.exchanges",
        "view.palette",
        "view.panel_cast",
        "view.shortcuts",
        "view.reset_layout",
        "view.go_script",
    }
)
"""Actions with a line above them."""

LAST = ("file.close", "file.quit")
"""Actions at the end of their menu, in this order, whenever the others came."""

REPEATED = frozenset(
    {"takes.redo_here", "takes.approve_here", "script.next_suspicious_here"}
    | {f"line.take_{number}" for number in range(1, 10)}
)
"""Actions that give one panel another key for what is listed already."""


@dataclass(frozen=True, slots=True)
class Group:
    """One menu: its key, its name as shown, and its actions by id."""

    key: str
    name: str
    actions: Sequence[tuple[str, QAction]]


def group_name(key: str) -> str:
    """What a menu is called."""
    names = {
        "file": QCoreApplication.translate("Menus", "&File"),
        "edit": QCoreApplication.translate("Menus", "&Edit"),
        "script": QCoreApplication.translate("Menus", "&Script"),
        "write": QCoreApplication.translate("Menus", "&Write"),
        "cast": QCoreApplication.translate("Menus", "&Cast"),
        "voices": QCoreApplication.translate("Menus", "V&oices"),
        "takes": QCoreApplication.translate("Menus", "&Takes"),
        "timeline": QCoreApplication.translate("Menus", "T&imeline"),
        "play": QCoreApplication.translate("Menus", "&Play"),
        OTHER: QCoreApplication.translate("Menus", "T&ools"),
        "view": QCoreApplication.translate("Menus", "&View"),
        "help": QCoreApplication.translate("Menus", "&Help"),
    }
    return names[key]


def submenu_name(word: str) -> str:
    """What a menu within a menu is called, by the first word of the ids in it."""
    names = {
        "suggestion": QCoreApplication.translate("Menus", "S&uggestions"),
        "outline": QCoreApplication.translate("Menus", "The p&lan"),
        "translation": QCoreApplication.translate("Menus", "Translation of the l&ine"),
        "choose": QCoreApplication.translate("Menus", "Take in &hand"),
        "cut": QCoreApplication.translate("Menus", "C&ut"),
        "fade": QCoreApplication.translate("Menus", "&Fades"),
        "tempo": QCoreApplication.translate("Menus", "T&empo"),
        "marker": QCoreApplication.translate("Menus", "Mar&kers"),
        "ripple": QCoreApplication.translate("Menus", "&Ripple"),
        "snap": QCoreApplication.translate("Menus", "&Snapping"),
        "again": QCoreApplication.translate("Menus", "Redo &otherwise"),
    }
    return names[word]


def grouped(actions: Actions, *, repeated: bool = False) -> tuple[Group, ...]:
    """The actions by menu, empty menus left out, and repeated actions too unless wanted."""
    home = {word: key for key, words in MENUS.items() for word in words}
    home |= dict.fromkeys(VOICES, "voices")
    found: dict[str, list[tuple[str, QAction]]] = {key: [] for key in MENUS}
    for id, action in actions.all().items():
        if id in REPEATED and not repeated:
            continue
        found[home.get(id) or home.get(id.partition(".")[0], OTHER)].append((id, action))
    for key, words in MENUS.items():
        found[key].sort(key=lambda entry: _place(entry[0], words))
    return tuple(Group(key, group_name(key), tuple(them)) for key, them in found.items() if them)


class Menus(QObject):
    """Keeps a menu bar in step with the actions."""

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        super().__init__(bar)
        self._bar = bar
        self._actions = actions
        self._menus: dict[str, QMenu] = {}
        self._shown: dict[str, Sequence[tuple[str, QAction]]] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.fill)
        actions.changed.connect(self._later.start)
        self.fill()

    def fill(self) -> None:
        """Make the menus anew; those whose actions did not change stay as they are."""
        groups = grouped(self._actions)
        if tuple(self._menus) != tuple(group.key for group in groups):
            self._make([group.key for group in groups])
        for group in groups:
            if self._shown.get(group.key) != group.actions:
                self._shown[group.key] = tuple(group.actions)
                _fill(self._menus[group.key], group.actions)

    def _make(self, keys: Sequence[str]) -> None:
        for menu in self._menus.values():
            menu.deleteLater()
        self._bar.clear()
        self._shown.clear()
        self._menus = {key: self._bar.addMenu(group_name(key)) for key in keys}
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._actions.refresh)


def _fill(menu: QMenu, entries: Sequence[tuple[str, QAction]]) -> None:
    for inner in menu.findChildren(QMenu):
        inner.deleteLater()
    menu.clear()
    last, within = "", menu
    for id, action in entries:
        word = id.partition(".")[0]
        if word in SUBMENUS:
            if word != last:
                within = _inner(menu, word, first=last not in SUBMENUS)
            within.addAction(action)
        else:
            if last and (id in SEPARATED or (word != last and id not in VOICES)):
                menu.addSeparator()
            menu.addAction(action)
        last = word


def _inner(menu: QMenu, word: str, *, first: bool) -> QMenu:
    """A menu within a menu, behind its own actions."""
    if first:
        menu.addSeparator()
    return menu.addMenu(submenu_name(word))


def _place(id: str, words: Sequence[str]) -> tuple[int, int]:
    if id in VOICES:
        return 0, VOICES.index(id)
    word = id.partition(".")[0]
    group = words.index(word) if word in words else len(words)
    return group, LAST.index(id) + 1 if id in LAST else 0
