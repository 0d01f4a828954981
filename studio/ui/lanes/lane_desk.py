"""Changes how lanes sound and look; each change is one step of undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.document import Document
from studio.errors import EditRefused
from studio.model.ids import CharacterId
from studio.model.lane import PLAIN_LANE, Lane


class LaneDesk(QObject):
    """The lanes of one document; `character` is None for lines that nobody was given."""

    refused = Signal(object)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._hold = 0

    @property
    def editable(self) -> bool:
        """Whether lanes can be changed."""
        return not self._document.read_only

    def lane(self, character: CharacterId | None) -> Lane:
        """How a lane is now."""
        return self._document.project.lane(character)

    def name_of(self, character: CharacterId | None) -> str:
        """What a lane is called."""
        found = self._document.project.cast.find(character)
        return found.name if found else self.tr("No character")

    def mute(self, character: CharacterId | None, on: bool) -> None:
        """Silence a lane, or let it sound."""
        label = self.tr("Mute lane") if on else self.tr("Unmute lane")
        self._change(label, character, muted=on)

    def solo(self, character: CharacterId | None, on: bool) -> None:
        """Hear this lane and others that are soloed, or no longer."""
        label = self.tr("Solo lane") if on else self.tr("Unsolo lane")
        self._change(label, character, soloed=on)

    def unsolo_all(self) -> None:
        """Hear all lanes and beds again that nobody muted."""
        project = self._document.project
        for name, lane in project.lanes.items():
            if lane.soloed:
                project = project.with_lane(CharacterId(name), replace(lane, soloed=False))
        for episode in project.episodes:
            if any(bed.soloed for bed in episode.beds):
                beds = tuple(replace(bed, soloed=False) for bed in episode.beds)
                project = project.with_episode(replace(episode, beds=beds))
        self._edit(self.tr("Hear all lanes"), project)

    def turn(self, character: CharacterId | None, gain_db: float) -> None:
        """Give a lane a gain in decibels; in a row one step of undo."""
        label = self.tr("Change lane gain")
        self._change(label, character, merge=f"lane gain {character}", gain_db=round(gain_db, 2))

    def pan(self, character: CharacterId | None, place: float) -> None:
        """Put a lane between the sides, -1 is left; in a row one step of undo."""
        label = self.tr("Pan lane")
        self._change(label, character, merge=f"lane pan {character}", pan=round(place, 3))

    def reset_level(self, character: CharacterId | None) -> None:
        """Play a lane as loud as it is, in the middle."""
        self._change(self.tr("Reset lane"), character, gain_db=0.0, pan=0.0)

    def use_effect(self, character: CharacterId | None, effect: str) -> None:
        """Hear a lane through an effect, none when empty."""
        self._change(self.tr("Change lane effect"), character, effect=effect)

    def colour(self, character: CharacterId | None, colour: str) -> None:
        """Show a lane in a colour, in that of its character when empty."""
        self._change(self.tr("Change lane colour"), character, colour=colour)

    def collapse(self, character: CharacterId | None, on: bool) -> None:
        """Fold a lane, or unfold it."""
        label = self.tr("Fold lane") if on else self.tr("Unfold lane")
        self._change(label, character, collapsed=on)

    def collapse_all(self, on: bool) -> None:
        """Fold every lane, or unfold every one."""
        project = self._document.project
        for character in (*(known.id for known in project.cast), None):
            lane = replace(project.lane(character), collapsed=on)
            if lane != project.lane(character):
                project = project.with_lane(character, lane)
        self._edit(self.tr("Fold lanes") if on else self.tr("Unfold lanes"), project)

    def stretch(self, character: CharacterId | None, height: float) -> None:
        """Make a lane so many times as high as usual."""
        self._change(self.tr("Change lane height"), character, height=round(height, 3))

    def end_step(self) -> None:
        """Let the next change be a step of undo of its own."""
        self._hold += 1

    def is_plain(self, character: CharacterId | None) -> bool:
        """Whether nothing was set on a lane."""
        return self.lane(character) == PLAIN_LANE

    def _change(
        self, label: str, character: CharacterId | None, *, merge: str = "", **parts: Any
    ) -> None:
        project = self._document.project
        before = project.lane(character)
        after = replace(before, **parts)
        if after != before:
            self._edit(label, project.with_lane(character, after), merge)

    def _edit(self, label: str, project: Any, merge: str = "") -> None:
        try:
            self._document.edit(label, project, merge=f"{merge} {self._hold}" if merge else "")
        except EditRefused as refused:
            self.refused.emit(refused)
