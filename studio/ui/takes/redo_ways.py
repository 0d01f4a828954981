"""Another take with another emotion or speed, in one key from anywhere in script or takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.cast import Override
from studio.model.line import EMOTIONS, Line
from studio.ui.actions import Actions
from studio.ui.script.states import emotion_name
from studio.ui.selection import Selection

SPEED_STEP = 0.1
SLOWEST, FASTEST = 0.5, 2.0


class RedoWays(QObject):
    """Changes how the line in hand is said, as one step of undo, and asks for a take of it."""

    redo_requested = Signal(str)
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, document: Document, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection

    def add_to(self, actions: Actions, owner: QWidget) -> None:
        """Name the actions and their first keys."""

        def add(id: str, text: str, run: Callable[[], object], key: str) -> None:
            actions.add(f"again.{id}", text, run, shortcut=key, icon="redo", owner=owner)

        for number, emotion in enumerate(EMOTIONS, 1):
            text = self.tr("Redo with emotion: {emotion}").format(emotion=emotion_name(emotion))
            add(emotion, text, partial(self.with_emotion, emotion), f"Ctrl+Shift+{number}")
        plain = self.tr("Redo without emotion")
        add("plain", plain, partial(self.with_emotion, ""), "Ctrl+Shift+0")
        add("faster", self.tr("Redo faster"), partial(self.with_speed, SPEED_STEP), "Alt+Shift+Up")
        slower = self.tr("Redo slower")
        add("slower", slower, partial(self.with_speed, -SPEED_STEP), "Alt+Shift+Down")

    def with_emotion(self, emotion: str) -> None:
        """Have the line in hand said with an emotion, or with none of its own."""
        line = self._line()
        if line is not None:
            name = emotion_name(emotion) or self.tr("no emotion")
            label = self.tr("Another take: {emotion}").format(emotion=name)
            self._redo(label, line if line.emotion == emotion else replace(line, emotion=emotion))

    def with_speed(self, by: float) -> None:
        """Have the line in hand said faster or slower than it is, in the language in hand."""
        line, language = self._line(), self._selection.language
        if line is None:
            return
        project = self._document.project
        casting, usual = (
            project.casting_of(line, language),
            project.casting(line.character, language),
        )
        if casting is None or usual is None:
            self.told.emit(self.tr("This line cannot be spoken: cast its character first."))
            return
        speed = round(min(max(casting.speed + by, SLOWEST), FASTEST), 2)
        if speed == casting.speed:
            self.told.emit(self.tr("No voice goes further than that."))
            return
        own = line.overrides.get(language, Override())
        changed = replace(own, speed=None if speed == usual.speed else speed)
        label = self.tr("Another take at speed {speed}").format(speed=f"{speed:.2f}")
        self._redo(label, line.overriding(language, changed))

    def _line(self) -> Line | None:
        here = self._selection.line
        found = self._document.project.find_line(here) if here else None
        if found is None or not found[1].spoken:
            self.told.emit(self.tr("Choose a spoken line first."))
            return None
        return found[1]

    def _redo(self, label: str, line: Line) -> None:
        if self._document.read_only:
            self.refused.emit(EditRefused(EditProblem.READ_ONLY))
            return
        if line is not self._line():
            self._document.edit(label, self._document.project.with_line(line))
        self.told.emit(label)
        self.redo_requested.emit(line.id)
