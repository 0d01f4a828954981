"""The export dialog: what to write, where, under which names, with a look at the names."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.delivery.order import (
    BIT_DEPTHS,
    FORMATS,
    FRAME_RATE,
    LINE_PATTERN,
    SHEET_KINDS,
    STEM_PATTERN,
    SUBTITLE_KINDS,
    TIMELINE_KINDS,
    Order,
)
from studio.formats.exchange.frames import FRAME_RATES
from studio.model.ids import EpisodeId
from studio.model.project import Project
from studio.synthesis.plan import Engines
from studio.ui.delivery.look import Look, looked_at
from studio.ui.delivery.preview import Preview
from studio.ui.languages import language_name
from studio.ui.theme import RHYTHM, icon, mono_font

VOICE_FIRST = 2
"""The dialog's result when the lines are to be voiced before it is asked again."""

LOUDNESS = (-14.0, -16.0, -19.0, -23.0, -27.0)


class DeliveryDialog(QDialog):
    """Makes an Order; it is accepted only when the order can be carried out."""

    def __init__(
        self,
        project: Project,
        episode: EpisodeId,
        language: str,
        folder: Path,
        parent: QWidget | None = None,
        *,
        engines: Engines,
        read_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._engines = engines
        self._episode = project.episode(episode)
        self._tasks = TaskScope(self._failed)
        self._asked = self._shown = 0
        self._accepting = False
        self._looking: asyncio.Task[None] | None = None
        self.setWindowTitle(self.tr("Export dialogue"))
        self.setMinimumWidth(560)
        self._build(folder, language, read_only=read_only)
        self._connect()
        self._check()

    def order(self) -> Order:
        """What is asked for now; existing files are replaced, as the dialog has said."""
        kinds = (k for k, box in self._subtitles.items() if box.isChecked())
        return Order(
            folder=_path(self._folder.text()),
            languages=tuple(code for code, box in self._languages.items() if box.isChecked()),
            episodes=self._episodes.currentData(),
            mix=self._mix.isChecked(),
            stems=self._stems.isChecked(),
            lines=self._lines.isChecked(),
            subtitles=tuple(kinds),
            format=self._format.currentData(),
            bit_depth=self._bits.currentData(),
            loudness=self._loudness.currentData(),
            stem_pattern=self._stem_names.text(),
            line_pattern=self._line_names.text(),
            overwrite=True,
            beds=self._beds.isChecked(),
            timelines=tuple(k for k, box in self._timelines.items() if box.isChecked()),
            frame_rate=self._frame_rate.currentData(),
            sheets=tuple(k for k, box in self._sheets.items() if box.isChecked()),
        )

    def look_again(self, project: Project) -> None:
        """Go on with what was chosen, for the project as it is now."""
        self._project = project
        self._check()

    def accept(self) -> None:
        """Close, once it is known that what is asked for now can be written."""
        self._accepting = self._asked != self._shown
        if not self._accepting and self._export.isEnabled():
            super().accept()

    def done(self, result: int) -> None:
        """Close; what is still being looked at does not matter any more."""
        self._forget_look()
        super().done(result)

    def _forget_look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _build(self, folder: Path, language: str, *, read_only: bool) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Episodes"), self._build_episodes())
        form.addRow(self.tr("Languages"), self._build_languages(language))
        form.addRow(self.tr("Files"), self._build_files())
        form.addRow(self.tr("Subtitles"), self._build_subtitles())
        form.addRow(self.tr("Timelines"), self._build_timelines())
        form.addRow(self.tr("Cue sheet"), self._build_sheets())
        form.addRow(self.tr("Sound"), self._build_format())
        form.addRow(self.tr("Stem names"), self._build_stem_names())
        form.addRow(self.tr("Line names"), self._build_line_names())
        form.addRow(self.tr("Folder"), self._build_folder(folder))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        layout.setSpacing(RHYTHM * 2)
        layout.addLayout(form)
        self._preview = Preview(self, read_only=read_only)
        layout.addWidget(self._preview)
        layout.addWidget(self._build_buttons())

    def _build_episodes(self) -> QComboBox:
        self._episodes = QComboBox(self)
        number = self._episode.number
        this = f"{number}  {self._episode.title}" if self._episode.title else str(number)
        self._episodes.addItem(self.tr("This one: {episode}").format(episode=this), (number,))
        if len(self._project.episodes) > 1:
            count = len(self._project.episodes)
            self._episodes.addItem(self.tr("All {count} episodes").format(count=count), ())
        self._episodes.setAccessibleName(self.tr("Episodes"))
        return self._episodes

    def _build_languages(self, language: str) -> QWidget:
        self._languages = {
            code: self._box(language_name(code), checked=code == language)
            for code in self._project.languages
        }
        return self._row(*self._languages.values())

    def _build_files(self) -> QWidget:
        self._mix = self._box(self.tr("Mix"), checked=True)
        self._stems = self._box(self.tr("Stem per character"), checked=True)
        self._lines = self._box(self.tr("File per line"), checked=False)
        self._beds = self._box(self.tr("Music and video sound"), checked=False)
        self._beds.setToolTip(self.tr("Below the voices in the mix, and as a stem of its own."))
        self._beds.setVisible(any(episode.beds for episode in self._project.episodes))
        return self._row(self._mix, self._stems, self._lines, self._beds)

    def _build_subtitles(self) -> QWidget:
        self._subtitles = {
            kind: self._box(kind.upper(), checked=kind == "srt") for kind in SUBTITLE_KINDS
        }
        return self._row(*self._subtitles.values())

    def _build_timelines(self) -> QWidget:
        names = {
            "rpp": self.tr("Reaper"),
            "otio": self.tr("OpenTimelineIO"),
            "xml": self.tr("Final Cut XML"),
            "txt": self.tr("Audacity"),
        }
        self._timelines = {kind: self._box(names[kind], checked=False) for kind in TIMELINE_KINDS}
        for box in self._timelines.values():
            box.setToolTip(self.tr("Each clip as a file of its own, and where they belong."))
        rates = [(self.tr("{rate} frames/s").format(rate=rate), rate) for rate in FRAME_RATES]
        self._frame_rate = self._choice(self.tr("Frames of the picture"), rates)
        self._frame_rate.setCurrentIndex(list(FRAME_RATES).index(FRAME_RATE))
        return self._row(*self._timelines.values(), self._frame_rate)

    def _build_sheets(self) -> QWidget:
        names = {"csv": self.tr("CSV"), "xlsx": self.tr("Excel"), "json": self.tr("JSON")}
        self._sheets = {kind: self._box(names[kind], checked=False) for kind in SHEET_KINDS}
        return self._row(*self._sheets.values())

    def _build_format(self) -> QWidget:
        self._format = self._choice(self.tr("Format"), [(name.upper(), name) for name in FORMATS])
        depths = [(self.tr("{bits} bit").format(bits=n), n) for n in sorted(BIT_DEPTHS)[::-1]]
        self._bits = self._choice(self.tr("Bit depth"), depths)
        levels = [(f"{value:.0f} LUFS", value) for value in LOUDNESS]
        self._loudness = self._choice(
            self.tr("Loudness"), [(self.tr("Levels as they are"), None), *levels]
        )
        return self._row(self._format, self._bits, self._loudness)

    def _build_stem_names(self) -> QLineEdit:
        self._stem_names = QLineEdit(STEM_PATTERN, self)
        self._stem_names.setFont(mono_font(12))
        self._stem_names.setAccessibleName(self.tr("Pattern of stem names"))
        return self._stem_names

    def _build_line_names(self) -> QLineEdit:
        self._line_names = QLineEdit(LINE_PATTERN, self)
        self._line_names.setFont(mono_font(12))
        self._line_names.setAccessibleName(self.tr("Pattern of line names"))
        return self._line_names

    def _build_folder(self, folder: Path) -> QWidget:
        self._folder = QLineEdit(str(folder), self)
        self._folder.setAccessibleName(self.tr("Folder"))
        self._browse = QPushButton(icon("folder"), self.tr("Choose…"), self)
        return self._row(self._folder, self._browse)

    def _build_buttons(self) -> QDialogButtonBox:
        cancel = QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(cancel, self)
        self._export = QPushButton(self.tr("Export"), self)
        self._export.setDefault(True)
        self._buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        return self._buttons

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._preview.voice_first_requested.connect(lambda: self.done(VOICE_FIRST))
        self._browse.clicked.connect(self._choose_folder)
        texts = (*self._subtitles.values(), *self._sheets.values())
        kinds = (*texts, *self._timelines.values())
        boxes = (*self._languages.values(), *kinds)
        for box in (*boxes, self._mix, self._stems, self._lines, self._beds):
            box.toggled.connect(self._check)
        rate = self._frame_rate
        for choice in (self._episodes, self._format, self._bits, self._loudness, rate):
            choice.currentIndexChanged.connect(self._check)
        for line in (self._stem_names, self._line_names, self._folder):
            line.textChanged.connect(self._check)

    def _check(self) -> None:
        """Find out, off this thread, what would be written or why nothing can be."""
        order = self.order()
        self._bits.setEnabled(order.format in ("wav", "flac"))
        self._frame_rate.setEnabled(bool(order.timelines or order.sheets))
        self._stem_names.setEnabled(order.stems)
        self._line_names.setEnabled(order.lines)
        self._forget_look()
        self._asked += 1
        self._accepting = False
        trouble = self._trouble(order)
        if trouble:
            self._show_look(Look(trouble=trouble))
        else:
            self._looking = self._tasks.start(self._look(order, self._asked))

    async def _look(self, order: Order, asked: int) -> None:
        found = await asyncio.to_thread(looked_at, self._project, order, self._engines, self.tr)
        if asked == self._asked:
            self._show_look(found)

    def _show_look(self, look: Look) -> None:
        self._shown, self._looking = self._asked, None
        self._export.setEnabled(look.files > 0)
        self._preview.show_look(look)
        if self._accepting:
            self.accept()

    def _trouble(self, order: Order) -> str:
        """What can be told without looking at the script."""
        if not order.languages:
            return self.tr("Choose at least one language.")
        lists = order.subtitles or order.timelines or order.sheets
        if not (order.mix or order.stems or order.lines or lists):
            return self.tr("Choose at least one kind of file.")
        if not order.folder.is_absolute():
            return self.tr("Choose a folder.")
        return ""

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.open()

    def _failed(self, error: BaseException) -> None:
        raise error

    def _box(self, text: str, *, checked: bool) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setChecked(checked)
        return box

    def _choice(self, name: str, items: Sequence[tuple[str, object]]) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        for text, data in items:
            choice.addItem(text, data)
        return choice

    def _row(self, *widgets: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM * 2 if isinstance(widgets[0], QCheckBox) else RHYTHM)
        for widget in widgets:
            stretch = isinstance(widget, QLineEdit)
            row.addWidget(widget, int(stretch))
        if not any(isinstance(widget, QLineEdit) for widget in widgets):
            row.addStretch(1)
        return holder


def _path(text: str) -> Path:
    """A folder as a person writes it."""
    try:
        return Path(text.strip()).expanduser()
    except RuntimeError:  # the home of somebody unknown
        return Path(text.strip())
