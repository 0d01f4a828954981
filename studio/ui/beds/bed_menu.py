"""The menu of a bed: ducking, fades, places, languages, and what else a strip has no room for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QMenu, QWidget

from studio.model.bed import Bed, BedKind
from studio.model.bed_cutting import at_start, begun_at, ended_at, faded, whole_again
from studio.model.ids import BedId
from studio.model.span import samples_of
from studio.ui.beds.bed_book import BedBook, BedState
from studio.ui.beds.bed_desk import BedDesk
from studio.ui.beds.bed_words import kind_words

DUCKING = (0.0, 6.0, 9.0, 12.0, 18.0, 24.0)
FADES = (0.0, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class BedWays:
    """What a menu asks of the window: where the playhead is, and what leads on."""

    playhead: Callable[[], int]
    locate: Callable[[], object]
    numbers: Callable[[BedId], object]
    find_cuts: Callable[[BedId], object]


class BedMenu:
    """Makes the menu of one bed."""

    def __init__(self, desk: BedDesk, book: BedBook, ways: BedWays, parent: QWidget) -> None:
        self._desk = desk
        self._book = book
        self._ways = ways
        self._parent = parent

    def menu(self, id: BedId) -> QMenu | None:
        """Everything that can be done to a bed; it goes when it is closed."""
        bed, parent = self._desk.bed(id), self._parent
        if bed is None:
            return None
        menu, desk = QMenu(parent), self._desk
        menu.setAccessibleName(menu.tr("Bed {name}").format(name=bed.name))
        _toggle(menu, menu.tr("Mute"), bed.muted, lambda on: desk.mute(id, on))
        _toggle(menu, menu.tr("Solo"), bed.soloed, lambda on: desk.solo(id, on))
        menu.addSeparator()
        self._fill_ducking(menu.addMenu(menu.tr("Step back for voices")), bed)
        self._fill_fades(menu.addMenu(menu.tr("Fade in")), bed, rising=True)
        self._fill_fades(menu.addMenu(menu.tr("Fade out")), bed, rising=False)
        self._fill_places(menu, bed)
        menu.addSeparator()
        self._fill_languages(menu.addMenu(menu.tr("Languages")), bed)
        if bed.kind is not BedKind.VIDEO:
            kinds = menu.addMenu(menu.tr("Kind"))
            for kind in (BedKind.MUSIC, BedKind.EFFECTS):
                _choice(
                    kinds, kind_words(kind), bed.kind is kind, lambda k=kind: desk.use_kind(id, k)
                )
        else:
            menu.addAction(menu.tr("Find picture cuts"), lambda: self._ways.find_cuts(id))
        menu.addAction(menu.tr("All numbers…"), lambda: self._ways.numbers(id))
        if self._book.facts(bed).state is BedState.MISSING:
            menu.addAction(menu.tr("Locate…"), self._ways.locate)
        menu.addSeparator()
        menu.addAction(menu.tr("Remove"), lambda: desk.remove(id))
        for action in menu.actions():
            action.setEnabled(action.isEnabled() and desk.editable)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _fill_ducking(self, menu: QMenu, bed: Bed) -> None:
        for decibels in sorted({*DUCKING, bed.duck_db}):
            words = menu.tr("{db:g} dB").format(db=decibels) if decibels else menu.tr("Not at all")
            _choice(
                menu,
                words,
                bed.duck_db == decibels,
                lambda db=decibels: self._desk.duck(bed.id, db),
            )

    def _fill_fades(self, menu: QMenu, bed: Bed, *, rising: bool) -> None:
        now = bed.fade_in if rising else bed.fade_out
        for length in FADES:
            words = menu.tr("{s:g} s").format(s=length) if length else menu.tr("None")
            to = samples_of(length)
            _choice(menu, words, now == to, lambda to=to: self._fade(bed.id, to, rising=rising))

    def _fade(self, id: BedId, to: int, *, rising: bool) -> None:
        def changed(bed: Bed) -> Bed:
            whole = self._book.length(bed)
            return faded(bed, whole, fade_in=to) if rising else faded(bed, whole, fade_out=to)

        self._desk.change(self._parent.tr("Change fade"), id, changed)

    def _fill_places(self, menu: QMenu, bed: Bed) -> None:
        at, desk, tr = self._ways.playhead, self._desk, menu.tr
        length = self._book.length
        move, trim = tr("Move bed"), tr("Trim bed")

        def entry(text: str, label: str, change: Callable[[Bed], Bed]) -> None:
            menu.addAction(text, lambda: desk.change(label, bed.id, change))

        menu.addSeparator()
        entry(tr("Begin at the playhead"), move, lambda b: at_start(b, at()))
        entry(tr("Begin with the timeline"), move, lambda b: at_start(b, 0))
        if length(bed):
            entry(
                tr("Cut what is before the playhead"), trim, lambda b: begun_at(b, length(b), at())
            )
            entry(
                tr("Cut what is after the playhead"), trim, lambda b: ended_at(b, length(b), at())
            )
        if bed.source_span is not None:
            entry(tr("Cut nothing off"), trim, whole_again)

    def _fill_languages(self, menu: QMenu, bed: Bed) -> None:
        desk = self._desk
        _choice(menu, menu.tr("All"), not bed.languages, lambda: desk.use_languages(bed.id, ()))
        menu.addSeparator()
        for language in desk.languages:
            chosen = frozenset(bed.languages) ^ {language}
            kept = tuple(code for code in desk.languages if code in chosen)
            _choice(
                menu,
                language,
                language in bed.languages,
                lambda kept=kept: desk.use_languages(bed.id, kept),
            )


def _toggle(menu: QMenu, text: str, on: bool, run: Callable[[bool], object]) -> None:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(on)
    action.triggered.connect(run)


def _choice(menu: QMenu, text: str, on: bool, run: Callable[[], object]) -> None:
    _toggle(menu, text, on, lambda _: run())
