"""Asks for prose to be made a script of: pasted, or read from a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import ScriptError, ScriptProblem
from studio.formats.encoding import decode_text
from studio.model.project import Project
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.prompts import Prompter
from studio.ui.theme import RHYTHM, mark, script_font
from studio.ui.writing.asking_dialog import AskingDialog, MakesWork
from studio.ui.writing.brief_words import LANGUAGES
from studio.ui.writing.writers import WritersAtHand
from studio.writing.adapting.adapt import work_of
from studio.writing.adapting.language import surely_other
from studio.writing.adapting.order import AdaptOrder

SIZE = (RHYTHM * 96, RHYTHM * 72)
TEXT_KINDS = "(*.txt *.md *.text)"


class AdaptDialog(AskingDialog):
    """Makes an AdaptOrder; a project with lines is adapted in its own language."""

    def __init__(
        self,
        project: Project,
        at_hand: WritersAtHand,
        prompter: Prompter,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Adapt prose"), self.tr("Adapt"), at_hand, parent)
        self._prompter = prompter
        self._folder = folder
        self._prose = QPlainTextEdit(self)
        self._size = QLabel(self)
        self._title = QLineEdit(self)
        self._language = QComboBox(self)
        self._narrator = QLineEdit(self)
        self._word_by_word = QRadioButton(self.tr("&Keep every word"), self)
        self._freely = QRadioButton(self.tr("&Retell it as dialogue"), self)
        self._ways = QButtonGroup(self)
        self._build_content(project)
        self._prose.textChanged.connect(self._typed)
        self._ways.buttonToggled.connect(lambda *_: self.changed())
        self._language.currentIndexChanged.connect(lambda *_: self._show_narrator())
        self._show_narrator()
        self._typed()
        self._prose.setFocus()
        self.resize(*SIZE)

    def order(self) -> AdaptOrder:
        """What stands in the dialog."""
        return AdaptOrder(
            self._prose.toPlainText(),
            self._language.currentData(),
            keep_words=self._word_by_word.isChecked(),
            narrator=self._narrator.text().strip(),
            title=self._title.text().strip(),
        )

    def show_order(self, order: AdaptOrder) -> None:
        """Go on with what was typed before."""
        self._prose.setPlainText(order.prose)
        self._title.setText(order.title)
        self._narrator.setText(order.narrator)
        way = self._word_by_word if order.keep_words else self._freely
        way.setChecked(True)
        if self._language.isEnabled():
            self._language.setCurrentIndex(max(0, self._language.findData(order.language)))

    def check(self) -> None:
        """Raise WritingError for a text that cannot be adapted."""
        self.order().check()

    def work(self) -> MakesWork | None:
        """The estimate for this text, nothing while there is none."""
        order = self.order()
        return (lambda: work_of(order)) if order.prose.strip() else None

    async def open_file(self) -> None:
        """Ask for a file and take its text; where its encoding is a guess, the person decides.

        Raises ScriptError.
        """
        kinds = (
            self.tr("Text {endings}").format(endings=TEXT_KINDS),
            self.tr("All files (*)"),
        )
        path = await self._prompter.open_file(self.tr("Open a text"), kinds, self._folder)
        text = await self._read(path) if path else None
        if path is not None and text is not None:
            self._prose.setPlainText(text)
            if not self._title.text():
                self._title.setText(path.stem)

    async def _read(self, path: Path) -> str | None:
        data = await asyncio.to_thread(_bytes_of, path)
        decoded = await asyncio.to_thread(decode_text, data, source=str(path))
        if decoded.certain:
            return decoded.text
        encoding = await self._prompter.encoding(data, decoded)
        if encoding is None:
            return None
        again = await asyncio.to_thread(decode_text, data, source=str(path), encoding=encoding)
        return again.text

    def _typed(self) -> None:
        many = len(self._prose.toPlainText())
        self._size.setText(self.tr("{n} characters").format(n=f"{many:,}") if many else "")
        self.changed()
        self.hinder(self._other_language())

    def _other_language(self) -> str:
        """Why the text cannot join the lines there are, nothing where it can."""
        if self._language.isEnabled():
            return ""
        here = self._language.currentData()
        other = surely_other(self._prose.toPlainText(), here)
        if not other:
            return ""
        return self.tr(
            "The text is in another language ({other}) than the lines of this project ({here}). "
            "Make a new project for it."
        ).format(other=language_name(other), here=language_name(here))

    def _show_narrator(self) -> None:
        """Propose the usual name of a narrator in this language."""
        usual = AdaptOrder("", self._language.currentData() or "en").narrator_name
        self._narrator.setPlaceholderText(usual)
        self.changed()

    def _build_content(self, project: Project) -> None:
        self._prose.setAccessibleName(self.tr("Prose"))
        self._prose.setPlaceholderText(self.tr("Paste a story or a chapter here"))
        self._prose.setTabChangesFocus(True)
        self._prose.setFont(script_font())
        opening = QPushButton(self.tr("Open a file…"), self)
        opening.setAutoDefault(False)
        opening.clicked.connect(lambda *_: self._tasks.start(self.open_file()))
        mark(self._size, "caption")
        head = QHBoxLayout()
        head.addWidget(opening)
        head.addStretch(1)
        head.addWidget(self._size)
        self.content.addLayout(head)
        self.content.addWidget(self._prose, 1)
        below = QHBoxLayout()
        below.setSpacing(RHYTHM * 4)
        below.addLayout(self._build_ways(), 5)
        below.addLayout(self._build_fields(project), 4)
        self.content.addLayout(below)

    def _build_ways(self) -> QVBoxLayout:
        ways = QVBoxLayout()
        ways.setSpacing(RHYTHM // 2)
        for way, told in (
            (
                self._word_by_word,
                self.tr("Nothing is added or left out: speeches go to whoever says them, all the "
                        "rest to the narrator, and it is proved in the end."),
            ),
            (
                self._freely,
                self.tr("What people say stays; what is told becomes dialogue, short passages of "
                        "the narrator, and actions."),
            ),
        ):  # fmt: skip
            self._ways.addButton(way)
            words = QLabel(told, self)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setIndent(RHYTHM * 3)
            mark(words, "caption")
            way.setAccessibleDescription(told)
            ways.addWidget(way)
            ways.addWidget(words)
        ways.addStretch(1)
        self._word_by_word.setChecked(True)
        return ways

    def _build_fields(self, project: Project) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        written = any(line.text for _, line in project.lines)
        codes = project.languages[:1] if written else (*project.languages, *LANGUAGES)
        for code in dict.fromkeys(codes):
            self._language.addItem(language_name(code), code)
        self._language.setEnabled(not written)
        narrow(self._language)
        self._title.setPlaceholderText(self.tr("Of the episode"))
        for name, field in (
            (self.tr("Language"), self._language),
            (self.tr("Narrator"), self._narrator),
            (self.tr("Title"), self._title),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        return form


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file; raises ScriptError. Blocking."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ScriptError(ScriptProblem.MISSING, str(path)) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise ScriptError(ScriptProblem.UNREADABLE, str(path), detail=detail) from error
