"""A delivery from the window: asked for, voiced first where wanted, written under a bar, told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from studio.audio.beds import BedSounds
from studio.audio.sounding import Fetch
from studio.bridge import TaskScope, opened
from studio.delivery.consents import Consents, no_consents
from studio.delivery.deliver import Watch, deliver
from studio.delivery.order import Order
from studio.delivery.planning import make_folder
from studio.delivery.report import Report
from studio.document import Document
from studio.model.project import Project
from studio.synthesis.heard import heard_before
from studio.synthesis.plan import Engines
from studio.ui.actions import Actions
from studio.ui.counting import counted
from studio.ui.delivery.dialog import VOICE_FIRST, DeliveryDialog
from studio.ui.notices import Notices
from studio.ui.progress import WorkBars
from studio.ui.selection import Selection
from studio.ui.voicing import Voicing
from studio.wording.sentences import sentence


class Exporting:
    """Asks what to deliver, delivers it, and says what came of it."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        engines: Engines,
        samples: Fetch,
        voicing: Voicing,
        tasks: TaskScope,
        bars: WorkBars,
        notices: Notices,
        actions: Actions,
        window: QWidget,
        *,
        beds: BedSounds | None = None,
        ffmpeg: str = "",
        consents: Callable[[Project], Consents] = lambda project: no_consents,
    ) -> None:
        """`consents` tells who allowed the voices of a project's takes; blocking.

        Without `beds` no music and video sound can be delivered.
        """
        self._document = document
        self._selection = selection
        self._engines = engines
        self._samples = samples
        self._beds = beds
        self._voicing = voicing
        self._tasks = tasks
        self._bars = bars
        self._notices = notices
        self._window = window
        self._ffmpeg = ffmpeg
        self._consents = consents
        self._asking = False
        self._delivered = Path()
        self._reveal = actions.add(
            "file.show_delivery", self._window.tr("Show the folder"), self._show
        )
        self._reveal.setEnabled(False)

    async def export(self, folder: Path) -> None:
        """Ask what to deliver, beginning with a folder, and deliver it; raises StudioError."""
        if self._asking:  # it comes back when the lines it waits for are voiced
            return
        self._asking = True
        try:
            order = await self._asked_for(folder)
        finally:
            self._asking = False
        if order is not None:
            await self._deliver(order)

    async def _asked_for(self, folder: Path) -> Order | None:
        """The order; None when there is none after all."""
        dialog = DeliveryDialog(
            self._document.project,
            self._selection.episode,
            self._selection.language,
            folder,
            self._window,
            engines=self._engines,
            read_only=self._document.read_only,
        )
        try:
            while (answer := await opened(dialog)) == VOICE_FIRST:
                if not await self._voiced(dialog.order()):
                    return None
                dialog.look_again(self._document.project)
            return dialog.order() if answer == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()

    async def _voiced(self, order: Order) -> bool:
        """Voice what an order lacks; whether it can be gone on with. What fails is told."""
        episodes = [
            e
            for e in self._document.project.episodes
            if e.number in order.episodes or not order.episodes
        ]
        lines = [line for episode in episodes for line in episode.lines]
        work = self._tasks.start(self._voicing.voice_now(lines, order.languages))
        await asyncio.wait((work,))
        return not work.cancelled() and work.exception() is None

    async def _deliver(self, order: Order) -> None:
        """Write an order in a thread, under a bar that can stop it; closing waits for its end."""
        await asyncio.to_thread(make_folder, order.folder)
        stop = Event()
        loop = asyncio.get_running_loop()
        bar = self._bars.begin(self._window.tr("Exporting"), cancel=stop.set)
        watch = Watch(lambda done: loop.call_soon_threadsafe(bar.advance_to, done), stop.is_set)
        work = asyncio.ensure_future(
            asyncio.to_thread(self._written, self._document.project, order, watch)
        )
        try:
            await asyncio.wait((work,))
        finally:
            stop.set()
            await asyncio.wait((work,))
            bar.end()
        if work.cancelled():
            self._notices.status(self._window.tr("Export stopped; nothing was written."))
        else:
            self._tell(work.result(), order.folder)

    def _written(self, project: Project, order: Order, watch: Watch) -> Report:
        """Blocking; in a thread."""
        lines = (line for _, line in project.lines)
        heard = heard_before(project, lines, order.languages, self._engines)
        return deliver(
            project,
            order,
            self._samples,
            beds=self._beds,
            ffmpeg=self._ffmpeg,
            watch=watch,
            heard=heard,
            consents=self._consents(project),
        )

    def _tell(self, report: Report, folder: Path) -> None:
        self._delivered = folder
        self._reveal.setEnabled(True)
        told = [
            self._window.tr("{files} files are in {folder}.").format(
                files=_files(report), folder=folder
            )
        ]
        if report.missing:
            one = self._window.tr("1 line has no take and is silent.")
            many = self._window.tr("{n} lines have no take and are silent.")
            told.append(counted(len(report.missing), one, many))
        if report.stale:
            one = self._window.tr("1 line sounds as it was before its last change.")
            many = self._window.tr("{n} lines sound as they were before their last change.")
            told.append(counted(len(report.stale), one, many))
        if report.unheard:
            names = ", ".join(name or self._window.tr("nobody") for name in report.unheard)
            silent = self._window.tr("Not in the mix, as they are muted or others soloed: {names}.")
            told.append(silent.format(names=names))
        for bed in report.silent_beds:
            why = sentence(bed.error, self._window.tr) if bed.error else ""
            left_out = self._window.tr("{name} was left out. {why}")
            told.append(left_out.format(name=bed.bed.name, why=why))
        self._notices.banner(" ".join(told), self._reveal, well=len(told) == 1)

    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._delivered)))


def _files(report: Report) -> int:
    return sum(
        len(e.stems)
        + len(e.subtitles)
        + len(e.timelines)
        + len(e.sheets)
        + (e.mix is not None)
        + (e.consents is not None)
        + (e.beds_stem is not None)
        + sum(line.file is not None for line in e.lines)
        for e in report.episodes
    )
