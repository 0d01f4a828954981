"""Orders one clone: the form at the left, its recordings at the right, the price on the button."""

from __future__ import annotations

import asyncio
import datetime
from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.casting.making.asked_rules import rules_changed
from studio.casting.making.bench import stoppable
from studio.casting.making.ordering import (
    CloneWish,
    Looked,
    looked_at,
    order_of_wish,
)
from studio.casting.making.recordings import Recording
from studio.casting.samples.keeping import reopened
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples
from studio.engines.voice_making import ClonesVoices
from studio.errors import StudioError
from studio.model.sample import KeptSample
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.cloning.aids import Aids, who_clones
from studio.ui.cloning.checks import Said, Spot, said_against
from studio.ui.cloning.clone_form import CloneForm
from studio.ui.cloning.consent_form import ConsentForm
from studio.ui.cloning.dialog_foot import DialogFoot
from studio.ui.cloning.folder_rows import known_voice
from studio.ui.cloning.form_rows import open_at, side, told
from studio.ui.cloning.papers import keep_papers
from studio.ui.cloning.price_words import price_of_clones, what_happens
from studio.ui.enter_goes_on import EnterGoesOn
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.prompts import Choice
from studio.ui.samples.editor import SampleEditor
from studio.ui.theme import RHYTHM
from studio.wording import sentence

SIZE = RHYTHM * 154, RHYTHM * 94
FORM_WIDTH = RHYTHM * 56


