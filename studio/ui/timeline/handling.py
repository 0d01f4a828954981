"""How hands work on the timeline: what follows a moved clip, and what a dragged edge catches on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from studio.model.moving import Ripple
from studio.ui.timeline.snapping import FRAME_RATES, Lure, SnapRules


class Handling(QObject):
    """The ripple switch and the rules of snapping, of one view of a project."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ripple = Ripple.OFF
        self._rules = SnapRules()

    @property
    def ripple(self) -> Ripple:
        """What follows a clip that is moved or cut."""
        return self._ripple

    @property
    def rules(self) -> SnapRules:
        """What a dragged edge catches on."""
        return self._rules

    def use_ripple(self, ripple: Ripple) -> None:
        """Let this follow from now on."""
        if ripple is not self._ripple:
            self._ripple = ripple
            self.changed.emit()

    def use_rules(self, rules: SnapRules) -> None:
        """Catch by these rules from now on."""
        if rules != self._rules:
            self._rules = rules
            self.changed.emit()

    def toggle_lure(self, lure: Lure) -> None:
        """Let a kind of place catch, or no longer."""
        self.use_rules(replace(self._rules, lures=self._rules.lures ^ {lure}))

    def kept(self) -> str:
        """All of it in one line of text, to be remembered with the view of a project."""
        rules = self._rules
        lures = ",".join(lure.value for lure in Lure if lure in rules.lures)
        return f"{self._ripple.value};{int(rules.on)};{lures};{rules.frames}"

    def bring_back(self, kept: str) -> None:
        """Take what was remembered; what cannot be understood changes nothing."""
        try:
            ripple, on, lures, frames = kept.split(";")
            found = frozenset(Lure(name) for name in lures.split(",") if name)
            rate = int(frames)
            rules = SnapRules(on == "1", found, rate if rate in FRAME_RATES else 0)
            self._ripple, self._rules = Ripple(ripple), rules
        except ValueError:
            return
        self.changed.emit()
