"""What beds are called and what is said about them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.model.bed import Bed, BedKind
from studio.model.bed_cutting import place_of
from studio.model.span import seconds
from studio.ui.beds.bed_book import BedFacts, BedState
from studio.ui.timecode import clock


def _tr(text: str) -> str:
    return QCoreApplication.translate("Beds", text)


def kind_words(kind: BedKind) -> str:
    """What a kind of bed is called."""
    names = {
        BedKind.VIDEO: _tr("Video"),
        BedKind.MUSIC: _tr("Music"),
        BedKind.EFFECTS: _tr("Effects"),
    }
    return names[kind]


def state_words(state: BedState) -> str:
    """Why a bed is not heard, empty when it is."""
    names = {
        BedState.READY: "",
        BedState.WAITING: _tr("The sound is being prepared…"),
        BedState.SILENT: _tr("No sound in it"),
        BedState.MISSING: _tr("The file is missing"),
        BedState.BROKEN: _tr("The file cannot be read"),
    }
    return names[state]


def facts_of_bed(bed: Bed, facts: BedFacts) -> str:
    """A few words for the strip of a bed."""
    words = [kind_words(bed.kind)]
    if bed.duck_db:
        words.append(_tr("ducks {db:g} dB").format(db=bed.duck_db))
    if bed.languages:
        words.append(", ".join(bed.languages))
    if facts.state is BedState.MISSING:
        words = [state_words(facts.state)]
    return " · ".join(words)


def told_of_bed(bed: Bed, facts: BedFacts) -> str:
    """What lies where, for tooltips and screen readers."""
    place = place_of(bed, facts.length)
    length = f"({seconds(place.length):.2f} s)"
    rows = [
        f"{bed.name} – {kind_words(bed.kind)}",
        f"{clock(place.start)} – {clock(place.end)}  {length}",
    ]
    if bed.fade_in or bed.fade_out:
        rows.append(
            _tr("Fades {rise:.2f} s and {fall:.2f} s").format(
                rise=seconds(bed.fade_in), fall=seconds(bed.fade_out)
            )
        )
    if bed.duck_db:
        rows.append(_tr("Steps back {db:g} dB while someone speaks").format(db=bed.duck_db))
    if bed.path:
        rows.append(bed.path)
    if state_words(facts.state):
        rows.append(state_words(facts.state))
    return "\n".join(rows)
