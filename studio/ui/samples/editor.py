"""The editor of the recordings that a voice is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.casting.making.recordings import Recording
from studio.casting.samples.reading_texts import ReadingText
from studio.errors import StudioError
from studio.model.sample import SampleRules
from studio.ui.notices import Notices
from studio.ui.prompts import Prompter
from studio.ui.samples.busy_rows import BusyRows
from studio.ui.samples.cut_page import CutPage
from studio.ui.samples.drop_page import DropPage
from studio.ui.samples.finding_rows import FindingRows, Mend, Told
from studio.ui.samples.hearing import Hearing
from studio.ui.samples.player import Player
from studio.ui.samples.workbench import Workbench
from studio.ui.theme import RHYTHM
from studio.wording import sentence

KINDS = (
    "*.wav *.flac *.mp3 *.m4a *.aac *.ogg *.opus *.aiff *.wma "
    "*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.ts"
)


class SampleEditor(QWidget):
    """Recordings are dropped, chosen or made here, cut and judged.

    `recordings` is the folder for what is recorded. Work in threads ends with `close_work`, which
    whoever shows the editor awaits before it goes.
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
        self._own = TaskScope(notices.report)
        self._tasks = tasks
        self._prompter = prompter
        self._folder = recordings
        self._texts = tuple(reading_texts)
        self._input_device = input_device
        self._language = ""
        self._start = Path.home()
        self._refused: list[StudioError] = []
        self._bench = Workbench(self._own, ffmpeg, self)
        self._hearing = Hearing(player, self._own, ffmpeg, self)
        self._drop = DropPage(self)
        self._cut = CutPage(self._bench, self._hearing, self._own, self)
        self._pages = QStackedWidget(self)
        self._troubles = FindingRows(self.tr("What cannot be read"), self)
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
        return self._bench.working

    def set_rules(self, samples: SampleRules, prompt: SampleRules | None) -> None:
        """Judge by what a service takes; without rules for a prompt there is none."""
        self._drop.show_rules(samples)
        self._bench.set_rules(samples, prompt)

    def set_language(self, language: str) -> None:
        """Offer the text to read in this language."""
        self._language = language

    def add_files(self, paths: Iterable[Path]) -> None:
        """Have each file as one more sample; what cannot be read is told in the editor."""
        for path in paths:
            self._start = path.parent
            self._bench.add(path, self.tr("Add {name}").format(name=path.name))

    def show_samples(self, samples: Sequence[Recording], prompt: Recording | None = None) -> None:
        """Go on cutting what was kept of a voice; nothing else stays."""
        self._bench.start_over(samples, prompt)

    async def close_work(self) -> None:
        """Be silent and end all work; awaited before the editor goes."""
        self._hearing.stop()
        await self._own.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.add_files(_paths(event))
        event.acceptProposedAction()

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self._pages.addWidget(self._drop)
        self._pages.addWidget(self._cut)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self._pages, 1)
        column.addWidget(self._busy)
        column.addWidget(self._troubles)

    def _connect(self) -> None:
        self._drop.files_wanted.connect(self._choose_files)
        self._cut.files_wanted.connect(self._choose_files)
        self._bench.changed.connect(self._show)
        self._bench.known.connect(self.recordings_changed)
        self._bench.refused.connect(self._refuse)
        self._hearing.failed.connect(self._refuse)

    def _show(self) -> None:
        if self._bench.drafts.all:
            self._cut.refresh()
            self._pages.setCurrentWidget(self._cut)
        else:
            self._cut.refresh()
            self._pages.setCurrentWidget(self._drop)
        self.recordings_changed.emit()

    def _choose_files(self) -> None:
        self._own.start(self._ask_for_files())

    async def _ask_for_files(self) -> None:
        kinds = (self.tr("Sound and video ({kinds})").format(kinds=KINDS), self.tr("All files (*)"))
        path = await self._prompter.open_file(self.tr("Add a Recording"), kinds, self._start)
        if path is not None:
            self.add_files((path,))

    def _refuse(self, error: StudioError) -> None:
        self._refused.append(error)
        self._tell_refused()

    def _tell_refused(self) -> None:
        def dismiss(error: StudioError) -> None:
            self._refused.remove(error)
            self._tell_refused()

        self._troubles.say(
            [
                Told(
                    sentence(error, self.tr),
                    grave=True,
                    mends=(Mend(self.tr("Dismiss"), partial(dismiss, error)),),
                )
                for error in self._refused
            ]
        )


def _paths(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
