"""The actions of the window itself: files, looks, the palette; the panels bring their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup

from studio.ui.actions import Actions
from studio.ui.menus import PALETTE_ACTION

if TYPE_CHECKING:
    from studio.ui.workspace import PanelArea

NEEDS_PROJECT = (
    "file.import",
    "file.export",
    "file.save_script",
    "file.save_copy",
    "file.check",
    "file.cost",
    "file.compact",
    "file.close",
    "booth.voice_missing",
    "view.reset_layout",
)


class WindowActions(QObject):
    """Adds them; `wishes` says what each does, by id."""

    def __init__(
        self,
        actions: Actions,
        wishes: Mapping[str, Callable[[], object]],
        theme: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._wishes = wishes
        self._add_files()
        self._add_booth()
        self._add_looks(theme)
        self._add_keys()
        self.project_opened(opened=False)

    def project_opened(self, *, opened: bool) -> None:
        """Allow what needs an open project, or no longer."""
        for id in NEEDS_PROJECT:
            self._actions.get(id).setEnabled(opened)

    def add_panel_actions(self, area: PanelArea) -> None:
        """Add the actions to show and hide each panel, and to go there."""
        names = {
            "cast": self.tr("Show the &cast"),
            "takes": self.tr("Show the &takes"),
            "timeline": self.tr("Show the t&imeline"),
            "outline": self.tr("Show the &outline"),
            "picture": self.tr("Show the &picture"),
        }
        for number, (name, dock) in enumerate(area.docks.items(), start=1):
            id = f"view.panel_{name}"
            action = self._actions.add(
                id,
                names[name],
                lambda dock=dock: dock.setVisible(not dock.isVisible()),
                shortcut=f"Ctrl+Alt+{number}",
                icon=name,
                checkable=True,
                context=area,
            )
            action.setChecked(not dock.isHidden())
            dock.visibilityChanged.connect(
                lambda _, dock=dock, action=action: action.setChecked(not dock.isHidden())
            )

        self._add_ways(area)

    def _add_ways(self, area: PanelArea) -> None:
        names = {
            "script": self.tr("Go to the script"),
            "cast": self.tr("Go to the cast"),
            "takes": self.tr("Go to the takes"),
            "timeline": self.tr("Go to the timeline"),
            "outline": self.tr("Go to the outline"),
            "picture": self.tr("Go to the picture"),
        }
        for number, (name, text) in enumerate(names.items(), start=1):
            self._actions.add(
                f"view.go_{name}",
                text,
                lambda name=name: area.go_to(name),
                shortcut=f"Alt+{number}",
                owner=area,
            )

    def _add(self, id: str, text: str, shortcut: str = "", icon: str = "") -> None:
        self._actions.add(id, text, self._wishes[id], shortcut=shortcut, icon=icon)

    def _add_files(self) -> None:
        self._add("file.new", self.tr("&New project…"), "Ctrl+N", "plus")
        self._add("file.open", self.tr("&Open a script or project…"), "Ctrl+O", "folder")
        self._add("file.open_sample", self.tr("Open the &sample series"), "", "script")
        self._add("file.from_brief", self.tr("&Write from a brief…"), "", "pen")
        self._add("file.from_story", self.tr("&Adapt a story…"), "", "import")
        self._add("file.import", self.tr("&Import a script…"), "Ctrl+Shift+I", "import")
        self._add("file.export", self.tr("&Export…"), "Ctrl+Shift+E", "export")
        self._add("file.save_script", self.tr("Save the s&cript as…"), "", "script")
        self._add("file.save_copy", self.tr("Save a &copy…"), "Ctrl+Shift+S")
        self._add("file.check", self.tr("Chec&k the project"))
        self._add("file.cost", self.tr("C&ost of the project…"))
        self._add("file.compact", self.tr("Co&mpact the project"))
        self._add("file.close", self.tr("&Close the project"), "Ctrl+W")
        self._add("file.quit", self.tr("&Quit"), "Ctrl+Q")

    def _add_booth(self) -> None:
        text = self.tr("&Voice missing lines")
        self._add("booth.voice_missing", text, "Ctrl+Return", "record-take")

    def _add_looks(self, theme: str) -> None:
        self._add("view.reset_layout", self.tr("&Reset the layout"))
        group = QActionGroup(self)
        for choice, text, icon in (
            ("system", self.tr("Look of the &system"), "settings"),
            ("dark", self.tr("&Dark"), "moon"),
            ("light", self.tr("&Light"), "sun"),
        ):
            id = f"view.theme_{choice}"
            action = self._actions.add(id, text, self._wishes[id], icon=icon, checkable=True)
            group.addAction(action)
            action.setChecked(choice == theme)

    def _add_keys(self) -> None:
        text = self.tr("&Find an action…")
        self._add(PALETTE_ACTION, text, "Ctrl+Shift+P; Ctrl+K", "search")
        self._add("view.shortcuts", self.tr("&Keyboard shortcuts…"), "", "keyboard")
        self._add("view.settings", self.tr("S&ettings…"), "Ctrl+,", "gear")
        self._add("view.accounts", self.tr("&Accounts…"), "Ctrl+Shift+A", "key")