class CloneDialog(QDialog):
    """Stays until it is closed; whoever opened it calls `aclose` then."""

    def __init__(
        self, room: VoiceRoom, aids: Aids, parent: QWidget, *, today: datetime.date
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Clone a Voice"))
        self._room = room
        self._today = today
        self._tasks = TaskScope(self._report)
        self._ordering: asyncio.Task[None] | None = None
        self._asking = False
        tasks, prompter = self._tasks, room.prompter
        consent = partial(ConsentForm, tasks, prompter, today=today)
        self._form = CloneForm(who_clones(room.engines), consent, self)
        self._consent = self._form.consent
        self._consent.offer(aids.known, by=aids.by)
        self._editor = SampleEditor(
            room.player,
            self._tasks,
            room.notices,
            room.prompter,
            recordings=room.library.folder / "recordings",
            ffmpeg=room.settings().ffmpeg,
            reading_texts=aids.texts,
            input_device=room.settings().input_device,
            parent=self,
        )
        self._recordings_told = told(self, "failed")
        self._foot = DialogFoot(self.tr("Clone"), self)
        self._left = side(self._form, self)
        self._build()
        self._connect()

    def begin(self, name: str = "") -> None:
        """Ask for a new voice, of this name where there is one."""
        self._form.begin(self._room.settings().engine, self._languages(), name)

    def show_voice(self, voice: OwnVoice) -> None:
        """Ask for a voice once more: what it was made of can be cut anew first."""
        self.begin(voice.name)
        self._form.show_voice(voice)
        self._tasks.start(self._reopen(voice))

    async def aclose(self) -> None:
        """Let go of everything."""
        await self._editor.close_work()
        await self._tasks.close()

    def accept(self) -> None:
        """Order the voice, unless something is missing, which is said beside its field."""
        if self._ordering is not None:
            return
        self._foot.say("")
        if self._may_order():
            self._set_busy(self.tr("Looking at the recordings…"))
            self._ordering = self._tasks.start(self._order())
            # Not in the coroutine: it may be stopped before it began.
            self._ordering.add_done_callback(lambda _: self._end_order())

    def reject(self) -> None:
        """Stop looking at the recordings; else close, if the person may lose what is there."""
        if self._ordering is not None:
            self._ordering.cancel()
        elif not self._editor.recordings and not self._form.begun:
            super().reject()
        elif not self._asking:
            self._asking = True
            self._tasks.start(self._leave())

    def done(self, result: int) -> None:
        """Close; nothing is heard any more."""
        self._room.player.stop()
        super().done(result)

    # what is ordered

    def _wish(self) -> CloneWish:
        return self._form.wish(self._editor.recordings, self._editor.prompt)

    def _said(self) -> dict[Spot, Said]:
        unknown = self._form.unknown_language
        return said_against(self._wish(), self._form.rules, unknown_language=unknown)

    def _may_order(self) -> bool:
        said = self._said()
        grave = [spot for spot in Spot if spot in said and said[spot].grave]
        self._form.say(said, everything=True)
        self._say_recordings(said.get(Spot.RECORDINGS), ordered=True)
        no_consent = self._consent.complain()
        if grave:
            self._form.focus(grave[0])
        if (wrong := self.focusWidget()) and self._form.isAncestorOf(wrong):
            self._left.ensureWidgetVisible(wrong, 0, RHYTHM * 8)
        if grave or no_consent:
            self._foot.say(self.tr("Not yet: what is missing or wrong stands beside its field."))
            return False
        if self._editor.working:
            self._foot.say(self.tr("The recordings are still being looked at. A moment."))
            return False
        if self._editor.grave:
            self._foot.say(self.tr("The service would not take the recordings as they are."))
            return False
        return True

    async def _order(self) -> None:
        wish = self._wish()
        try:
            looked = await self._looked_at(wish)
            again = await self._agreed_again(looked)
            if again is not None:
                await self._keep_paper(wish)
                await self._room.maker.clone((looked,), again)
                words = self.tr("{name} is ordered.").format(name=wish.name)
                self._room.notices.status(words)
                super().accept()
        except StudioError as error:
            self._foot.say(sentence(error, self.tr))

    def _end_order(self) -> None:
        self._ordering = None
        self._set_busy("")

    async def _looked_at(self, wish: CloneWish) -> Looked:
        engine, ffmpeg = self._form.engine, self._room.settings().ffmpeg
        look = partial(looked_at, wish, engine, today=self._today, ffmpeg=ffmpeg)
        return await stoppable(lambda cancelled: look(cancelled=cancelled))

    async def _agreed_again(self, looked: Looked) -> bool | None:
        """Whether another one is to be made beside one that is there; None for neither."""
        known = await asyncio.to_thread(known_voice, self._room.library, looked.wish)
        if known is None or known.state is VoiceState.FAILED:
            return False
        text = self.tr(
            "There is a voice of these very recordings in your library, {name}. Another one costs "
            "the same again."
        )
        answer = await self._room.prompter.ask(
            self.tr("Clone a Voice"),
            text.format(name=known.name),
            (
                Choice("again", self.tr("Make another one")),
                Choice("leave", self.tr("Cancel"), proposed=True, leaves=True),
            ),
        )
        return True if answer == "again" else None

    async def _keep_paper(self, wish: CloneWish) -> None:
        files, paper = self._room.library.files, self._consent.paper
        if paper is not None and wish.consent is not None:
            await asyncio.to_thread(keep_papers, files, (paper,), (wish.consent,))

    async def _leave(self) -> None:
        try:
            answer = await self._room.prompter.ask(
                self.tr("Clone a Voice"),
                self.tr("What you entered and cut here is lost when you close this."),
                (
                    Choice("close", self.tr("Close"), destroys=True),
                    Choice("stay", self.tr("Stay"), proposed=True, leaves=True),
                ),
            )
        finally:
            self._asking = False
        if answer == "close":
            super().reject()

    async def _reopen(self, voice: OwnVoice) -> None:
        samples, prompt = await asyncio.to_thread(_reopened, self._room, voice)
        self._editor.show_samples(samples, prompt)

    # what is shown

    def _show(self) -> None:
        """Say what can be said by now, and what it costs."""
        said, rules = self._said(), self._form.rules
        self._form.show_prompt(self._editor.prompt)
        self._form.say(said)
        self._say_recordings(said.get(Spot.RECORDINGS))
        wish = self._wish()
        price = self._form.engine.clone_price(order_of_wish(wish, rules))
        words = self.tr("Clone: {price}").format(price=price_of_clones((price,), rules.fee))
        self._foot.show_go(words)
        keeps = bool(wish.options.get("keep_recordings"))
        self._foot.tell(what_happens(rules, keeps_recordings=keeps))

    def _say_recordings(self, said: Said | None, *, ordered: bool = False) -> None:
        """That there are no recordings, once they are wanted; the editor says all the rest."""
        wanted = (ordered or not self._recordings_told.isHidden()) and not self._editor.recordings
        self._recordings_told.setText(said.text if said else "")
        self._recordings_told.setVisible(said is not None and wanted)

    def _take_rules(self) -> None:
        """The recordings are judged by the rules of the account from now on."""
        rules = self._form.rules
        self._editor.set_rules(rules_of_samples(rules), rules_of_prompt(rules))
        self._show()
        self._tasks.start(self._look_up_rules(self._form.engine))

    async def _look_up_rules(self, engine: ClonesVoices) -> None:
        if await rules_changed(engine) and engine is self._form.engine:
            self._form.take_languages()
            self._show()

    def _set_busy(self, words: str) -> None:
        self._foot.set_busy(words)
        for part in (self._left, self._editor):
            part.setEnabled(not words)

    def _languages(self) -> tuple[str, ...]:
        """The languages of the open project, the one in hand first."""
        project = self._room.project()
        if project is None:
            return ()
        languages = project.document.project.languages
        return tuple(dict.fromkeys((project.selection.language, *languages)))

    def _report(self, error: BaseException) -> None:
        if isinstance(error, StudioError):
            self._foot.say(sentence(error, self.tr))
        else:
            self._room.notices.report(error)

    def _build(self) -> None:
        self._left.setFixedWidth(FORM_WIDTH)
        editor = side(self._editor, self)
        editor.setMinimumWidth(self._editor.minimumSizeHint().width() + RHYTHM * 2)
        right = QVBoxLayout()
        right.setSpacing(RHYTHM)
        right.addWidget(editor, 1)
        right.addWidget(self._recordings_told)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM * 3)
        row.addWidget(self._left)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addLayout(row, 1)
        column.addWidget(self._foot)
        open_at(self, *SIZE)
        EnterGoesOn(self, self._foot.go)

    def _connect(self) -> None:
        self._foot.accepted.connect(self.accept)
        self._foot.rejected.connect(self.reject)
        self._form.changed.connect(self._show)
        self._form.account_chosen.connect(self._take_rules)
        self._form.language_chosen.connect(self._editor.set_language)
        self._editor.recordings_changed.connect(self._show)


def _reopened(room: VoiceRoom, voice: OwnVoice) -> tuple[tuple[Recording, ...], Recording | None]:
    """What is kept of a voice, to go on cutting; raises VoiceLibraryError, AudioError. Blocking."""
    files, ffmpeg = room.library.files, room.settings().ffmpeg

    def recording(sample: KeptSample) -> Recording:
        return Recording(sample.edit, reopened(sample, files, ffmpeg=ffmpeg), sample.words)

    samples = tuple(map(recording, voice.samples))
    return samples, recording(voice.prompt) if voice.prompt else None
