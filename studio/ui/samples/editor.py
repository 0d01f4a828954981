"""The editor of the recordings that a voice is made of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.casting.making.recordings import Recording
from studio.casting.samples.reading_texts import ReadingText
from studio.errors import AudioError, StudioError
from studio.model.sample import SampleRules
from studio.model.span import samples_of
from studio.ui.counting import counted
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter
from studio.ui.samples.busy_rows import BusyRows
from studio.ui.samples.cut_page import CutPage
from studio.ui.samples.drop_page import DropPage
from studio.ui.samples.finding_rows import FindingRows, Mend, Told
from studio.ui.samples.hearing import Hearing
from studio.ui.samples.player import Player
from studio.ui.samples.record_page import RecordPage
from studio.ui.samples.sample_words import length_words
from studio.ui.samples.unfinished_recordings import Unfinished, discard, finished, left_unfinished
from studio.ui.samples.workbench import Workbench
from studio.ui.theme import RHYTHM
from studio.wording import sentence

KINDS = (
    "*.wav *.flac *.mp3 *.m4a *.aac *.ogg *.opus *.aiff *.wma "
    "*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.ts"
)

MOST_REFUSED = 3
"""Files that cannot be read which are told one by one; a folder may be full of others."""


class SampleEditor(QWidget):
    """Recordings are dropped, chosen or made here, cut and judged.

    `recordings` is the folder for what is recorded. Whoever shows the editor awaits `close_work`
    and closes the tasks before it goes.
    """

    recordings_changed = Signal()
    """What the other properties tell may be different: recordings, prompt, grave, working."""

    def __init__(
        self,
        player: Player,
        tasks: TaskScope,
        notices: Notices,
        prompter: Prompter,
        *,
        recordings: Path,
        ffmpeg: str,
        reading_texts: Sequence[ReadingText],
        input_device: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._notices = notices
        self._prompter = prompter
        self._folder = recordings
        self._start = Path.home()
        self._refused: list[StudioError] = []
        self._offered: list[Unfinished] = []
        self._looked_for_unfinished = False
        self._bench = Workbench(self._tasks, ffmpeg, self)
        self._hearing = Hearing(player, self._tasks, ffmpeg, self)
        self._drop = DropPage(self)
        self._cut = CutPage(self._bench, self._hearing, self._tasks, self)
        self._record = RecordPage(recordings, reading_texts, input_device, self._tasks, self)
        self._pages = QStackedWidget(self)
        self._notes = FindingRows(self.tr("Files"), self)
        self._busy = BusyRows(self._bench, self)
        self._build()
        self._connect()
        self._show()

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """The samples in their order, as an order for a voice has them."""
        return tuple(self._bench.given(each) for each in self._bench.drafts.samples)

    @property
    def prompt(self) -> Recording | None:
        """The short recording whose words are told, None where there is none."""
        prompt = self._bench.drafts.prompt
        return self._bench.given(prompt) if prompt else None

    @property
    def grave(self) -> bool:
        """Whether there is something no service would take, as far as that is known by now."""
        return self._bench.grave

    @property
    def working(self) -> bool:
        """Whether something is read, measured or recorded, so that more will be known soon."""
        return self._bench.working or self._record.session.under_way

    def set_rules(self, samples: SampleRules, prompt: SampleRules | None) -> None:
        """Judge by what a service takes; without rules for a prompt there is none."""
        self._drop.show_rules(samples)
        self._record.show_rules(samples)
        self._bench.set_rules(samples, prompt)

    def set_language(self, language: str) -> None:
        """Offer the text to read in this language."""
        self._record.show_language(language)

    def add_files(self, paths: Iterable[Path]) -> None:
        """Have each file as one more sample; what cannot be read is told in the editor."""
        for path in paths:
            self._start = path.parent
            self._bench.add(path, self.tr("Add {name}").format(name=path.name))

    def show_samples(self, samples: Sequence[Recording], prompt: Recording | None = None) -> None:
        """Go on cutting what was kept of a voice; nothing else stays."""
        self._bench.start_over(samples, prompt)

    async def close_work(self) -> None:
        """Be silent and end all work, before the tasks are closed; a recording is kept."""
        self._hearing.stop()
        self._bench.close()
        heard = self._record.session.under_way and bool(self._record.session.meter.length)
        await self._record.session.leave()
        if heard:
            told = self.tr("What was recorded is kept, and offered when a voice is cloned again.")
            self._notices.status(told)

    def showEvent(self, event: QShowEvent) -> None:
        """Look once whether something was left half recorded."""
        super().showEvent(event)
        if not self._looked_for_unfinished:
            self._looked_for_unfinished = True
            self._tasks.start(self._look_for_unfinished())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _paths(event):
            event.acceptProposedAction()
            self._drop.show_drag(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were carried on."""
        super().dragLeaveEvent(event)
        self._drop.show_drag(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self._drop.show_drag(False)
        self.add_files(_paths(event))
        event.acceptProposedAction()

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self._pages.addWidget(self._drop)
        self._pages.addWidget(self._cut)
        self._pages.addWidget(self._record)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self._notes)  # on top: what was not taken in must not be below the fold
        column.addWidget(self._pages, 1)
        column.addWidget(self._busy)

    def _connect(self) -> None:
        self._drop.files_wanted.connect(self._choose_files)
        self._cut.files_wanted.connect(self._choose_files)
        self._drop.recording_wanted.connect(self._show_recorder)
        self._cut.recording_wanted.connect(self._show_recorder)
        self._record.left.connect(self._leave_recorder)
        self._record.recorded.connect(self._take_recording)
        self._record.changed.connect(self.recordings_changed)
        self._bench.changed.connect(self._show)
        self._bench.known.connect(self.recordings_changed)
        self._bench.refused.connect(self._refuse)
        self._hearing.failed.connect(self._refuse)

    def _show(self) -> None:
        self._cut.refresh()
        if self._pages.currentWidget() is not self._record:
            self._leave_recorder()
        self.recordings_changed.emit()

    def _leave_recorder(self) -> None:
        self._pages.setCurrentWidget(self._cut if self._bench.drafts.all else self._drop)

    def _show_recorder(self) -> None:
        self._hearing.stop()
        self._pages.setCurrentWidget(self._record)
        self._record.open()

    def _take_recording(self, path: Path) -> None:
        self._leave_recorder()
        self.add_files((path,))

    def _choose_files(self) -> None:
        self._tasks.start(self._ask_for_files())

    async def _ask_for_files(self) -> None:
        kinds = (self.tr("Sound and video ({kinds})").format(kinds=KINDS), self.tr("All files (*)"))
        title = self.tr("Add Recordings")
        self.add_files(await self._prompter.open_files(title, kinds, self._start))

    def _refuse(self, error: StudioError) -> None:
        self._refused.append(error)
        self._tell()

    async def _look_for_unfinished(self) -> None:
        self._offered += await asyncio.to_thread(left_unfinished, self._folder)
        self._tell()

    def _tell(self) -> None:
        """Say what could not be read, and what an earlier program left half recorded."""
        told = [
            Told(sentence(error, self.tr), True, (self._dismissal(error),))
            for error in self._refused[:MOST_REFUSED]
        ]
        more = len(self._refused) - MOST_REFUSED
        if more > 0:
            one, many = self.tr("1 more file cannot be read."), self.tr("{n} more cannot be read.")
            told.append(Told(counted(more, one, many), True))
        self._notes.say([*told, *(self._offer(each) for each in self._offered)])

    def _dismissal(self, error: StudioError) -> Mend:
        def dismiss() -> None:
            self._refused.remove(error)
            self._tell()

        return Mend(self.tr("Dismiss"), dismiss)

    def _offer(self, left: Unfinished) -> Told:
        def answer(work: Callable[[Path], Path | None]) -> None:
            self._offered.remove(left)
            self._tell()
            self._tasks.start(self._answered(left, work))

        day = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(round(left.ended_at)), QLocale.FormatType.ShortFormat
        )
        told = self.tr("The recording of {day} was not finished; {length} of it are kept.").format(
            day=day, length=length_words(samples_of(left.seconds))
        )
        use = Mend(self.tr("Use It"), lambda: answer(finished))
        return Told(told, mends=(use, Mend(self.tr("Delete"), lambda: answer(discard))))

    async def _answered(self, left: Unfinished, work: Callable[[Path], Path | None]) -> None:
        try:
            path = await asyncio.to_thread(work, left.path)
        except AudioError as error:
            self._refuse(error)
            return
        if path is not None:
            self.add_files((path,))


def _paths(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
