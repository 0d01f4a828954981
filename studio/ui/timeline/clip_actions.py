"""What can be done to the clips in hand, by key and by menu: how they are held and sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.model.cutting import shift
from studio.model.moving import changing, lock, move, pin, unlock, unpin
from studio.model.shaping import gain, gain_piece, mute, mute_piece, tempo
from studio.model.span import samples_of_ms
from studio.model.timeline import FASTEST, SLOWEST
from studio.ui.actions import Actions
from studio.ui.timeline.clip_edits import ClipEdits

NUDGE_MS = 10
FAR_NUDGE_MS = 100
GAIN_DB = 1.0
TEMPO_STEP = 0.05


class ClipActions(QObject):
    """Pins, locks, nudges, mutes and levels the clips in hand; each a step that can be undone.

    Of a line that is cut, the piece in hand is nudged, muted and levelled by itself; the piece
    with which the line begins carries the line when it is nudged.
    """

    def __init__(self, edits: ClipEdits, parent: QObject) -> None:
        super().__init__(parent)
        self._edits = edits

    def add_to(self, actions: Actions, place: QWidget) -> None:
        """Give every action its id and keys, working while `place` has the focus."""

        def add(id: str, text: str, run: Callable[[], object], key: str, icon: str = "") -> None:
            actions.add(
                id,
                text,
                run,
                shortcut=key,
                icon=icon,
                context=place,
                enabled=lambda: self._edits.can_edit,
            )

        def nudge(milliseconds: int) -> Callable[[], None]:
            return lambda: self.nudge(milliseconds)

        add("clip.pin", self.tr("Pin or let flow"), self.toggle_pin, "P", "pin")
        add("clip.lock", self.tr("Lock or unlock the clip"), self.toggle_lock, "Shift+P", "lock")
        add("clip.mute", self.tr("Mute or unmute the clip"), self.toggle_mute, "M", "mute")
        add("clip.louder", self.tr("Clip 1 dB louder"), lambda: self.turn(GAIN_DB), "Alt+Up")
        add("clip.softer", self.tr("Clip 1 dB softer"), lambda: self.turn(-GAIN_DB), "Alt+Down")
        add("clip.level", self.tr("Clip at its own level"), self.level, "Alt+0")
        add("clip.earlier", self.tr("Clip 10 ms earlier"), nudge(-NUDGE_MS), "Alt+Left")
        add("clip.later", self.tr("Clip 10 ms later"), nudge(NUDGE_MS), "Alt+Right")
        earlier, later = self.tr("Clip 100 ms earlier"), self.tr("Clip 100 ms later")
        add("clip.much_earlier", earlier, nudge(-FAR_NUDGE_MS), "Alt+Shift+Left")
        add("clip.much_later", later, nudge(FAR_NUDGE_MS), "Alt+Shift+Right")
        add(
            "tempo.quicker",
            self.tr("Clip quicker"),
            lambda: self.hurry(TEMPO_STEP),
            "Ctrl+Alt+Right",
        )
        add(
            "tempo.slower", self.tr("Clip slower"), lambda: self.hurry(-TEMPO_STEP), "Ctrl+Alt+Left"
        )
        add("tempo.own", self.tr("Clip at its own tempo"), lambda: self.hurry(None), "Ctrl+Alt+0")

    def describe(self, actions: Actions) -> None:
        """Say on the toggles what they would do to the clips in hand."""
        clips = self._edits.heads
        held = bool(clips) and all(clip.pinned and not clip.apart for clip in clips)
        pin = self.tr("Let flow with the script") if held else self.tr("Pin here")
        mute = self.tr("Unmute clip") if self._silent else self.tr("Mute clip")
        lock = self.tr("Unlock clip") if self._locked else self.tr("Lock clip")
        actions.get("clip.pin").setText(pin)
        actions.get("clip.mute").setText(mute)
        actions.get("clip.lock").setText(lock)
        actions.refresh()

    @property
    def _silent(self) -> bool:
        piece, clips = self._edits.piece, self._edits.heads
        return piece.muted if piece else bool(clips) and all(clip.muted for clip in clips)

    @property
    def _locked(self) -> bool:
        clips = self._edits.heads
        return bool(clips) and all(clip.locked for clip in clips)

    def toggle_pin(self) -> None:
        """Hold the clips in hand where they are; when all are held, let them flow."""
        clips, lines = self._edits.heads, self._edits.lines
        if all(clip.pinned for clip in clips):
            self._edits.edit(self.tr("Unpin clip"), lambda reel: unpin(reel, lines))
        else:
            pins = {clip.line: clip.timeline_span.start for clip in clips}
            self._edits.edit(self.tr("Pin clip"), lambda reel: pin(reel, pins))

    def toggle_lock(self) -> None:
        """Let nobody change the clips in hand; when all are locked, let them be changed."""
        lines = self._edits.lines
        if self._locked:
            self._edits.edit(self.tr("Unlock clip"), lambda reel: unlock(reel, lines))
        else:
            self._edits.edit(self.tr("Lock clip"), lambda reel: lock(reel, lines))

    def toggle_mute(self) -> None:
        """Silence the clips in hand; when all are silent, let them sound."""
        lines, piece, silent = self._edits.lines, self._edits.piece, not self._silent
        label = self.tr("Mute clip") if silent else self.tr("Unmute clip")
        if piece is not None:
            self._edits.edit(label, lambda r: mute_piece(r, piece.line, piece.piece, silent))
        else:
            self._edits.edit(label, lambda reel: mute(reel, lines, silent))

    def turn(self, by_db: float) -> None:
        """Make the clips in hand louder by decibels."""
        lines, piece, label = self._edits.lines, self._edits.piece, self.tr("Change gain")
        if piece is not None:
            self._edits.edit(
                label,
                lambda reel: gain_piece(reel, piece.line, piece.piece, by_db),
                merge=f"gain {piece.piece}",
            )
        else:
            self._edits.edit(label, lambda reel: gain(reel, lines, by_db), merge="gain")

    def level(self) -> None:
        """Let the clips in hand sound as loud as they were recorded."""
        piece = self._edits.piece
        if piece is not None:
            by = -piece.gain_db
            self._edits.edit(
                self.tr("Reset gain"), lambda reel: gain_piece(reel, piece.line, piece.piece, by)
            )
            return
        lines = self._edits.lines
        self._edits.edit(
            self.tr("Reset gain"),
            lambda reel: changing(reel, lines, lambda _, held: replace(held, gain_db=0.0)),
        )

    def nudge(self, milliseconds: int) -> None:
        """Move the clips in hand a little later, or earlier when negative; together at zero."""
        lines, by, piece = self._edits.lines, samples_of_ms(milliseconds), self._edits.piece
        ripple, label = self._edits.ripple, self.tr("Nudge clip")
        if piece is not None and piece != self._edits.heads[0]:
            self._edits.edit(
                label,
                lambda reel: shift(reel, piece.line, piece.piece, by),
                merge=f"nudge {piece.piece}",
            )
        elif lines:
            self._edits.edit(label, lambda reel: move(reel, lines, by, ripple), merge="nudge")

    def hurry(self, by: float | None) -> None:
        """Let the lines in hand be spoken quicker, or as they were recorded."""
        clips, ripple = self._edits.heads, self._edits.ripple
        if not clips:
            return
        lines = [clip.line for clip in clips]

        def factor(known: float) -> float:
            return 1.0 if by is None else min(max(round(known + by, 2), SLOWEST), FASTEST)

        self._edits.edit(
            self.tr("Change tempo"),
            lambda reel: tempo(
                reel, lines, factor(reel.timeline.placement(lines[0]).tempo), ripple
            ),
            merge="tempo",
        )
