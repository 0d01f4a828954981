"""The bar above the script: kind of the line in hand, filter, languages side by side, find."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from studio.model.line import Line
from studio.model.project import Project
from studio.ui.actions import Actions
from studio.ui.languages import language_name
from studio.ui.script.filters import OF_TAKES, OF_TRANSLATION, LineFilter, Want
from studio.ui.script.line_menu import fill_kinds
from studio.ui.script.states import kind_name
from studio.ui.theme import RHYTHM, icon, mark


class ScriptBar(QFrame):
    """Shows and asks; what is chosen is told by signals."""

    filter_chosen = Signal(object)
    beside_chosen = Signal(str)
    find_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._line: Line | None = None
        self._shown: tuple[object, ...] = ()
        self._filters: list[LineFilter | None] = []
        self._tallies: dict[Want, int] = {}
        mark(self, "bar")
        self._kind = QToolButton(self)
        self._kind.setAccessibleName(self.tr("Kind of line"))
        self._kind.setToolTip(self.tr("Kind of line (Ctrl+1 to Ctrl+6)"))
        self._kind.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._kind.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._kind.setIcon(icon("chevron-down"))
        self._kind.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._kinds = QMenu(self._kind)
        self._kind.setMenu(self._kinds)
        self._filter = QComboBox(self)
        self._filter.setAccessibleName(self.tr("Lines to show"))
        self._filter.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._filter.setMinimumContentsLength(14)
        self._count = QLabel(self)
        mark(self._count, "caption")
        self._beside_label = QLabel(self.tr("Beside"), self)
        mark(self._beside_label, "caption")
        self._beside = QComboBox(self)
        self._beside.setAccessibleName(self.tr("Language beside the script"))
        self._find = QToolButton(self)
        self._find.setIcon(icon("search"))
        self._find.setToolTip(self.tr("Find (Ctrl+F)"))
        self._find.setAccessibleName(self.tr("Find"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(RHYTHM, RHYTHM // 2, RHYTHM, RHYTHM // 2)
        row.setSpacing(RHYTHM)
        self._kind.setMinimumWidth(132)
        for widget in (self._kind, self._filter, self._count):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._beside_label, self._beside, self._find):
            row.addWidget(widget)

    def _connect(self) -> None:
        self._kinds.aboutToShow.connect(self._fill_kinds)
        self._filter.currentIndexChanged.connect(
            lambda *_: self.filter_chosen.emit(self._chosen_filter())
        )
        self._beside.currentIndexChanged.connect(
            lambda *_: self.beside_chosen.emit(self._beside.currentData() or "")
        )
        self._find.clicked.connect(lambda *_: self.find_requested.emit())

    def show_project(self, project: Project, language: str) -> None:
        """Offer the project's characters and its other languages."""
        names = tuple((who.id, who.name) for who in project.cast)
        shown = (names, project.languages, language)
        if shown == self._shown:
            return
        self._shown = shown
        with QSignalBlocker(self._filter):
            chosen = self._chosen_filter()
            self._fill_filter(project)
            self._filter.setCurrentIndex(max(0, self._filter_index(chosen)))
        if self._chosen_filter() != chosen:
            self.filter_chosen.emit(self._chosen_filter())
        self._fill_beside(project, language)

    def add_switch(self, action: QAction) -> None:
        """Offer something that is on or off."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        self._row.insertWidget(self._row.indexOf(self._find), button)

    def show_count(self, shown: int, count: int) -> None:
        """Say how many lines are shown of how many."""
        if shown == count:
            self._count.setText(_counted(self.tr("1 line"), self.tr("{count} lines"), count))
        else:
            self._count.setText(self.tr("{shown} of {count}").format(shown=shown, count=count))

    def show_line(self, line: Line | None) -> None:
        """Show what kind the line in hand is."""
        if line is None or self._line is None or line.kind is not self._line.kind:
            self._kind.setText(kind_name(line.kind) if line else self.tr("Kind"))
            self._kind.setEnabled(line is not None)
        self._line = line

    def show_tallies(self, tallies: Mapping[Want, int], of: Collection[Want]) -> None:
        """Say beside these filters how many lines they let pass, where that is known."""
        kept = {want: tally for want, tally in self._tallies.items() if want not in of}
        self._tallies = {**kept, **tallies}
        for at, known in enumerate(self._filters):
            if known and known.want in of:
                self._filter.setItemText(at, self._with_tally(_names()[known.want], known.want))

    def choose_filter(self, wanted: LineFilter) -> None:
        """Choose a filter as a person would."""
        at = self._filter_index(wanted)
        if at >= 0:
            self._filter.setCurrentIndex(at)

    def choose_beside(self, language: str) -> None:
        """Choose the language shown beside as a person would, empty for none."""
        at = self._beside.findData(language)
        if at >= 0:
            self._beside.setCurrentIndex(at)

    def _chosen_filter(self) -> LineFilter:
        at = self._filter.currentIndex()
        return (self._filters[at] if 0 <= at < len(self._filters) else None) or LineFilter()

    def _filter_index(self, wanted: LineFilter) -> int:
        return self._filters.index(wanted) if wanted in self._filters else -1

    def _fill_filter(self, project: Project) -> None:
        self._filter.clear()
        self._filters.clear()
        for text, want in (
            (self.tr("All lines"), Want.ALL),
            (self.tr("Needs a take"), Want.NEEDS_TAKE),
            (self.tr("Stale"), Want.STALE),
            (self.tr("Failed"), Want.FAILED),
            (self.tr("Suggestions"), Want.SUGGESTIONS),
        ):
            self._add_filter(text, LineFilter(want))
        for want in OF_TAKES:
            self._add_filter(self._with_tally(_names()[want], want), LineFilter(want))
        if len(project.languages) > 1:
            self._separate()
            for want in OF_TRANSLATION:
                self._add_filter(self._with_tally(_names()[want], want), LineFilter(want))
        if len(project.cast):
            self._separate()
        for who in project.cast:
            self._add_filter(who.name, LineFilter(Want.CHARACTER, who.id))

    def _separate(self) -> None:
        self._filter.insertSeparator(self._filter.count())
        self._filters.append(None)

    def _with_tally(self, name: str, want: Want) -> str:
        tally = self._tallies.get(want)
        return name if tally is None else f"{name} ({tally:,})"

    def _add_filter(self, text: str, wanted: LineFilter) -> None:
        self._filter.addItem(text)
        self._filters.append(wanted)

    def _fill_beside(self, project: Project, language: str) -> None:
        chosen = self._beside.currentData() or ""
        with QSignalBlocker(self._beside):
            self._beside.clear()
            self._beside.addItem(self.tr("None"), "")
            for other in project.languages:
                if other != language:
                    self._beside.addItem(language_name(other), other)
            self._beside.setCurrentIndex(max(0, self._beside.findData(chosen)))
        many = len(project.languages) > 1
        self._beside.setVisible(many)
        self._beside_label.setVisible(many)
        if (self._beside.currentData() or "") != chosen:
            self.beside_chosen.emit(self._beside.currentData() or "")

    def _fill_kinds(self) -> None:
        self._kinds.clear()
        fill_kinds(self._kinds, self._actions, self._line.kind if self._line else None)


def _names() -> Mapping[Want, str]:
    """What the filters with a tally are called."""
    return {
        Want.SUSPICIOUS: QCoreApplication.translate("ScriptBar", "Suspicious"),
        Want.NOT_OK: QCoreApplication.translate("ScriptBar", "Not ok yet"),
        Want.UNTRANSLATED: QCoreApplication.translate("ScriptBar", "Untranslated"),
        Want.STALE_TRANSLATION: QCoreApplication.translate("ScriptBar", "Stale translation"),
        Want.FLAGGED: QCoreApplication.translate("ScriptBar", "Flagged"),
        Want.FAILED_TRANSLATION: QCoreApplication.translate("ScriptBar", "Failed translation"),
    }


def _counted(one: str, many: str, count: int) -> str:
    return one if count == 1 else many.format(count=count)
