"""The actions on takes: what the keys, the menus and the palette offer in the list of takes."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Actions

NUMBER_KEYS = 9


class DoesTakes(Protocol):
    """What can be wished of the takes of the line in hand."""

    def ask_for_another(self) -> None: ...
    def play(self) -> None: ...
    def play_number(self, number: int) -> None: ...
    def circle(self) -> None: ...
    def star(self) -> None: ...
    def lock(self) -> None: ...
    def discard(self) -> None: ...
    def restore(self) -> None: ...
    def edit_note(self) -> None: ...
    def approve(self) -> None: ...
    def comp(self) -> None: ...
    def compare_blind(self) -> None: ...
    def show_discarded(self) -> None: ...


def add_take_actions(actions: Actions, takes: DoesTakes, here: QWidget, owner: QWidget) -> QAction:
    """Name the actions and their first keys; gives the switch that shows what was discarded.

    Single keys work in the list, `here`; the others in the whole window.
    """
    add = actions.add
    add("takes.redo", _tr("Another take"), takes.ask_for_another, icon="record-take",
        shortcut="Ctrl+R", owner=owner)  # fmt: skip
    add("takes.comp", _tr("Put a take together from two…"), takes.comp, icon="join-parts",
        shortcut="Ctrl+J", owner=owner)  # fmt: skip
    add("takes.blind", _tr("Compare takes blind…"), takes.compare_blind, icon="eye",
        shortcut="Ctrl+Shift+B", owner=owner)  # fmt: skip
    discarded = add("takes.discarded", _tr("Show discarded takes"), takes.show_discarded,
                    icon="trash", checkable=True, owner=owner)  # fmt: skip
    add("takes.play", _tr("Play Take"), takes.play, icon="play", context=here)
    add("takes.circle", _tr("Circle Take"), takes.circle, shortcut="Return; Enter",
        icon="circle-take", context=here)  # fmt: skip
    add("takes.star", _tr("Star Take"), takes.star, shortcut="S", icon="star", context=here)
    add("takes.lock", _tr("Lock Take"), takes.lock, shortcut="Ctrl+L", icon="lock", context=here)
    add("takes.note", _tr("Write a Note"), takes.edit_note, shortcut="N", icon="pen", context=here)
    add("takes.discard", _tr("Discard Take"), takes.discard, shortcut="Del", icon="trash",
        context=here)  # fmt: skip
    add("takes.restore", _tr("Restore Take"), takes.restore, shortcut="Shift+Del", icon="undo",
        context=here)  # fmt: skip
    add("takes.redo_here", _tr("Another take, in the list of takes"), takes.ask_for_another,
        shortcut="R", context=here)  # fmt: skip
    add("takes.approve_here", _tr("Mark ok, in the list of takes"), takes.approve, shortcut="M",
        context=here)  # fmt: skip
    for number in range(1, NUMBER_KEYS + 1):
        text = _tr("Play Take {number}").format(number=number)
        add(f"takes.play_{number}", text, lambda number=number: takes.play_number(number),
            shortcut=str(number), context=here)  # fmt: skip
    return discarded


def _tr(text: str) -> str:
    return QCoreApplication.translate("Takes", text)
