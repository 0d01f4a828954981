"""The panels of an open document as the person arranged them: docks around the script."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QWidget,
)

from studio.ui.theme import icon, mark

RIGHT_WIDTH = 376
LEFT_WIDTH = 272
TIMELINE_HEIGHT = 276
LAYOUT_VERSION = 1

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
AREAS = {"outline": LEFT, "timeline": BOTTOM}


@dataclass(frozen=True, slots=True)
class Workspace:
    """The widgets of one open document; the window takes them and destroys them with it."""

    header: QWidget
    script: QWidget
    cast: QWidget
    takes: QWidget
    timeline: QWidget
    transport_bar: QWidget
    outline: QWidget
    picture: QWidget


class PanelArea(QMainWindow):
    """The script in the middle, the other panels docked around it; all but the script movable."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCentralWidget(workspace.script)
        self._cast = self._dock("cast", self.tr("Cast"), workspace.cast, RIGHT)
        self._takes = self._dock("takes", self.tr("Takes"), workspace.takes, RIGHT)
        self._timeline = self._dock("timeline", self.tr("Timeline"), workspace.timeline, BOTTOM)
        self._outline = self._dock("outline", self.tr("Outline"), workspace.outline, LEFT)
        self._picture = self._dock("picture", self.tr("Picture"), workspace.picture, RIGHT)
        self.arrange()

    @property
    def docks(self) -> dict[str, QDockWidget]:
        """The panels that can be hidden, by name."""
        return {
            "cast": self._cast,
            "takes": self._takes,
            "timeline": self._timeline,
            "outline": self._outline,
            "picture": self._picture,
        }

    def arrange(self) -> None:
        """Put every panel where it is at first; outline and picture stay hidden until needed."""
        for name, dock in self.docks.items():
            dock.setFloating(False)
            self.addDockWidget(AREAS.get(name, RIGHT), dock)
            dock.setVisible(dock not in (self._outline, self._picture))
        self.splitDockWidget(self._cast, self._takes, Qt.Orientation.Vertical)
        self.tabifyDockWidget(self._cast, self._picture)
        self.resizeDocks([self._cast], [RIGHT_WIDTH], Qt.Orientation.Horizontal)
        self.resizeDocks([self._outline], [LEFT_WIDTH], Qt.Orientation.Horizontal)
        self.resizeDocks([self._timeline], [TIMELINE_HEIGHT], Qt.Orientation.Vertical)
        self.resizeDocks([self._cast, self._takes], [5, 3], Qt.Orientation.Vertical)

    def go_to(self, name: str) -> None:
        """Give the keys to a panel by its name, or to the script; a hidden one is shown."""
        dock = self.docks.get(name)
        script = self.centralWidget()
        if dock is None:
            if script is not None:
                script.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        dock.show()
        dock.raise_()
        if dock.isFloating():
            dock.activateWindow()
        dock.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def kept_layout(self) -> bytes:
        """Where the panels are, for `restore_layout`."""
        return bytes(self.saveState(LAYOUT_VERSION).data())

    def restore_layout(self, kept: bytes) -> None:
        """Put the panels where they were; one of another version is left alone."""
        if kept:
            self.restoreState(QByteArray(kept), LAYOUT_VERSION)

    def _dock(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock.{name}")
        dock.setAccessibleName(title)
        dock.setWidget(panel)
        dock.setTitleBarWidget(_DockTitle(title, dock))
        self.addDockWidget(area, dock)
        return dock


class _DockTitle(QFrame):
    """The slim head of a dock: drag it, float it, close it."""

    def __init__(self, title: str, dock: QDockWidget) -> None:
        super().__init__(dock)
        mark(self, "dock-title")
        label = QLabel(title, self)
        mark(label, "section")
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(0)
        row.addWidget(label, 1)
        row.addWidget(self._button("float", self.tr("Float or dock {panel}"), title))
        row.addWidget(self._button("cross", self.tr("Hide {panel}"), title))
        afloat, hide = self.findChildren(QToolButton)
        afloat.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        hide.clicked.connect(dock.close)

    def _button(self, name: str, told: str, title: str) -> QToolButton:
        button = QToolButton(self)
        mark(button, "small")
        button.setIcon(icon(name))
        button.setIconSize(QSize(14, 14))
        button.setToolTip(told.format(panel=title))
        button.setAccessibleName(told.format(panel=title))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
