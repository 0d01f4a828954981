"""Changes the beds of the episode in hand; each change is one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.document import Document
from studio.errors import EditRefused
from studio.model.bed import Bed, BedKind
from studio.model.episode import Episode
from studio.model.ids import BedId
from studio.model.take import Recording
from studio.ui.selection import Selection

DUCKING_DB = 12.0
"""How far music steps back when somebody first asks for it."""


class BedDesk(QObject):
    """The beds of one document, those of the episode and language in hand first of all."""

    refused = Signal(object)

    def __init__(self, document: Document, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._hold = 0

    @property
    def editable(self) -> bool:
        """Whether beds can be changed."""
        return not self._document.read_only

    @property
    def episode(self) -> Episode | None:
        """The episode in hand, None when it was deleted."""
        wanted = self._selection.episode
        return next((e for e in self._document.project.episodes if e.id == wanted), None)

    @property
    def language(self) -> str:
        """The language in hand."""
        return self._selection.language

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the project."""
        return self._document.project.languages

    @property
    def beds(self) -> tuple[Bed, ...]:
        """The beds of the episode that sound in the language in hand, the video first."""
        episode = self.episode
        heard = [bed for bed in episode.beds if bed.sounds_in(self.language)] if episode else []
        return tuple(sorted(heard, key=lambda bed: bed.kind is not BedKind.VIDEO))

    @property
    def has_video(self) -> bool:
        """Whether there is a reference video in the episode."""
        return any(bed.kind is BedKind.VIDEO for bed in self.beds)

    def bed(self, bed: BedId) -> Bed | None:
        """A bed as it is now, None when it is gone."""
        episode = self.episode
        return next((known for known in episode.beds if known.id == bed), None) if episode else None

    def add(self, bed: Bed, recording: Recording | None = None) -> None:
        """Put a bed below the voices, with its sound when that goes into the project."""
        episode = self.episode
        if episode is None:
            return
        label = self.tr("Add {name}").format(name=bed.name)
        project = self._document.project.with_episode(episode.with_bed(bed))
        recordings = (recording,) if recording else ()
        self._edit(label, project, f"added {bed.id}", recordings)

    def remove(self, bed: BedId) -> None:
        """Take a bed away; its file stays."""
        episode, known = self.episode, self.bed(bed)
        if episode is None or known is None:
            return
        label = self.tr("Remove {name}").format(name=known.name)
        self._edit(label, self._document.project.with_episode(episode.without_bed(bed)))

    def change(
        self, label: str, bed: BedId, change: Callable[[Bed], Bed], *, merge: str = ""
    ) -> None:
        """Make one edit of a bed as it is by now; with `merge` several in a row are one step."""
        episode, known = self.episode, self.bed(bed)
        if episode is None or known is None:
            return
        changed = change(known)
        if changed != known:
            project = self._document.project.with_episode(episode.with_bed(changed))
            self._edit(label, project, f"bed {merge} {bed} {self._hold}" if merge else "")

    def mute(self, bed: BedId, on: bool) -> None:
        """Silence a bed, or let it sound."""
        label = self.tr("Mute bed") if on else self.tr("Unmute bed")
        self.change(label, bed, lambda known: replace(known, muted=on))

    def solo(self, bed: BedId, on: bool) -> None:
        """Hear this bed and others that are soloed, or no longer."""
        label = self.tr("Solo bed") if on else self.tr("Unsolo bed")
        self.change(label, bed, lambda known: replace(known, soloed=on))

    def turn(self, bed: BedId, gain_db: float) -> None:
        """Give a bed a gain in decibels; in a row one step of undo."""
        level = round(gain_db, 2)
        label = self.tr("Change bed gain")
        self.change(label, bed, lambda known: replace(known, gain_db=level), merge="gain")

    def pan(self, bed: BedId, place: float) -> None:
        """Put a bed between the sides, -1 is left; in a row one step of undo."""
        side = round(place, 3)
        self.change(self.tr("Pan bed"), bed, lambda known: replace(known, pan=side), merge="pan")

    def duck(self, bed: BedId, decibels: float) -> None:
        """Let a bed step back while someone speaks, 0 for not at all."""
        label = self.tr("Change ducking")
        self.change(label, bed, lambda known: replace(known, duck_db=decibels))

    def use_languages(self, bed: BedId, languages: tuple[str, ...]) -> None:
        """Let a bed sound in these languages, in all of them when empty."""
        label = self.tr("Change languages of bed")
        self.change(label, bed, lambda known: replace(known, languages=languages))

    def use_kind(self, bed: BedId, kind: BedKind) -> None:
        """Call a bed music or effects."""
        self.change(self.tr("Change kind of bed"), bed, lambda known: replace(known, kind=kind))

    def link(self, paths: dict[BedId, str]) -> None:
        """Take the sound of beds from other files, wherever in the project they are; one step."""
        project = self._document.project
        for episode in project.episodes:
            beds = tuple(
                replace(bed, path=paths[bed.id]) if bed.id in paths else bed for bed in episode.beds
            )
            if beds != episode.beds:
                project = project.with_episode(replace(episode, beds=beds))
        self._edit(self.tr("Locate file"), project)

    def keep_cuts(self, bed: BedId, cuts: tuple[int, ...]) -> None:
        """Remember where the picture of a bed is cut; the same step as adding it, where it can."""
        project = self._document.project
        for episode in project.episodes:
            known = next((known for known in episode.beds if known.id == bed), None)
            if known is not None and known.cuts != cuts:
                changed = project.with_episode(episode.with_bed(replace(known, cuts=cuts)))
                self._edit(self.tr("Find picture cuts"), changed, f"added {bed}")

    def end_step(self) -> None:
        """Let the next change be a step of undo of its own."""
        self._hold += 1

    def _edit(
        self, label: str, project: Any, merge: str = "", recordings: tuple[Recording, ...] = ()
    ) -> None:
        try:
            self._document.edit(label, project, merge=merge, recordings=recordings)
        except EditRefused as refused:
            self.refused.emit(refused)
