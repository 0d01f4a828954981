"""Widgets found inside others, with the type that was asked for."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QWidget

ObjectT = TypeVar("ObjectT", bound=QObject)
WidgetT = TypeVar("WidgetT", bound=QWidget)
ButtonT = TypeVar("ButtonT", bound=QAbstractButton)


def child(parent: QObject, kind: type[ObjectT]) -> ObjectT:
    """The first child of a kind; raises AssertionError when there is none."""
    found = parent.findChild(kind)
    assert found is not None, f"no {kind.__name__}"
    return found


def named(parent: QObject, kind: type[WidgetT], name: str) -> WidgetT:
    """The first child of a kind with this accessible name; raises AssertionError."""
    for found in parent.findChildren(kind):
        if found.accessibleName() == name:
            return found
    raise AssertionError(f"no {kind.__name__} named {name}")


def button(parent: QObject, kind: type[ButtonT], text: str) -> ButtonT:
    """The first button of a kind with this text in it; raises AssertionError."""
    for found in parent.findChildren(kind):
        if text in found.text():
            return found
    raise AssertionError(f"no {kind.__name__} with {text}")
