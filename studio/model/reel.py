"""One episode in one language with all that its clips follow from, for hands that edit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.errors import EditProblem, EditRefused
from studio.model.episode import Episode
from studio.model.flow import ANYWHERE, Slot, flow_of, lead_to
from studio.model.ids import LineId
from studio.model.layout import Clip, clips_of
from studio.model.take import Takes
from studio.model.timeline import GapRules, Placement, Timeline


@dataclass(frozen=True, slots=True)
class Reel:
    """An episode in a language, with the takes and gap rules that make it sound.

    Where its lines lie is found out once: keep a reel for as long as a gesture lasts.
    """

    episode: Episode
    language: str
    takes: Takes
    gaps: GapRules
    _slots: list[Slot] = field(
        default_factory=list[Slot], init=False, repr=False, compare=False, hash=False
    )

    @property
    def timeline(self) -> Timeline:
        """What was placed by hand."""
        return self.episode.timeline(self.language)

    def slots(self, held: Mapping[LineId, int] = ANYWHERE) -> list[Slot]:
        """The voiced lines in script order, those of `held` at these starts; only to be read."""
        where = (self.episode, self.language, self.takes, self.gaps)
        if held:
            return flow_of(*where, held)
        if not self._slots:
            self._slots[:] = flow_of(*where)
        return self._slots

    def slot(self, line: LineId) -> Slot:
        """Where one line lies; raises EditRefused when it has no take here."""
        for slot in self.slots():
            if slot.line.id == line:
                return slot
        raise EditRefused(EditProblem.NO_SUCH_LINE, line)

    def clips(self) -> tuple[Clip, ...]:
        """What sounds, and where."""
        return clips_of(self.slots())

    def with_timeline(self, timeline: Timeline) -> Reel:
        """The reel with what was placed otherwise."""
        return replace(self, episode=self.episode.with_timeline(self.language, timeline))

    def placing(self, changed: Mapping[LineId, Placement]) -> Reel:
        """The reel with some lines held differently; the same one when nothing differs."""
        timeline = self.timeline
        placed = timeline.placing_all(changed)
        return self if placed is timeline else self.with_timeline(placed)

    def refuse_locked(self, lines: Iterable[LineId]) -> None:
        """Raise EditRefused when one of these lines is locked."""
        placements = self.timeline.placements
        for line in lines:
            if line in placements and placements[line].locked:
                raise EditRefused(EditProblem.LOCKED)

    def settled(self, held: Mapping[LineId, int]) -> Reel:
        """The reel with every one of these lines at its start: pins and leads make up for it."""
        factor = self.timeline.tightness.gaps
        changed: dict[LineId, Placement] = {}
        for slot in self.slots(held):
            name, placement = slot.line.id, slot.placement
            if name not in held:
                continue
            if placement.pin is not None:
                if placement.pin != slot.start:
                    changed[name] = replace(placement, pin=slot.start)
            elif (lead := lead_to(slot, factor)) != placement.lead:
                changed[name] = replace(placement, lead=lead)
        return self.placing(changed)
