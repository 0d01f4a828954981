"""A folder of samples becomes voices for a whole cast: looked at, agreed to, ordered, cast."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.bridge import TaskScope, opened
from studio.casting.making.asked_rules import rules_changed
from studio.casting.making.ordering import Looked, order_of_wish
from studio.engines.voice_making import ClonesVoices
from studio.errors import ConsentError, StudioError, VoiceNotMade
from studio.model.consent import Consent, require_consent
from studio.store.cast_wishes import CastWish
from studio.ui.cloning.aids import Aids, who_clones
from studio.ui.cloning.casting_when_ready import CastingWhenReady
from studio.ui.cloning.checks import against_name
from studio.ui.cloning.consent_dialog import ConsentDialog
from studio.ui.cloning.dialog_foot import DialogFoot
from studio.ui.cloning.folder_form import FolderForm
from studio.ui.cloning.folder_look import FolderLook
from studio.ui.cloning.folder_page import FolderPage
from studio.ui.cloning.folder_rows import FolderRow
from studio.ui.cloning.form_rows import open_at
from studio.ui.cloning.papers import keep_papers
from studio.ui.cloning.price_words import price_of_clones, what_happens
from studio.ui.counting import counted
from studio.ui.enter_goes_on import EnterGoesOn
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.theme import RHYTHM
from studio.wording import sentence

SIZE = RHYTHM * 150, RHYTHM * 92


class FolderDialog(QDialog):
    """Stays until it is closed; whoever opened it calls `aclose` then."""

    def __init__(
        self,
        room: VoiceRoom,
        casting: CastingWhenReady,
        aids: Aids,
        parent: QWidget,
        *,
        today: datetime.date,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Clone a Cast from a Folder"))
        self.setAcceptDrops(True)
        self._room = room
        self._casting = casting
        self._aids = aids
        self._today = today
        self._tasks = TaskScope(self._report)
        self._papers: set[Path] = set()
        self._folder: Path | None = None
        engines, prompter = who_clones(room.engines), room.prompter
        form = partial(FolderForm, engines, aids, self._tasks, prompter, today=today)
        self._page = FolderPage(form, self._project_languages(), self)
        self._form, self._table = self._page.form, self._page.table
        self._look = FolderLook(
            self._table,
            room.library,
            self._tasks,
            by=aids.by,
            ffmpeg=room.settings().ffmpeg,
            today=today,
            parent=self,
        )
        self._foot = DialogFoot(self.tr("Clone"), self)
        self._build()
        self._connect()
        self._form.begin(room.settings().engine, self._languages())
        self._show()
        EnterGoesOn(self, self._foot.go)

    def open_folder(self, folder: Path) -> None:
        """Look at a folder."""
        self._folder = folder
        self._foot.say("")
        project = self._room.project()
        cast = project.document.project.cast if project else None
        self._look.open(folder, self._form.rules, self._form.pattern, cast)
        self._page.show_folder(folder)

    async def aclose(self) -> None:
        """Let go of everything."""
        self._look.stop()
        await self._tasks.close()

    def accept(self) -> None:
        """Order what is ticked, unless something is missing, which is said where it is missing."""
        if not self._foot.busy and self._may_order():
            self._foot.set_busy(self.tr("Ordering…"))
            self._page.setEnabled(False)
            self._tasks.start(self._order())

    def reject(self) -> None:
        """Close, unless it is being ordered, which takes a moment."""
        if not self._foot.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Close; nothing is looked at any more."""
        self._look.stop()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder can be dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the folder that was dropped."""
        self.open_folder(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    # what is ordered

    def _may_order(self) -> bool:
        wanted = self._table.wanted
        if not wanted:
            self._foot.say(self.tr("Tick who is to get a voice."))
            return False
        if self._form.complain():
            self._page.show_wrong()
            self._foot.say(self.tr("Not yet: what is missing or wrong stands beside its field."))
            return False
        without = [row for row in wanted if self._why_no_consent(row)]
        if without:
            self._form.consent.complain()
            self._page.show_wrong()
            one = self.tr("{name} has no consent that holds, so no voice is made.")
            many = self.tr("{n} characters have no consent that holds, so no voice is made.")
            words = counted(len(without), one.replace("{name}", without[0].name), many)
            self._foot.say(words)
            return False
        try:
            self._orders(wanted)
        except VoiceNotMade as error:
            self._foot.say(sentence(error, self.tr))
            return False
        return True

    def _why_no_consent(self, row: FolderRow) -> ConsentError | None:
        consent = row.consent(self._form.consent.consent())
        try:
            require_consent(consent, today=self._today, source=row.name)
        except ConsentError as error:
            return error
        return None

    def _orders(self, rows: tuple[FolderRow, ...]) -> tuple[Looked, ...]:
        everybody, pattern, rules = self._everybody(), self._form.pattern, self._form.rules
        return tuple(row.order(row.wish(pattern, everybody), rules) for row in rows)

    async def _order(self) -> None:
        rows = self._table.wanted
        try:
            orders = self._orders(rows)
            await self._keep_papers(orders)
            voices = await self._room.maker.clone(orders)
            await self._casting.wish(self._wishes(rows, [voice.id for voice in voices]))
        except StudioError as error:
            self._foot.say(sentence(error, self.tr))
        else:
            super().accept()
        finally:
            self._foot.set_busy("")
            self._page.setEnabled(True)
            self._show()

    async def _keep_papers(self, orders: tuple[Looked, ...]) -> None:
        everybody = self._form.consent.paper
        papers = {*self._papers, *([everybody] if everybody else [])}
        consents = {each.wish.consent for each in orders if each.wish.consent}
        await asyncio.to_thread(keep_papers, self._room.library.files, papers, consents)

    def _wishes(self, rows: tuple[FolderRow, ...], voices: list[str]) -> list[CastWish]:
        project = self._room.project()
        if project is None or not self._page.casts:
            return []
        id, language = project.document.project.id, self._page.cast_language
        return [
            CastWish(voice, id, row.character.id, language)
            for row, voice in zip(rows, voices, strict=True)
            if row.character is not None
        ]

    # what is shown

    def _everybody(self) -> Consent | None:
        return self._form.consent.consent()

    def _show(self) -> None:
        """Show what is known, and what it costs."""
        self._table.show_consent(self._everybody())
        rules, pattern = self._form.rules, self._form.pattern
        new = [row for row in self._table.wanted if not row.made]
        orders = [order_of_wish(row.wish(pattern, None), rules) for row in new]
        prices = [self._form.engine.clone_price(order) for order in orders]
        keeps = bool(pattern.options.get("keep_recordings"))
        happens = what_happens(rules, keeps_recordings=keeps)
        if rules.slots and len(new) > rules.slots:
            many = self.tr("{n} voices are asked for: some will find no room.")
            happens = f"{happens} {many.format(n=len(new))}"
        self._foot.tell(happens)
        one, many = self.tr("Clone 1 voice"), self.tr("Clone {n} voices")
        words = counted(len(new), one, many)
        if new:
            words = f"{words}: {price_of_clones(prices, rules.fee)}"
        else:
            words = self.tr("Clone")
            if self._table.wanted:
                words = self.tr("Nothing new to clone")
        self._foot.show_go(words, why_not=self._why_not())
        self._show_details()

    def _show_looked(self, at_work: bool) -> None:
        """Show what is known by now; why somebody gets no voice is in view at once."""
        if not at_work:
            rows = self._table.rows
            bad = (n for n, row in enumerate(rows) if row.trouble is not None)
            self._page.take_first(next(bad, 0))
        self._show()

    def _why_not(self) -> str:
        """Why nothing can be ordered now, empty where something can."""
        if self._look.at_work:
            return self.tr("The samples are being looked at.")
        if self._table.wanted:
            return ""
        if not self._table.rows:
            return self.tr("Choose a folder first.")
        if not any(row.usable for row in self._table.rows):
            return self.tr("None of the samples can be used: the reasons are above.")
        return self.tr("Tick who is to get a voice.")

    def _show_details(self) -> None:
        row = self._page.current
        if row is None:
            self._page.tell("")
            return
        told = [self._table.told(row)]
        rows = self._table.rows
        said = against_name(rows[row].name, self._form.pattern.account, self._form.rules)
        self._page.tell("\n".join(filter(None, [*told, said.text if said else ""])))

    def _languages(self) -> tuple[str, ...]:
        """The languages of the open project, the one in hand first."""
        project = self._room.project()
        if project is None:
            return ()
        languages = project.document.project.languages
        return tuple(dict.fromkeys((project.selection.language, *languages)))

    def _project_languages(self) -> tuple[str, ...]:
        project = self._room.project()
        read_only = project is None or project.document.read_only
        return () if read_only else self._languages()

    def _report(self, error: BaseException) -> None:
        if isinstance(error, StudioError):
            self._foot.say(sentence(error, self.tr))
        else:
            self._room.notices.report(error)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(self._page, 1)
        column.addWidget(self._foot)
        open_at(self, *SIZE)

    def _connect(self) -> None:
        self._foot.accepted.connect(self.accept)
        self._foot.rejected.connect(self.reject)
        self._page.folder_requested.connect(lambda: self._tasks.start(self._choose()))
        self._page.consent_requested.connect(lambda rows: self._tasks.start(self._consent(rows)))
        self._page.chosen.connect(self._show_details)
        self._table.ticked.connect(self._show)
        self._look.looking_changed.connect(self._show_looked)
        self._look.refused.connect(self._report)
        self._form.account_chosen.connect(self._look_again)
        self._form.pattern_changed.connect(self._ask_again)
        self._form.consent_changed.connect(self._show)

    def _look_again(self) -> None:
        if self._table.rows:
            self._look.again(self._form.rules, self._form.pattern)
        self._show()
        self._tasks.start(self._look_up_rules(self._form.engine))

    async def _look_up_rules(self, engine: ClonesVoices) -> None:
        if await rules_changed(engine) and engine is self._form.engine:
            self._form.take_languages()
            self._show()

    def _ask_again(self) -> None:
        self._look.ask(self._form.pattern)
        self._show()

    async def _choose(self) -> None:
        start = self._folder or Path.home()
        folder = await self._room.prompter.folder(self.tr("Folder of samples"), start)
        if folder is not None:
            self.open_folder(folder)

    async def _consent(self, rows: list[int]) -> None:
        """Ask for a consent of these characters alone."""
        known = self._table.rows
        whose = ", ".join(known[row].name for row in rows)
        dialog = ConsentDialog(
            whose, self._aids.known, self._tasks, self._room.prompter, self,
            by=self._aids.by, today=self._today, before=known[rows[0]].consent(None),
        )  # fmt: skip
        try:
            if await opened(dialog) and (consent := dialog.consent):
                if dialog.paper is not None:
                    self._papers.add(dialog.paper)
                for row in rows:
                    self._table.change(row, lambda each: replace(each, given=consent))
        finally:
            dialog.deleteLater()
