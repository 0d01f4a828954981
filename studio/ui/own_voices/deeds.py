"""What a person does with a voice of their own: hear, keep, make again, check, delete, cast."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from studio.casting.making.alive import check_voices, keep_alive
from studio.casting.making.bench import in_thread
from studio.casting.making.castable import cast_with
from studio.casting.making.deleting import delete_voice, restore_voice, uses_in
from studio.casting.making.entering import price_again
from studio.casting.making.first_use import fee_at_first_use, fee_of_origin
from studio.casting.making.ordering import made_anew
from studio.casting.moving import moved
from studio.casting.replacing import with_another_voice
from studio.engines.speech import SpeaksLines
from studio.engines.voice_orders import Fee, FeeDue
from studio.errors import AccountError, AccountFault, EditRefused, StudioError, VoiceNotMade
from studio.model.consent import Consent, Document
from studio.model.ids import CharacterId
from studio.store.recent_projects import projects_at
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.synthesis.one_sentence import sentence_for
from studio.ui.own_voices.outcome import named
from studio.ui.own_voices.price_words import price_words
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.own_voices.snapshot import is_gone
from studio.ui.prompts import Choice
from studio.ui.voices.names import engine_name, service_name
from studio.wording import sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


class VoiceDeeds:
    """Each deed is a coroutine of the room's tasks: it goes on when a dialog is closed."""

    def __init__(self, room: VoiceRoom, tell: Callable[[str], object] | None = None) -> None:
        """`tell` has everything that comes of a deed said beside the main window as well."""
        self._room = room
        self._tell = tell or (lambda _: None)

    async def hear(self, voice: OwnVoice) -> None:
        """Play what a voice said when it was made, or be silent again; raises its errors."""
        if self._room.player.playing:
            self._room.player.stop()
            return
        files = self._room.library.files
        path = await asyncio.to_thread(files.path, voice.preview, voice.name)
        await self._room.player.play_file(path)

    async def keep(self, voice: OwnVoice) -> None:
        """Have a voice speak one short line, so that its service keeps it; the price is told.

        Raises VoiceError, AccountError, CapReached and VoiceLibraryError.
        """
        engine = self._engine(voice)
        if voice.origin is VoiceOrigin.MIX or not voice.voice:
            raise VoiceNotMade(voice.account, f"{voice.name} has no id at the service")
        language = voice.languages[0] if voice.languages else ""
        request, price = await asyncio.to_thread(
            lambda: sentence_for(engine, voice.voice, language, model=voice.model)
        )
        fee = fee_at_first_use(voice, self._room.engines)
        told = _tr("{name} says “{words}”, so that {service} keeps the voice.").format(
            name=voice.name, words=request.text, service=service_name(voice.service)
        )
        cost = price_words([price], Fee(FeeDue.AT_ONCE, fee) if fee else None)
        if not await self._agreed(_tr("Keep the voice"), told, cost, _tr("Keep it")):
            return
        say = partial(self._room.say, engine, request, price)
        try:
            await keep_alive(self._room.library, voice, say)
        finally:
            self._room.maker.changed.emit()
        self._say(_tr("{name} is kept at {service}."), voice)

    async def once_more(self, voices: Sequence[OwnVoice]) -> None:
        """Make voices once more of what is kept of them; the price is told.

        Raises VoiceNotMade, AccountError, ConsentError and VoiceLibraryError.
        """
        prices = [price_again(voice, self._engine(voice)) for voice in voices]
        if not voices:
            return
        fee = fee_of_origin(voices[0].origin, self._engine(voices[0]))
        where = ", ".join(dict.fromkeys(engine_name(voice.account) for voice in voices))
        told = _tr("{names} at {where}.").format(names=_names(voices), where=where)
        cost = price_words(prices, fee, len(voices))
        if more := await asyncio.to_thread(self._second_ones, tuple(voices)):
            told = f"{told} {more}"
        if await self._agreed(_tr("Make again"), told, cost, _tr("Make")):
            await self._room.maker.once_more(voice.id for voice in voices)

    async def ask_again(self, voice: OwnVoice) -> None:
        """Ask anew for a voice in doubt, which may be paid twice; raises VoiceLibraryError."""
        told = _tr(
            "Nobody knows whether {name} was made. Asking for it again may make it a second time."
        ).format(name=voice.name)
        engine = self._engine(voice)
        cost = price_words([price_again(voice, engine)], fee_of_origin(voice.origin, engine))
        if await self._agreed(_tr("Ask again"), told, cost, _tr("Ask again"), careful=True):
            await self._room.maker.ask_again(voice.id)

    async def check(self, account: str = "") -> None:
        """Ask the services which voices they have, and settle what is in doubt.

        Raises VoiceLibraryError.
        """
        room = self._room
        checked = await check_voices(room.library, room.engines, account=account)
        room.maker.changed.emit()
        await room.catalogue.take_up_own()
        for trouble in checked.troubles:
            room.notices.report(trouble)
            self._tell(sentence(trouble, _tr))
        if checked.gone:
            told = _tr("Gone at their services: {names}.").format(names=_names(checked.gone))
            self._status(told)
        elif not checked.troubles:
            self._status(_tr("All your voices are at their services."))
        unmade = (VoiceState.UNSURE, VoiceState.WAITING)
        if any(voice.state in unmade for voice in await in_thread(room.library.voices)):
            room.maker.go_on()

    async def delete(self, voices: Sequence[OwnVoice]) -> None:
        """Take voices away at their services and here, after naming where they are used.

        Raises VoiceNotMade, VoiceError, AccountError and VoiceLibraryError.
        """
        uses = await asyncio.to_thread(self._uses_words, tuple(voices))
        if not await self._agreed(
            _tr("Delete"), _delete_words(voices), uses, _tr("Delete"), careful=True
        ):
            return
        room = self._room
        queue = await room.maker.queue()
        try:
            for voice in voices:
                await delete_voice(room.library, queue, room.engines, voice)
        finally:
            room.maker.changed.emit()
            await room.catalogue.take_up_own()
        self._status(_tr("Deleted: {names}.").format(names=_names(voices)))

    async def restore(self, voices: Sequence[OwnVoice]) -> None:
        """Bring removed voices back, and say which are gone; raises VoiceLibraryError."""
        library = self._room.library
        back = [await in_thread(partial(restore_voice, library, voice)) for voice in voices]
        self._room.maker.changed.emit()
        await self._room.catalogue.take_up_own()
        told = _tr("{names}: among your voices again.").format(names=_names(back))
        if gone := [voice for voice in back if is_gone(voice, library.now)]:
            services = ", ".join(dict.fromkeys(service_name(voice.service) for voice in gone))
            one = _tr("{name} is gone at {services} and has to be made again to speak.")
            many = _tr("{n} are gone at {services} and have to be made again to speak.")
            told = f"{told} {named(gone, one, many, services=services)}"
        self._status(told)

    async def forget(self, voices: Sequence[OwnVoice]) -> None:
        """Delete removed voices for good, with their recordings; raises VoiceLibraryError."""
        told = _tr(
            "{names}: the recordings and the consent are deleted from this computer as well."
        ).format(names=_names(voices))
        lasting = _tr("This cannot be taken back.")
        title, go = _tr("Delete for good"), _tr("Delete for good")
        if not await self._agreed(title, told, lasting, go, careful=True):
            return
        for voice in voices:
            await in_thread(partial(self._room.library.forget, voice.id))
        self._room.maker.changed.emit()
        self._status(_tr("Deleted for good: {names}.").format(names=_names(voices)))

    async def keep_consent(
        self, voice: OwnVoice, consent: Consent, file: Path | None = None
    ) -> None:
        """Note another consent for a voice, and keep its document; raises VoiceLibraryError."""
        if file is not None:
            sha256 = await in_thread(partial(self._room.library.files.keep, file))
            name = consent.document.name if consent.document else file.name
            consent = replace(consent, document=Document(name, sha256))
        change = partial(replace, consent=consent)
        await in_thread(partial(self._room.library.change, voice.id, change))
        self._room.maker.changed.emit()

    async def open_paper(self, voice: OwnVoice) -> None:
        """Show the document of a consent in whatever shows such files.

        Raises VoiceLibraryError where it is not kept.
        """
        document = voice.consent.document if voice.consent else None
        if document is not None:
            files = self._room.library.files
            path = await asyncio.to_thread(files.path, document.sha256, document.name)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def cast(self, voice: OwnVoice, character: CharacterId, language: str) -> None:
        """Have a character of the open project speak with a voice; raises VoiceNotMade."""
        project = self._room.project()
        found = project.document.project.cast.find(character) if project else None
        if project is None or found is None:
            return
        engine = self._engine(voice)
        known = found.castings.get(language)
        bare = moved(
            project.document.project, known, voice.account, voice.voice, self._room.engines
        )
        cast = found.cast_as(language, cast_with(bare, voice, engine))
        label = _tr("Cast {name}").format(name=found.name)
        try:
            project.document.edit(label, project.document.project.with_character(cast))
        except EditRefused as refusal:
            self._room.notices.report(refusal)
            return
        told = _tr("{name} speaks with {voice} now.").format(name=found.name, voice=voice.name)
        self._status(told)

    def use_instead(self, pairs: Sequence[tuple[OwnVoice, OwnVoice]]) -> None:
        """Have the open project speak with the second voice of each pair, not with the first."""
        project = self._room.project()
        if project is None:
            return
        edited = before = project.document.project
        for gone, new in pairs:
            edited = with_another_voice(edited, new.account, gone.voice, new.voice)
        if edited is before:
            return
        try:
            project.document.edit(_tr("Use the new voice"), edited)
        except EditRefused as refusal:
            self._room.notices.report(refusal)

    def start(self, deed: Callable[[], object]) -> None:
        """Begin a deed; what goes wrong is told."""
        try:
            work = deed()
        except StudioError as error:
            self._room.notices.report(error)
            self._tell(sentence(error, _tr))
            return
        if asyncio.iscoroutine(work):
            self._room.tasks.start(self._done(work))

    async def _done(self, work: Coroutine[object, object, object]) -> None:
        try:
            await work
        except StudioError as error:
            self._tell(sentence(error, _tr))
            raise

    def _engine(self, voice: OwnVoice) -> SpeaksLines:
        engine = self._room.engines.get(voice.account)
        if engine is None:
            raise AccountError(AccountFault.UNKNOWN_ACCOUNT, voice.account, voice.account)
        return engine

    async def _agreed(
        self, title: str, told: str, more: str, go: str, *, careful: bool = False
    ) -> bool:
        choices = (
            Choice("go", go, destroys=careful),
            # Whatever is asked here costs or takes away: a key pressed too many does neither.
            Choice("cancel", _tr("Cancel"), proposed=True, leaves=True),
        )
        text = "\n\n".join(filter(None, (told, more)))
        return await self._room.prompter.ask(title, text, choices) == "go"

    def _uses_words(self, voices: Sequence[OwnVoice]) -> str:
        """Where voices speak, in the open project and those opened last. Blocking."""
        found: dict[str, int] = {}
        open_now = self._room.project()
        projects = [open_now.document.project] if open_now else []
        known = {project.id for project in projects}
        recent = self._room.settings().recent
        projects += [each for each in projects_at(recent) if each.id not in known]
        for voice in voices:
            for title, uses in uses_in(projects, voice).items():
                found[title] = found.get(title, 0) + len(uses)
        told = [_places(title, places) for title, places in found.items()]
        return "\n".join(told)

    def _second_ones(self, voices: Sequence[OwnVoice]) -> str:
        """That some of these are there, or were made anew, and become a second time. Blocking."""
        library, now = self._room.library, self._room.library.now

        def is_there(voice: OwnVoice) -> bool:
            if is_gone(voice, now):
                return made_anew(library, voice) is not None
            return voice.state is VoiceState.READY

        there = [voice for voice in voices if is_there(voice)]
        if not there:
            return ""
        one = _tr("{name} is there already: this makes a second one.")
        many = _tr("{n} of them are there already: this makes second ones.")
        return named(there, one, many)

    def _say(self, text: str, voice: OwnVoice) -> None:
        service = service_name(voice.service)
        self._status(text.format(name=voice.name, service=service))

    def _status(self, text: str) -> None:
        self._room.notices.status(text)
        self._tell(text)


def _places(title: str, places: int) -> str:
    one, many = _tr("It speaks in 1 place of {title}."), _tr("It speaks in {n} places of {title}.")
    return (one if places == 1 else many).format(n=places, title=f"“{title}”")


def _names(voices: Sequence[OwnVoice]) -> str:
    return ", ".join(voice.name for voice in voices)


def _delete_words(voices: Sequence[OwnVoice]) -> str:
    there = [v for v in voices if v.voice and v.state is VoiceState.READY]
    there = [v for v in there if v.origin is not VoiceOrigin.MIX]
    services = ", ".join(dict.fromkeys(engine_name(voice.account) for voice in there))
    if not there:
        return _tr("{names}: removed from your voices.").format(names=_names(voices))
    told = _tr("{names}: deleted at {services} for good. Lines that were voiced stay as they are.")
    return told.format(names=_names(voices), services=services)
