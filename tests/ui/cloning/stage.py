"""The forms of clones in front of real services on loopback, with or without an open project."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from unittest import mock

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from studio.store.settings import Settings
from studio.store.voice_library_entry import OwnVoice
from studio.ui.accounts.field import Field
from studio.ui.cloning.clone_dialog import CloneDialog
from studio.ui.cloning.cloning import Cloning
from studio.ui.cloning.dialog_foot import DialogFoot
from studio.ui.own_voices.room import VoiceRoom
from studio.voice_desk import VoiceDesk
from tests.rooms import Room, a_room, a_script, until
from tests.services.service import Service
from tests.ui.children import child, named

DialogT = TypeVar("DialogT", bound=QDialog)


@dataclass
class Stage:
    """A window, its voice desk, and what stands behind both."""

    base: Room
    desk: VoiceDesk
    cloning: Cloning
    folder: Path
    made: list[OwnVoice] = field(default_factory=list)

    @property
    def room(self) -> VoiceRoom:
        return self.desk.room

    @property
    def voices(self) -> dict[str, OwnVoice]:
        """The voices of the library, by name."""
        return {voice.name: voice for voice in self.room.library.voices()}

    async def dialog(self, kind: type[DialogT]) -> DialogT:
        """The dialog of a kind, as soon as it is open."""
        window = self.base.window
        found: list[DialogT] = []

        def there() -> bool:
            found[:] = [each for each in window.findChildren(kind) if each.isVisible()]
            return bool(found)

        await until(there)
        return found[0]

    async def closed(self) -> None:
        """Wait until no dialog is open."""
        window = self.base.window
        await until(lambda: not any(d.isVisible() for d in window.findChildren(QDialog)))

    async def clone_dialog(self) -> CloneDialog:
        """The form of one clone, opened as the menu does it."""
        self.base.actions.get("voices.clone").trigger()
        return await self.dialog(CloneDialog)

    async def settled(self, *names: str) -> None:
        """Wait until these voices are neither waiting nor being made."""
        await until(lambda: not self.desk.maker.running and set(names) <= set(self.voices))


@asynccontextmanager
async def a_stage(
    folder: Path, *services: Service, project: bool = False, settings: Settings | None = None
) -> AsyncIterator[Stage]:
    """A window with these services as accounts of the environment."""
    variables: dict[str, str] = {}
    for service in services:
        variables |= service.environment()
    with mock.patch.dict(os.environ, variables):
        async with a_room(folder, settings) as base:
            desk = base.desk.voices
            stage = Stage(base, desk, desk.cloning, folder)
            desk.maker.settled.connect(stage.made.append)
            if project:
                await base.desk.open(a_script(folder))
            yield stage


def go(dialog: QDialog) -> QPushButton:
    """The button that orders, whatever it says just now."""
    buttons = child(dialog, DialogFoot).findChildren(QPushButton)
    return next(each for each in buttons if each.property("role") == "primary")


def words_of(widget: QWidget) -> str:
    """Everything that can be read there now."""
    kinds: tuple[type[QLabel] | type[QPushButton], ...] = (QLabel, QPushButton)
    shown = [each for kind in kinds for each in widget.findChildren(kind) if each.isVisible()]
    return "\n".join(each.text() for each in shown)


def wrong_with(widget: QWidget, name: str) -> str:
    """What is said below the field of this name: wrong, amber, or a hint."""
    field: QWidget | None = None
    for kind in (QLineEdit, QComboBox):
        found = [w for w in widget.findChildren(kind) if w.accessibleName() == name]
        field = field or (found[0] if found else None)
    field = field or named(widget, QWidget, name)
    while field is not None and not isinstance(field, Field):
        field = field.parentWidget()
    assert isinstance(field, Field), name
    return field.control.accessibleDescription()


def tab_order(dialog: QDialog) -> list[str]:
    """The names of what Tab goes through, from the field that has the keys."""
    begin = field = dialog.focusWidget()
    found: list[str] = []
    while field is not None:
        takes_tab = bool(field.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and field.isVisible() and field.isEnabled() and field.focusProxy() is None:
            text = field.text() if isinstance(field, QPushButton | QCheckBox) else ""
            found.append(field.accessibleName() or text)
        field = field.nextInFocusChain()
        if field is begin:
            break
    return found
