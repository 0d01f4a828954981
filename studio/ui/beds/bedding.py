"""The beds of one open production: their lanes, their actions, files that come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal

from studio.audio.beds import BedSounds
from studio.bridge import TaskScope, opened
from studio.document import Document
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.ui.actions import Actions
from studio.ui.beds.adding import SOUNDS, VIDEOS, BedAdding
from studio.ui.beds.bed_area import BedArea
from studio.ui.beds.bed_book import BedBook
from studio.ui.beds.bed_desk import BedDesk
from studio.ui.beds.bed_dialog import BedDialog
from studio.ui.beds.bed_menu import BedMenu, BedWays
from studio.ui.beds.cut_finding import CutFinding
from studio.ui.beds.drops import FileDrops
from studio.ui.beds.locating import BedLocating
from studio.ui.notices import Notices
from studio.ui.picture.picture_panel import PicturePanel
from studio.ui.prompts import Prompter
from studio.ui.selection import Selection
from studio.ui.timeline.lane_header import HEADER_WIDTH
from studio.ui.timeline.panel import TimelinePanel


@dataclass(frozen=True, slots=True)
class BedSurroundings:
    """What beds need of the window they are shown in."""

    actions: Actions
    notices: Notices
    prompter: Prompter
    tasks: TaskScope
    folder: Path
    """The folder of the project file."""


class Bedding(QObject):
    """Shows beds below the voices of a timeline panel, and lets a person add and change them."""

    seek_requested = Signal(int)
    refused = Signal(object)
    video_added = Signal()

    def __init__(
        self,
        document: Document,
        selection: Selection,
        sounds: BedSounds,
        panel: TimelinePanel,
        around: BedSurroundings,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._shown: tuple[Bed, ...] = ()
        self._around = around
        self.desk = BedDesk(document, selection, self)
        self.book = BedBook(sounds, around.tasks, self)
        self.area = BedArea(self.desk, self.book, panel.view, panel)
        self._adding = BedAdding(self.desk, sounds, around.folder, around.notices, self)
        self._locating = BedLocating(
            document, self.desk, sounds, around.folder, around.prompter, around.notices, self
        )
        self._cuts = CutFinding(self.desk, sounds, around.notices, self)
        ways = BedWays(self._playhead, self.locate, self._open_numbers, self.find_cuts)
        self._menu = BedMenu(self.desk, self.book, ways, panel)
        self._drops = FileDrops(panel)
        panel.add_below(self.area)
        self._add_actions()
        self.picture = PicturePanel(
            self.desk, sounds, around.tasks, around.actions.get("bed.add_video")
        )
        self._connect(document, selection)
        self.refresh()

    def refresh(self) -> None:
        """Show the beds of the episode and language in hand."""
        self._shown = self.desk.beds
        self.book.show(self._shown)
        self.area.refresh()
        self.picture.refresh()

    def set_playhead(self, sample: int) -> None:
        """Show where the sound is, in samples, and what is seen there."""
        self.area.set_playhead(sample)
        self.picture.set_position(sample)

    def add(self, path: Path, kind: BedKind | None, at: int) -> None:
        """Look at a file in a thread and add it as a bed that begins at a sample."""
        self._around.tasks.start(self._add(path, kind, at))

    def locate(self) -> None:
        """Ask for a file that is not where it was."""
        self._around.tasks.start(self._locate())

    def find_cuts(self, bed: BedId) -> None:
        """Look for the cuts of a video's picture in a thread."""
        known = self.desk.bed(bed)
        if known is not None:
            self._around.tasks.start(self._cuts.find(known))

    def close(self) -> None:
        """Break off what is being looked at."""
        self._adding.close()
        self._cuts.close()
        self.picture.close_feed()

    def _add_actions(self) -> None:
        tr, actions, panel = self.tr, self._around.actions, self._panel

        def add(id: str, text: str, run: Callable[[], object]) -> None:
            actions.add(id, text, run, owner=panel, enabled=lambda: self.desk.editable)

        add("bed.add_music", tr("Add Music…"), lambda: self._ask(BedKind.MUSIC))
        add("bed.add_effects", tr("Add Effects…"), lambda: self._ask(BedKind.EFFECTS))
        add("bed.add_video", tr("Add Reference Video…"), lambda: self._ask(BedKind.VIDEO))
        add("bed.locate", tr("Locate missing file…"), self.locate)
        self._around.notices.offer_locating(actions.get("bed.locate"))

    def _connect(self, document: Document, selection: Selection) -> None:
        stop = document.listen(lambda _: self._follow())
        self.destroyed.connect(lambda *_: stop())
        selection.episode_selected.connect(lambda _: self.refresh())
        selection.language_selected.connect(lambda _: self.refresh())
        self.desk.refused.connect(self.refused)
        self.area.menu_requested.connect(self._open_menu)
        self.area.seek_requested.connect(self.seek_requested)
        self.area.shown_changed.connect(
            lambda: self._panel.reach(self.area.end, beds=bool(self.desk.beds))
        )
        self._drops.dropped.connect(self._take_drop)

    def _follow(self) -> None:
        """Show the beds when they are others; most edits are about lines."""
        if self.desk.beds != self._shown:
            self.refresh()

    def _ask(self, kind: BedKind) -> None:
        self._around.tasks.start(self._ask_and_add(kind))

    async def _ask_and_add(self, kind: BedKind) -> None:
        tr = self.tr
        titles = {
            BedKind.MUSIC: tr("Add music"),
            BedKind.EFFECTS: tr("Add effects"),
            BedKind.VIDEO: tr("Add a reference video"),
        }
        sounds = f"{tr('Sound')} ({SOUNDS} {VIDEOS})"
        kinds = (f"{tr('Video')} ({VIDEOS})" if kind is BedKind.VIDEO else sounds, tr("All (*)"))
        path = await self._around.prompter.open_file(titles[kind], kinds, self._around.folder)
        if path is not None:
            await self._add(path, kind, 0 if kind is BedKind.VIDEO else self._playhead())

    async def _add(self, path: Path, kind: BedKind | None, at: int) -> Bed | None:
        bed = await self._adding.add(path, kind, at)
        if bed is not None and bed.kind is BedKind.VIDEO:
            self.video_added.emit()
            self.find_cuts(bed.id)
        return bed

    async def _locate(self) -> None:
        await self._locating.locate()
        self.book.look_again()

    def _take_drop(self, paths: list[Path], at: QPoint) -> None:
        place = self._panel.view.scale.sample_at(max(at.x() - HEADER_WIDTH, 0))
        for path in paths:
            self.add(path, None, place)

    def _open_menu(self, bed: str, at: QPoint) -> None:
        menu = self._menu.menu(BedId(bed))
        if menu is not None:
            menu.popup(at)

    def _open_numbers(self, bed: BedId) -> None:
        self._around.tasks.start(self._ask_numbers(bed))

    async def _ask_numbers(self, id: BedId) -> None:
        bed = self.desk.bed(id)
        if bed is None:
            return
        dialog = BedDialog(bed, self.book.length(bed), self._panel)
        try:
            if await opened(dialog):
                self.desk.change(self.tr("Change bed"), id, dialog.changed)
        finally:
            dialog.deleteLater()

    def _playhead(self) -> int:
        return self._panel.view.playhead
