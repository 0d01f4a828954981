"""Readings of single lines: the actions that give a line its own, or none any more."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.casting.moving import limits_of
from studio.document import Document
from studio.errors import EditRefused
from studio.model.cast import Override
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.known_takes import KnownTakes
from studio.ui.actions import Actions
from studio.ui.notices import Notices
from studio.ui.selection import Selection
from studio.ui.voices.picking import VoicePicker
from studio.ui.voices.reading_dialog import ReadingDialog
from studio.ui.voices.reading_price import cost_words


class Readings(QObject):
    """Works on the line in hand, in the language in hand; each reading is one edit."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        picker: VoicePicker,
        actions: Actions,
        notices: Notices,
        over: QWidget,
    ) -> None:
        super().__init__(over)
        self._document = document
        self._selection = selection
        self._picker = picker
        self._notices = notices
        self._over = over
        actions.add("line.reading", self.tr("Reading of this line…"), self.ask,
                    shortcut="Ctrl+Shift+R", icon="settings", context=over)  # fmt: skip
        actions.add("line.back_to_casting", self.tr("Back to the casting"), self.give_up,
                    icon="undo", context=over, enabled=self._has_own)  # fmt: skip
        for changed in (selection.line_selected, selection.language_selected):
            changed.connect(lambda _: actions.refresh())

    def ask(self) -> None:
        """Ask how the line in hand is to be read."""
        line, language = self._line(), self._selection.language
        project = self._document.project
        casting = project.casting(line.character, language) if line else None
        if line is None or casting is None:
            self._notices.status(self.tr("Choose a spoken line whose character is cast."))
            return
        known = KnownTakes()
        dialog = ReadingDialog(
            line.words(language),
            language,
            casting,
            line.overrides.get(language, Override()),
            lambda wanted: limits_of(self._document.project, wanted, self._picker.engines),
            lambda own: cost_words(
                self._document.project, line, language, own, self._picker.engines, known
            ),
            self._picker.catalogue,
            self._over,
        )
        dialog.voice_wanted.connect(lambda typed: self._ask_voice(dialog, line, language, typed))
        dialog.hear_requested.connect(lambda: self._picker.hear(line, language, dialog.casting))
        dialog.accepted.connect(lambda: self._read(line.id, language, dialog.override))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def give_up(self) -> None:
        """Let the lines in hand be read as they are cast."""
        language = self._selection.language
        project = self._document.project
        for id in self._selection.lines:
            found = project.find_line(id)
            if found and language in found[1].overrides:
                project = project.with_line(found[1].overriding(language, Override()))
        self._edit(self.tr("Back to the casting"), project)

    def _read(self, id: LineId, language: str, override: Override) -> None:
        """Give a line its reading; what else changed of it meanwhile stays."""
        found = self._document.project.find_line(id)
        if found is None or found[1].overrides.get(language, Override()) == override:
            return
        line = found[1].overriding(language, override)
        self._edit(self.tr("Reading of a line"), self._document.project.with_line(line))

    def _ask_voice(self, dialog: ReadingDialog, line: Line, language: str, typed: str) -> None:
        self._picker.ask(
            self.tr("Voice of this line"),
            language,
            dialog.casting,
            lambda engine, voice: dialog.take_voice(self._named_alike(engine, dialog), voice),
            dialog,
            line=line,
            typed=typed,
        )

    def _named_alike(self, engine: str, dialog: ReadingDialog) -> str:
        """An engine by the name the casting has for it: `minimax` is its first account too."""
        engines, cast = self._picker.engines, dialog.cast_engine
        found = engines.get(cast)
        return cast if found is not None and found is engines.get(engine) else engine

    def _line(self) -> Line | None:
        id = self._selection.line
        found = self._document.project.find_line(id) if id else None
        return found[1] if found and found[1].spoken else None

    def _has_own(self) -> bool:
        line = self._line()
        return line is not None and self._selection.language in line.overrides

    def _edit(self, label: str, project: Project) -> None:
        try:
            self._document.edit(label, project)
        except EditRefused as refusal:
            self._notices.report(refusal)
