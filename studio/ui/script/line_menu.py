"""The menu of a row, and the small menu of kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from studio.model.line import Line, LineKind
from studio.ui.actions import Actions
from studio.ui.script.screenplay import KINDS
from studio.ui.script.small_editors import fill_emotions
from studio.ui.script.states import kind_name

TOP = ("line.play", "line.voice", "line.redo", "line.approve")
READING = ("line.reading", "line.back_to_casting")
TRANSLATION = (
    "translation.accept",
    "translation.retry",
    "translation.shorter",
    "translation.clear",
    "translation.again",
)
PLACES = ("line.insert_above", "line.insert_below", "line.duplicate", "line.split", "line.join")
LAST = ("line.move_up", "line.move_down", "line.remove")


def line_menu(
    actions: Actions,
    lines: Sequence[Line],
    set_emotion: Callable[[str], object],
    parent: QWidget,
) -> QMenu:
    """What can be done with the chosen lines; it destroys itself when it closes."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    _add(menu, actions, TOP)
    menu.addSeparator()
    kinds = menu.addMenu(menu.tr("Kind"))
    fill_kinds(kinds, actions, lines[0].kind if lines else None)
    emotions = menu.addMenu(menu.tr("Emotion"))
    spoken = [line for line in lines if line.spoken]
    emotions.setEnabled(bool(spoken))
    fill_emotions(emotions, spoken[0].emotion if spoken else "", set_emotion)
    actions.refresh()
    _add(menu, actions, [id for id in READING if actions.find(id)])
    words = [id for id in TRANSLATION if actions.get(id).isEnabled()]
    if words:
        menu.addSeparator()
        _add(menu, actions, words)
    menu.addSeparator()
    _add(menu, actions, PLACES)
    menu.addSeparator()
    _add(menu, actions, LAST)
    return menu


def fill_kinds(menu: QMenu, actions: Actions, present: LineKind | None) -> None:
    """Put the kinds into a menu, the present one checked."""
    for kind in KINDS:
        action = actions.get(kind_action(kind))
        action.setCheckable(True)
        action.setChecked(kind is present)
        menu.addAction(action)
    if present is not None and present not in KINDS:
        other = menu.addAction(kind_name(present))
        other.setCheckable(True)
        other.setChecked(True)
        other.setEnabled(False)


def kind_action(kind: LineKind) -> str:
    """The id of the action that makes a line this kind."""
    return f"line.kind.{kind.value}"


def _add(menu: QMenu, actions: Actions, ids: Sequence[str]) -> None:
    for id in ids:
        menu.addAction(actions.get(id))
