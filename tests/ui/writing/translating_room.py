"""A script panel, the jobs of text models and the translator, over a model on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.engines.text import WritesText
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.ui.progress import WorkBars
from studio.ui.script.panel import ScriptPanel
from studio.ui.writing.jobs import WritingJobs, WritingTerms
from studio.ui.writing.translate_dialog import TranslateDialog
from studio.ui.writing.translator import Translator
from studio.ui.writing.writers import WritersAtHand
from studio.writing.asking import Asker
from studio.writing.purse import Purse
from studio.writing.timing.length_book import LengthBook
from studio.writing.timing.take_lengths import TakeLengths
from studio.writing.translating.staleness import Keys
from tests.rooms import AnsweringPrompter
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.ui.children import button, named
from tests.ui.stage import Stage, a_stage, shown
from tests.writing.asking_at_work import A_PRICE, NO_WAITS, Kept, a_writer

DialogT = TypeVar("DialogT", bound=QDialog)
PATIENCE_S = 60.0
"""Seconds for a whole job, on a machine that is busy with others."""


async def until(true: Callable[[], object]) -> None:
    """Let the loop turn until something is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.005)


@dataclass
class TranslatingRoom:
    stage: Stage
    panel: ScriptPanel
    jobs: WritingJobs
    bars: WorkBars
    translator: Translator
    prompter: AnsweringPrompter
    log: Kept

    @property
    def project(self) -> Project:
        return self.stage.project

    @property
    def lines(self) -> tuple[Line, ...]:
        """The spoken lines of the episode in hand, as they are now."""
        return self.stage.lines

    def states(self, language: str = "de") -> list[TranslationState | None]:
        """How the spoken lines came by their words; None where nothing is known."""
        found = (line.translations.get(language) for line in self.lines)
        return [how.state if how else None for how in found]

    def words(self, language: str = "de") -> list[str]:
        return [line.words(language) for line in self.lines]

    def act(self, id: str) -> None:
        """Do what a key or a menu does."""
        self.stage.actions.refresh()
        action = self.stage.actions.get(id)
        assert action.isEnabled(), f"{id} cannot be done now"
        action.trigger()

    def can(self, id: str) -> bool:
        self.stage.actions.refresh()
        return self.stage.actions.get(id).isEnabled()

    async def dialog(self, kind: type[DialogT]) -> DialogT:
        """The open dialog of a kind, once it is there."""

        def open_ones() -> list[DialogT]:
            return [each for each in self.panel.findChildren(kind) if each.isVisible()]

        await until(open_ones)
        return open_ones()[0]

    async def idle(self) -> None:
        """Wait until no job works any more."""
        await until(lambda: not self.jobs.running)
        await asyncio.sleep(0)

    async def translate(self, *languages: str, **choices: str) -> None:
        """Translate through the dialog, and wait for the end."""
        await self.begin(*languages, **choices)
        await until(lambda: self.stage.said)
        await self.idle()

    async def begin(self, *languages: str, **choices: str) -> None:
        """Translate through the dialog; a draft unless another `Care` is chosen."""
        self.act("translate.script")
        dialog = await self.dialog(TranslateDialog)
        tick(dialog, languages)
        choose(dialog, {"Care": "Draft"} | choices)
        button(dialog, QPushButton, "Translate").click()
        await until(lambda: self.jobs.running or self.stage.said)


def tick(dialog: QWidget, languages: Collection[str]) -> None:
    """Tick these languages and no others; new ones are typed."""
    boxes = {box.toolTip(): box for box in dialog.findChildren(QCheckBox) if box.toolTip()}
    for code, box in boxes.items():
        if len(code) < 8:
            box.setChecked(code in languages)
    for code in languages:
        if code not in boxes:
            field = named(dialog, QComboBox, "Another language, by name or code")
            field.setEditText(code)


def choose(dialog: QWidget, choices: dict[str, str]) -> None:
    """Choose in boxes by what they are called and the beginning of an entry."""
    for name, wanted in choices.items():
        box = named(dialog, QComboBox, name)
        entries = [box.itemText(at) for at in range(box.count())]
        box.setCurrentIndex(next(i for i, each in enumerate(entries) if each.startswith(wanted)))


def a_translated(project: Project, language: str = "de") -> Project:
    """The project with a language of which every spoken line has words of a model."""
    project = project.with_language(language)
    keys = Keys(project, language)

    def translated(line: Line) -> Line:
        how = Translation(TranslationState.OK, keys.key(line))
        return line.translated(language, f"[{line.words('en')}]", how) if line.spoken else line

    for episode in project.episodes:
        ids = [line.id for line in episode.lines]
        project = project.with_episode(episode.changing(ids, translated))
    return project


@asynccontextmanager
async def a_translating_room(
    qtbot: QtBot, folder: Path, service: ChatService, project: Project, *, shows: str = ""
) -> AsyncIterator[TranslatingRoom]:
    """A room with the panel shown; `shows` is a language beside the script."""
    stage, bars, log = a_stage(folder, project), WorkBars(), Kept()
    panel = ScriptPanel(stage.document, stage.selection, stage.status, stage.actions)
    qtbot.addWidget(bars)
    async with a_writer(service) as writer:
        jobs = WritingJobs(
            stage.document,
            lambda id, terms: an_asker(writer, log, id, terms),
            stage.tasks,
            bars,
            stage.notices,
            stage.selection,
        )
        prompter = AnsweringPrompter()
        lengths = TakeLengths(stage.file.peaks, stage.sounds)
        book = LengthBook(stage.document, lengths, stage.status.fresh)
        translator = Translator(
            stage.document,
            stage.selection,
            panel,
            jobs,
            at_hand(writer, stage.notices.report),
            book,
            stage.tasks,
            prompter,
            stage.notices,
            panel,
            stage.selection,
            folder=folder,
        )
        translator.add_actions(stage.actions)
        jobs.ghosts_changed.connect(lambda ghosts: panel.show_ghosts(ghosts.values()))
        shown(qtbot, stage, panel)
        panel.bar.choose_beside(shows)
        yield TranslatingRoom(stage, panel, jobs, bars, translator, prompter, log)
        jobs.stop()
        await stage.close()
        book.close()


def an_asker(writer: WritesText, log: Kept, id: str, terms: WritingTerms) -> Asker:
    purse = Purse(A_PRICE, limit=terms.limit, most_tokens=terms.most_tokens)
    return Asker(writer, purse, log, job=id, model=terms.model, patience=NO_WAITS)


def at_hand(writer: WritesText, report: Callable[[BaseException], None]) -> WritersAtHand:
    return WritersAtHand(
        writers=lambda: (writer,),
        chosen=lambda: (writer.name, ""),
        keep=lambda account, model: None,
        open_accounts=lambda: None,
        listen=lambda heard: lambda: None,
        report=report,
    )


def a_model(service: ChatService) -> TextModel:
    """A text model that does what it is asked for."""
    model = TextModel(delta=30)
    service.writes(model)
    return model
