"""The frame of the window: menus, banner, welcome page or workspace, progress, status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import Actions
from studio.ui.enter_presses import EnterPresses
from studio.ui.menu_keys import MenuKeys
from studio.ui.menus import PALETTE_ACTION, Menus
from studio.ui.theme import icon
from studio.ui.theme_switch import CHOICES
from studio.ui.welcome import WelcomePage
from studio.ui.window_actions import WindowActions
from studio.ui.window_state import (
    ProjectView,
    WindowState,
    load_window_state,
    parts_of,
    restore_parts,
    save_window_state,
)

FIRST_SIZE = QSize(1280, 800)
FRAME = QSize(8, 40)
"""What a window manager may add around the window."""


if TYPE_CHECKING:
    from studio.ui.foot import Foot
    from studio.ui.notices import Banner, Notice, Notices
    from studio.ui.palette import CommandPalette
    from studio.ui.progress import WorkBars
    from studio.ui.shortcuts import ShortcutsDialog
    from studio.ui.workspace import PanelArea, Workspace


class MainWindow(QMainWindow):
    """Shows and asks; what is asked for leaves as a signal, and the program does it."""

    new_requested = Signal()
    new_with_requested = Signal(str)
    """A new project, and then this action in it."""
    sample_requested = Signal()
    browse_requested = Signal()
    """Open a file that the person is yet to choose."""
    open_requested = Signal(Path)
    """Open this file: dropped, or one of the recent ones."""
    import_requested = Signal()
    export_requested = Signal()
    save_script_requested = Signal()
    save_copy_requested = Signal()
    check_requested = Signal()
    cost_requested = Signal()
    compact_requested = Signal()
    close_project_requested = Signal()
    voice_missing_requested = Signal()
    settings_requested = Signal()
    accounts_requested = Signal()
    output_chosen = Signal(str)
    """The sound device to play on from now on, empty for the system's."""
    writer_chosen = Signal(str, str)
    """The account and the model that write from now on."""
    theme_requested = Signal(str)
    """One of `theme_switch.CHOICES`."""
    shortcuts_changed = Signal(object)
    """All shortcuts that are not the first ones, by id."""
    close_requested = Signal()
    """The person wants to leave; the window stays until `finish`."""

    def __init__(
        self,
        actions: Actions,
        *,
        state_file: Path,
        theme: str = "system",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._state_file = state_file
        self._state = load_window_state(state_file)
        self._workspace: Workspace | None = None
        self._area: PanelArea | None = None
        self._page: QWidget | None = None
        self._window_actions = WindowActions(actions, self._wishes(), theme, self)
        # Each part is made where it stays: Qt styles anew whatever is put elsewhere.
        self._middle = QWidget(self)
        self._column = QVBoxLayout(self._middle)
        self._stack = QStackedWidget(self._middle)
        self._welcome = WelcomePage(actions, self._stack)
        self._build()
        self._welcome.open_requested.connect(self.open_requested)
        EnterPresses(self)
        MenuKeys(self)

    @cached_property
    def work(self) -> WorkBars:
        """The bars of long work, below the panels."""
        from studio.ui.progress import WorkBars  # not needed to show the window

        bars = WorkBars(self._middle)
        self._column.insertWidget(self._column.indexOf(self._stack) + 1, bars)
        return bars

    @cached_property
    def _banner(self) -> Banner:
        from studio.ui.notices import Banner  # not needed to show the window

        banner = Banner(self._middle)
        self._column.insertWidget(0, banner)
        return banner

    @cached_property
    def _foot(self) -> Foot:
        from studio.ui.foot import Foot  # not needed to show the window

        foot = Foot(self._middle)
        self._column.addWidget(foot)
        return foot

    def hear(self, notices: Notices) -> None:
        """Show what these say from now on."""
        notices.said.connect(self._say)
        notices.banner_withdrawn.connect(self._hide_banner)

    def show_welcome(self, recent: Sequence[Path] = ()) -> None:
        """Show that nothing is open; the panels of what was open are destroyed."""
        self._drop_workspace()
        self.setWindowTitle(self.tr("Understudy"))
        self._welcome.show_recent(recent)
        self._stack.setCurrentWidget(self._welcome)
        self._window_actions.project_opened(opened=False)

    def show_workspace(self, workspace: Workspace, title: str) -> None:
        """Show an open document's panels, arranged as they were last."""
        from studio.ui.workspace import PanelArea  # not needed to show the window

        self._drop_workspace()
        self._workspace = workspace
        self._area = PanelArea(workspace, self)
        self._page = QWidget(self)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(workspace.header)
        column.addWidget(self._area, 1)
        self._foot.carry(workspace.transport_bar)
        self._stack.addWidget(self._page)
        self._stack.setCurrentWidget(self._page)
        self._area.restore_layout(self._state.docks)
        restore_parts(self._area, self._state.parts)
        self.setWindowTitle(self.tr("{title} – Understudy").format(title=title))
        self._window_actions.project_opened(opened=True)
        self._window_actions.add_panel_actions(self._area)
        workspace.script.setFocus()

    def show_panel(self, name: str, *, shown: bool) -> None:
        """Show a panel of the open document by its name, or hide it."""
        if self._area is not None:
            self._area.docks[name].setVisible(shown)
            if shown:
                self._area.docks[name].raise_()

    def view_of(self, project: str) -> ProjectView:
        """How the project of this id was looked at last."""
        return self._state.views.get(project, ProjectView())

    def keep_view(self, project: str, view: ProjectView) -> None:
        """Remember how the project of this id is looked at."""
        self._state = self._state.viewing(project, view)

    def finish(self) -> None:
        """Remember where everything is and go away; the program does the rest."""
        self._drop_workspace()
        self._remember()
        self.hide()

    def open_palette(self) -> CommandPalette:
        """Let the person type what to do."""
        from studio.ui.palette import CommandPalette  # not needed to show the window

        palette = CommandPalette(self._actions, self)
        palette.open()
        return palette

    def open_shortcuts(self) -> ShortcutsDialog:
        """Let the person change keys."""
        from studio.ui.shortcuts import ShortcutsDialog  # not needed to show the window

        dialog = ShortcutsDialog(self._actions, self)
        dialog.finished.connect(lambda: self.shortcuts_changed.emit(self._actions.bound()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def reset_layout(self) -> None:
        """Put every panel where it was at first."""
        self._state = WindowState(self._state.geometry, views=self._state.views)
        if self._area is not None:
            self._area.arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving is asked for; tasks end and edits are written before the window goes."""
        event.ignore()
        self.close_requested.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.open_requested.emit(Path(files[0]))

    def _wishes(self) -> dict[str, Callable[[], object]]:
        """What each action of the window does."""
        looks: dict[str, Callable[[], object]] = {
            f"view.theme_{choice}": lambda choice=choice: self.theme_requested.emit(choice)
            for choice in CHOICES
        }
        return looks | {
            "file.new": self.new_requested.emit,
            "file.open": self.browse_requested.emit,
            "file.open_sample": self.sample_requested.emit,
            "file.from_brief": lambda: self.new_with_requested.emit("write.script"),
            "file.from_story": lambda: self.new_with_requested.emit("write.adapt"),
            "file.import": self.import_requested.emit,
            "file.export": self.export_requested.emit,
            "file.save_script": self.save_script_requested.emit,
            "file.save_copy": self.save_copy_requested.emit,
            "file.check": self.check_requested.emit,
            "file.cost": self.cost_requested.emit,
            "file.compact": self.compact_requested.emit,
            "file.close": self.close_project_requested.emit,
            "file.quit": self.close,
            "booth.voice_missing": self.voice_missing_requested.emit,
            "view.reset_layout": self.reset_layout,
            PALETTE_ACTION: self.open_palette,
            "view.shortcuts": self.open_shortcuts,
            "view.settings": self.settings_requested.emit,
            "view.accounts": self.accounts_requested.emit,
        }

    def _build(self) -> None:
        self.setWindowIcon(icon("understudy"))
        self.setWindowTitle(self.tr("Understudy"))
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self._actions.attach(self)
        Menus(self.menuBar(), self._actions)
        self._stack.addWidget(self._welcome)
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(self._middle)
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize() - FRAME))
        if self._state.geometry:
            self.restoreGeometry(QByteArray(self._state.geometry))

    def _hide_banner(self) -> None:
        self._banner.hide()

    def _say(self, notice: Notice) -> None:
        from studio.ui.notices import Place, open_message  # not needed to show the window

        if notice.place is Place.STATUS:
            self._foot.say(notice.text)
        elif notice.place is Place.BANNER:
            self._banner.show_notice(notice)
        else:
            open_message(notice, self)

    def _drop_workspace(self) -> None:
        if self._area is None or self._page is None:
            return
        self._keep_layout(self._area)
        self._foot.put_down()
        self._stack.removeWidget(self._page)
        self._page.deleteLater()
        self._workspace = self._area = self._page = None

    def _keep_layout(self, area: PanelArea) -> None:
        geometry = bytes(self.saveGeometry().data())
        self._state = replace(
            self._state, geometry=geometry, docks=area.kept_layout(), parts=parts_of(area)
        )

    def _remember(self) -> None:
        geometry = bytes(self.saveGeometry().data())
        state = replace(self._state, geometry=geometry)
        try:
            save_window_state(self._state_file, state)
        except OSError:
            return  # a forgotten window place is not worth a word while closing
