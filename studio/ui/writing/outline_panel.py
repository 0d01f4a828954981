"""The panel of the outline: the plan as a tree, the fields of what is in hand, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.document import Change, Document
from studio.errors import EditRefused
from studio.model.outline import Outline, PlannedScene, Written
from studio.ui.actions import Actions
from studio.ui.empty_page import EmptyPage
from studio.ui.fitting_scroll import FittingScroll
from studio.ui.icon_label import IconLabel
from studio.ui.notices import Notices
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.writing import outline_edits as edits
from studio.ui.writing.outline_edits import Part, Spot
from studio.ui.writing.outline_form import OutlineForm
from studio.ui.writing.outline_tree import OutlineTree, written_scenes
from studio.ui.writing.outline_view import OutlineView
from studio.ui.writing.outline_words import edit_label, is_far_off, sum_words

BURST_MS = 2000
"""A pause in typing longer than this begins another undo step."""
ADDING = ("outline.add_scene", "outline.add_episode", "outline.add_character")
TOOLS = ("outline.move_up", "outline.move_down", "outline.remove")


class OutlinePanel(QWidget):
    """Shows the plan of the project and edits it; every edit is an undo step."""

    script_requested = Signal()
    """Write a script: there is no plan yet."""
    plan_requested = Signal()
    """Plan again."""
    all_requested = Signal()
    """Write every scene that is not written."""
    scene_requested = Signal(str)
    """Write this scene."""
    stop_requested = Signal()
    line_requested = Signal(str)
    """Show the heading of a scene in the script."""

    def __init__(
        self,
        document: Document,
        actions: Actions,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._notices = notices
        self._busy = False
        self._since_key = QElapsedTimer()
        self._tree = OutlineTree(self)
        self._view = OutlineView(self._tree, self)
        self._form = OutlineForm(self)
        self._pages = QStackedWidget(self)
        self._sum = QLabel(self)
        self._far = IconLabel("warning", 14, self)
        self._all = QPushButton(self.tr("Write all"), self)
        self._scene = QPushButton(self.tr("Write this scene"), self)
        self._stop = QPushButton(self.tr("Stop"), self)
        self._again = QPushButton(self.tr("Plan again…"), self)
        self._add_actions(actions)
        self._build(actions)
        self._connect()
        self._show()

    @property
    def view(self) -> OutlineView:
        """The rows."""
        return self._view

    @property
    def form(self) -> OutlineForm:
        """The fields of what is in hand."""
        return self._form

    @property
    def scene(self) -> PlannedScene | None:
        """The scene in hand, as the document has it."""
        spot, outline = self._view.spot, self._outline
        if spot is None or outline is None or spot.part is not Part.SCENE:
            return None
        found = outline.find_scene(spot.id)
        return found[1] if found else None

    def show_busy(self, busy: bool) -> None:
        """Show that a model is at work on the script, or no longer."""
        self._busy = busy
        self._view.follows_end = busy
        stopped = self._stop.hasFocus() and not busy
        self._show_buttons()
        if stopped:  # else the keys go to the button that plans again
            self._view.setFocus()

    @property
    def _outline(self) -> Outline | None:
        return self._document.project.outline

    # following

    def _changed(self, change: Change) -> None:
        if change.before.outline is not change.after.outline:
            self._show()

    def _show(self) -> None:
        outline = self._outline
        self._tree.follow(outline)
        self._pages.setCurrentIndex(0 if outline is not None else 1)
        self.setFocusProxy(self._view if outline is not None else self._empty)
        if outline is not None and not self._view.currentIndex().isValid():
            self._view.take(edits.STORY)
        self._show_form()

    def _show_form(self) -> None:
        self._form.show_spot(self._outline, self._view.spot)
        self._scroll.setVisible(not self._form.isHidden())
        self._show_buttons()

    def _show_buttons(self) -> None:
        outline, scene = self._outline, self.scene
        editable = not self._document.read_only
        written, scenes = written_scenes(outline) if outline else (0, 0)
        self._all.setVisible(not self._busy and (written < scenes or not scenes))
        self._scene.setVisible(not self._busy)
        self._again.setVisible(not self._busy)
        self._stop.setVisible(self._busy)
        self._all.setText(self._to_write(written, scenes))
        self._all.setEnabled(editable and written < scenes)
        again = scene is not None and scene.written is Written.WRITTEN
        self._scene.setText(
            self.tr("Write it again") if again else self.tr("Write this scene")
        )  # fmt: skip
        self._scene.setEnabled(editable and scene is not None)
        self._again.setEnabled(editable)
        far = outline is not None and is_far_off(outline) and not self._busy
        self._far.setVisible(far)
        self._sum.setText(sum_words(outline) if outline else "")
        self._sum.setToolTip(
            self.tr("The scenes together, beside what the brief asks for.")
        )  # fmt: skip

    def _to_write(self, written: int, scenes: int) -> str:
        """The words of the button that writes what is left."""
        if not written:
            return self.tr("Write all")
        return self.tr("Write {n} more").format(n=scenes - written)

    # editing

    def _edit_field(self, spot: Spot, field: str, value: object) -> None:
        """Take over what is typed; going on in one field is one undo step."""
        if not isinstance(value, str | int):
            return
        if self._since_key.isValid() and self._since_key.elapsed() > BURST_MS:
            self._document.end_merging()
        self._since_key.start()
        merge = f"outline:{spot.part}:{spot.id}:{field}"
        self._edit(
            edit_label(spot.part), lambda outline: edits.changed(outline, spot, field, value), merge
        )

    def _rest(self) -> None:
        self._document.end_merging()

    def _add_scene(self) -> None:
        self._add(
            self.tr("Add a scene"),
            lambda outline: edits.with_new_scene(outline, self._view.spot, self.tr("New scene")),
        )

    def _add_episode(self) -> None:
        self._add(
            self.tr("Add an episode"),
            lambda outline: edits.with_new_episode(
                outline, self._view.spot, self.tr("New episode")
            ),
        )

    def _add_character(self) -> None:
        self._add(
            self.tr("Add a character"),
            lambda outline: edits.with_new_character(outline, self.tr("Somebody")),
        )

    def _add(self, label: str, adding: Callable[[Outline], tuple[Outline, Spot | None]]) -> None:
        outline = self._outline
        if outline is None:
            return
        new, spot = adding(outline)
        if spot is not None and self._edit(label, lambda _: new):
            self._tree.follow(new)
            self._view.take(spot)
            self._form.focus_first()

    def _remove(self) -> None:
        outline, spot = self._outline, self._view.spot
        if outline is None or spot is None or spot.part in (Part.STORY, Part.CAST):
            return
        then = edits.neighbour(outline, spot)
        if self._edit(self.tr("Remove from the plan"), lambda each: edits.without(each, spot)):
            self._tree.follow(self._outline)
            self._view.take(then)

    def _move(self, by: int) -> None:
        spot = self._view.spot
        if spot is None:
            return
        if self._edit(self.tr("Move in the plan"), lambda each: edits.moved(each, spot, by)):
            self._tree.follow(self._outline)
            self._view.take(spot)

    def _edit(self, label: str, change: Callable[[Outline], Outline], merge: str = "") -> bool:
        """Whether the outline was changed; a refusal is told."""
        project = self._document.project
        outline = change(project.outline) if project.outline else None
        if outline is None or outline is project.outline:
            return False
        try:
            self._document.edit(label, replace(project, outline=outline), merge=merge)
        except EditRefused as refusal:
            self._notices.report(refusal)
            self._show_form()
            return False
        return True

    def _show_line(self) -> None:
        """Show in the script what is in hand here."""
        scene = self.scene
        if scene is not None and scene.line is not None:
            self.line_requested.emit(scene.line)

    # building

    def _add_actions(self, actions: Actions) -> None:
        def add(id: str, text: str, run: Callable[[], object], key: str, icon: str) -> None:
            actions.add(id, text, run, shortcut=key, icon=icon, context=self._view)

        add("outline.show", self.tr("Show the Scene in the Script"), self._show_line,
            "Return; Enter", "script")  # fmt: skip
        add("outline.add_scene", self.tr("Add a Scene"), self._add_scene, "Ins", "plus")
        add("outline.add_episode", self.tr("Add an Episode"), self._add_episode,
            "Shift+Ins", "outline")  # fmt: skip
        add("outline.add_character", self.tr("Add a Character"), self._add_character, "", "cast")
        add("outline.move_up", self.tr("Move Up in the Plan"), lambda: self._move(-1),
            "Alt+Up", "arrow-up")  # fmt: skip
        add("outline.move_down", self.tr("Move Down in the Plan"), lambda: self._move(1),
            "Alt+Down", "arrow-down")  # fmt: skip
        add("outline.remove", self.tr("Remove from the Plan"), self._remove, "Del", "trash")

    def _build(self, actions: Actions) -> None:
        self._scroll = FittingScroll(self._form, self)
        filled = QWidget(self)
        column = QVBoxLayout(filled)
        column.setContentsMargins(RHYTHM, RHYTHM // 2, RHYTHM, RHYTHM)
        column.setSpacing(RHYTHM)
        column.addLayout(self._build_tools(actions))
        column.addWidget(self._view, 3)
        column.addWidget(self._scroll, 2)
        column.addLayout(self._build_foot())
        self._empty = EmptyPage(self, below=3)
        self._empty.say(
            self.tr("There is no plan yet"),
            self.tr("Describe the story, and a model plans it scene by scene. You change what you "
                    "like, then it writes the lines."),
        )  # fmt: skip
        begin = self._empty.add_button(self.tr("Write a script…"))
        mark(begin, "primary")
        begin.setEnabled(not self._document.read_only)
        begin.clicked.connect(lambda *_: self.script_requested.emit())
        self._empty.setFocusProxy(begin)
        self._pages.addWidget(filled)
        self._pages.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._form.set_read_only(self._document.read_only)
        self._tree.set_read_only(self._document.read_only)

    def _build_tools(self, actions: Actions) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(0)
        tools.addWidget(self._build_adding(actions))
        tools.addStretch(1)
        for id in TOOLS:
            button = QToolButton(self)
            button.setDefaultAction(actions.get(id))
            button.setEnabled(not self._document.read_only)
            button.setIconSize(QSize(16, 16))
            button.setAccessibleName(actions.get(id).text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            mark(button, "small")
            tools.addWidget(button)
        return tools

    def _build_adding(self, actions: Actions) -> QToolButton:
        """The button whose menu adds something to the plan."""
        adding = QToolButton(self)
        adding.setText(self.tr("Add"))
        adding.setIcon(icon("plus"))
        adding.setIconSize(QSize(16, 16))
        adding.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        adding.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        adding.setToolTip(self.tr("Add a scene, an episode or a character"))
        adding.setAccessibleName(adding.toolTip())
        adding.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        adding.setEnabled(not self._document.read_only)
        menu = QMenu(adding)
        menu.addActions([actions.get(id) for id in ADDING])
        adding.setMenu(menu)
        mark(adding, "small")
        return adding

    def _build_foot(self) -> QVBoxLayout:
        mark(self._sum, "caption")
        self._sum.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        mark(self._all, "primary")
        mark(self._again, "quiet")
        told = QHBoxLayout()
        told.setSpacing(RHYTHM // 2)
        told.addWidget(self._far)
        told.addWidget(self._sum, 1)
        others = QHBoxLayout()
        others.setSpacing(RHYTHM)
        others.addWidget(self._scene, 3)
        others.addWidget(self._again, 2)
        foot = QVBoxLayout()
        foot.setSpacing(RHYTHM // 2)
        foot.addLayout(told)
        foot.addWidget(self._all)
        foot.addWidget(self._stop)
        foot.addLayout(others)
        return foot

    def _connect(self) -> None:
        self._view.selectionModel().currentChanged.connect(lambda *_: self._show_form())
        self._view.doubleClicked.connect(lambda *_: self._show_line())
        self._tree.change_requested.connect(self._edit_field)
        self._form.edited.connect(self._edit_field)
        self._form.rested.connect(self._rest)
        self._all.clicked.connect(lambda *_: self.all_requested.emit())
        self._again.clicked.connect(lambda *_: self.plan_requested.emit())
        self._stop.clicked.connect(lambda *_: self.stop_requested.emit())
        self._scene.clicked.connect(self._write_scene)
        self.destroyed.connect(_calling(self._document.listen(self._changed)))

    def _write_scene(self) -> None:
        scene = self.scene
        if scene is not None:
            self.scene_requested.emit(scene.id)


def _calling(stop: Callable[[], None]) -> Callable[..., None]:
    return lambda *_: stop()
